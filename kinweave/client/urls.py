"""The client's portal. One file of routes per noun; each noun adds its list here."""

from django.urls import path

from kinweave.client.views import home

app_name = "client"
urlpatterns = [
    path("", home.home, name="home"),
]
