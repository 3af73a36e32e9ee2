"""Worksheets: every definition of the library can be written, kept, shared and read again unchanged."""

from __future__ import annotations

import uuid
from html.parser import HTMLParser

import pytest
from django.db import connection, transaction
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.core.entries import EntryProblems
from kinweave.core.worksheets import WorksheetDefinition
from kinweave.people.actions import Refused
from kinweave.people.models import User
from kinweave.treatment.models import Course
from kinweave.worksheets.actions import entries as acting
from kinweave.worksheets.forms import Known, check, read_post, without_row
from kinweave.worksheets.models import EntryVersion, Kept, Standing, WorksheetEntry
from kinweave.worksheets.queries import entries as reading
from kinweave.worksheets.sheets import lay_out
from tests.capabilities.worksheets.sheets import CODES, KNOWN, entries_of, posted, sheet
from tests.cast import Cast

PAGE, OTHER_PAGE = uuid.uuid4(), uuid.uuid4()
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def given_to(
    cast: Cast, code: str = "balance-sheet", *, share: bool = True, **values: object
) -> WorksheetEntry:
    """A worksheet of Joanna's."""
    return acting.give_worksheet(
        course=cast.course, definition=sheet(code), by=cast.miriam, share=share, values=values
    )


def write(
    entry: WorksheetEntry, by: User, *, seen: int | None = None, page: uuid.UUID = PAGE, **values: object
):  # type: ignore[no-untyped-def]
    return acting.write_entry(
        entry=entry, values=values, seen=entry.version if seen is None else seen, page=page, by=by
    )


@pytest.mark.parametrize("code", CODES)
@SLOW
@given(data=st.data())
def test_any_entry_of_any_worksheet_survives_browser_and_database(
    cast: Cast, code: str, data: st.DataObject
) -> None:
    definition = sheet(code)
    values = data.draw(entries_of(definition))
    raw = read_post(definition, posted(definition, values), private=True)
    assert check(definition, raw, KNOWN, {}) == values
    with transaction.atomic():
        entry = given_to(cast, code)
        write(entry, cast.miriam, **values)
        assert WorksheetEntry.objects.get(pk=entry.pk).values == values
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", CODES)
@SLOW
@given(data=st.data())
def test_the_form_sends_back_what_it_shows(code: str, data: st.DataObject) -> None:
    definition = sheet(code)
    values = data.draw(entries_of(definition))
    shown = lay_out(definition, values, known=KNOWN, for_client=False)
    html = render_to_string("worksheets/_sheet_form.html", {"sheet": shown})
    assert check(definition, read_post(definition, browser_post(html), private=True), KNOWN, {}) == values


