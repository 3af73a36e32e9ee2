"""What can be started today is what the software can run: one to one, weekly, with an adult."""

import pytest

from kinweave.core.instruments import Instrument
from kinweave.core.protocols import Format, Protocol
from kinweave.core.startable import FORMATS_NOT_YET, NOT_YET, startable, startable_with_a_newcomer, waits_for
from kinweave.core.variants import Need
from tests.core.published import brief, ipt, library

PROTOCOLS = library().all(Protocol)
STANDARD = {check.code for phase in ipt().phases for check in phase.checks}
RHYTHM = {"rhythm_log_begun"}  # asked for where a rhythm log is kept
CARER = {"carer_heard"}  # asked for where the person who cares has a part
ANSWERED = {Need.CARER_PARTS, Need.OPEN_END, Need.FOLLOWS_A_COURSE, Need.RHYTHM_LOG}
NO_WORDS = {"ipsrt": {"srm-5", "asrm"}}
"""Asked for by name only: the rhythm log stands in for one, a therapist enters the total of the other."""
STARTABLE = [each for each in PROTOCOLS if startable(each)]


def test_the_two_courses_in_use_can_be_started() -> None:
    assert startable(ipt())
    assert startable(brief())


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("ipt-group-who", "sessions of a group"), ("pa-ipt", "sessions with two people"),
        ("ipt-a", "the parents' part"),
        ("iipt-self-guided", "modules worked through alone"), ("ipt-blended", "modules worked through alone"),
        ("ipt-inpatient", "treatment on a ward"),
        ("fb-ipt", "sessions with two people"),
    ],
)  # fmt: skip
def test_what_cannot_be_started_says_what_it_waits_for(code: str, missing: str) -> None:
    protocol = library().get(Protocol, code)
    assert not startable(protocol)
    assert waits_for(protocol)[0] == missing


@pytest.mark.parametrize("protocol", STARTABLE, ids=lambda each: each.code)
def test_a_course_that_can_be_started_asks_only_for_checks_that_can_be_met(protocol: Protocol) -> None:
    required = {check.code for phase in protocol.phases for check in phase.checks if check.required}
    rhythm = RHYTHM if Need.RHYTHM_LOG in protocol.needs else set()
    assert required <= STANDARD | rhythm | (CARER if protocol.with_carer else set())
    assert protocol.follows_a_course or {
        check.code for phase in protocol.phases for check in phase.checks
    } >= STANDARD - {"mid_review_recorded"} - ({"ending_feelings_heard"} if protocol.with_carer else set())


@pytest.mark.parametrize("protocol", STARTABLE, ids=lambda each: each.code)
def test_a_course_that_can_be_started_is_one_to_one_and_regular_with_words_to_ask(protocol: Protocol) -> None:
    assert protocol.format in {Format.INDIVIDUAL, Format.TELEPHONE, Format.INDIVIDUAL_WITH_CARER}
    assert protocol.cadence.days_between == (30 if protocol.follows_a_course else 7)
    asked = [each.instruments[0] for each in protocol.measures if each.required]
    assert "phq-9" in asked or protocol.with_carer  # there only as long as the person can answer
    named = {each.code: each for each in library().all(Instrument)}
    without = {code for code in asked if code not in named or not named[code].has_text}
    assert without <= NO_WORDS.get(protocol.code, set())


def test_about_half_of_the_library_can_be_started() -> None:
    assert len(STARTABLE) == 18


def test_maintenance_can_be_started_but_never_as_the_first_course() -> None:
    maintenance = library().get(Protocol, "ipt-m")
    assert startable(maintenance)
    assert not startable_with_a_newcomer(maintenance)
    assert startable_with_a_newcomer(ipt())
    assert [each.code for each in PROTOCOLS if each.follows_a_course] == ["ipt-m"]


def test_what_has_no_fixed_end_no_longer_waits_for_that() -> None:
    without = [each for each in PROTOCOLS if each.open_end]
    assert {each.code for each in without} == {"ipsrt", "ipt-ci"}
    assert all("fixed end" not in word for each in without for word in waits_for(each))


def test_a_format_and_a_need_for_the_same_thing_are_said_once() -> None:
    twice = ipt().model_copy(update={"format": Format.GROUP, "needs": (Need.GROUP_SESSIONS,)})
    assert waits_for(twice) == ("sessions of a group",)


def test_every_need_and_format_is_known() -> None:
    assert set(FORMATS_NOT_YET) == set(Format) - {Format.INDIVIDUAL, Format.TELEPHONE}
    assert set(NOT_YET) | ANSWERED == set(Need)
    assert not set(NOT_YET) & ANSWERED
