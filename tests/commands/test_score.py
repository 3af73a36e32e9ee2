"""`kinweave score`: answers in, the same with scores out, and plain words about what is wrong."""

import csv
import io
import os
import stat
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kinweave.commands import answer_file
from kinweave.commands import score as command
from kinweave.commands.answer_file import UnusableFileError, read_cell
from kinweave.commands.score import RowProblem, ScoreReport, score, score_file
from kinweave.core.columns import MISSING, NOT_AN_ANSWER
from kinweave.core.library import load_library
from kinweave.core.scoring import raised_flags
from kinweave.core.scoring import score as score_one

LIBRARY = load_library()
PHQ_9, GAD_2, MOOD, BDI_II = (LIBRARY.instrument(code) for code in ("phq-9", "gad-2", "mood-0-10", "bdi-ii"))
ITEMS = ",".join(str(number) for number in range(1, 10))
FLAG = "thoughts-of-death-or-self-harm"

app = typer.Typer()
app.command()(score)


def scored(tmp_path: Path, text: str | bytes, instrument: str = "phq-9") -> tuple[str, ScoreReport]:
    """Score a file with this content; return the written file and the report."""
    source, out = tmp_path / "answers.csv", tmp_path / "scores.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = score_file(LIBRARY.instrument(instrument), source, out)
    return out.read_bytes().decode(), report


def refused(tmp_path: Path, text: str | bytes, instrument: str = "phq-9") -> str:
    """Return why a file cannot be scored, having checked that nothing was left behind."""
    with pytest.raises(UnusableFileError) as refusal:
        scored(tmp_path, text, instrument)
    assert [file.name for file in tmp_path.iterdir()] == ["answers.csv"]
    return str(refusal.value)


def said(report: ScoreReport) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_total_band_completeness_and_flags_are_added_and_other_columns_kept(tmp_path: Path) -> None:
    text = f"id,{ITEMS},difficulty,note\nann,2,2,2,2,2,0,0,0,0,1,first\nbo,0,0,0,0,0,0,0,0,1,,\n"
    written, report = scored(tmp_path, text)
    assert written == (
        f"id,{ITEMS},difficulty,note,total,band,complete,flags\n"
        "ann,2,2,2,2,2,0,0,0,0,1,first,10,moderate,true,\n"
        f"bo,0,0,0,0,0,0,0,0,1,,,1,none-minimal,true,{FLAG}\n"
    )
    assert str(report) == f"2 rows: 2 scored, 0 incomplete, 0 bad. 1 rows raise {FLAG}."


def test_an_incomplete_row_has_no_total_but_keeps_its_flag(tmp_path: Path) -> None:
    written, report = scored(tmp_path, f"{ITEMS}\n1,1,,1,1,1,1,1,2\n")
    assert written.splitlines()[1] == f"1,1,,1,1,1,1,1,2,,,false,{FLAG}"
    assert (report.incomplete, report.bad) == (1, 0)


def test_a_bad_row_is_told_by_line_column_and_value_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    text = f"{ITEMS}\n0,x,4,,1.5,0,0,0,2\n1,1,1,1,1,1,1,1,1\n"
    written, report = scored(tmp_path, text)
    assert written.splitlines()[1:] == [
        f"0,x,4,,1.5,0,0,0,2,,,false,{FLAG}",
        f"1,1,1,1,1,1,1,1,1,9,mild,true,{FLAG}",
    ]
    assert said(report) == [
        'line 2, column "2": "x" is not a whole number; it can be 0, 1, 2 or 3, or left empty',
        'line 2, column "3": "4" is not one of the answers; it can be 0, 1, 2 or 3, or left empty',
        'line 2, column "5": "1.5" is not a whole number; it can be 0, 1, 2 or 3, or left empty',
    ]
    assert (report.rows, report.complete, report.bad) == (2, 1, 1)


def test_a_wrong_difficulty_answer_makes_the_row_bad(tmp_path: Path) -> None:
    written, report = scored(tmp_path, f"{ITEMS},difficulty\n0,0,0,0,0,0,0,0,0,7\n")
    assert written.splitlines()[1].endswith(",7,,,false,")
    assert 'column "difficulty": "7"' in said(report)[0]


