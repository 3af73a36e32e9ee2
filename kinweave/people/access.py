"""Who may open a view. Deny by default: what is not allowed here does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from kinweave.people.models import Client, Role, User


class UserRequest(HttpRequest):
    """A request by somebody signed in."""

    user: User


class ClientRequest(UserRequest):
    """A request by a client, about their own record."""

    client: Client


P = ParamSpec("P")
View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def require_role(
    *roles: Role,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Open a view to accounts that hold one of `roles`; for everyone else it does not exist."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not (isinstance(request.user, User) and request.user.has_role(*roles)):
                raise Http404
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


clinician = require_role(Role.THERAPIST, Role.TRAINEE, Role.SUPERVISOR)
"""Therapists, trainees and supervisors: the therapist portal."""

manager = require_role(Role.MANAGER)
"""Service managers: the administration portal."""


def client_only(
    view: Callable[Concatenate[ClientRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a view to a client, with their own record as `request.client`."""

    @require_role(Role.CLIENT)
    @wraps(view)
    def guarded(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        client = getattr(request.user, "client", None)
        if client is None:
            raise Http404
        request.client = client  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded
