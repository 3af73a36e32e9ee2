"""Telephone numbers that a person typed, as a telephone dials them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def dialled(typed: str) -> str:
    """The digits of a number as typed, with a leading + if it has one: "020 7946 0018" becomes 02079460018."""
    digits = "".join(each for each in typed if each.isascii() and each.isdigit())
    return f"+{digits}" if typed.strip().startswith("+") else digits
