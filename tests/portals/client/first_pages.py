"""A client who has read the first pages, so that other things can be asked of them."""

from __future__ import annotations

from kinweave.people.texts import consent_text
from kinweave.treatment.actions import intake
from kinweave.treatment.queries.intake import REACH
from tests.cast import Cast


def read_by_joanna(cast: Cast) -> None:
    """Joanna has agreed, would rather say in the room how to reach her, and has seen the last page."""
    client, by = cast.joanna, cast.joanna_user
    text = consent_text(cast.service)
    intake.agree(client=client, scopes=[scope.code for scope in text.scopes], stamp=text.stamp, by=by)
    for step in REACH:
        intake.rather_in_the_room(client=client, step=step, by=by)
    for step in ("what-this-is", "quiet"):
        intake.go_on(client=client, step=step, by=by)
    intake.finish(client=client, by=by)
