from django.apps import AppConfig


class ClientConfig(AppConfig):
    name = "kinweave.client"
