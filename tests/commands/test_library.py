"""`kinweave library`: what a clinician who adds definitions meets at the terminal."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from kinweave.commands.library_words import in_full
from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument
from kinweave.core.library import PUBLISHED, load_library
from kinweave.core.lock import LOCK_NAME, read_lock
from tests.commands.conftest import Run

LIBRARY = load_library()
KINDS = {
    "instrument": "instruments", "protocol": "protocols", "worksheet": "worksheets", "lesson": "lessons",
    "technique": "techniques",
    "fidelity": "fidelity", "pathway": "pathways",
}  # fmt: skip

WSAS = """
instrument = "wsas"
licence = "Letter of the rights holder to this service, 2 March 2026."
notice = "(c) the rights holder"
preamble = "Invented words, not those of the scale."

[options.rating]
0 = "Not at all"
8 = "Very much"

[items]
1 = "Invented question about work?"
2 = "Invented question about home?"
3 = "Invented question about leisure with others?"
4 = "Invented question about leisure alone?"
5 = "Invented question about people?"
"""


def words_in(folder: Path, text: str = WSAS) -> Path:
    file = folder.parent / "wsas-words.toml"
    file.write_text(text)
    return file


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_the_published_library_passes_within_two_seconds(run: Run) -> None:
    begun = time.process_time()
    checked = run("check")
    assert time.process_time() - begun < 2
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert re.search(r"\d+ instrument, .*: 0 problems\.", checked.stderr)


def test_a_broken_file_is_named_with_key_and_reason_and_the_exit_code_says_so(run: Run, own: Path) -> None:
    (own / "instruments").mkdir()
    mood = (PUBLISHED / "instruments" / "mood-0-10.toml").read_text().replace('"mood-0-10"', '"mood-own"', 1)
    (own / "instruments" / "mood-own.toml").write_text(mood.replace("title", "titel", 1))
    checked = run("check")
    assert checked.exit_code == 1
    assert f"{own}/instruments/mood-own.toml: title: is missing" in checked.stdout
    assert "titel: is not a key that is known here; check its spelling" in checked.stdout
    assert "2 problems." in checked.stderr


def test_a_folder_may_be_checked_before_it_is_used(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    (draft / "instruments").mkdir(parents=True)
    (draft / "instruments" / "x.toml").write_text("code = ")
    assert run("check").exit_code == 0
    assert f"{draft}/instruments/x.toml: cannot be read" in run("check", draft).stdout
    assert "is not a folder that can be read" in run("check", tmp_path / "nowhere").stdout


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "said"),
    [
        (
            "instrument",
            "scores = { total = 4 }",
            "scores = { total = 3 }",
            'example "the most": total is 4, not 3',
        ),
        ("worksheet", 'problems = ["what_happened"]', "problems = []", "the required question left out"),
        ("lesson", '# areas = ["grief"]', 'areas = ["greif"]', "areas: there is no area greif"),
        ("protocol", 'tasks = ["symptom-review"', 'tasks = ["symptom-revue"', "names the task symptom-revue"),
        (
            "fidelity",
            '# techniques = ["role-play"]',
            'techniques = ["role-pley"]',
            'no technique "role-pley"',
        ),
        ("fidelity", 'scale = "house-0-4"', 'scale = "house"', 'no rating scale "house"'),
    ],
)
def test_what_only_shows_when_it_is_run_is_found(
    run: Run, own: Path, kind: str, wrong: str, right: str, said: str
) -> None:
    run("new", kind, "mine")
    file = own / KINDS[kind] / "mine.toml"
    assert wrong in file.read_text()
    file.write_text(file.read_text().replace(wrong, right, 1))
    checked = run("check")
    assert checked.exit_code == 1
    assert said in checked.stdout
    assert f"{file}: {kind} mine 1: " in checked.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_has_remarks_and_passes_the_check(run: Run, own: Path, kind: str) -> None:
    made = run("new", kind, "my-first")
    file = own / KINDS[kind] / "my-first.toml"
    assert (made.exit_code, f"{file} is written" in made.stderr) == (0, True)
    assert file.read_text().count("#") > 8
    assert 'code = "my-first"' in file.read_text()
    assert run("check").exit_code == 0


def test_a_new_file_goes_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("new", "worksheet", "mine", "--into", tmp_path / "there").exit_code == 0
    assert run("new", "lesson", "mine", "--into", tmp_path / "there").exit_code == 0
    assert files(tmp_path / "there") == ["lessons/mine.svg", "lessons/mine.toml", "worksheets/mine.toml"]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("instrument", "My Scale", "cannot be a code"),
        ("instrument", "../scale", "cannot be a code"),
        ("instrument", "phq-9", "The library has instrument phq-9 already"),
    ],
)
def test_a_code_that_is_taken_or_none_is_refused(
    run: Run, own: Path, kind: str, code: str, said: str
) -> None:
    made = run("new", kind, code)
    assert made.exit_code == 2
    assert said in made.stderr
    assert files(own) == []


def test_nothing_is_overwritten(run: Run, own: Path) -> None:
    (own / "instruments").mkdir()
    (own / "instruments" / "mine.toml").write_text("half written")
    made = run("new", "instrument", "mine")
    assert (made.exit_code, "is there already; nothing was changed" in made.stderr) == (2, True)
    assert (own / "instruments" / "mine.toml").read_text() == "half written"


def test_without_a_folder_of_ones_own_the_way_out_is_said(run: Run, settings: Any) -> None:
    settings.LIBRARY_PATHS = ()
    made = run("new", "instrument", "mine")
    assert (made.exit_code, "Set LIBRARY_PATHS, or name one: --into FOLDER" in made.stderr) == (2, True)
    assert "not into the published library" in run("new", "instrument", "mine", "--into", PUBLISHED).stderr


def test_a_folder_that_cannot_be_written_is_named(run: Run, own: Path) -> None:
    (own / "instruments").write_text("a file where a folder should be")
    made = run("new", "instrument", "mine")
    assert (made.exit_code, "cannot be written" in made.stderr or "is there already" in made.stderr) == (
        2,
        True,
    )


def test_an_instrument_is_shown_with_its_standing(run: Run) -> None:
    shown = run("show", "pcl-5").stdout
    flat = " ".join(shown.split())
    assert shown.startswith("PTSD Checklist for DSM-5\n====")
    for words in (
        "Completed by: client",
        "10: Blaming yourself or someone else for the stressful experience or what happened after it?",
        "Answers, bother: 0 Not at all; 1 A little bit",
        "33 or more: probable PTSD",
        "Reliable change: 10 points (NHS Talking Therapies; not yet verified: recalled",
        "Smallest difference people notice: 9 points",
        "Flag: Taking risks or doing things that could cause harm",
        "item 16 at 3 or more: next session",
    ):
        assert words in flat, words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("phq-9", "a rise by 2: today"),
        ("phq-9", "Response: 50 % better"),
        ("phq-9", "not counted; asked when 1 + 2"),
        ("who-5", "Higher is better: yes"),
        ("who-5", "50 or less: poor well-being"),
        ("who-5", "times 4"),
        ("audit-c", "0 None, I do not drink; 1 1 or 2 (counts 0)"),
        ("wsas", "No words here: Isaac Marks"),
        ("bdi-ii", "total written in from the form; 0 to 63"),
        ("mspss", "above 5 high"),
        ("core-10", "shown as an aid only"),
        ("ces-d", "counts reversed"),
        ("asrm", "scale total at 6 or more: today"),
        ("rhythm-log", "I got out of bed"),
        ("ipt", "formulation_agreed"),
        ("grief", "ISIPT_KEY"),
    ],
)
def test_what_matters_can_be_read(run: Run, code: str, words: str) -> None:
    assert words in " ".join(run("show", code).stdout.split())


@pytest.mark.parametrize(
    "definition", LIBRARY.definitions.values(), ids=lambda d: f"{type(d).__name__}-{d.code}"
)
def test_every_definition_can_be_shown(definition: Definition) -> None:
    shown = in_full(definition)
    assert definition.title in shown
    longest = max(len(line) for line in shown.splitlines())
    assert longest <= 400, "lines are folded to be read"


def test_what_is_not_there_is_said_with_what_may_be_meant(run: Run) -> None:
    shown = run("show", "pcl-6")
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert "There is no pcl-6 in the library. Did you mean pcl-5" in shown.stderr
    assert run("show", "zzzzzz").stderr.strip() == "There is no zzzzzz in the library."


def test_licensed_words_become_a_locked_version_of_ones_own(run: Run, own: Path) -> None:
    added = run("add-text", "wsas", words_in(own))
    assert (added.exit_code, added.stdout) == (0, "")
    assert "version 1-own-1, is in" in added.stderr
    assert files(own) == ["instruments/wsas.1-own-1.toml", LOCK_NAME, "words/wsas.1-own-1.toml"]
    assert (own / "words" / "wsas.1-own-1.toml").read_text() == WSAS, "word for word as it was given"
    wsas = load_library([own]).instrument("wsas")
    assert (wsas.version, wsas.replaces, wsas.has_text, wsas.why_no_text) == ("1-own-1", "1", True, "")
    assert wsas.item("5").text == "Invented question about people?"
    assert wsas.scales == LIBRARY.instrument("wsas").scales
    assert read_lock(own / LOCK_NAME).keys() == {("instrument", "wsas", "1-own-1")}
    assert run("check").exit_code == 0


def test_the_same_words_again_change_nothing_and_others_are_a_new_version(run: Run, own: Path) -> None:
    run("add-text", "wsas", words_in(own))
    before = files(own)
    assert run("add-text", "wsas", words_in(own)).exit_code == 0
    assert files(own) == before
    run("add-text", "wsas", words_in(own, WSAS.replace("about people", "about friends")))
    library = load_library([own])
    assert library.instrument("wsas").version == "1-own-2"
    assert library.instrument("wsas", "1-own-1").item("5").text == "Invented question about people?"


def test_words_changed_after_they_were_locked_are_reported_and_nothing_is_added_on_top(
    run: Run, own: Path
) -> None:
    run("add-text", "wsas", words_in(own))
    words = own / "words" / "wsas.1-own-1.toml"
    words.write_text(words.read_text().replace("people", "anybody"))
    checked = run("check")
    assert checked.exit_code == 1
    assert "instrument wsas 1-own-1: was changed after it was published; make a new version" in checked.stdout
    assert run("add-text", "wsas", words_in(own)).exit_code == 2
    assert "words/wsas.1-own-2.toml" not in files(own)


def test_a_locked_version_that_is_gone_is_reported(run: Run, own: Path) -> None:
    run("add-text", "wsas", words_in(own))
    (own / "instruments" / "wsas.1-own-1.toml").unlink()
    assert "is published, but its file is gone" in run("check").stdout


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("wsas", WSAS.replace('5 = "Invented question about people?"', ""), "there are no words for 5"),
        ("wsas", WSAS.replace('5 = "', '6 = "'), 'items.6: there is no item "6" here'),
        ("wsas", WSAS.replace("licence", "license"), "licence: is missing"),
        ("wsas", "not toml", "cannot be read"),
        ("epds", WSAS, "these are the words of wsas"),
        ("phq-9", WSAS, "phq-9 has its words already"),
        ("bdi-ii", WSAS, "has no questions to put words to"),
        ("phq-10", WSAS, "There is no instrument phq-10"),
    ],
)
def test_words_that_do_not_fit_are_refused_and_nothing_is_written(
    run: Run, own: Path, code: str, text: str, said: str
) -> None:
    added = run("add-text", code, words_in(own, text))
    assert added.exit_code == 2
    assert said in added.stderr
    assert files(own) == []


def test_a_definition_of_ones_own_keeps_its_words_in_its_own_file(run: Run, own: Path) -> None:
    run("new", "instrument", "mine")
    added = run("add-text", "mine", words_in(own))
    assert (added.exit_code, "mine is a definition of your own" in added.stderr) == (2, True)


def test_words_go_into_a_folder_that_is_not_used_yet_with_a_hint(run: Run, own: Path, tmp_path: Path) -> None:
    added = run("add-text", "wsas", words_in(own), "--into", tmp_path / "new")
    assert added.exit_code == 0
    assert f"Add {tmp_path / 'new'} to LIBRARY_PATHS" in added.stderr
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "cannot be made" in run("add-text", "wsas", words_in(own), "--into", blocked).stderr


def test_a_half_written_addition_is_taken_back(run: Run, own: Path) -> None:
    (own / "instruments").write_text("a file where a folder should be")
    added = run("add-text", "wsas", words_in(own))
    assert added.exit_code == 2
    assert files(own) == ["instruments"]


def test_own_definitions_can_be_locked_and_a_change_is_then_reported(run: Run, own: Path) -> None:
    run("new", "instrument", "mine")
    assert run("check").exit_code == 0, "what is not locked yet may be used"
    assert run("lock", own).exit_code == 0
    assert "kinweave library lock" in (own / LOCK_NAME).read_text()
    file = own / "instruments" / "mine.toml"
    file.write_text(file.read_text().replace("The first question?", "Another question?"))
    assert "was changed after it was published" in run("check").stdout
    refused = run("lock", own)
    assert (refused.exit_code, "Put this right first" in refused.stderr) == (1, True)


def test_a_damaged_lock_is_a_problem_like_any_other(run: Run, own: Path) -> None:
    (own / LOCK_NAME).write_text("instrument mine 1\n")
    checked = run("check")
    assert checked.exit_code == 1
    assert "line 1 does not hold kind, code, version and sha256" in checked.stdout


def test_every_instrument_without_words_can_be_given_some(run: Run, own: Path) -> None:
    silent = [each for each in LIBRARY.all(Instrument) if each.items and each.why_no_text]
    assert len(silent) == 16
    for each in silent:
        items = "".join(f'{item.code} = "Invented {item.code}?"\n' for item in each.items)
        file = own.parent / f"{each.code}.words"
        file.write_text(f'instrument = "{each.code}"\nlicence = "ours"\n[items]\n{items}')
        added = run("add-text", each.code, file)
        assert added.exit_code == 0, added.stderr
    library = load_library([own])
    assert all(library.instrument(each.code).has_text for each in silent)
