from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "kinweave.safety"
