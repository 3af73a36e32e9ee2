"""Ways to accreditation: what each body asks for, in numbers, and how far it may be relied on."""

from typing import Any

import pytest
from pydantic import ValidationError

from kinweave.core.pathways import Pathway, Quantity, Unit, pathway_standing
from tests.core.published import library

PATHWAYS = library().all(Pathway)


def test_all_eleven_pathways_of_the_clinical_reference_are_there() -> None:
    assert {each.code for each in PATHWAYS} == {
        "isipt-therapist", "isipt-supervisor", "isipt-trainer", "ipt-institute-a", "ipt-institute-b",
        "ipt-institute-research", "ipt-uk", "uk-sig", "scotland", "va-dissemination", "who-group-facilitator",
    }  # fmt: skip
    assert {each.code for each in PATHWAYS if each.past} == {"uk-sig", "scotland"}


@pytest.mark.parametrize(
    ("code", "unit", "least"),
    [
        ("isipt-therapist", "cases", 3),
        ("isipt-therapist", "hours", 166),
        ("isipt-supervisor", "hours", 80),
        ("isipt-trainer", "cases", 5),
        ("ipt-institute-a", "hours", 14),
        ("ipt-institute-b", "portfolios", 2),
        ("ipt-institute-b", "hours", 18),
        ("ipt-institute-research", "cases", 2),
        ("ipt-uk", "cases", 4),
        ("ipt-uk", "recordings", 12),
        ("uk-sig", "cases", 2),
        ("scotland", "hours", 24),
        ("va-dissemination", "days", 3),
        ("who-group-facilitator", "hours", 0),
    ],
)
def test_cases_hours_and_recordings_are_numbers_that_can_be_counted_up(
    code: str, unit: Unit, least: float
) -> None:
    assert library().get(Pathway, code).total(unit) == least


@pytest.mark.parametrize("each", PATHWAYS, ids=lambda each: each.code)
def test_every_pathway_says_that_the_body_must_be_asked_and_by_whom(each: Pathway) -> None:
    said = pathway_standing(each)
    assert "needs a check with the body" in said
    assert each.must_verify in said


def test_what_could_not_be_read_is_said() -> None:
    assert "have to be checked" in library().get(Pathway, "ipt-uk").remarks[0].text
    group = library().get(Pathway, "who-group-facilitator")
    assert group.remarks[0].needs_checking
    assert not any(each.amounts for each in group.requires)


def test_a_checked_pathway_needs_no_remark() -> None:
    content = PATHWAYS[0].model_dump(mode="json")
    checked = content | {
        "status": "checked with the body", "verified_on": "2027-02-01", "verified_by": "A. Reviewer",
    }  # fmt: skip
    assert pathway_standing(Pathway.model_validate(checked)) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"status": "checked with the body"},
        {"status": "checked with the body", "verified_on": "2027-02-01"},
        {"verified_on": "2027-02-01", "verified_by": "Somebody"},
    ],
)
def test_a_pathway_cannot_claim_a_check_it_does_not_name(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="verified_on and verified_by"):
        Pathway.model_validate(PATHWAYS[0].model_dump(mode="json") | change)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ({"min": 16, "max": 16, "unit": "hours"}, "16 hours"),
        ({"min": 14, "max": 16, "unit": "hours"}, "14 to 16 hours"),
        ({"min": 80, "unit": "hours"}, "at least 80 hours"),
        ({"min": 1, "max": 1, "unit": "years"}, "1 year"),
        ({"min": 2.5, "max": 2.5, "unit": "days"}, "2.5 days"),
    ],
)
def test_an_amount_reads_as_people_say_it(amount: dict[str, Any], words: str) -> None:
    assert Quantity.model_validate(amount).in_words == words


@pytest.mark.parametrize("amount", [{"min": 5, "max": 4}, {"min": 0}, {"min": -1}])
def test_an_amount_that_cannot_be_is_refused(amount: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Quantity.model_validate(amount | {"unit": "hours"})
