"""The plan for staying well: the client's own, written with the therapist, kept after the course."""

from __future__ import annotations

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.vault.fields import SealedJSON, SealedText


class StayingWellPlan(ClientRecord):
    """One plan a course. The client and their therapist write in it; the client also after the end."""

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="+")
    got_better = SealedText(help_text="What got better, and what I did.")
    my_first_signs = SealedJSON(default=list, help_text="Each with text and how_long_before.")
    trigger_situations = SealedJSON(default=list, help_text="Texts.")
    hard_dates = SealedJSON(default=list, help_text="Each with on (ISO day or empty) and text.")
    what_helped = SealedJSON(default=list, help_text="Texts.")
    interpersonal_actions = SealedJSON(default=list, help_text="Each with sign, action and person.")
    people_to_tell = SealedJSON(default=list, help_text="Each with person, what_to_ask and telephone.")
    keep_going = SealedJSON(help_text="routine, sleep and contact.")
    self_check = SealedJSON(help_text="scale, every_weeks and threshold.")
    return_route = SealedJSON(help_text="contact and when.")
    shared_with = SealedJSON(default=list, help_text="Each with who and agreed_on.")
    review_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(help_text="When somebody last wrote in it.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        "review_on": Privacy.CLINICAL, "written_at": Privacy.STATE,
        "version": Privacy.STATE,
    }  # fmt: skip

    def __str__(self) -> str:
        return f"plan for staying well of {self.client_id}"
