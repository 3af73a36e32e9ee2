"""Tags that every template may use."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kinweave.core.days import MONTHS
from kinweave.web.devices import device_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def submission(context: Context) -> SafeString:
    """The hidden token that lets a form be carried out once only. A form shown again keeps its token."""
    request = context.get("request")
    kept = request.POST.get("submission", "") if request is not None else ""
    try:
        token = uuid.UUID(kept)
    except ValueError:
        token = uuid.uuid4()
    return format_html('<input type="hidden" name="submission" value="{}">', token)


@register.filter
def kind(bound_field: Any) -> str:
    """The kind of control of a form field: text, textarea, radio, checkbox, select ..."""
    name = type(bound_field.field.widget).__name__.lower()
    kinds = {
        "radioselect": "radio",
        "checkboxselectmultiple": "checkboxes",
        "checkboxinput": "checkbox",
        "textarea": "textarea",
    }
    return kinds.get(name, "input")


CODE = re.compile(r"\b[A-Z]{2,}-\d+\b")
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")


@register.filter
def unbroken(text: str) -> SafeString:
    """The text with names such as PHQ-9 kept on one line."""
    return mark_safe(CODE.sub(r'<span class="nowrap">\g<0></span>', escape(text)))  # noqa: S308


@register.filter
def days_whole(text: str) -> str:
    """The text with the day and the month of each date kept on one line."""
    return DAY.sub("\\1\u00a0\\2", text)


@register.filter
def device(user_agent: str) -> str:
    """A browser and a machine in words, such as "Firefox on a Windows computer"."""
    return device_in_words(user_agent)


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """The value of a mapping at a key that is itself a variable."""
    return mapping.get(key)