def test_rows_of_another_length_are_told_and_passed_on_unscored(tmp_path: Path) -> None:
    written, report = scored(tmp_path, f"{ITEMS}\n1,2\n0,0,0,0,0,0,0,0,0,8\n0,0,0,0,0,0,0,0,0\n")
    assert written.splitlines()[1:] == [
        "1,2,,,,,,,,,,false,",
        "0,0,0,0,0,0,0,0,0,,,false,",
        "0,0,0,0,0,0,0,0,0,0,none-minimal,true,",
    ]
    assert said(report) == [
        "line 2: has 2 cells where the heading has 9, so it was not scored",
        "line 3: has 10 cells where the heading has 9, so it was not scored and the last cells were left out",
    ]


def test_one_row_too_short_and_one_too_long_do_not_cancel_out(tmp_path: Path) -> None:
    _, report = scored(tmp_path, "1,2\n1\n1,1,1\n1,2\n", "gad-2")
    assert (report.bad, report.complete) == (2, 1)


def test_line_breaks_commas_and_quotes_inside_cells_are_kept(tmp_path: Path) -> None:
    text = '"note",1,2\n"a, ""b""\nsecond line",1,2\nplain,1,x\n'
    written, report = scored(tmp_path, text, "gad-2")
    rows = list(csv.reader(io.StringIO(written)))
    assert rows[1] == ['a, "b"\nsecond line', "1", "2", "3", "positive screen", "true", ""]
    assert said(report)[0].startswith('line 4, column "2"'), "lines are counted as an editor counts them"


def test_a_quoted_cell_may_reach_over_the_end_of_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_file, "BLOCK_BYTES", 16)
    rows = "".join(f'"words\nof {number}",1,2\nplain {number},0,\n' for number in range(20))
    written, report = scored(tmp_path, f"note,1,2\n{rows}", "gad-2")
    assert (report.rows, report.complete, report.incomplete) == (40, 20, 20)
    assert list(csv.reader(io.StringIO(written)))[39][0] == "words\nof 19"


def test_windows_line_ends_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    written, _ = scored(tmp_path, b"\xef\xbb\xbf1,2\r\n1,2\r\n3,\r\n", "gad-2")
    assert written == "1,2,total,band,complete,flags\r\n1,2,3,positive screen,true,\r\n3,,,,false,\r\n"


def test_a_last_line_without_its_end_counts(tmp_path: Path) -> None:
    written, _ = scored(tmp_path, "1,2\n1,2", "gad-2")
    assert written.splitlines()[1] == "1,2,3,positive screen,true,"


def test_empty_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    written, report = scored(tmp_path, "\n1,2\n1,2\n\n\n3,3\n", "gad-2")
    assert len(written.splitlines()) == 3
    assert str(report).endswith("2 empty lines left out.")


def test_in_a_file_of_one_column_an_empty_line_is_a_missing_answer(tmp_path: Path) -> None:
    written, report = scored(tmp_path, "1\n10\n\n0\n", "mood-0-10")
    assert written.splitlines()[1:] == ["10,10,,true,", ",,,false,", "0,0,,true,"]
    quoted, _ = scored(tmp_path, '1\n"10"\n\n0\n', "mood-0-10")
    assert [row.rsplit(",", 4)[1:3] for row in quoted.splitlines()[1:]] == [["10", ""], ["", ""], ["0", ""]]
    assert (report.rows, report.incomplete) == (3, 1)


def test_only_empty_lines_after_the_heading_are_no_rows(tmp_path: Path) -> None:
    _, report = scored(tmp_path, "1,2\n\n\n", "gad-2")
    assert (report.rows, report.empty_lines) == (0, 2)


def test_a_carriage_return_inside_a_quoted_cell_is_kept(tmp_path: Path) -> None:
    written, report = scored(tmp_path, 'note,1,2\n"a\rb",1,2', "gad-2")
    assert written.endswith('"a\rb",1,2,3,positive screen,true,\n')
    assert report.complete == 1


