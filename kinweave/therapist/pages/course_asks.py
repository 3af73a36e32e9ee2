"""What the phase a course is in asks of a session: to look back with, never a mark on anybody."""

from __future__ import annotations

from dataclasses import dataclass

from kinweave.core.course import CourseState
from kinweave.core.fidelity import FidelityItem, FidelityItems, items_for
from kinweave.core.protocols import Phase
from kinweave.shelf.queries import library

WELL_ENOUGH = 3  # the point of the house scale at which it is known as IPT


@dataclass(frozen=True)
class AskedItem:
    """One thing to look back on, and how it sounds when it is done well enough."""

    text: str
    sounds: str
    not_this_session: str
    unsure: bool  # no source stands behind it yet


@dataclass(frozen=True)
class AskedList:
    """The items of a phase, an area, of every session; or what does not belong in IPT (`wanted` is false)."""

    title: str
    wanted: bool
    items: tuple[AskedItem, ...]


def asked_lists(state: CourseState, areas: list[str], now: Phase) -> tuple[AskedList, ...]:
    """The lists for a session held now; what belongs to other phases, areas or protocols is left out."""
    found = items_for(
        library().all(FidelityItems), phase=now.kind.value, areas=areas, protocol=state.protocol.code
    )
    return tuple(AskedList(each.title, each.wanted, tuple(map(_asked, items))) for each, items in found)


def _asked(item: FidelityItem) -> AskedItem:
    return AskedItem(item.text, item.anchors[WELL_ENOUGH], item.not_this_session, item.needs_checking)
