"""The library takes in what is right, and says of the rest which file, which key and why."""

import gc
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from kinweave.core import library as loader
from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument
from kinweave.core.kinds import KINDS
from kinweave.core.library import (
    PUBLISHED,
    Library,
    NotInLibraryError,
    definition_json,
    definition_sha256,
    key_of,
    kind_of,
    load_library,
    parse_definition,
    version_order,
)

LIBRARY = load_library()
MOOD = (PUBLISHED / "instruments" / "mood-0-10.toml").read_text()


def shelf(folder: Path, **files: str) -> Path:
    """A service's own folder holding these instrument files."""
    (folder / "instruments").mkdir(parents=True)
    for name, text in files.items():
        (folder / "instruments" / f"{name}.toml").write_text(text)
    return folder


def own(code: str = "mood-own", version: str = "1", extra: str = "") -> str:
    text = MOOD.replace('code = "mood-0-10"', f'code = "{code}"\n{extra}')
    return text.replace('version = "1"', f'version = "{version}"', 1)


def said(library: Library) -> list[tuple[str, str]]:
    return [(problem.key, problem.reason) for problem in library.problems]


def test_the_published_library_has_no_problems() -> None:
    assert [str(problem) for problem in LIBRARY.problems] == []
    codes = [instrument.code for instrument in LIBRARY.all(Instrument)]
    assert {"phq-9", "phq-8", "phq-2", "gad-7", "gad-2", "mood-0-10", "bdi-ii"} <= set(codes)
    assert codes == sorted(codes)


def test_the_published_library_loads_quickly() -> None:
    quickest = min(_seconds_to_load() for _ in range(3))
    assert quickest < 0.3


def _seconds_to_load() -> float:
    begun = time.process_time()
    load_library()
    return time.process_time() - begun


@pytest.mark.parametrize("instrument", LIBRARY.all(Instrument), ids=lambda i: i.code)
def test_a_file_is_named_after_its_code(instrument: Instrument) -> None:
    file = LIBRARY.files["instrument", instrument.code, instrument.version]
    assert file.stem in (instrument.code, f"{instrument.code}.{instrument.version}")


@pytest.mark.parametrize(
    "definition", LIBRARY.definitions.values(), ids=lambda d: f"{type(d).__name__}-{d.code}"
)
def test_every_definition_can_be_frozen_and_read_back(definition: Definition) -> None:
    frozen = definition_json(definition)
    again = parse_definition(kind_of(type(definition)), frozen)
    assert again == definition
    assert definition_json(again) == frozen


def test_a_frozen_definition_that_is_damaged_is_refused() -> None:
    with pytest.raises(ValidationError):
        parse_definition("instrument", '{"code": "phq-9"}')


def test_words_of_any_alphabet_stay_readable_when_frozen() -> None:
    assert "—" in definition_json(LIBRARY.instrument("phq-9"))


def test_what_is_asked_for_and_not_there_is_named() -> None:
    with pytest.raises(NotInLibraryError, match=r"no instrument phq-10 in the library.*phq-9"):
        LIBRARY.instrument("phq-10")
    with pytest.raises(NotInLibraryError, match="no instrument phq-9 version 7"):
        LIBRARY.instrument("phq-9", "7")
    with pytest.raises(NotInLibraryError, match="none"):
        Library({}, {}, ()).instrument("phq-9")
    with pytest.raises(KeyError, match="Definition"):
        kind_of(Definition)


def test_a_service_adds_an_instrument_with_one_file(tmp_path: Path) -> None:
    library = load_library([shelf(tmp_path, mood=own())])
    assert library.problems == ()
    assert library.instrument("mood-own").title == "Mood rating 0 to 10"


def test_the_newest_version_is_the_current_one_and_older_ones_stay(tmp_path: Path) -> None:
    library = load_library([shelf(tmp_path, a=own(version="2"), b=own(version="10"), c=own(version="9"))])
    assert library.instrument("mood-own").version == "10"
    assert library.instrument("mood-own", "2").version == "2"
    assert [d.version for d in library.versions(Instrument, "mood-own")] == ["2", "9", "10"]
    assert [d.version for d in library.all(Instrument) if d.code == "mood-own"] == ["10"]


def test_versions_are_ordered_as_people_read_them() -> None:
    assert sorted(["10", "2", "1.10", "1.9", "1", "1-draft"], key=version_order) == [
        "1",
        "1-draft",
        "1.9",
        "1.10",
        "2",
        "10",
    ]


