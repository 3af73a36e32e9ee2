"""The lock: what is published does not change unnoticed."""

import runpy
from pathlib import Path

import pytest

from kinweave.core import lock as locking
from kinweave.core.library import Library, load_library
from kinweave.core.lock import (
    changed_since_locked,
    main,
    published_hashes,
    read_lock,
    verify_lock,
    write_lock,
)

LIBRARY = load_library()
PHQ_9 = ("instrument", "phq-9", "1")


def changed() -> Library:
    """The library in which somebody edited the PHQ-9 after it was published."""
    edited = LIBRARY.definitions[PHQ_9].model_copy(update={"title": "PHQ"})
    return Library({**LIBRARY.definitions, PHQ_9: edited}, LIBRARY.files, ())


def without() -> Library:
    return Library({k: d for k, d in LIBRARY.definitions.items() if k != PHQ_9}, LIBRARY.files, ())


def test_the_published_library_is_locked() -> None:
    assert [str(problem) for problem in verify_lock(LIBRARY)] == []


def test_a_new_definition_waits_for_the_lock_and_is_then_locked(tmp_path: Path) -> None:
    lock = tmp_path / "library.lock"
    assert len(verify_lock(LIBRARY, lock)) == len(LIBRARY.definitions)
    assert "is new" in str(verify_lock(LIBRARY, lock)[0])
    assert write_lock(LIBRARY, lock) == []
    assert read_lock(lock) == published_hashes(LIBRARY)


def test_a_changed_definition_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "library.lock"
    write_lock(LIBRARY, lock)
    before = lock.read_text()
    [problem] = write_lock(changed(), lock)
    assert problem.key == "instrument phq-9 1"
    assert problem.reason == "was changed after it was published; make a new version"
    assert lock.read_text() == before


@pytest.mark.parametrize("replace", [["phq-9"], ["*"]])
def test_what_nobody_used_yet_may_be_replaced_by_name(tmp_path: Path, replace: list[str]) -> None:
    lock = tmp_path / "library.lock"
    write_lock(LIBRARY, lock)
    assert write_lock(changed(), lock, replace=replace) == []
    assert read_lock(lock) == published_hashes(changed())


def test_a_published_definition_may_not_go(tmp_path: Path) -> None:
    lock = tmp_path / "library.lock"
    write_lock(LIBRARY, lock)
    [problem] = verify_lock(without(), lock)
    assert problem.reason == "is published, but its file is gone"


def test_a_service_of_its_own_is_not_locked(tmp_path: Path) -> None:
    (tmp_path / "instruments").mkdir()
    mood = LIBRARY.files["instrument", "mood-0-10", "1"].read_text()
    (tmp_path / "instruments" / "own.toml").write_text(mood.replace('"mood-0-10"', '"mood-own"'))
    assert ("instrument", "mood-own", "1") not in published_hashes(load_library([tmp_path]))


def test_a_damaged_lock_is_named_by_line(tmp_path: Path) -> None:
    lock = tmp_path / "library.lock"
    lock.write_text("# heading\n\ninstrument phq-9 1\n")
    with pytest.raises(ValueError, match="line 3 does not hold kind, code, version and sha256"):
        read_lock(lock)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the module is loaded already, and runs once more
def test_the_module_runs_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["library", "check"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kinweave.core.library", run_name="__main__")
    assert ended.value.code == 0


def test_the_command_checks_and_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "library.lock"
    monkeypatch.setattr(locking, "LOCK", lock)
    assert main(["check"]) == 1
    assert "is new" in capsys.readouterr().out
    assert main(["lock"]) == 0
    assert "0 problems" in capsys.readouterr().out
    assert main(["check"]) == 0
    lock.write_text(lock.read_text().replace(published_hashes(LIBRARY)[PHQ_9], "0" * 64))
    assert main(["lock"]) == 1
    assert "was changed after it was published" in capsys.readouterr().out
    assert main(["lock", "--replace", "phq-9"]) == 0


def own_folder(tmp_path: Path) -> Path:
    (tmp_path / "instruments").mkdir()
    mood = LIBRARY.files["instrument", "mood-0-10", "1"].read_text()
    (tmp_path / "instruments" / "mood-own.toml").write_text(mood.replace('"mood-0-10"', '"mood-own"'))
    return tmp_path


def test_a_service_may_use_what_it_has_not_locked_and_lock_it_when_it_likes(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    library = load_library([folder])
    assert changed_since_locked(library, folder) == []
    [new] = verify_lock(library, folder / "library.lock", folder)
    assert new.reason == f"is new: kinweave library lock {folder}"
    assert write_lock(library, folder / "library.lock", folder=folder) == []
    assert read_lock(folder / "library.lock").keys() == {("instrument", "mood-own", "1")}
    assert "kinweave library lock" in (folder / "library.lock").read_text().splitlines()[0]


def test_a_change_to_what_a_service_locked_is_reported(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    write_lock(load_library([folder]), folder / "library.lock", folder=folder)
    file = folder / "instruments" / "mood-own.toml"
    file.write_text(file.read_text().replace("Best I can imagine", "Very good"))
    [problem] = changed_since_locked(load_library([folder]), folder)
    assert problem.reason == "was changed after it was published; make a new version"
    file.unlink()
    [problem] = changed_since_locked(load_library([folder]), folder)
    assert problem.reason == "is published, but its file is gone"
