"""Who takes part in a client's care, as forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kinweave.people.models import User


class ColleagueForm(forms.Form):
    """A choice of one colleague. `colleagues` are those who may be chosen."""

    ids = "id_%s"  # two such forms may stand on one page

    colleague = forms.ChoiceField(
        label="Colleague",
        error_messages={
            "required": "Choose a colleague.",
            "invalid_choice": "Choose somebody from the list.",
        },
    )

    def __init__(self, data: Any = None, *, colleagues: Sequence[User], **more: Any) -> None:
        super().__init__(data, auto_id=self.ids, **more)
        self._known = {str(each.pk): each for each in colleagues}
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [("", "Choose"), *((key, each.full_name) for key, each in self._known.items())]

    @property
    def chosen(self) -> User:
        """The colleague that was chosen, once the form is valid."""
        return self._known[self.cleaned_data["colleague"]]


class SupervisorForm(ColleagueForm):
    """Asking a supervisor to read one record."""

    ids = "supervisor_%s"


class HandOverForm(ColleagueForm):
    """Handing a client over; the tick is there because it ends the reader's own part at once."""

    ids = "over_%s"

    sure = forms.BooleanField(
        label="I have told the client, and I know that my own access ends at once",
        error_messages={"required": "Tick that the client knows, and that your own access ends."},
    )
