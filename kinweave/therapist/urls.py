"""The therapist's portal. Pages of one course live under people/<client>/."""

from django.urls import path

from kinweave.therapist.views import newcomers, today

app_name = "therapist"
urlpatterns = [
    path("", today.today, name="today"),
    path("people/new/", newcomers.newcomer, name="newcomer"),
]
