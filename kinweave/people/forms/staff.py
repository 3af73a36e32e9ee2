"""Signing in, invitations, staff, and the service's own settings, as forms."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation

from kinweave.people.forms.account import PASSWORD_RULE
from kinweave.people.forms.care import ColleagueForm
from kinweave.people.models import STAFF, Role, Service, User


class PasswordForm(forms.Form):
    """Choosing a first password: once, visible rules, pasting allowed (WCAG 3.3.8)."""

    password = forms.CharField(
        label="Choose a password",
        help_text=PASSWORD_RULE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )

    def __init__(self, data: Any = None, *, email: str = "", name: str = "") -> None:
        super().__init__(data)
        self.who = User(email=email, name=name)

    def clean_password(self) -> str:
        """One reason at a time: the first is enough to try again."""
        password: str = self.cleaned_data["password"]
        try:
            password_validation.validate_password(password, self.who)
        except forms.ValidationError as refused:
            raise forms.ValidationError(refused.messages[0]) from refused
        return password


class InviteStaffForm(forms.Form):
    """A new member of staff."""

    name = forms.CharField(label="Name, as colleagues and clients read it", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    roles = forms.MultipleChoiceField(
        label="What they do here",
        choices=[(role.value, role.words) for role in Role if role in STAFF],
        widget=forms.CheckboxSelectMultiple,
    )


class InviteClientForm(forms.Form):
    """A new client: enough to open a record and send an invitation."""

    name = forms.CharField(label="Name", max_length=120, help_text="As the person likes to be called.")
    code = forms.CharField(label="Your service's number for this person", max_length=40)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The message names neither the service nor its purpose.",
    )
    reason = forms.CharField(
        label="What brings them, in their words", max_length=20_000, required=False, widget=forms.Textarea
    )


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a service manager may set."""

    class Meta:
        model = Service
        fields: ClassVar = [
            "name", "country", "time_zone", "telephone", "hours", "out_of_hours", "staffed_from", "staffed_until",
            "duty_user", "grief_includes_other_losses",
        ]  # fmt: skip
        labels: ClassVar = {
            "duty_user": "Who answers when a therapist is away",
            "grief_includes_other_losses": "Use grief also for losses other than a death",
            "time_zone": "Time zone",
            "hours": "When somebody reads what clients send",
            "out_of_hours": "What clients read when nobody does",
            "staffed_from": "Staffed from",
            "staffed_until": "Staffed until",
        }
        widgets: ClassVar = {
            "staffed_from": forms.TimeInput(attrs={"type": "time"}),
            "staffed_until": forms.TimeInput(attrs={"type": "time"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(service_id=self.instance.pk, client=None, is_active=True).order_by("name")
        duty = self.fields["duty_user"]
        assert isinstance(duty, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        clinical = [each.pk for each in staff if each.has_role(Role.THERAPIST, Role.SUPERVISOR)]
        duty.queryset = staff.filter(pk__in=clinical)
        duty.help_text = "A therapist or supervisor. Answers that nobody takes in time go to them."
        duty.error_messages["invalid_choice"] = "Choose a therapist or supervisor from the list."
        self.fields["hours"].help_text = "Such as: Monday to Friday, nine to five."
        self.fields["country"].help_text = "Two letters, such as GB. It decides the crisis lines shown."
        self.fields["out_of_hours"].help_text = "One or two plain sentences. Say where to turn."

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if len(country) != 2 or not country.isalpha():
            raise forms.ValidationError("Write the country as two letters, such as GB or IE.")
        return country

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"])
        if zone not in available_timezones():
            raise forms.ValidationError("Write the time zone as a region and a city, such as Europe/London.")
        return zone

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            values.get("staffed_from")
            and values.get("staffed_until")
            and values["staffed_from"] >= values["staffed_until"]
        ):
            self.add_error(
                "staffed_until", "The staffed hours end before they begin. Put the later time here."
            )
        return values


class CrisisLinesForm(forms.Form):
    """Saying that the country's crisis lines were rung and are right."""

    on = forms.DateField(
        label="Rung and found right on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the day.", "invalid": "Give a day that exists, such as 2027-06-19."},
    )  # fmt: skip
    sure = forms.BooleanField(
        label="Each number but the emergency one was dialled from here, and the right people answered",
        error_messages={"required": "Tick this when every number has been dialled."},
    )


class PassOnForm(ColleagueForm):
    """Giving everybody a member of staff treats to a colleague."""
