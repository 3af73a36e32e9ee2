"""Who answered for a definition, and whether it is still what they read."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.instruments import Instrument
from kinweave.core.library import Library, load_library
from kinweave.core.protocols import Protocol
from kinweave.core.signoffs import (
    SignOff,
    SignOffError,
    add_signoff,
    file_of,
    is_current,
    read_signoffs,
    signed_hash,
)
from kinweave.core.tasks import TaskList

LIBRARY = load_library()
LINE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(str.strip)
SIGNED = SignOff(
    version="1", sha256="a" * 64, name="Dr A. Reader", role="psychiatrist", date=date(2026, 11, 22)
)


def with_other_task(library: Library, code: str) -> Library:
    """The library after somebody has changed what a therapist does in one task."""
    changed = {}
    for key, definition in library.definitions.items():
        if isinstance(definition, TaskList):
            tasks = tuple(
                task.model_copy(update={"therapist": "Does something else."}) if task.code == code else task
                for task in definition.tasks
            )
            definition = definition.model_copy(update={"tasks": tasks})
        changed[key] = definition
    return Library(changed, library.files, library.problems)


@given(name=LINE, role=LINE, remarks=st.text(st.characters(codec="utf-8"), max_size=200))
def test_what_is_signed_is_read_back_word_for_word(
    tmp_path_factory: pytest.TempPathFactory, name: str, role: str, remarks: str
) -> None:
    file = tmp_path_factory.mktemp("signed") / "protocol" / "ipt.toml"
    signoff = SIGNED.model_copy(
        update={"name": name.strip(), "role": role.strip(), "remarks": remarks.strip()}
    )
    add_signoff(file, signoff)
    assert read_signoffs(file) == (signoff,)


def test_a_second_reader_stands_after_the_first(tmp_path: Path) -> None:
    file = tmp_path / "ipt.toml"
    other = SIGNED.model_copy(update={"name": "B. Second"})
    add_signoff(file, SIGNED)
    add_signoff(file, other)
    assert [each.name for each in read_signoffs(file)] == ["Dr A. Reader", "B. Second"]
    assert os.listdir(tmp_path) == ["ipt.toml"], "nothing half written is left beside it"


def test_without_a_file_nobody_has_signed(tmp_path: Path) -> None:
    assert read_signoffs(tmp_path / "none.toml") == ()


def test_nothing_ships_signed_by_anybody() -> None:
    assert [d.code for d in LIBRARY.definitions.values() if file_of(LIBRARY, d).exists()] == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[signoffs]\n", "cannot be read"),
        ('[[signoffs]]\nname = "x"\n', "signoffs[1].version: is missing"),
        ("[[signoffs]]\nsigned = true\n", "is missing"),
        ('[[sign]]\nname = "x"\n', "sign: is not a key that is known here"),
    ],
)
def test_a_damaged_file_names_itself_and_why(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "ipt.toml"
    file.write_text(text)
    with pytest.raises(SignOffError) as refused:
        read_signoffs(file)
    assert str(file) in str(refused.value)
    assert why in str(refused.value)
    with pytest.raises(SignOffError):
        add_signoff(file, SIGNED)
    assert file.read_text() == text, "what is there is not overwritten"


def test_a_changed_question_makes_a_sign_off_out_of_date() -> None:
    phq = LIBRARY.instrument("phq-9")
    items = (phq.items[0].model_copy(update={"text": "Other words"}), *phq.items[1:])
    signoff = SIGNED.model_copy(update={"sha256": signed_hash(LIBRARY, phq)})
    assert is_current(signoff, signed_hash(LIBRARY, phq))
    assert not is_current(signoff, signed_hash(LIBRARY, phq.model_copy(update={"items": items})))


def test_a_changed_task_makes_the_sign_off_of_a_protocol_that_names_it_out_of_date() -> None:
    protocol = LIBRARY.get(Protocol, "ipt")
    before = signed_hash(LIBRARY, protocol)
    assert signed_hash(with_other_task(LIBRARY, "suitability"), protocol) != before
    assert signed_hash(with_other_task(LIBRARY, "no-such-task"), protocol) == before


def test_a_task_that_is_gone_changes_what_was_signed_and_stops_nothing() -> None:
    protocol = LIBRARY.get(Protocol, "ipt")
    alone = Library(
        {key: d for key, d in LIBRARY.definitions.items() if key[0] == "protocol"}, LIBRARY.files, ()
    )
    assert signed_hash(alone, protocol) != signed_hash(LIBRARY, protocol)


def test_a_service_signs_its_own_definitions_in_its_own_folder(tmp_path: Path) -> None:
    starter = Path(__file__).parents[2] / "kinweave" / "commands" / "starters" / "instrument.toml"
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "mine.toml").write_text(starter.read_text().replace("CODE", "mine"))
    library = load_library([tmp_path])
    assert (
        file_of(library, library.get(Instrument, "mine"))
        == tmp_path / "signoffs" / "instrument" / "mine.toml"
    )
    assert "kinweave/library/signoffs" in file_of(library, library.instrument("phq-9")).as_posix()
