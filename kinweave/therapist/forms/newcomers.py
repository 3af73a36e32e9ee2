"""The form that takes on a client."""

from __future__ import annotations

from typing import Any

from django import forms

from kinweave.core.protocols import Protocol
from kinweave.core.startable import startable_with_a_newcomer
from kinweave.people.forms import InviteClientForm
from kinweave.shelf.queries import library


class NewcomerForm(InviteClientForm):
    """A new client, and the protocol their course begins with."""

    protocol = forms.ChoiceField(
        label="Protocol",
        help_text="It can be changed until the agreement is signed. The forms for groups, couples, families, "
        "young people and wards, and those worked through alone, are in the library and the "
        "manual; a course of them cannot be started here yet. Maintenance begins from a course that was "
        "finished, on its page.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (each.code, each.title) for each in library().all(Protocol) if startable_with_a_newcomer(each)
        ]
        self.fields["protocol"].choices = offered  # type: ignore[attr-defined]
        self.fields["protocol"].initial = "ipt"
