"""Words in a form are kept while they are typed, sealed and for their writer alone, until the form is saved (S-35).

A view shows them again when their writer comes back, after a lost connection, an expired session or a crash:

    typed = unsaved.typed(request, client, "agreement")  # None when nothing waits, and while a form is sent
    form = SomeForm(typed.data)
    return page(unsaved.as_typed(form), typed=typed)

In a template the form carries `data-autosave` with the address of `unsaved.keep` (see autosave.js). The action
that saves the form is followed by `unsaved.saved(request, client, "agreement")`, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.timezone import localtime

from kinweave.core import clock
from kinweave.people.actions.unsaved import keep_typed, let_go
from kinweave.people.models import Client, UnsavedForm, User
from kinweave.web import words

MOST = 100_000  # characters of one form
_NOT_KEPT = {"csrfmiddlewaretoken", "submission", "version", "idempotency_key"}
SomeForm = TypeVar("SomeForm", bound=BaseForm)


@dataclass(frozen=True)
class Typed:
    """What the reader typed and has not saved. `data` is as it would be sent, without a version."""

    data: QueryDict
    seen: int
    kept_words: str  # "today at 10:24"

    def on_version(self, version: int) -> QueryDict:
        """The same as written on that version, which the page shows beside it if it is another."""
        data = self.data.copy()
        data["version"] = str(version)
        return data


def typed(request: HttpRequest, client: Client, form: str) -> Typed | None:
    """What the reader typed into this form of this client's and has not saved; None while a form is being sent."""
    if request.method == "POST" or not isinstance(request.user, User):
        return None
    row = UnsavedForm.objects.filter(client=client, created_by=request.user, form=form).first()
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, value in row.typed:
        data.appendlist(name, value)
    return Typed(data, row.seen, words.moment_in_words(localtime(row.kept_at), localtime(clock.now())))


def as_typed(form: SomeForm) -> SomeForm:
    """The form as it was typed, half done as it may be: nothing in it is called wrong before it is sent."""
    vars(form)["_errors"] = ErrorDict()
    return form


def keep(request: HttpRequest, client: Client, form: str) -> JsonResponse:
    """Answer autosave.js: keep what was sent, or say why it cannot be kept."""
    assert isinstance(request.user, User)  # noqa: S101 - the view lets nobody else come here
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
        if isinstance(value, str)
    ]
    if sum(len(name) + len(value) for name, value in pairs) > MOST:
        said = f"This is longer than {MOST:,} characters. Make it shorter; it stays on this page until then."
        longest = max(pairs, key=lambda pair: len(pair[1]))[0]
        return JsonResponse({"errors": {longest: said}}, status=400)
    posted = request.POST.get("version", "")
    seen = int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 9 else 0
    row = keep_typed(client=client, form=form, seen=seen, typed=pairs, by=request.user)
    return JsonResponse({"saved": words.clock(localtime(row.kept_at))})


def saved(request: HttpRequest, client: Client, form: str) -> None:
    """The form is saved, or its writer leaves what they typed: nothing of it waits any more."""
    assert isinstance(request.user, User)  # noqa: S101
    let_go(client=client, form=form, by=request.user)
