"""Past measures from a CSV file: all of them, or none with the reason for every row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import typer
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from typer.testing import CliRunner, Result

from kinweave.audit.models import Event
from kinweave.commands import import_scores
from kinweave.commands.score_table import Table, UnreadableTable, read_table
from kinweave.measures.models import AnsweredBy, Response, Score
from kinweave.people.models import CareRelationship, Client
from kinweave.safety.models import Alert
from kinweave.shelf.queries import library
from kinweave.treatment.models import Course
from tests.cast import Cast

DATA = Path(__file__).parents[1] / "data"
WIDE, LONG = DATA / "past-scores-wide.csv", DATA / "past-scores-long.csv"
REAL = Path(__file__).parents[3] / "shared" / "data" / "BtheB.csv"
NEW = ("--create-clients", "--therapist", "colleague@northgate.example")
COUNTED = ("--instrument", "bdi-ii", "--start", "2026-01-31")
TODAY = date(2026, 11, 13)


def ask(*words: str | Path) -> Result:
    app = typer.Typer()
    app.command()(import_scores.import_past_scores)
    return CliRunner().invoke(app, [str(word) for word in (*words, "--service", "Northgate")])


def table(folder: Path, text: str) -> Path:
    path = folder / "scores.csv"
    path.write_text(text, encoding="utf-8")
    return path


def main_scores(code: str) -> dict[str, list[tuple[str, float | None]]]:
    rows = Score.objects.filter(main=True, client__code=code).order_by("code", "answered_at")
    found: dict[str, list[tuple[str, float | None]]] = {}
    for row in rows:
        found.setdefault(row.code, []).append((row.answered_at.date().isoformat(), row.value))
    return found


def test_a_wide_table_is_counted_from_its_start(cast: Cast) -> None:
    result = ask(WIDE, *COUNTED, *NEW)
    assert result.exit_code == 0, result.output
    assert main_scores("A-1") == {"bdi-ii": [("2026-01-31", 28), ("2026-03-31", 14), ("2026-04-30", 10)]}
    assert main_scores("A-2") == {"bdi-ii": [("2026-01-31", 33), ("2026-04-30", 21), ("2026-09-30", 18)]}
    assert "9 scores of 3 clients brought in" in result.output
    assert "3 cells were empty" in result.output


def test_a_long_table_holds_totals_and_items_of_several_instruments(cast: Cast) -> None:
    result = ask(LONG, *NEW)
    assert result.exit_code == 0, result.output
    assert main_scores("A-1") == {"phq-9": [("2026-03-02", 12), ("2026-04-06", 9)]}
    assert main_scores("A-2") == {"bdi-ii": [("2026-03-02", 31)], "gad-7": [("2026-03-02", 8)]}
    scored = Response.objects.get(client__code="A-1", answered_at__date="2026-03-02")
    assert scored.answers["4"] == 2
    assert scored.answered_by == AnsweredBy.IMPORTED


def test_a_client_who_is_known_keeps_their_record(cast: Cast, tmp_path: Path) -> None:
    result = ask(table(tmp_path, "client,date,total\nN-001,2026-05-04,20\n"), "--instrument", "phq-9")
    assert result.exit_code == 0, result.output
    assert main_scores("N-001") == {"phq-9": [("2026-05-04", 20)]}
    assert Course.objects.filter(client=cast.joanna).count() == 1


def test_read_twice_it_is_there_once(cast: Cast) -> None:
    ask(WIDE, *COUNTED, *NEW)
    before = Event.objects.count()
    result = ask(WIDE, *COUNTED, *NEW)
    assert result.exit_code == 0
    assert Response.objects.count() == 9
    assert Event.objects.count() == before
    assert "0 scores of 3 clients brought in; 9 were there already" in result.output


def test_every_act_is_in_the_audit_under_the_name_of_who_asked(cast: Cast) -> None:
    ask(WIDE, *COUNTED, *NEW, "--by", "manager@northgate.example")
    events = Event.objects.filter(act="response.imported")
    assert events.count() == 9
    assert set(events.values_list("actor_name", flat=True)) == {"Manager"}


def test_new_clients_have_a_record_a_course_and_their_therapist(cast: Cast) -> None:
    ask(WIDE, *COUNTED, *NEW)
    new = Client.objects.get(code="A-1")
    assert new.name == "A-1"
    assert Course.objects.get(client=new).is_open
    assert CareRelationship.objects.current().get(client=new).staff == cast.colleague


def test_everybody_of_the_file_is_charted(cast: Cast, as_user: Callable[..., Browser]) -> None:
    ask(WIDE, *COUNTED, *NEW)
    browser = as_user(cast.colleague)
    for client in Client.objects.filter(code__startswith="A-"):
        page = browser.get(reverse("therapist:measures", args=[client.pk])).content.decode()
        assert "Beck Depression Inventory-II" in page
        assert "<svg" in page


@pytest.mark.slow
def test_a_hundred_people_of_a_real_trial_are_charted(cast: Cast, as_user: Callable[..., Browser]) -> None:
    if not REAL.exists():
        pytest.skip("the trial's data has a licence of its own and is not part of this program")
    assert ask(REAL, *COUNTED, *NEW).exit_code == 0
    assert Score.objects.filter(code="bdi-ii", main=True).count() == 380
    browser = as_user(cast.colleague)
    treated = Client.objects.filter(care__staff=cast.colleague)
    assert treated.count() == 100
    for client in treated:
        page = browser.get(reverse("therapist:measures", args=[client.pk])).content.decode()
        assert "Beck Depression Inventory-II" in page
        assert "<svg" in page


def test_a_try_writes_nothing(cast: Cast) -> None:
    result = ask(WIDE, *COUNTED, *NEW, "--dry-run")
    assert result.exit_code == 0
    assert "9 scores of 3 clients would be brought in" in result.output
    assert not Response.objects.exists()
    assert not Client.objects.filter(code="A-1").exists()


def test_unknown_clients_are_named_and_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    text = "client,date,total\nN-001,2026-05-04,20\nX-9,2026-05-04,20\n"
    result = ask(table(tmp_path, text), "--instrument", "phq-9")
    assert result.exit_code == 1
    assert "row 3: there is no client X-9" in result.output
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("N-001,2026-05-04,28", "row 3, total: 28 is off the scale"),
        ("N-001,2026-05-04,-1", "row 3, total: -1 is off the scale"),
        ("N-001,2026-05-04,many", "row 3, total: “many” is not a number"),
        ("N-001,4 May,20", "row 3, date: “4 May” is not a date"),
        ("N-001,2026-13-04,20", "row 3, date: “2026-13-04” is not a date"),
        ("N-001,2027-01-01,20", "row 3, date: 2027-01-01 lies ahead"),
        (",2026-05-04,20", "row 3, client: the client’s number is missing"),
        ("N-001,2026-05-04", "row 3: it has 2 cells, and the first line names 3 columns"),
        ("N-002,2026-05-03,11", "row 3, total: there is already 10 for this person on that day"),
    ],
)
def test_a_wrong_row_is_named_and_no_other_is_written(
    cast: Cast, tmp_path: Path, row: str, words: str
) -> None:
    path = table(tmp_path, f"client,date,total\nN-002,2026-05-03,10\n{row}\n")
    result = ask(path, "--instrument", "phq-9")
    assert result.exit_code == 1
    assert words in result.output
    assert "nothing was written" in result.output
    assert not Response.objects.exists()


def test_every_wrong_row_is_named_at_once(cast: Cast, tmp_path: Path) -> None:
    text = "client,date,total\nN-001,2026-05-03,x\nN-001,2026-05-04,y\nN-001,2026-05-05,3\n"
    result = ask(table(tmp_path, text), "--instrument", "phq-9")
    assert "row 2" in result.output
    assert "row 3" in result.output
    assert "2 problems" in result.output


def test_an_answer_that_no_option_has_is_refused(cast: Cast, tmp_path: Path) -> None:
    text = "client,date,1,2,3,4,5,6,7,8,9\nN-001,2026-05-04,1,1,1,1,7,1,1,1,0\n"
    result = ask(table(tmp_path, text), "--instrument", "phq-9")
    assert result.exit_code == 1
    assert "row 2" in result.output
    assert not Response.objects.exists()


def test_a_score_that_differs_from_one_brought_in_before_is_refused(cast: Cast, tmp_path: Path) -> None:
    ask(table(tmp_path, "client,date,total\nN-001,2026-05-04,20\n"), "--instrument", "phq-9")
    result = ask(table(tmp_path, "client,date,total\nN-001,2026-05-04,21\n"), "--instrument", "phq-9")
    assert result.exit_code == 1
    assert "there is already 20 for this person on that day, and the file says 21" in result.output
    assert main_scores("N-001") == {"phq-9": [("2026-05-04", 20)]}


@pytest.mark.parametrize(("on", "alerts"), [("2026-11-10", 1), ("2026-03-02", 0)])
def test_only_a_recent_answer_raises_an_alert(cast: Cast, tmp_path: Path, on: str, alerts: int) -> None:
    text = f"client,date,1,2,3,4,5,6,7,8,9\nN-001,{on},1,1,1,1,1,1,1,1,2\n"
    assert ask(table(tmp_path, text), "--instrument", "phq-9").exit_code == 0
    assert Alert.objects.count() == alerts


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", (), "is empty"),
        ("date,total\n2026-05-04,3\n", ("--instrument", "phq-9"), "no column for the client"),
        ("client,date,total\nN-001,2026-05-04,3\n", (), "Say which instrument these are"),
        ("client,bdi.pre\nN-001,3\n", ("--instrument", "bdi-ii"), "Say the day with --start"),
        ("client,bdi.pre\nN-001,3\n", ("--start", "2026-01-01"), "There is no instrument “bdi”"),
        ("client,name\nN-001,x\n", ("--instrument", "phq-9"), "No column says when"),
        ("client,date,date\nN-001,x,y\n", ("--instrument", "phq-9"), "two columns named “date”"),
        ("client,date,total\n", ("--instrument", "phq-9"), "There is no score in this file"),
        ("client,date,total\nN-001,2026-05-04,3\n", ("--instrument", "phq-99"), "There is no instrument phq-99"),
        ("client,date,total\nN-001,2026-05-04,3\n", ("--start", "May"), "not a date such as"),
        ('client,date,total\nN-001,"2026', ("--instrument", "phq-9"), "is not CSV"),
        ("client,date,total\nN-001,2026-05-04,3\n", ("--instrument", "phq-9", "--create-clients"), "--therapist"),
        ("client,date,total\nN-001,2026-05-04,3\n", ("--by", "nobody@x.example"), "no open account of staff"),
        ("client,date,total\nN-001,2026-05-04,3\n", ("--therapist", "manager@northgate.example"), "does not treat"),
    ],
)  # fmt: skip
def test_a_file_or_option_that_cannot_be_used_is_explained(
    cast: Cast, tmp_path: Path, text: str, options: tuple[str, ...], words: str
) -> None:
    result = ask(table(tmp_path, text), *options)
    assert result.exit_code != 0
    assert words in result.output
    assert not Response.objects.exists()


def test_a_file_that_is_missing_binary_or_in_another_encoding_is_explained(
    cast: Cast, tmp_path: Path
) -> None:
    assert "There is no file" in ask(tmp_path / "none.csv").output
    (tmp_path / "scores.csv").write_bytes("client,datum\nMüller,1\n".encode("latin-1"))
    assert "is not UTF-8 text" in ask(tmp_path / "scores.csv").output
    (tmp_path / "scores.csv").write_bytes(b"client,date\0\x01\n")
    assert "is not a text file" in ask(tmp_path / "scores.csv").output


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_delimiter_and_a_byte_order_mark_are_read(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "scores.csv"
    lines = delimiter.join(["Client", "Date", "Total"]) + "\n" + delimiter.join(["A", "2026-05-04", "7"])
    path.write_text(lines, encoding="utf-8-sig")
    read = read_table(path, instrument=library().instrument("phq-9"), start=None, today=TODAY)
    assert [(cell.client, cell.on, cell.total) for cell in read.cells] == [("A", date(2026, 5, 4), 7.0)]


@pytest.mark.parametrize(
    ("label", "on"),
    [("pre", "2026-01-31"), ("baseline", "2026-01-31"), ("1m", "2026-02-28"), ("12m", "2027-01-31"), ("8w", "2026-03-28"),
     ("30d", "2026-03-02"), ("3", "2026-04-30")],
)  # fmt: skip
def test_times_are_counted_as_people_count_them(tmp_path: Path, label: str, on: str) -> None:
    path = table(tmp_path, f"client,bdi.{label}\nA,20\n")
    read = read_table(
        path, instrument=library().instrument("bdi-ii"), start=date(2026, 1, 31), today=date(2027, 6, 1)
    )
    assert [cell.on.isoformat() for cell in read.cells] == [on]


def test_a_long_table_may_count_from_the_start_too(tmp_path: Path) -> None:
    path = table(tmp_path, "subject,time,bdi\n1,pre,29\n1,2,14\n1,soon,3\n")
    read = read_table(path, instrument=library().instrument("bdi-ii"), start=date(2026, 1, 15), today=TODAY)
    assert [(cell.on.isoformat(), cell.total) for cell in read.cells] == [
        ("2026-01-15", 29),
        ("2026-03-15", 14),
    ]
    assert read.problems == ["row 4, time: “soon” is not a time such as pre, 2m or 8w"]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=300) | some.text(max_size=300).map(str.encode))
def test_whatever_the_file_holds_it_is_read_or_explained(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"client,date,total\n" + content)
    outcome = _read_or_explained(path)
    assert (
        isinstance(outcome, str) or len(outcome.cells) + outcome.empty + len(outcome.problems) == outcome.rows
    )
    assert not isinstance(outcome, str) or "any.csv" in outcome


def _read_or_explained(path: Path) -> Table | str:
    try:
        return read_table(path, instrument=library().instrument("phq-9"), start=None, today=TODAY)
    except UnreadableTable as problem:
        return str(problem)
