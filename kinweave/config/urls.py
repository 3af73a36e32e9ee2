"""Where each portal hangs."""

from django.urls import include, path

from kinweave.public.views import problems
from kinweave.public.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    # an address to sign in with is changed by the service, not by whoever holds the session
    path("account/email/", problems.not_there, name="account-email-closed"),
    path("account/", include("allauth.urls")),
    path("", include("kinweave.public.urls")),
    path("my/", include("kinweave.client.urls")),
    path("work/", include("kinweave.therapist.urls")),
    path("service/", include("kinweave.administration.urls")),
]

handler404 = "kinweave.public.views.problems.not_found"
handler500 = "kinweave.public.views.problems.failed"
handler403 = "kinweave.public.views.problems.refused"
handler400 = "kinweave.public.views.problems.bad_request"
