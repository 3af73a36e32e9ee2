"""`kinweave manual` and `kinweave library sign`: what a clinician and whoever runs a service meet at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kinweave.commands.library import app
from kinweave.commands.manual import manual
from kinweave.core import clock
from kinweave.core.signoffs import read_signoffs
from kinweave.manual.build import NEEDS
from tests.cast import START

STARTERS = Path(__file__).parents[2] / "kinweave" / "commands" / "starters"
Run = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """A service's folder with an instrument and a worksheet of one code."""
    folder = tmp_path / "own"
    for kind in ("instrument", "worksheet"):
        (folder / f"{kind}s").mkdir(parents=True)
        text = (STARTERS / f"{kind}.toml").read_text().replace("CODE", "mine")
        (folder / f"{kind}s" / "mine.toml").write_text(text)
    settings.LIBRARY_PATHS = (folder,)
    return folder


@pytest.fixture
def run(own: Path) -> Run:
    def invoke(*words: str) -> Result:
        with clock.at(START):
            return CliRunner().invoke(app, list(words))

    return invoke


SIGN = ("sign", "mine", "--name", "Dr A. Reader", "--role", "psychiatrist")


def test_a_clinician_signs_what_they_have_read(run: Run, own: Path) -> None:
    done = run(*SIGN, "--kind", "instrument", "--remarks", "Agreed with the team.")
    assert done.exit_code == 0, done.output
    assert "signed by Dr A. Reader" in done.output
    (signed,) = read_signoffs(own / "signoffs" / "instrument" / "mine.toml")
    assert (signed.name, signed.role, signed.remarks) == (
        "Dr A. Reader",
        "psychiatrist",
        "Agreed with the team.",
    )
    assert signed.date == START.date()


def test_a_sign_off_on_paper_keeps_its_day(run: Run, own: Path) -> None:
    assert run(*SIGN, "--kind", "worksheet", "--date", "2026-11-02").exit_code == 0
    assert read_signoffs(own / "signoffs" / "worksheet" / "mine.toml")[0].date == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("sign", "mine", "--name", "A", "--role", "B"), "several definitions: instrument, worksheet. Say which with --kind"),
        (("sign", "nothing", "--name", "A", "--role", "B"), "There is no nothing in the library"),
        ((*SIGN, "--kind", "recipe"), "There is no kind recipe"),
        ((*SIGN, "--kind", "protocol"), "There is no protocol mine"),
        ((*SIGN, "--kind", "instrument", "--date", "2027-01-01"), "has not come yet"),
        (("sign", "mine", "--kind", "instrument", "--name", " ", "--role", "B"), "--name"),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_says_why_and_writes_nothing(
    run: Run, own: Path, words: tuple[str, ...], why: str
) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert why in done.output
    assert not (own / "signoffs").exists()


def test_a_damaged_file_of_sign_offs_is_named_and_kept(run: Run, own: Path) -> None:
    file = own / "signoffs" / "instrument" / "mine.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[[signoffs]\n")
    done = run(*SIGN, "--kind", "instrument")
    assert done.exit_code == 2
    assert str(file) in done.output.replace("\n", "")
    assert file.read_text() == "[[signoffs]\n"


def test_a_definition_shown_names_its_page_of_the_manual(run: Run) -> None:
    assert "In the manual: /manual/instruments/phq-9.html" in run("show", "phq-9").output


def test_without_its_packages_the_manual_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    monkeypatch.setitem(sys.modules, "sphinx.application", None)
    with pytest.raises(typer.Exit) as ended:
        manual(into=tmp_path / "manual", jobs=1)
    assert ended.value.exit_code == 1
    assert NEEDS in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [], "nothing half built is left"


def test_a_manual_that_cannot_be_written_leaves_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import typer

    old = tmp_path / "manual"
    old.mkdir()
    (old / "index.html").write_text("the old one")
    monkeypatch.setitem(sys.modules, "sphinx.application", None)
    with pytest.raises(typer.Exit):
        manual(into=old, jobs=1)
    assert (old / "index.html").read_text() == "the old one"