class BrowserForm(HTMLParser):
    """What a browser without script posts from a form when nothing is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.post = QueryDict(mutable=True)
        self.name, self.templates = "", 0
        self.words: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self.templates += tag == "template"
        if self.templates:
            return
        if tag in {"textarea", "select"}:
            self.name = at["name"]
            self.words = "" if tag == "textarea" else None
        elif tag == "input" and (at.get("type") not in {"radio", "checkbox"} or "checked" in at):
            self.post.appendlist(at["name"], at.get("value", ""))
        elif tag == "option" and "selected" in at:
            self.post.appendlist(self.name, at["value"])

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"
        if tag == "textarea" and self.words is not None:
            self.post.appendlist(self.name, self.words)
            self.words = None


def browser_post(html: str) -> QueryDict:
    """The form as it would be sent."""
    form = BrowserForm()
    form.feed(html)
    return form.post


@pytest.mark.parametrize("code", CODES)
def test_a_clients_form_has_no_private_field_and_no_word_of_it(code: str) -> None:
    definition = sheet(code)
    private = [each for each in definition.fields if each.private]
    shown = lay_out(
        definition, {each.code: "a secret remark" for each in private}, known=KNOWN, for_client=True
    )
    html = render_to_string("worksheets/_sheet_form.html", {"sheet": shown})
    html += render_to_string("worksheets/_sheet_shown.html", {"sheet": shown})
    assert "a secret remark" not in html
    assert not any(each.label in html for each in private)
    assert "deficit" not in html.lower()
    assert "deficit" not in f"{shown.title} {shown.intro}".lower()


def test_some_worksheet_has_a_private_field() -> None:
    assert any(each.private for code in CODES for each in sheet(code).fields)


def test_a_client_saving_keeps_what_only_the_therapist_may_see(cast: Cast) -> None:
    entry = given_to(cast, "communication-analysis")
    write(entry, cast.miriam, situation="The call", safety="Asked alone: no fear")
    entry.refresh_from_db()
    write(entry, cast.joanna_user, situation="The call on Saturday", safety="overwritten", page=OTHER_PAGE)
    entry.refresh_from_db()
    assert entry.values == {"situation": "The call on Saturday", "safety": "Asked alone: no fear"}


def test_a_finished_answer_is_not_demanded_from_who_cannot_see_it(cast: Cast) -> None:
    entry = given_to(cast, "communication-analysis")
    write(entry, cast.joanna_user, situation="The call", turns=[{"who": "me", "said": "It’s fine."}])
    assert acting.finish_entry(entry=entry, by=cast.joanna_user) is None
    assert WorksheetEntry.objects.get().standing == Standing.DONE


def test_half_a_worksheet_is_saved_but_not_finished(cast: Cast) -> None:
    entry = given_to(cast, "communication-analysis")
    write(entry, cast.joanna_user, wanted="That she asks me")
    problems = acting.finish_entry(entry=entry, by=cast.joanna_user)
    assert isinstance(problems, EntryProblems)
    assert {each.path for each in problems.problems} == {"situation", "turns"}
    assert WorksheetEntry.objects.get().standing == Standing.SHARED


def test_a_finished_sheet_is_kept_and_can_be_taken_up_again(cast: Cast) -> None:
    entry = given_to(cast)
    write(entry, cast.joanna_user, change="The move", old_good=["The choir"])
    assert acting.finish_entry(entry=entry, by=cast.joanna_user) is None
    late = write(WorksheetEntry.objects.get(), cast.joanna_user, old_good=["Nothing"])
    assert not late.taken
    acting.reopen_entry(entry=entry, by=cast.miriam)
    again = WorksheetEntry.objects.get()
    assert (again.standing, again.values) == (
        Standing.SHARED,
        {"change": "The move", "old_good": ["The choir"]},
    )
    assert {row.kept for row in EntryVersion.objects.all()} >= {Kept.FINISHED, Kept.REFUSED}


def test_a_draft_is_the_therapists_until_it_is_shared(cast: Cast) -> None:
    entry = given_to(cast, share=False)
    assert reading.for_client(cast.joanna) == []
    with pytest.raises(Http404):
        reading.own(cast.joanna, entry.id)
    with pytest.raises(Refused, match="not open on your side"):
        write(entry, cast.joanna_user, old_good=["The choir"])
    acting.share_entry(entry=entry, by=cast.miriam)
    assert [row.id for row in reading.for_client(cast.joanna)] == [entry.id]
    acting.share_entry(entry=entry, by=cast.miriam)
    assert Event.objects.filter(act=Act.WORKSHEET_SHARED).count() == 1


def test_the_other_hands_text_is_kept_before_it_is_written_over(cast: Cast) -> None:
    entry = given_to(cast)
    write(entry, cast.joanna_user, old_good=["The choir"])
    entry.refresh_from_db()
    write(entry, cast.miriam, page=OTHER_PAGE, old_good=["The choir", "Bea"])
    kept = [row for row in reading.versions(entry) if row.kept == Kept.OTHER_HAND]
    assert {"old_good": ["The choir"]} in [row.values for row in kept]


def test_two_hands_at_once_lose_nothing(cast: Cast) -> None:
    entry = given_to(cast)
    write(entry, cast.joanna_user, seen=1, old_good=["from the phone"])
    second = write(entry, cast.miriam, seen=1, page=OTHER_PAGE, old_good=["from the room"])
    again = write(entry, cast.miriam, seen=1, page=OTHER_PAGE, old_good=["from the room"])
    assert not second.taken
    assert again.draft == second.draft
    assert WorksheetEntry.objects.get().values == {"old_good": ["from the phone"]}
    assert second.draft is not None
    assert second.draft.values == {"old_good": ["from the room"]}


def test_a_page_may_follow_itself_when_its_answer_was_lost(cast: Cast) -> None:
    entry = given_to(cast)
    for line in ("T", "The", "The choir"):
        assert write(entry, cast.joanna_user, seen=1, old_good=[line]).taken
    assert WorksheetEntry.objects.get().values == {"old_good": ["The choir"]}


def test_only_those_in_her_care_see_it(cast: Cast) -> None:
    entry = given_to(cast)
    for user in (cast.miriam, cast.adela):
        assert reading.entry(user, entry.id) == entry
    for user in (cast.colleague, cast.former, cast.manager, cast.stranger, cast.callum_user):
        with pytest.raises(Http404):
            reading.entry(user, entry.id)
    for user in (cast.adela, cast.former, cast.stranger, cast.callum_user):
        with pytest.raises(Http404):
            reading.writable(user, entry.id)
    with pytest.raises(Http404):
        reading.own(cast.callum, entry.id)


def test_an_ended_course_begins_no_worksheet(cast: Cast) -> None:
    Course.objects.filter(pk=cast.course.pk).update(stage="finished")
    cast.course.refresh_from_db()
    with pytest.raises(Refused, match="ended"):
        given_to(cast)


def test_somebody_who_is_not_in_the_inventory_cannot_be_chosen() -> None:
    definition = sheet("communication-analysis")
    raw = {"person": "somebody-elses-person", "situation": "x"}
    problems = check(definition, raw, KNOWN, {})
    assert isinstance(problems, EntryProblems)
    assert problems.messages() == {"person": "Please choose from the list."}
    kept = check(definition, raw, KNOWN, {"person": "somebody-elses-person"})  # stood there before
    assert kept == raw


def test_somebody_elses_person_hidden_in_a_table_is_refused_too() -> None:
    problems = check(sheet("pattern-map"), {"relationships": [{"person": "stranger"}]}, KNOWN, {})
    assert isinstance(problems, EntryProblems)
    assert problems.problems[0].path == "relationships.0.person"


def test_rows_can_be_taken_away_by_name() -> None:
    raw = {"turns": [{"said": "one"}, {"said": "two"}], "situation": "x"}
    assert without_row(raw, "turns.0") == {"turns": [{"said": "two"}], "situation": "x"}
    for strange in ("turns.9", "turns", "turns.-1", "situation.0", "nothing.0", ""):
        assert without_row(raw, strange) == raw


def test_rows_may_have_gaps_and_come_in_any_order() -> None:
    post = QueryDict("old_good.7=third&old_good.0=first&old_good.3=second&old_good.x=no&old_good.99999=no")
    raw = read_post(sheet("balance-sheet"), post, private=True)
    assert raw["old_good"] == ["first", "second", "third"]


def test_a_form_inside_a_form_reads_only_its_own_names() -> None:
    definition = sheet("balance-sheet")
    post = posted(definition, {"change": "The move", "old_good": ["The choir"]}, prefix="sheet-")
    post["change"] = "the note's own field"
    assert read_post(definition, post, private=True, prefix="sheet-")["change"] == "The move"


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_words_are_shown_as_words(hostile: str) -> None:
    shown = lay_out(
        sheet("balance-sheet"), {"change": hostile, "old_good": [hostile]}, known=Known(), for_client=True
    )
    html = render_to_string("worksheets/_sheet_form.html", {"sheet": shown})
    html += render_to_string("worksheets/_sheet_shown.html", {"sheet": shown})
    assert "<script" not in html
    assert "<img" not in html
    assert "14" not in html or "{{ 7|add:7 }}" not in hostile or "{{ 7|add:7 }}" in html


def test_a_talk_names_its_speakers_and_says_which_layers_are_known() -> None:
    values = {
        "person": "p1", "situation": "The call",
        "turns": [{"who": "me", "said": "It’s fine.", "meant": "Stay."}, {"who": "them", "said": "OK."}],
    }  # fmt: skip
    shown = lay_out(sheet("communication-analysis"), values, known=KNOWN, for_client=False, me="Joanna")
    turns = next(each for section in shown.sections for each in section.fields if each.code == "turns")
    assert [row.speaker for row in turns.filled] == ["Joanna", "Isla"]
    assert [[layer.short for layer in row.layers] for row in turns.filled] == [["Meant"], []]


def test_worksheets_are_offered_by_area_then_those_for_any(db: None) -> None:
    offered = reading.for_areas(["grief"])
    assert offered[0].areas == ("grief",)
    assert "communication-analysis" in {each.code for each in offered}
    assert not any(each.areas and "grief" not in each.areas for each in offered)


def test_no_word_of_a_worksheet_stands_in_the_database(cast: Cast) -> None:
    phrase = "the heron on the weir"
    entry = given_to(cast, change=phrase)
    write(entry, cast.joanna_user, change=f"{phrase} again")
    write(entry, cast.miriam, seen=0, page=OTHER_PAGE, change=f"{phrase} once more")
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = [cell for row in cursor.fetchall() for cell in row]
            found += b"".join(
                bytes(c) if isinstance(c, (bytes, memoryview)) else str(c).encode() for c in cells
            )
    assert b"heron" not in found
    assert WorksheetEntry.objects.get().values["change"] == f"{phrase} again"


def test_every_definition_can_be_shown_empty_and_read(db: None) -> None:
    for code in CODES:
        definition: WorksheetDefinition = sheet(code)
        empty = lay_out(definition, {}, known=Known(), for_client=False)
        assert "Nothing is written here yet" in render_to_string(
            "worksheets/_sheet_shown.html", {"sheet": empty}
        )
        assert not empty.answered
