from django.apps import AppConfig


class TherapistConfig(AppConfig):
    name = "kinweave.therapist"