def test_a_published_version_is_never_covered(tmp_path: Path) -> None:
    library = load_library([shelf(tmp_path, mood=own("mood-0-10"))])
    assert library.instrument("mood-0-10") == LIBRARY.instrument("mood-0-10")
    [(key, reason)] = said(library)
    assert key == "version"
    assert "instrument mood-0-10 version 1 is already defined in" in reason


def test_a_published_code_is_only_taken_by_saying_so(tmp_path: Path) -> None:
    silent = load_library([shelf(tmp_path / "a", mood=own("mood-0-10", "2"))])
    assert silent.instrument("mood-0-10").version == "1"
    assert said(silent)[0][0] == "replaces"
    assert 'say replaces = "1"' in said(silent)[0][1]
    openly = load_library([shelf(tmp_path / "b", mood=own("mood-0-10", "0.1", 'replaces = "1"'))])
    assert openly.problems == ()
    assert openly.instrument("mood-0-10").version == "0.1", "it stands in, whatever its number"
    assert openly.instrument("mood-0-10", "1").version == "1"


def test_what_replaces_nothing_is_refused(tmp_path: Path) -> None:
    library = load_library([shelf(tmp_path, mood=own(extra='replaces = "1"'))])
    assert said(library) == [("replaces", "nothing published is called mood-own in version 1")]


def test_a_broken_file_names_key_and_reason_and_stops_nothing(tmp_path: Path) -> None:
    library = load_library(
        [
            shelf(
                tmp_path,
                a=own(extra='colour = "green"'),
                b=own().replace('text = "Best I can imagine"', 'test = "Best"'),
                c=own().replace('title = "Mood rating 0 to 10"', ""),
                d=own().replace('options = "rating"', 'options = "stars"'),
                e="code = ",
                f=own("mood-fine"),
            )
        ]
    )
    assert library.instrument("mood-fine")
    assert said(library)[:4] == [
        ("colour", "is not a key that is known here; check its spelling"),
        ("options.rating[1].test", "is not a key that is known here; check its spelling"),
        ("title", "is missing"),
        ("", 'item "1" names option set "stars", which is not defined'),
    ]
    assert said(library)[4][1].startswith("cannot be read: Invalid value")
    assert str(library.problems[0]) == f"{tmp_path}/instruments/a.toml: colour: {said(library)[0][1]}"


def test_files_that_are_no_text_or_too_long_or_no_files_are_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shelf(tmp_path / "own")
    (folder / "instruments" / "latin.toml").write_bytes('title = "Gefühl"'.encode("latin-1"))
    (folder / "instruments" / "loop.toml").symlink_to("loop.toml")
    (folder / "instruments" / "nested.toml").write_text("a = " + "[" * 5000)
    monkeypatch.setattr(loader, "LARGEST_FILE", 100_000)
    (folder / "instruments" / "vast.toml").write_text("#" * 100_001)
    library = load_library([folder, tmp_path / "nowhere"])
    reasons = [reason for _, reason in said(library)]
    assert reasons[0] == "is not UTF-8 text (byte 12)"
    assert reasons[1].startswith("cannot be read")
    assert reasons[2].startswith("cannot be read")
    assert reasons[3] == "is larger than 100,000 bytes"
    assert reasons[4] == "is not a folder that can be read"
    assert library.instrument("phq-9")


def test_a_key_is_written_as_people_count() -> None:
    assert key_of(("items", 0, "text")) == "items[1].text"


def test_the_hash_follows_the_content_only() -> None:
    phq = LIBRARY.instrument("phq-9")
    assert definition_sha256(phq) == definition_sha256(phq.model_copy())
    assert definition_sha256(phq) != definition_sha256(phq.model_copy(update={"title": "Another"}))


def test_every_kind_has_its_own_folder_and_model() -> None:
    folders = [folder for folder, _ in KINDS.values()]
    models = [model for _, model in KINDS.values()]
    assert len(set(folders)) == len(folders)
    assert len(set(models)) == len(models)


@pytest.mark.parametrize("was_on", [True, False])
def test_reading_leaves_the_search_for_rubbish_as_it_was(tmp_path: Path, was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        load_library((tmp_path / "not-there",))
        assert gc.isenabled() is was_on
    finally:
        gc.enable()
