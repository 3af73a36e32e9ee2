"""What may be ticked after a session is data, each item with its source or its standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kinweave.core.fidelity import FidelityItems
from kinweave.core.protocols import PhaseKind
from kinweave.shelf.queries import library
from kinweave.treatment import adherence


@pytest.fixture
def other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "adherence.toml"
    monkeypatch.setattr(adherence, "FILE", file)
    adherence.adherence_items.cache_clear()
    yield file
    adherence.adherence_items.cache_clear()


def test_every_phase_offers_the_items_of_every_session_and_its_own() -> None:
    always = {item.code for item in adherence.adherence_items() if item.phase == "any"}
    for kind in (PhaseKind.INITIAL, PhaseKind.MIDDLE, PhaseKind.ENDING):
        offered = {item.code for item in adherence.items_for(kind)}
        assert always < offered
    assert "words-heard" not in {item.code for item in adherence.items_for(PhaseKind.INITIAL)}


def test_codes_differ_and_a_lost_code_is_still_readable() -> None:
    codes = [item.code for item in adherence.adherence_items()]
    assert len(codes) == len(set(codes))
    assert adherence.text_of("mood-tied") == "mood tied to an event"
    assert adherence.text_of("no-longer-offered") == "no-longer-offered"


@pytest.mark.parametrize(
    "standing", ["", 'sources = ["NOWHERE"]', 'sources = ["A"]\nstatus = "expert, verify"']
)
def test_an_item_without_one_clear_standing_is_refused(other_file: Path, standing: str) -> None:
    other_file.write_text(
        f'[[items]]\ncode = "x"\ntext = "y"\nphase = "any"\n{standing}\n[sources]\nA = "a book"\n'
    )
    with pytest.raises(ValueError, match="x needs either listed sources or a status"):
        adherence.adherence_items()


def test_every_tick_leads_to_the_fidelity_item_it_stands_for_with_the_same_sources() -> None:
    items = {item.code: item for each in library().all(FidelityItems) for item in each.items}
    for tick in adherence.adherence_items():
        assert set(tick.sources) == set(items[tick.fidelity].sources), tick.code