def test_a_carriage_return_outside_quotes_is_refused_by_line(tmp_path: Path) -> None:
    assert "Line 3 cannot be read as CSV" in refused(tmp_path, "1,2\r\n1,2\r\n1\r,2\r\n", "gad-2")


def test_a_heading_alone_gives_a_heading(tmp_path: Path) -> None:
    written, report = scored(tmp_path, f"{ITEMS}\n")
    assert written == f"{ITEMS},total,band,complete,flags\n"
    assert report.rows == 0


def test_a_recorded_total_gets_its_band(tmp_path: Path) -> None:
    written, report = scored(tmp_path, "id,total\na,29\nb,64\nc,\n", "bdi-ii")
    assert written == "id,total,band,complete,flags\na,29,severe,true,\nb,64,,false,\nc,,,false,\n"
    assert said(report) == [
        'line 3, column "total": "64" is not one of the answers; '
        "it can be a whole number from 0 to 63, or left empty"
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The file is empty. Its first line must name the columns."),
        ("\n\n", "The file is empty."),
        (
            "id,1,2,3\nx,1,1,1\n",
            "needs a column for each item, named by its code. Missing: 4, 5, 6, 7, 8, 9.",
        ),
        (f"{ITEMS},3\n", "Two columns are called 3. Rename one of them."),
        (f"{ITEMS},total,flags\n", "The file already has columns called total, flags. Rename them."),
        (
            ITEMS.replace(",", ";") + "\n",
            "The columns seem to be parted by semicolons: save",
        ),
        (ITEMS.replace(",", "\t") + "\n", "The columns seem to be parted by tabs"),
        (f"{ITEMS}\n1,1,1,1,1,1,1,1,1\n".encode("utf-16"), "The file is in UTF-16. Save it as CSV in UTF-8"),
        (f"{ITEMS},note\n0,0,0,0,0,0,0,0,0,Gefühl\n".encode("latin-1"), "Line 2 is not in UTF-8."),
        (f"Gefühl,{ITEMS}\n".encode("latin-1"), "Line 1 is not in UTF-8."),
        (b"1,2\n\0\0\n", "The file holds zero bytes, so it is not a CSV file."),
        (f"{ITEMS}\r0,0,0,0,0,0,0,0,0\r", "Lines end with a carriage return only."),
        (
            f'{ITEMS},note\n0,0,0,0,0,0,0,0,0,"never closed\n',
            "quotation mark opened on line 2 is never closed",
        ),
        (
            f'{ITEMS},note\n0,0,0,0,0,0,0,0,0,"{"long " * 40_000}\n',
            "Line 2 cannot be read as CSV (field",
        ),
        (f"{ITEMS},note\n0,0,0,0,0,0,0,0,0,a\rb\n", "Line 2 cannot be read as CSV (new-line character seen"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_in_plain_words(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    assert reason in refused(tmp_path, text)


def test_one_endless_line_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_file, "BLOCK_BYTES", 1000)
    monkeypatch.setattr(answer_file, "LONGEST_LINE", 5000)
    assert "A line is longer than 5,000 bytes" in refused(tmp_path, "1," * 10_000)


def test_a_missing_source_and_an_impossible_target_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableFileError, match=r"none\.csv: No such file"):
        score_file(GAD_2, tmp_path / "none.csv", tmp_path / "out.csv")
    with pytest.raises(UnusableFileError, match="Is a directory"):
        score_file(GAD_2, tmp_path, tmp_path / "out.csv")
    (tmp_path / "in.csv").write_text("1,2\n")
    with pytest.raises(UnusableFileError, match="No such file or directory"):
        score_file(GAD_2, tmp_path / "in.csv", tmp_path / "nowhere" / "out.csv")
    with pytest.raises(UnusableFileError, match="--out is the file being read"):
        score_file(GAD_2, tmp_path / "in.csv", tmp_path / "in.csv")


def test_an_old_result_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"1,2\n" + b"1,2\n" * 10 + b"\xff,1\n")
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(UnusableFileError, match="Line 12 is not in UTF-8"):
        score_file(GAD_2, tmp_path / "in.csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_result_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    scored(tmp_path, "1,2\n1,2\n", "gad-2")
    assert stat.S_IMODE((tmp_path / "scores.csv").stat().st_mode) == 0o600


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("1,2\n1,2\n")
    score_file(GAD_2, tmp_path / "in.csv", Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_a_report_holds_the_first_problems_and_tells_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "KEPT_PROBLEMS", 3)
    (tmp_path / "in.csv").write_text("1,2\n" + "x,1\n" * 10)
    told: list[RowProblem] = []
    report = score_file(GAD_2, tmp_path / "in.csv", io.StringIO(), tell=told.append)
    assert (len(told), len(report.problems), report.bad) == (10, 3, 10)


def test_a_reader_that_goes_away_is_not_an_unusable_file(tmp_path: Path) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    (tmp_path / "in.csv").write_text("1,2\n")
    with pytest.raises(BrokenPipeError):
        score_file(GAD_2, tmp_path / "in.csv", Gone())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", MISSING), ("  ", MISSING), ("2", 2), (" 2 ", 2), ("02", 2), ("+1", 1),
        ("-1", -1), ("2.0", 2), ("2.", 2),
        ("1.5", NOT_AN_ANSWER), ("x", NOT_AN_ANSWER), ("1_0", NOT_AN_ANSWER), ("NA", NOT_AN_ANSWER),
        ("٣", NOT_AN_ANSWER), ("127", NOT_AN_ANSWER), ("-128", NOT_AN_ANSWER), ("9" * 50, NOT_AN_ANSWER),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_whole_number_or_not_at_all(text: str, code: int) -> None:
    assert read_cell(text) == code


cell = st.one_of(
    st.sampled_from(["", "0", "1", "2", "3", "1", "2"]), st.sampled_from(["4", "x", "2.0", " 1", "é", "a,b"])
)


@settings(max_examples=150)
@given(
    rows=st.lists(st.lists(cell, min_size=9, max_size=9), max_size=12),
    quoted=st.booleans(),
    block=st.integers(8, 99),
)
def test_a_file_says_what_one_answer_says_however_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoted: bool, block: int
) -> None:
    folder = tmp_path_factory.mktemp("score")
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, lineterminator="\n").writerows(
        [ITEMS.split(","), *rows]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer_file, "BLOCK_BYTES", block)
        written, report = scored(folder, text.getvalue())
    out = list(csv.reader(io.StringIO(written)))[1:]
    assert [row[:9] for row in out] == rows
    for row, cells in zip(out, rows, strict=True):
        read = [None if (code := read_cell(text)) == MISSING else code for text in cells]
        answers = {str(number): value for number, value in enumerate(read, start=1)}
        fine = {item: value for item, value in answers.items() if value in (None, 0, 1, 2, 3)}
        flags = ";".join(flag.code for flag in raised_flags(PHQ_9, fine))
        if len(fine) < 9:
            assert row[9:] == ["", "", "false", flags]
            continue
        one = score_one(PHQ_9, answers)
        total, band = ("" if one.value is None else str(one.value)), one.band or ""
        assert row[9:] == [total, band, str(one.complete).lower(), flags]
    assert report.rows == len(rows)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_to_the_terminal_and_reports_beside(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("1,2\n1,2\nx,1\n")
    code, out, err = run("gad-2", str(tmp_path / "in.csv"))
    assert code == 0, "bad rows are reported, not a failure"
    assert out == "1,2,total,band,complete,flags\n1,2,3,positive screen,true,\nx,1,,,false,\n"
    assert 'line 3, column "1": "x" is not a whole number' in err
    assert err.splitlines()[-1] == "2 rows: 1 scored, 0 incomplete, 1 bad."


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("1,2\n1,2\n")
    code, out, _ = run("gad-2", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"))
    assert (code, out) == (0, "")
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == "1,2,3,positive screen,true,"


def test_the_command_ends_with_2_when_nothing_can_be_scored(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("1\n1\n")
    code, _, err = run("gad-2", str(tmp_path / "in.csv"))
    assert code == 2
    assert "Missing: 2" in err
    code, _, err = run("phq-10", str(tmp_path / "in.csv"))
    assert code == 2
    assert "There is no instrument phq-10 in the library" in err
