"""`kinweave demo` as it is called: prepared once, made once, never beside a real service."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from typer.testing import CliRunner

from kinweave.commands import demo
from kinweave.commands.demo import building, staff
from kinweave.core import clock
from kinweave.core.course import Stage
from kinweave.people.models import Client
from kinweave.safety.models import Alert
from kinweave.shelf import actions as shelf
from kinweave.treatment.models import Course
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KINWEAVE_DEMO", "0")
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "data" / "static"
    settings.KEYS_DIR = settings.KEYS_DIR
    settings.DEMO = False
    return Path(settings.DATA_DIR)


def test_a_real_service_is_never_mixed_with_a_demonstration(cast: Cast) -> None:
    with pytest.raises(typer.Exit):
        demo._stories(seed=5)
    assert not staff.is_there()
    assert Client.objects.count() == 2


def test_what_is_prepared_is_not_prepared_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    demo._prepare_if_changed()
    assert "Preparing" in capsys.readouterr().err
    assert (folder / "static").is_dir()
    demo._prepare_if_changed()
    assert capsys.readouterr().err == ""


def test_it_is_prepared_again_for_another_database(
    folder: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    demo._prepare_if_changed()
    (folder / "prepared").write_text("as another version left it")
    capsys.readouterr()
    demo._prepare_if_changed()
    assert "Preparing" in capsys.readouterr().err


def test_logins_are_printed_as_json_and_nothing_else_on_standard_output(folder: Path) -> None:
    app = typer.Typer()
    app.command()(demo.demo)
    shelf.forget()
    with clock.at(NOW):
        result = CliRunner().invoke(app, ["--clients", "2", "--sessions", "1", "--no-serve", "--logins-json"])
    assert result.exit_code == 0, result.output
    listed = json.loads(result.stdout)
    assert {"role", "name", "email", "password", "look_at"} == set(listed[0])
    assert Client.objects.count() == 2
    shelf.forget()


@pytest.mark.slow
def test_all_forty_are_lived_and_nobody_stands_where_the_story_does_not() -> None:
    shelf.forget()
    with clock.at(NOW):
        building.build(seed=5)
        assert Client.objects.count() == 40
        stages = set(Course.objects.values_list("stage", flat=True))
        assert stages == {
            Stage.SUITABILITY, Stage.STARTED, Stage.AGREED, Stage.ENDING, Stage.MAINTENANCE, Stage.FINISHED,
            Stage.STOPPED_EARLY, Stage.TRANSFERRED, Stage.ROUTED_ELSEWHERE,
        }  # fmt: skip
        open_tiers = list(Alert.objects.open().values_list("tier", flat=True))
        assert "today" in open_tiers
        assert "next-working-day" in open_tiers
    shelf.forget()
