"""A browser and a machine in words, from what the browser says of itself."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung browser"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
"""Marks in the order they are looked for: most browsers also name the ones they descend from."""
MACHINES = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android phone or tablet"),
            ("Windows", "a Windows computer"), ("Macintosh", "a Mac"), ("CrOS", "a Chromebook"),
            ("Linux", "a Linux computer"))  # fmt: skip


def device_in_words(user_agent: str) -> str:
    """Such as "Firefox on a Windows computer"; "a browser on a device we do not know" when it says nothing."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    machine = next((name for mark, name in MACHINES if mark in user_agent), "a device we do not know")
    return f"{browser} on {machine}"
