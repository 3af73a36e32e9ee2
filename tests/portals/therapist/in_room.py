"""The room as a browser without script sees it, for tests."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client as Browser

from kinweave.safety.actions import raise_alert
from kinweave.treatment.actions.timeline import write_moment
from kinweave.treatment.models import Session
from kinweave.treatment.models.timeline import Moment
from tests.cast import Cast


def url(session: Session, rest: str = "room/") -> str:
    return f"/work/people/{session.client_id}/sessions/{session.id}/{rest}"


def form_of(html: str) -> dict[str, Any]:
    """What the room's form would send as it stands: hidden fields and what is chosen."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    chosen = dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', html))
    return {**chosen, **hidden}


def opened(browser: Browser, session: Session) -> dict[str, Any]:
    """The form of the room as one opens it."""
    answer = browser.get(url(session))
    assert answer.status_code == 200
    return form_of(answer.content.decode())


def moment(cast: Cast, said: str = "It’s fine, stay at Dad’s.") -> Moment:
    return write_moment(client=cast.joanna, said=said, by=cast.joanna_user)


def raised(cast: Cast) -> None:
    raise_alert(
        client=cast.joanna, flag_code="thoughts-of-death-or-self-harm", tier="today", source_type="test", source_id="1",
        summary="PHQ-9 item 9: several days", by=cast.joanna_user,
    )  # fmt: skip
