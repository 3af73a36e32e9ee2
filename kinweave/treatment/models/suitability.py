"""The review of symptoms and suitability, and what was decided on it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kinweave.people.models import ClientRecord
from kinweave.people.privacy import Privacy
from kinweave.treatment.models.course import Course
from kinweave.treatment.terms import SuitabilityChoice
from kinweave.vault.fields import SealedJSON, SealedText


class Severity(models.TextChoices):
    """How much of a symptom there is. Words, because nothing here is added up."""

    NOT = "not", "not now"
    A_LITTLE = "a_little", "a little"
    CLEARLY = "clearly", "clearly"
    SEVERELY = "severely", "severely"


class Screen(models.TextChoices):
    """How far a screen of the review has got. Not asked is not the same as nothing found."""

    NOT_ASKED = "", "not asked yet"
    NOTHING = "nothing", "asked, nothing found"
    SOMETHING = "something", "asked, something to weigh"


class SuitabilityReview(ClientRecord):
    """What client and therapist went through together. One a course, written in until the course ends.

    What a decision rested on is kept with the decision, word for word.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    onset = SealedJSON(help_text="on (ISO day), precision, confidence, words.")
    around_onset = SealedJSON(
        null=True, help_text="Codes of what was spoken of around the onset (suitability.toml, `around`)."
    )
    symptoms = SealedJSON(help_text="Code of a symptom to how (Severity) and words.")
    daily_life = SealedText(help_text="What it stops the client from doing, in their words.")
    episodes = SealedJSON(default=list, help_text="Past episodes, each with when, how_long and what_helped.")
    family = SealedText(help_text="Similar illness in the family.")
    screens = SealedJSON(help_text="Code of a screen to state (Screen) and words.")
    findings = SealedJSON(default=list, help_text="Findings of the protocol's routing that were ticked.")
    seen_alone = models.BooleanField(
        null=True, blank=True, help_text="Were fear and violence asked about alone?"
    )
    home_words = SealedText(help_text="What was said about fear or violence. Leaves this page nowhere.")
    records = SealedJSON(help_text="Records that may lift a stop: code to what was said, by whom and when.")
    medical = SealedText(help_text="Bodily illness, pregnancy, recent check by a doctor.")
    medication = SealedJSON(default=list, help_text="Each with what, dose, since and effect.")
    prescriber = SealedText(help_text="Who prescribes, and how to reach them.")
    medication_wish = SealedText(help_text="What the client would like about medication.")
    dependants = SealedText(help_text="Who depends on the client.")
    diagnosis = SealedText(help_text="Diagnosis in words.")
    diagnosis_code = SealedText(help_text="With the name of the classification.")
    diagnosed_by = SealedText()
    diagnosis_waived = models.BooleanField(default=False)
    waiver_reason = SealedText()
    safety_words = SealedText(help_text="How safe the client is now, as talked through.")
    version = models.PositiveIntegerField(default=1)

    PRIVACY = {
        "seen_alone": Privacy.CLINICAL, "diagnosis_waived": Privacy.CLINICAL, "version": Privacy.STATE,
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course"], name="one_suitability_review_a_course")
        ]

    def __str__(self) -> str:
        return f"suitability review of {self.client_id}"


class SuitabilityDecision(ClientRecord):
    """One decision, recorded once and never edited. A change of mind is another row, with its reason."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="1 for the first decision.")
    choice = models.CharField(max_length=20, choices=SuitabilityChoice.choices)
    reason = SealedText()
    conditions = SealedText(help_text="What has to hold for the course to go on.")
    offered = SealedText(help_text="What help was offered instead or beside.")
    offered_to = SealedText(help_text="Who was told or asked, and when.")
    rules = SealedJSON(default=list, help_text="Rules of the protocol that applied, as they were shown.")
    review = SealedJSON(help_text="The review as it stood, field by field.")

    PRIVACY = {"number": Privacy.CLINICAL, "choice": Privacy.CLINICAL}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "number"], name="suitability_decision_number_once_a_course"
            )
        ]

    def __str__(self) -> str:
        return f"suitability decision {self.number} of {self.client_id}"
