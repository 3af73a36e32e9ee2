"""The service manager's portal."""

from django.urls import path

from kinweave.administration.views import alerts, home, settings, staff

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("answers/", alerts.alerts, name="alerts"),
    path("settings/", settings.settings, name="settings"),
    path("settings/crisis-lines/", settings.crisis_lines, name="crisis-lines"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/<uuid:user_id>/", staff.staff, name="staff"),
    path("staff/<uuid:user_id>/pass-on/", staff.pass_on, name="pass-on"),
    path("staff/<uuid:user_id>/close/", staff.close_account, name="close-account"),
    path("staff/<uuid:user_id>/second-step/", staff.reset_second_step, name="second-step"),
]
