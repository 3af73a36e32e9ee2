"""The public portal: no sign-in."""

from django.urls import path

from kinweave.public.views import health, invitation, manual, pages

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("what-is-ipt/", pages.what_is_ipt, name="what-is-ipt"),
    path("what-is-ipt/<slug:code>/", pages.lesson, name="lesson"),
    # answered by kinweave.public.middleware before the database is needed; named here for links
    path("help/", pages.help_now, name="help"),
    path("help/<slug:country>/", pages.help_now, name="help-in"),
    path("service-worker.js", pages.help_now, name="service-worker"),
    # answered by the middleware too
    path("manual/", manual.manual, name="manual"),
    path("manual/<path:page>", manual.manual, name="manual-page"),
    path("invitation/<str:secret>/", invitation.accept, name="invitation"),
    path("leave/", pages.leave, name="leave"),
    path("robots.txt", pages.robots, name="robots"),
    path("healthz/jobs", health.jobs, name="health-jobs"),
    path("start/", pages.start, name="start"),
    path("start/help/", pages.own_help, name="own-help"),
]
