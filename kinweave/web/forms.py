"""How every form looks: label, hint, error and control in one order, from templates of our own."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's renderer with our field."""

    field_template_name = "web/field.html"
