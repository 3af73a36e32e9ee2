"""`kinweave library check`: techniques, worksheets and areas that name what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinweave.core.library import PUBLISHED
from tests.commands.conftest import Run


def changed(run: Run, own: Path, kind: str, right: str, wrong: str) -> list[str]:
    """What the check says of a new file in which one line was changed."""
    assert run("new", kind, "my-own").exit_code == 0
    [file] = own.rglob("my-own.toml")
    assert right in file.read_text()
    file.write_text(file.read_text().replace(right, wrong, 1))
    checked = run("check")
    assert all(str(file) in line for line in checked.stdout.splitlines())
    return checked.stdout.splitlines()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('# areas = ["role-dispute"]', 'areas = ["sadness"] #', "areas: there is no problem area sadness"),
        ('["feelings-as-signals"]', '["no-such"]', "worksheets: there is no worksheet no-such"),
        ("my-own as others call it", "Problem solving", "aliases: decision-analysis is called problem solving too"),
        ('standing = "adjunct"', 'standing = "best"', "standing: Input should be 'core', 'adjunct' or 'safety'"),
        ("\npurpose =", "\npurposes =", "purposes: is not a key that is known here; check its spelling"),
        ('status = "expert, verify" }\nwhen', 'sources = ["NO"] }\nwhen', "names the source NO, which [sources] does not list"),
    ],
)  # fmt: skip
def test_a_technique_that_names_what_is_not_there(
    run: Run, own: Path, right: str, wrong: str, said: str
) -> None:
    lines = changed(run, own, "technique", right, wrong)
    assert any(said in line for line in lines), lines


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            '# technique = "network-building"',
            'technique = "no-such" #',
            "technique: there is no technique no-such",
        ),
        ('# areas = ["grief"]', 'areas = ["sadness"] #', "areas: there is no problem area sadness"),
        ('kind = "long_text"', 'kind = "painting"', "fields[1].kind: Input should be 'text'"),
    ],
)
def test_a_worksheet_that_names_what_is_not_there(
    run: Run, own: Path, right: str, wrong: str, said: str
) -> None:
    lines = changed(run, own, "worksheet", right, wrong)
    assert any(said in line for line in lines), lines


def test_a_problem_area_that_names_what_is_not_there(run: Run, own: Path) -> None:
    (own / "problem_areas").mkdir()
    file = own / "problem_areas" / "our-grief.toml"
    text = (PUBLISHED / "problem_areas" / "grief.toml").read_text().replace('"grief"', '"our-grief"', 1)
    file.write_text(text.replace('techniques = ["grief-work"', 'techniques = ["no-such"', 1).replace(
        'worksheets = ["lost-relationship"', 'worksheets = ["lost-relationship", "no-sheet"', 1
    ))  # fmt: skip
    said = run("check").stdout
    assert f"{file}: problem-area our-grief 1: techniques: there is no technique no-such" in said
    assert f"{file}: problem-area our-grief 1: worksheets: there is no worksheet no-sheet" in said


def test_a_technique_and_its_worksheet_of_ones_own_belong_together(run: Run, own: Path) -> None:
    assert run("new", "worksheet", "our-sheet").exit_code == 0
    assert changed(run, own, "technique", '["feelings-as-signals"]', '["our-sheet"]') == []
    shown = run("show", "my-own")
    assert "worksheets: our-sheet" in shown.stdout
