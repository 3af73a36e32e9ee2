"""The public portal: no sign-in."""

from django.urls import path

from kinweave.public.views import invitation, pages

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("help/", pages.help_now, name="help"),
    path("leave/", pages.leave, name="leave"),
    path("start/", pages.start, name="start"),
    path("invitation/<str:secret>/", invitation.accept, name="invitation"),
]
