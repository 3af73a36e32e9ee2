"""Crisis lines dial, name their source, and admit that nobody has checked them yet."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from kinweave.core.crisis_lines import (
    STALE_AFTER_DAYS,
    CrisisLine,
    CrisisLines,
    lines_for,
    standing,
    to_confirm,
)
from tests.core.published import library

PAGES = library().all(CrisisLines)
COUNTRIES = [each for each in PAGES if each.country]
LINES = [(page, line) for page in PAGES for line in page.lines]
COMPILED = date(2026, 11, 22)


def page(country: str) -> CrisisLines:
    return lines_for(PAGES, country)


def dials(country: str) -> set[str]:
    return {
        number
        for line in page(country).lines
        for number in (line.dial, line.text and line.text.dial)
        if number
    }


@pytest.mark.parametrize(
    ("country", "emergency", "numbers"),
    [
        ("GB", "999", {"116123", "85258", "111", "08001111", "08082000247"}),
        ("IE", "112", {"116123", "1800247247", "50808", "1800341900"}),
        ("US", "911", {"988", "741741", "18007997233"}),
        ("CA", "911", {"988", "18006686868"}),
        ("AU", "000", {"131114", "1300224636", "1800737732"}),
        ("NZ", "111", {"1737", "0800543354", "0800733843"}),
        ("DE", "112", {"08001110111", "116111", "116016"}),
        ("AT", "112", {"142", "147", "0800222555"}),
        ("CH", "144", {"143", "147"}),
        ("FR", "112", {"3114", "119", "3919"}),
        ("ES", "112", {"024", "717003717", "016"}),
        ("IT", "112", {"0223272327", "19696", "1522"}),
        ("PT", "112", {"1411", "808242424", "800202148"}),
        ("NL", "112", {"113", "08000113", "08002000"}),
        ("BE", "112", {"1813", "080032123", "106", "107"}),
        ("DK", "112", {"70201201", "116111", "1888"}),
        ("SE", "112", {"90101", "116111", "020505050"}),
        ("NO", "113", {"116123", "22400040", "116111"}),
        ("FI", "112", {"0925250111", "080005005"}),
        ("IS", "112", {"1717"}),
        ("PL", "112", {"800702222", "116111"}),
        ("CZ", "112", {"116123", "116111"}),
        ("GR", "112", {"1018", "10306"}),
        ("IN", "112", {"14416", "1098", "181"}),
        ("ZA", "112", {"0800567567", "116", "0800428428"}),
        ("BR", "192", {"188", "180"}),
        ("JP", "119", {"0120279338", "0120783556"}),
        ("SG", "995", {"1767", "1771"}),
        ("HK", "999", {"28960000", "23892222"}),
        ("IL", "101", {"1201"}),
        ("KE", "999", {"0722178177", "116", "1195"}),
        ("MX", "911", {"8009112000", "5552598121"}),
        ("AR", "911", {"08003451435", "135", "144"}),
        ("KR", "119", {"109", "1388", "1366"}),
        ("PH", "911", {"1553", "09178998727"}),
    ],
)
def test_each_country_names_its_emergency_number_and_its_known_lines(
    country: str, emergency: str, numbers: set[str]
) -> None:
    assert page(country).emergency.dial == emergency
    assert numbers <= dials(country)


@pytest.mark.parametrize(("where", "line"), LINES, ids=lambda each: each.code)
def test_every_number_is_in_the_form_a_phone_inside_the_country_dials(
    where: CrisisLines, line: CrisisLine
) -> None:
    for number in (line.dial, line.text and line.text.dial):
        if number:
            assert number.isdigit()
            assert not number.startswith(("00", "44", "353")), (
                "an international form does not reach a short code"
            )
    assert where.title


def test_at_least_twenty_countries_have_a_page_of_their_own_each_once() -> None:
    codes = [each.country for each in COUNTRIES]
    assert len(codes) == len(set(codes)) >= 20
    assert all(each.code == each.country.lower() for each in COUNTRIES)


@pytest.mark.parametrize("each", COUNTRIES, ids=lambda each: each.code)
def test_each_country_has_a_line_for_anyone_that_a_telephone_reaches(each: CrisisLines) -> None:
    assert any(line.topic in {"anyone", "health-service"} and line.dial for line in each.lines)


@pytest.mark.parametrize(("where", "line"), LINES, ids=lambda each: each.code)
def test_every_line_says_when_somebody_answers_in_which_language_and_who_says_so(
    where: CrisisLines, line: CrisisLine
) -> None:
    assert line.languages
    assert (line.hours == "Every hour of every day") == line.always_open
    assert str(line.source).startswith("https://")
    assert where.emergency.dial not in {line.dial, line.text and line.text.dial}


def test_numbers_shown_and_dialled_are_the_same_digits() -> None:
    samaritans = page("GB").lines[0]
    assert (samaritans.shown, samaritans.dial) == ("116 123", "116123")
    shout = next(line for line in page("GB").lines if line.code == "shout")
    assert shout.text is not None
    assert (shout.text.word, shout.text.dial) == ("SHOUT", "85258")


@pytest.mark.parametrize("country", ["GB", "IE", "US", "CA", "AU", "NZ"])
def test_each_country_has_a_line_for_anyone_at_any_hour_and_one_for_domestic_abuse(country: str) -> None:
    lines = page(country).lines
    assert any(line.topic == "anyone" and line.always_open and line.dial for line in lines)
    assert any(line.topic == "domestic-abuse" for line in lines)


@pytest.mark.parametrize("country", ["ZZ", "", "Atlantis", "aq"])
def test_an_unknown_country_gets_the_international_page(country: str) -> None:
    assert page(country).code == "international"
    assert page(country).emergency.dial == "112"


def test_a_country_may_be_written_as_people_write_it() -> None:
    assert page(" gb ").code == page("UK").code == "gb"


def test_without_an_international_page_there_is_no_silent_gap() -> None:
    with pytest.raises(LookupError, match="no international page"):
        lines_for([page("GB")], "AQ")


@pytest.mark.parametrize("each", PAGES, ids=lambda each: each.code)
def test_every_page_says_that_it_was_compiled_offline_and_who_must_check_it(each: CrisisLines) -> None:
    assert each.needs_checking
    assert "needs a human check before going live" in standing(each, COMPILED)
    assert each.must_verify in standing(each, COMPILED)


def test_a_page_goes_stale_after_half_a_year() -> None:
    gb = page("GB")
    edge = gb.dated + timedelta(days=STALE_AFTER_DAYS)
    assert gb.age_in_days(edge) == STALE_AFTER_DAYS
    assert not gb.stale(edge)
    assert gb.stale(edge + timedelta(days=1))
    assert "181 days ago" in standing(gb, edge + timedelta(days=1))


def test_a_page_checked_lately_needs_no_remark() -> None:
    checked = CrisisLines.model_validate(
        page("GB").model_dump(mode="json")
        | {
            "status": "checked with each operator",
            "verified_on": "2027-02-01",
            "verified_by": "A. Reviewer, safety lead",
        }
    )
    assert checked.dated == date(2027, 2, 1)
    assert standing(checked, date(2027, 2, 2)) == ""
    assert standing(checked, date(2028, 2, 2))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": "checked with each operator"}, "verified_on and verified_by"),
        ({"verified_on": "2027-02-01", "verified_by": "Somebody"}, "an unchecked one says neither"),
    ],
)
def test_a_page_cannot_claim_a_check_it_does_not_name(change: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        CrisisLines.model_validate(page("GB").model_dump(mode="json") | change)


def test_the_same_line_is_not_listed_twice() -> None:
    content = page("GB").model_dump(mode="json")
    with pytest.raises(ValidationError, match="two lines are called samaritans"):
        CrisisLines.model_validate(content | {"lines": content["lines"][:1] * 2})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dial": "+44116123"}, "pattern"),
        ({"shown": "116 124"}, "shows '116 124' but dials 116123"),
        ({"dial": None, "shown": ""}, "nobody can reach it"),
        ({"text": {"dial": "85258", "shown": "8525", "word": "SHOUT"}}, "dials 85258"),
    ],
)
def test_a_line_that_would_not_connect_is_refused(change: dict[str, object], says: str) -> None:
    samaritans = page("GB").lines[0].model_dump(mode="json")
    with pytest.raises(ValidationError) as refused:
        CrisisLine.model_validate(samaritans | change)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("days", "says"),
    [(None, "nobody has confirmed"), (0, ""), (STALE_AFTER_DAYS, ""), (STALE_AFTER_DAYS + 1, "181 days ago")],
)
def test_a_service_confirms_its_own_lines_and_does_so_again(days: int | None, says: str) -> None:
    confirmed = None if days is None else COMPILED - timedelta(days=days)
    said = to_confirm(page("GB"), confirmed, page("GB").numbers, COMPILED)
    assert says in said
    assert bool(said) == bool(says)
    assert not said or "the United Kingdom" in said


def test_a_service_in_a_country_without_a_page_is_told_so_whatever_it_confirmed() -> None:
    for confirmed in (None, COMPILED):
        assert "no crisis lines of this country" in to_confirm(
            page("AQ"), confirmed, page("AQ").numbers, COMPILED
        )


@pytest.mark.parametrize(
    "change",
    [
        {"dial": "116124", "shown": "116 124"},
        {"hours": "nine to five"},
        {"web": "https://www.samaritans.org/elsewhere/"},
        {"text": {"dial": "85258", "shown": "85258", "word": "SHOUT"}},
    ],
)
def test_a_number_that_has_changed_is_to_be_rung_again(change: dict[str, object]) -> None:
    before, lines = page("GB"), list(page("GB").lines)
    lines[0] = CrisisLine.model_validate(lines[0].model_dump(mode="json") | change)
    after = before.model_copy(update={"lines": tuple(lines)})
    assert "have changed" in to_confirm(after, COMPILED, before.numbers, COMPILED)


def test_another_emergency_number_is_to_be_rung_again() -> None:
    before = page("GB")
    other = before.emergency.model_copy(update={"dial": "998", "shown": "998"})
    after = before.model_copy(update={"emergency": other})
    assert "have changed" in to_confirm(after, COMPILED, before.numbers, COMPILED)


def test_another_order_or_another_note_need_no_ringing() -> None:
    before = page("GB")
    lines = [line.model_copy(update={"note": "Said otherwise."}) for line in reversed(before.lines)]
    assert before.model_copy(update={"lines": tuple(lines)}).numbers == before.numbers
