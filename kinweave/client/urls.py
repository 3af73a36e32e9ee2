"""The client's portal. One file of routes per noun; each noun adds its list here."""

from django.urls import path

from kinweave.client.views import home, safety

app_name = "client"
urlpatterns = [
    path("", home.home, name="home"),
    # help and the safety plan
    path("help/", safety.help_now, name="help"),
    path("safety-plan/", safety.safety_plan, name="safety-plan"),
    path("safety-plan/edit/", safety.safety_plan_edit, name="safety-plan-edit"),
]
