"""`kinweave library` with translations, fidelity items, pathways and crisis lines."""

import re
from pathlib import Path

import pytest

from kinweave.core.library import PUBLISHED
from tests.commands.conftest import Run


def test_a_translation_that_leaves_a_question_out_is_told_with_its_code(run: Run, own: Path) -> None:
    (own / "translations").mkdir()
    german = (PUBLISHED / "translations" / "phq-9-de.toml").read_text()
    swiss = german.replace('code = "phq-9-de"', 'code = "phq-9-ch"').replace('"de"', '"de-CH"')
    (own / "translations" / "phq-9-ch.toml").write_text(re.sub(r"^4 = .*\n", "", swiss, flags=re.MULTILINE))
    checked = run("check")
    assert checked.exit_code == 1
    assert "translation phq-9-ch 1: items.4 has no words" in checked.stdout


def test_a_translation_of_what_is_not_here_is_told(run: Run, own: Path) -> None:
    (own / "translations").mkdir()
    german = (PUBLISHED / "translations" / "phq-9-de.toml").read_text()
    other = german.replace('code = "phq-9-de"', 'code = "phq-99-de"').replace('"phq-9"', '"phq-99"')
    (own / "translations" / "phq-99-de.toml").write_text(other)
    assert "instrument: There is no instrument phq-99" in run("check").stdout


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("middle-phase", "Feeling is brought out and used"),
        ("isipt-therapist", "needs a check with the body"),
        ("csprs", "belong to its owner"),
        ("supervision", "From a recording, not from memory"),
        ("phq-9-de", "Müdigkeit oder Gefühl, keine Energie zu haben"),
        ("fr", "3114"),
    ],
)
def test_each_kind_can_be_read_at_the_terminal(run: Run, code: str, says: str) -> None:
    shown = run("show", code)
    assert shown.exit_code == 0
    assert says in " ".join(shown.stdout.split())


def test_a_country_is_added_as_the_how_to_says(run: Run, own: Path) -> None:
    (own / "crisis_lines").mkdir()
    iceland = (PUBLISHED / "crisis_lines" / "is.toml").read_text()
    estonia = (
        iceland.replace('code = "is"', 'code = "ee"').replace('"IS"', '"EE"').replace("Iceland", "Estonia")
    )
    (own / "crisis_lines" / "ee.toml").write_text(estonia)
    assert run("check").exit_code == 0
    (own / "crisis_lines" / "ee.toml").write_text(estonia.replace('dial = "1717"', 'dial = "+3541717"'))
    checked = run("check")
    assert checked.exit_code == 1
    assert f"{own}/crisis_lines/ee.toml: lines[1].dial" in checked.stdout


def test_a_published_country_is_not_stood_in_for_unseen(run: Run, own: Path) -> None:
    (own / "crisis_lines").mkdir()
    (own / "crisis_lines" / "is.toml").write_text(
        (PUBLISHED / "crisis_lines" / "is.toml").read_text().replace('version = "1"', 'version = "2"')
    )
    assert 'say replaces = "1"' in run("check").stdout
