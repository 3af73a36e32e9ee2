"""The service manager's portal."""

from django.urls import path

from kinweave.administration.views import home

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
]
