"""Moving people in the circle, and keeping a copy of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms

from kinweave.treatment.forms.rows import words
from kinweave.treatment.forms.said import choice
from kinweave.treatment.models.circle import CircleMoment, DrawnBy

TURN = 20.0  # degrees that a button of the list turns somebody


@dataclass(frozen=True)
class Move:
    """Where somebody is to stand, starting from what the mover saw."""

    person_id: UUID
    ring: int
    angle: float
    seen: int


def read_move(data: Mapping[str, str]) -> Move | None:
    """The move in a posted circle form; None when it holds none that makes sense.

    A dragged person comes as `person`, `ring`, `angle`; a button of the list as `move` = "<id>:closer"
    (further, left, right, or set, which takes `ring-<id>`). `place-<id>` = "version:ring:angle" says what
    the mover saw, so that a button pressed twice moves one ring only.
    """
    key, _, step = data.get("move", "").partition(":")
    try:
        person_id = UUID(data.get("person", "") or key)
        version, ring, angle = data.get(f"place-{person_id}", "").split(":")
        seen = Move(person_id, int(ring), float(angle), int(version))
        target = (
            _stepped(seen, step, data)
            if step
            else Move(person_id, int(data["ring"]), float(data["angle"]), seen.seen)
        )
    except (ValueError, KeyError):
        return None
    return target if target and math.isfinite(target.angle) else None


def _stepped(seen: Move, step: str, data: Mapping[str, str]) -> Move | None:
    rings = {"closer": max(1, seen.ring - 1), "further": min(4, seen.ring + 1)}
    turns = {"left": -TURN, "right": TURN}
    if step == "set":
        return Move(seen.person_id, int(data[f"ring-{seen.person_id}"]), seen.angle, seen.seen)
    if step in rings:
        return Move(seen.person_id, rings[step], seen.angle, seen.seen)
    if step in turns:
        return Move(seen.person_id, seen.ring, (seen.angle + turns[step]) % 360, seen.seen)
    return None


class KeepForm(forms.Form):
    """Keeping the circle as it is today."""

    moment = choice("When in the course is this?", CircleMoment, start=CircleMoment.EXTRA)
    drawn_by = choice("How was it drawn?", DrawnBy, start=DrawnBy.TOGETHER)
    missing_people = words(
        "Is anybody missing from it?", hint="Someone you lost touch with, or someone you wish for.", said=True
    )
    change_wanted = words("What would you like to be different?", said=True)


class ClientKeepForm(forms.Form):
    """The same for a client on their own: when in the course it is, the software knows."""

    missing_people = words(
        "Is anybody missing from it?", hint="Someone you lost touch with, or someone you wish for.", said=True
    )
    change_wanted = words("What would you like to be different?", said=True)
