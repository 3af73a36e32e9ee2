"""What people said lies nowhere in the clear: not in the files of a running service, its log, or a dump (S-21, S-62)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote, urlsplit

import pytest

from tests import needs, postgres
from tests.faults.conftest import NOW
from tests.faults.crawling import fill_in_all
from tests.faults.test_full_disk import no_room
from tests.faults.wire import Line
from tests.journeys.house import House

pytestmark = pytest.mark.slow
PLANTED = "quivering marigold 5526"
IN_THE_CLEAR = b"N-001"  # Joanna's code, which is needed to find her


def plant(house: House) -> None:
    """Everybody writes the planted words wherever they can, also where it cannot be saved."""
    people = {who: Line(house.port, key) for who, key in house.told["sessions"].items()}
    record = f"/work/people/{house.told['client']}/"
    assert fill_in_all(people["joanna_user"], "/my/", "/my/", PLANTED) > 8
    assert fill_in_all(people["miriam"], record, record, PLANTED) > 15
    with no_room(house):
        for who, path, field in (
            ("joanna_user", "/my/mood/", "note"),
            ("miriam", f"{record}formulation/write/", "statement"),
        ):
            people[who].post(path, {"value": "4", "version": "1", field: PLANTED})
    people["joanna_user"].get(f"/my/nowhere/?words={quote(PLANTED)}")
    people["joanna_user"].post("/my/mood/", {"value": PLANTED, "note": PLANTED * 5000})
    people["miriam"].get(f"{record}people/{quote(PLANTED)}/")


def spellings(words: str) -> list[bytes]:
    """The ways in which these words may lie in a file."""
    found = {words, quote(words), quote_plus(words), words.upper(), words.title()}
    return [each.encode(code) for each in found for code in ("utf-8", "utf-16-le", "utf-16-be")]


def hits(folder: Path, phrases: list[str]) -> list[str]:
    """Which files below the folder hold one of the phrases."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_relative_to(folder / "data" / "static"):
            content = path.read_bytes()
            found += [
                f"{path.name}: {spelling!r}"
                for phrase in phrases
                for spelling in spellings(phrase)
                if spelling in content
            ]
    return found


def test_the_files_and_the_log_of_a_running_service(service: House) -> None:
    plant(service)
    data = service.folder / "data"
    files = {path.name: path.stat().st_size for path in data.glob("kinweave.sqlite3*")}
    assert set(files) == {"kinweave.sqlite3", "kinweave.sqlite3-wal", "kinweave.sqlite3-shm"}
    assert min(files.values()) > 10_000, "the words went through each of them"
    assert IN_THE_CLEAR in (data / "kinweave.sqlite3").read_bytes(), "the net holds what is in the clear"
    assert hits(service.folder, [PLANTED, *service.told["phrases"]]) == []
    service.shut()
    assert hits(service.folder, [PLANTED, *service.told["phrases"]]) == []


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[tuple[House, Path, str]]:
    """The same service on a PostgreSQL server of its own: the house, the server's folder, its address."""
    with postgres.running() as url:
        house = House(tmp_path / "house", NOW)
        house.environment["DATABASE_URL"] = url
        house.prepare()
        house.told = json.loads(house.run(sys.executable, "-m", "tests.faults.record").splitlines()[-1])
        house.open()
        try:
            yield house, Path(unquote(urlsplit(url).netloc.partition("@")[2])), url
        finally:
            house.shut()


def test_a_dump_and_the_files_of_a_postgresql_server(on_postgres: tuple[House, Path, str]) -> None:
    house, server, _ = on_postgres
    plant(house)
    phrases = [PLANTED, *house.told["phrases"]]
    programs = needs.postgres()
    assert programs is not None
    dump = subprocess.run(
        [programs / "pg_dump", "-h", server, "-U", "kinweave", "kinweave"], check=True, capture_output=True
    ).stdout
    assert IN_THE_CLEAR in dump
    assert [spelling for phrase in phrases for spelling in spellings(phrase) if spelling in dump] == []
    assert hits(server, phrases) == []
    assert hits(house.folder, phrases) == []
