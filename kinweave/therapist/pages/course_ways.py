"""Where each thing of a course is done: the page behind a check of the protocol or a reminder."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

CHECKS = {
    "consent_given": "care",
    "suitability_recorded": "suitability",
    "baseline_measured": "measures",
    "symptom_review_done": "suitability",
    "inventory_taken": "inventory",
    "rhythm_log_begun": "rhythm",
    "area_chosen": "formulation",
    "formulation_agreed": "formulation",
    "agreement_signed": "agreement",
    "mid_review_recorded": "review",
    "ending_raised": "ending",
    "ending_feelings_heard": "ending",
    "gains_reviewed": "ending",
    "staying_well_planned": "ending_plan",
    "carer_heard": "carer",
    "next_step_decided": "ending",
}
"""Checks of the protocols to the names of pages in this portal."""

REMINDERS = {
    "attendance_missing": ("sessions", "Say what became of it"),
    "unsigned_notes": ("sessions", "Read and sign"),
    "no_formulation": ("formulation", "Open the formulation"),
    "no_agreement": ("agreement", "Open the agreement"),
    "formulation_behind": ("formulation", "Open the formulation"),
    "focus_untouched": ("formulation", "Read the formulation again"),
    "review_of_open_end": ("review", "Open the review"),
    "end_moved": ("agreement", "Open the agreement"),
}
"""Reminders of the course to a page and the words of its button."""


def way(name: str, client_id: UUID) -> str:
    """The address of one of a client's pages in this portal."""
    return reverse(f"therapist:{name}", args=[client_id])


def way_of_check(code: str, client_id: UUID) -> str:
    """Where a check of a protocol is done; empty for one that a service added and no page knows."""
    return way(CHECKS[code], client_id) if code in CHECKS else ""
