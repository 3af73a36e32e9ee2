"""Worksheets keep what people write, and say plainly what is wrong with what cannot be kept."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kinweave.core.entries import (
    ENTRY_LIMIT_BYTES,
    LONG_TEXT_LIMIT,
    TEXT_LIMIT,
    EntryProblems,
    check_entry,
    failed_examples,
)
from kinweave.core.worksheets import TURN, WorksheetDefinition, shared_values
from tests.core.published import library

SHEETS = {sheet.code: sheet for sheet in library().all(WorksheetDefinition)}
NAMED_BY_THE_ISSUE = {
    "communication-analysis",
    "decision-analysis",
    "lost-relationship",
    "dispute-map",
    "balance-sheet",
    "pattern-map",
}


def sheet(*fields: dict[str, Any], **more: Any) -> WorksheetDefinition:
    """A worksheet of these fields, for asking about one kind at a time."""
    return WorksheetDefinition.model_validate(
        {
            "code": "try-out",
            "version": "1",
            "title": "Try-out",
            "client_title": "Try-out",
            "filled_by": "client",
            "purpose": {"text": "To try.", "status": "expert, verify"},
            "intro": "Try.",
            "fields": list(fields),
            "examples": [{"name": "nothing", "values": {}}],
            **more,
        }
    )


def one(kind: str, **more: Any) -> WorksheetDefinition:
    return sheet({"code": "it", "label": "It?", "kind": kind, **more})


def kept(definition: WorksheetDefinition, raw: object) -> Any:
    result = check_entry(definition, {"it": raw})
    assert isinstance(result, dict), result
    return result.get("it")


def said(definition: WorksheetDefinition, raw: object) -> str:
    result = check_entry(definition, {"it": raw})
    assert isinstance(result, EntryProblems), result
    return result.messages()[result.problems[0].path]


NUMBER = "Please give a whole number from 0 to 10."
DAY = "Please give a date such as 12 March 2026."
ROUGHLY = "Please give a date such as 12 March 2026, or only March 2026, or 2026."
CHOICE = {"choices": [{"value": "yes", "text": "Yes"}, {"value": "partly", "text": "In part"}]}
ROWS = {
    "columns": [
        {"code": "what", "label": "What?", "required": True},
        {"code": "hard", "label": "Hard?", "kind": "scale"},
    ]
}


@pytest.mark.parametrize("definition", SHEETS.values(), ids=SHEETS.keys())
def test_every_worked_example_turns_out_as_its_file_says(definition: WorksheetDefinition) -> None:
    assert failed_examples(definition) == ()
    assert any(not example.problems for example in definition.examples)
    assert any(example.problems for example in definition.examples)


def test_every_worksheet_the_course_needs_is_there() -> None:
    assert set(SHEETS) >= NAMED_BY_THE_ISSUE
    assert len(SHEETS) >= 19


def test_a_communication_analysis_keeps_for_each_turn_what_was_said_meant_felt_and_heard() -> None:
    definition = SHEETS["communication-analysis"]
    assert [column.code for column in definition.columns_of("turns")] == [
        "who",
        "said",
        "meant",
        "felt",
        "heard",
    ]
    turn = {"who": "them", "said": "Fine.", "meant": "Not fine", "felt": "hurt", "heard": "Leave me alone"}
    result = check_entry(definition, {"situation": "Supper", "turns": [turn]})
    assert result == {"situation": "Supper", "turns": [turn]}


def test_what_only_the_therapist_may_see_never_leaves_the_record() -> None:
    definition = SHEETS["dispute-map"]
    entry = {"issue": "Money", "safety": "afraid on Friday"}
    assert shared_values(definition, entry) == {"issue": "Money"}
    assert "safety" not in {field.code for field in definition.shown_to_client()}


def test_sheets_that_could_press_someone_to_confront_carry_a_caution() -> None:
    for code in ("communication-analysis", "role-play", "dispute-map", "conversation-plan", "limits"):
        assert "afraid at home" in SHEETS[code].caution


def test_half_a_worksheet_can_be_saved_as_a_draft() -> None:
    definition = SHEETS["communication-analysis"]
    assert check_entry(definition, {"wanted": "Peace"}, draft=True) == {"wanted": "Peace"}
    assert isinstance(check_entry(definition, {"wanted": "Peace"}), EntryProblems)
    turns = [{"who": "me", "meant": "I miss you"}]
    assert check_entry(definition, {"turns": turns}, draft=True) == {"turns": turns}


def test_a_required_question_is_named_in_its_own_words() -> None:
    result = check_entry(SHEETS["letter-not-sent"], {"letter": "   "})
    assert isinstance(result, EntryProblems)
    assert result.messages() == {"letter": "Please answer: My letter"}


@pytest.mark.parametrize(
    ("kind", "more", "raw", "clean"),
    [
        ("text", {}, "  one\r\ntwo\rthree\x00 ", "one\ntwo\nthree"),
        ("text", {}, "", None),
        ("text", {}, None, None),
        ("long_text", {}, "x" * LONG_TEXT_LIMIT, "x" * LONG_TEXT_LIMIT),
        ("choice", CHOICE, "partly", "partly"),
        ("choice", CHOICE, "", None),
        ("multi_choice", CHOICE, ["partly", "yes"], ["yes", "partly"]),
        ("multi_choice", CHOICE, "yes", ["yes"]),
        ("multi_choice", CHOICE, None, None),
        ("multi_choice", CHOICE, "", None),
        ("scale", {}, "0", 0),
        ("scale", {}, 10, 10),
        ("scale", {}, " 7 ", 7),
        ("scale", {}, " ", None),
        ("date", {}, "2026-03-12", "2026-03-12"),
        ("date", {}, date(2026, 3, 12), "2026-03-12"),
        ("date", {}, "", None),
        ("date", {"approximate": True}, "2026", "2026"),
        ("date", {"approximate": True}, "2026-03", "2026-03"),
        ("date", {"approximate": True}, "March 2026", "2026-03"),
        ("date", {"approximate": True}, "12 March 2026", "2026-03-12"),
        ("date", {}, "12/3/2026", "2026-03-12"),
        ("person", {}, "0192-ab", "0192-ab"),
        ("event", {}, "", None),
        ("people", {}, ["a", "b", "a", ""], ["a", "b"]),
        ("people", {}, "a", ["a"]),
        ("yes_no", {}, "yes", True),
        ("yes_no", {}, "No", False),
        ("yes_no", {}, False, False),
        ("yes_no", {}, "on", True),
        ("yes_no", {}, "", None),
        ("yes_no", {}, None, None),
        ("list", {}, "one\n\n two ", ["one", "two"]),
        ("list", {}, ["one", " ", None], ["one"]),
        ("list", {}, None, None),
        (
            "table",
            ROWS,
            [{"what": "Choir", "hard": "4"}, {"what": " ", "hard": ""}],
            [{"what": "Choir", "hard": 4}],
        ),
        ("table", ROWS, [], None),
        ("table", ROWS, None, None),
    ],
)
def test_what_people_write_is_kept_in_one_clean_form(
    kind: str, more: dict[str, Any], raw: Any, clean: Any
) -> None:
    assert kept(one(kind, **more), raw) == clean


@pytest.mark.parametrize(
    ("kind", "more", "raw", "message"),
    [
        ("text", {}, "x" * (TEXT_LIMIT + 3), f"This is 3 letters too long. Please keep to {TEXT_LIMIT}."),
        ("text", {}, 7, "Please write this in words."),
        ("text", {}, ["a"], "Please write this in words."),
        (
            "text",
            {},
            "odd \ud800",
            "This holds a sign that cannot be saved. Delete the odd sign and try again.",
        ),
        ("choice", CHOICE, "maybe", "Please choose one of the answers shown."),
        ("multi_choice", CHOICE, ["yes", "maybe"], "Please choose one of the answers shown."),
        ("multi_choice", CHOICE, {"yes": 1}, "Please choose from the answers shown."),
        ("scale", {}, "11", NUMBER),
        ("scale", {}, -1, NUMBER),
        ("scale", {}, True, NUMBER),
        ("scale", {}, 3.5, NUMBER),
        ("scale", {}, "a lot", NUMBER),
        ("date", {}, "2026-02-30", DAY),
        ("date", {}, "2026", DAY),
        ("date", {}, "March 2026", DAY),
        ("date", {"approximate": True}, "2026-13", ROUGHLY),
        ("date", {"approximate": True}, "last spring", ROUGHLY),
        ("person", {}, "a b", "Please choose from the list."),
        ("people", {}, ["x" * 65], "Please choose from the list."),
        ("yes_no", {}, "perhaps", "Please answer yes or no."),
        ("list", {"max_rows": 2}, "a\nb\nc", "Please keep to 2 lines here."),
        ("table", ROWS, "one", "Please fill this in line by line."),
        ("table", ROWS, ["one"], "Please fill this in line by line."),
        ("table", ROWS, [{"hard": 3}], "Please answer: What?"),
        ("table", ROWS, [{"what": "A", "hard": "x"}], NUMBER),
        ("table", {**ROWS, "max_rows": 1}, [{"what": "A"}, {"what": "B"}], "Please keep to 1 line here."),
        ("table", ROWS, [{"what": "A", "colour": "red"}], "One of the answers in this line has no question."),
    ],
)
def test_what_cannot_be_kept_is_answered_in_plain_words(
    kind: str, more: dict[str, Any], raw: Any, message: str
) -> None:
    assert said(one(kind, **more), raw) == message


def test_a_problem_in_a_table_points_at_the_line_as_it_was_written() -> None:
    rows = [{"what": "", "hard": ""}, {"what": "Choir", "hard": "99"}]
    result = check_entry(one("table", **ROWS), {"it": rows})
    assert isinstance(result, EntryProblems)
    assert [each.path for each in result.problems] == ["it.1.hard"]


def test_a_wrong_answer_to_a_required_question_is_one_problem_not_two() -> None:
    result = check_entry(one("scale", required=True), {"it": "a lot"})
    assert isinstance(result, EntryProblems)
    assert len(result.problems) == 1


def test_a_required_cell_with_a_wrong_answer_is_one_problem_not_two() -> None:
    definition = one("table", columns=[{"code": "hard", "label": "Hard?", "kind": "scale", "required": True}])
    result = check_entry(definition, {"it": [{"hard": "x"}]})
    assert isinstance(result, EntryProblems)
    assert len(result.problems) == 1


def test_a_question_the_worksheet_does_not_have_is_refused() -> None:
    result = check_entry(one("text"), {"it": "a", "other": "b"})
    assert isinstance(result, EntryProblems)
    assert result.messages() == {"other": "This worksheet has no such question."}


def test_an_entry_too_long_to_save_is_refused_as_a_whole() -> None:
    fields = [{"code": f"f{n}", "label": "?", "kind": "long_text"} for n in range(11)]
    words = {field["code"]: "x" * LONG_TEXT_LIMIT for field in fields}
    result = check_entry(sheet(*fields), words)
    assert isinstance(result, EntryProblems)
    assert result.messages() == {"": "This is too long to save as one worksheet. Shorten it a little."}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    code=st.sampled_from(sorted(SHEETS)),
    answers=st.lists(ANYTHING, min_size=14, max_size=14),
    draft=st.booleans(),
)
def test_whatever_is_sent_it_is_kept_or_refused_and_never_breaks(
    code: str, answers: list[Any], draft: bool
) -> None:
    definition = SHEETS[code]
    values = dict(zip((field.code for field in definition.fields), answers, strict=False))
    result = check_entry(definition, values, draft=draft)
    if isinstance(result, EntryProblems):
        assert all(problem.message for problem in result.problems)
        return
    assert len(json.dumps(result, ensure_ascii=False).encode()) <= ENTRY_LIMIT_BYTES
    assert check_entry(definition, result, draft=draft) == result, (
        "what was kept can be opened and saved again"
    )


@pytest.mark.parametrize(
    ("fields", "more", "says"),
    [
        ([{"kind": "choice"}], {}, "a choice needs them"),
        ([{"kind": "text", **CHOICE}], {}, "choices belong to a choice"),
        ([{"kind": "choice", "choices": [CHOICE["choices"][0]] * 2}], {}, "two choices"),
        ([{"kind": "table"}], {}, "a table needs them"),
        ([{"kind": "text", **ROWS}], {}, "columns belong to a table"),
        ([{"kind": "table", "columns": [ROWS["columns"][0]] * 2}], {}, "two columns"),
        (
            [{"kind": "table", "columns": [{"code": "c", "label": "C", "kind": "choice"}]}],
            {},
            "a choice needs them",
        ),
        ([{"kind": "text", "prefill": "the.stars"}], {}, "nothing can be filled in from the.stars"),
        ([{"kind": "text"}, {"kind": "text"}], {}, "two fields are called it"),
        ([{"kind": "text"}], {"sections": [{"fields": ["other"]}]}, "every field exactly once"),
        ([{"kind": "horoscope"}], {}, "Input should be"),
    ],
)
def test_a_worksheet_that_cannot_work_is_refused(
    fields: list[dict[str, Any]], more: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        sheet(*({"code": "it", "label": "It?", **field} for field in fields), **more)
    assert says in str(refused.value)


def test_an_example_that_turns_out_otherwise_is_reported() -> None:
    wrong = one("scale", required=True)
    assert failed_examples(wrong) == ("example 'nothing': expected problems (), found ('it',)",)


def test_fields_and_columns_are_found_by_code() -> None:
    definition = SHEETS["decision-analysis"]
    assert definition.field("want").required
    assert definition.columns_of("want") == ()
    assert definition.columns_of("options")[0].code == "option"
    assert TURN[0].choices[0].value == "me"
    with pytest.raises(KeyError):
        definition.field("horoscope")
