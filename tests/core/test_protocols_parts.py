"""Parts that protocols share: the file's own word wins, and a part that does not fit is named with its reason."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kinweave.core.library import PUBLISHED, load_library, read_definition
from kinweave.core.protocols import Protocol
from kinweave.core.shared_parts import PartsError, with_parts

PANIC = PUBLISHED / "protocols" / "ipt-panic.toml"
Protocols = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Protocols:
    """Write a service's protocol, a copy of the panic variant with changed text, and its parts."""

    def write(*changes: tuple[str, str], parts: dict[str, str] | None = None) -> Path:
        inside = tmp_path / "protocols"
        (inside / "parts").mkdir(parents=True, exist_ok=True)
        text = PANIC.read_text().replace('code = "ipt-panic"', 'code = "our-panic"', 1)
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        for name, content in (parts or {}).items():
            (inside / "parts" / f"{name}.toml").write_text(content)
        (inside / "our-panic.toml").write_text(text)
        return inside / "our-panic.toml"

    return write


def read(file: Path) -> Protocol:
    definition = read_definition("protocol", file)
    assert isinstance(definition, Protocol), definition
    return definition


def problem(file: Path) -> str:
    (found,) = read_definition("protocol", file)
    return str(found)


def test_a_protocol_has_its_shared_rules_routes_and_minutes_beside_its_own() -> None:
    panic = read(PANIC)
    own = tomllib.loads(PANIC.read_text())
    assert "arc" not in own
    assert panic.arc[-1].to_minute == 50
    assert {"mid_review", "focus_change"} <= {rule.code for rule in panic.rules}
    assert len(panic.routing) > len(own["routing"])


def test_what_the_file_says_itself_replaces_the_shared_entry_of_that_name() -> None:
    panic = read(PANIC)
    (route,) = [each for each in panic.routing if each.finding == "panic_main"]
    assert "before they consent" in route.reason


def test_references_come_along_only_when_something_uses_them() -> None:
    shared = tomllib.loads((PUBLISHED / "protocols" / "parts" / "adult-care.toml").read_text())["sources"]
    grief = load_library().get(Protocol, "ipt-grief")
    assert "IPV" in grief.sources
    couple = load_library().get(Protocol, "ipt-ap")
    assert set(shared) - set(couple.sources)


def test_a_service_may_use_published_parts_and_its_own(folder: Protocols) -> None:
    arc = '[[arc]]\nfrom_minute = 0\nto_minute = 50\ntitle = "All"\ndo = "Ours."\nstatus = "expert, verify"\n'
    file = folder(('"arc-50"', '"our-arc"'), parts={"our-arc": arc})
    assert [step.title for step in read(file).arc] == ["All"]
    assert load_library([file.parent.parent]).get(Protocol, "our-panic").rule("mid_review")


def test_an_arc_of_its_own_stands_in_for_the_shared_one(folder: Protocols) -> None:
    arc = '\n[[arc]]\nfrom_minute = 0\nto_minute = 50\ntitle = "Ours"\ndo = "Ours."\nstatus = "expert, verify"\n'
    file = folder()
    file.write_text(file.read_text() + arc)
    assert [step.title for step in read(file).arc] == ["Ours"]


@pytest.mark.parametrize(
    ("changes", "parts", "says"),
    [
        ([('"arc-50"', '"no-such"')], {}, "there is no part called no-such"),
        ([('"arc-50"', '"../../secret"')], {}, "small letters, figures and hyphens"),
        ([('"arc-50"', "7")], {}, "small letters, figures and hyphens"),
        ([('parts = ["adult-care", "mid-review", "changes-agreed", "arc-50"]', "parts = 7")], {}, "list of names"),
        ([('"arc-50"', '"ours"')], {"ours": "arc = ["}, "cannot be read"),
        ([('"arc-50"', '"ours"')], {"ours": 'title = "New"'}, "parts.ours.title: is not a key that a part may"),
        ([('"arc-50"', '"ours"')], {"ours": "routing = [7]"}, "routing: is a list of tables"),
        ([('"arc-50"', '"ours"')], {"ours": "arc = 7"}, "parts.ours.arc: is a list of tables"),
    ],
)  # fmt: skip
def test_a_part_that_does_not_fit_is_named(
    folder: Protocols, changes: list[tuple[str, str]], parts: dict[str, str], says: str
) -> None:
    said = problem(folder(*changes, parts=parts))
    assert said.startswith(str(folder().parent))
    assert says in said


def test_one_key_never_stands_for_two_references(folder: Protocols) -> None:
    mine = '[sources]\nANX2014 = "Another book."\n\n[[routing]]\nfinding = "x"\nsources = ["ANX2014"]\n'
    said = problem(folder(('"arc-50"', '"ours"'), parts={"ours": mine}))
    assert "ours.sources.ANX2014: is another reference than the protocol's own" in said


@pytest.mark.parametrize("content", [{"sources": 7}, {"rules": [7]}])
def test_a_protocol_that_is_no_protocol_is_refused_before_parts_are_put_in(content: dict[str, Any]) -> None:
    with pytest.raises(PartsError, match=r"is a (table|list)"):
        with_parts(PANIC, {**content, "parts": ["arc-50"]}, PUBLISHED)


def test_every_published_part_is_used() -> None:
    files = (PUBLISHED / "protocols").glob("*.toml")
    named = {name for file in files for name in tomllib.loads(file.read_text()).get("parts", [])}
    assert {file.stem for file in (PUBLISHED / "protocols" / "parts").glob("*.toml")} == named
