"""Telephone numbers that a person typed, as a telephone dials them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def dialled(typed: str) -> str:
    """The digits of a number as typed, with a leading + if it has one: "020 7946 0018" becomes 02079460018.

    The nought in brackets of "+44 (0)20 ..." is left out: it is not dialled after the country.
    """
    abroad = typed.strip().startswith("+")
    kept = typed.replace("(0)", "") if abroad else typed
    return ("+" if abroad else "") + "".join(each for each in kept if each.isascii() and each.isdigit())
