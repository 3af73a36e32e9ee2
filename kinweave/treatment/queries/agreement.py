"""Reading agreements of a course the reader was already allowed to see."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from kinweave.core.protocols import Protocol
from kinweave.treatment.models import Agreement, Course, Recording

FEWEST_GOALS, MOST_GOALS = 2, 4


def versions(course: Course) -> QuerySet[Agreement]:
    """Every version with those who signed it, the newest first."""
    return (
        Agreement.objects.filter(course=course)
        .select_related("therapist_signed_by", "client_signed_by")
        .order_by("-number")
    )


def agreement_in_force(course: Course) -> Agreement | None:
    """The last version that both have signed, or None."""
    return versions(course).filter(in_force_at__isnull=False).first()


def open_version(course: Course) -> Agreement | None:
    """The version that both have not signed yet, if there is one."""
    return versions(course).filter(in_force_at=None).first()


def for_client(course: Course) -> Agreement | None:
    """The version that at least the therapist or the client has signed and that is not in force yet."""
    signed = Q(therapist_signed_at__isnull=False) | Q(client_signed_at__isnull=False)
    return versions(course).filter(signed, in_force_at=None).first()


def numbered(course: Course, number: int) -> Agreement:
    """One version by its number, else 404."""
    found = versions(course).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def not_better(protocol: Protocol) -> str:
    """When the agreement says what happens if it does not go well: half way, at the review, or once it returns."""
    if protocol.follows_a_course:
        return "If it comes back"
    return "If it is not better at the review" if protocol.open_end else "If it is not better by the middle"


def lower(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"


def rhythm_in_words(agreement: Agreement) -> str:
    """How often, where it is not every week; empty otherwise."""
    named = {7: "", 14: "every two weeks", 30: "every month", 3: "twice a week"}
    return named.get(agreement.days_between, f"every {agreement.days_between} days")


def lacking(agreement: Agreement, protocol: Protocol) -> list[str]:
    """What is still to be written before anybody can sign, in words for the therapist."""
    named = [each for each in agreement.goals if each.get("text")]
    recorded = agreement.recording != Recording.NONE
    wanted = {
        "agree the formulation first, it names the problem area": bool(agreement.areas),
        f"keep to {protocol.areas_at_most} problem areas": len(agreement.areas) <= protocol.areas_at_most,
        f"name {FEWEST_GOALS} to {MOST_GOALS} goals": FEWEST_GOALS <= len(named) <= MOST_GOALS,
        "say for each goal how you will both know": all(each.get("measure") for each in named),
        f"say what happens {lower(not_better(protocol))}": bool(agreement.nonresponse_plan.strip()),
        "say what may be sent between sessions, and that it is not for emergencies": bool(
            agreement.between_session_contact.strip()
        ),
        "say what happens when a session is missed": bool(agreement.missed_session_rule.strip()),
        "explain the limits of confidentiality": agreement.confidentiality_explained,
        "say what recordings are for and when they are deleted": not recorded
        or bool(agreement.recording_purpose.strip() and agreement.recording_delete_on),
    }
    return [words for words, there in wanted.items() if not there]
