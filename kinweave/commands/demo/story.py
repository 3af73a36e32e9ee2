"""What a story file says: one invented client, told as days of a course. The acts that follow are in `lives`.

Days are counted from the day of the first session (0), so that a story is as old as the demonstration needs
it to be. In free values "@-147" stands for such a day and "person:Kate" for somebody of the inventory.
"""

from __future__ import annotations

import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from kinweave.core.definitions import Part

FOLDER = Path(__file__).with_name("stories")
Values = dict[str, Any]


class Missed(Part):
    """A week whose session did not take place. Weeks count from 0."""

    week: int
    how: Literal["cancelled_by_client", "cancelled_by_service", "did_not_attend"]
    why: str
    called: bool | None = None


class Someone(Part):
    """Somebody of the inventory: told by the client or written down together."""

    name: str
    values: Values
    by_client: bool = True
    day: int | None = None  # None: with the others, before the second session
    private: str = ""  # what only clinicians read
    safety: str = "none"


class Move(Part):
    """Somebody comes closer or goes further away on the circle."""

    day: int
    name: str
    ring: int


class Happening(Part):
    """Something on the timeline."""

    day: int
    kind: str
    title: str
    text: str = ""
    precision: Literal["day", "month", "year"] = "day"
    mood_at: int | None = None
    people: tuple[str, ...] = ()
    brought: str = "unsaid"
    told: int | None = None  # the day it was written down; None: in session 2, or the day itself when later
    tie: str = ""  # a sentence that ties it to the mood of that day


class Feeling(Part):
    """A mood of one day, 0 to 10, with the client's words if there are any."""

    day: float
    value: int
    note: str = ""
    private: bool = False
    recalled: bool = False


class Noticed(Part):
    """A moment between people, written down by the client."""

    day: float
    said: str
    left_me: str = ""
    person: str = ""
    who: str = ""
    mood: int | None = None
    taken: bool = True


class Note(Part):
    """What the note of one session says. What is not said here comes from the phrases of the area."""

    session: int
    values: Values = Field(default_factory=dict)
    stage: str = ""
    progress: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    sign: bool = True
    step_told: Literal["done", "not-yet", "let-go", ""] = "done"
    step_words: str = ""  # how it went, in the client's words
    ratings: tuple[tuple[int, str], ...] = ()
    amendment: tuple[str, str] | None = None


class Sheet(Part):
    """A worksheet: given in a session, written by the client or together."""

    code: str
    session: int
    values: Values
    by_client: bool = False
    done: bool = True


class Formulation(Part):
    """Versions follow each other; the last may be open."""

    session: int = 3
    values: Values
    answer: Literal["agrees", "agrees_with_changes", "not_yet", "disagrees", ""] = "agrees"
    said: str = ""
    edit: str = ""
    reason: str = ""
    shared: bool = True


class Agreed(Part):
    """The agreement, signed in that session by both; `signed` False leaves it waiting for the client."""

    session: int = 4
    sessions: int = 16
    goals: tuple[Values, ...]
    values: Values = Field(default_factory=dict)
    signed: bool = True
    reason: str = ""


class Reviewed(Part):
    """The review half way."""

    session: int
    decision: str
    reason: str
    still_fits: str = "yes"
    client_said: str = ""


class KeptRhythm(Part):
    """A daily rhythm log, begun in a session: usual times, and how far they wander, at first and now, in minutes."""

    session: int
    times: dict[str, str]
    company: dict[str, int] = Field(default_factory=dict)
    spread: float = 60
    spread_now: float = 30
    notes: dict[int, str] = Field(default_factory=dict)  # by the day of the course


class Ended(Part):
    """The ending: its parts, the plan for staying well, and what came of the course."""

    values: Values
    plan: Values = Field(default_factory=dict)
    to: Literal["finished", "stopped_early", "transferred", "routed_elsewhere", "maintenance", ""] = (
        "finished"
    )
    reason: str = ""
    after: int = 0  # days after the last session
    follow_up: tuple[int, ...] = ()  # days after the last session


class Start(Part):
    """How far the client has come by themselves before the first session."""

    account: bool = True
    steps: Literal["all", "consent", "none"] = "all"
    telephone: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_telephone: str = ""
    gp: str = ""
    recording: bool = False


class Suitable(Part):
    """The review of suitability: fields of the record, and what was decided."""

    values: Values = Field(default_factory=dict)
    choice: Literal["start", "with_conditions", "elsewhere", ""] = "start"
    reason: str = ""
    conditions: str = ""
    offered: str = ""
    offered_to: str = ""


class Today(Part):
    """What today looks like, in minutes before now."""

    checked_in: int | None = None  # PHQ-9 sent so many minutes ago
    waiting: int | None = None  # so many answers of the GAD-7 given, the rest still open
    reply: Literal["yes", "unsure", "no", ""] = ""
    reply_words: str = ""


class Story(Part):
    """One invented client."""

    code: str
    name: str
    pronouns: str = ""
    born: date
    email: str = ""
    therapist: str = "miriam"
    supervised: bool = False
    came_by: str = "self-referral"
    reason: str
    protocol: Literal["ipt", "ipt-brief"] = "ipt"
    begins: int  # days from today to the first session; negative: it was so long ago
    at: time = time(10)
    mode: Literal["in-person", "video", "telephone"] = "in-person"
    sessions: int = 16
    held: int | None = None  # no session after this one (a course that stopped)
    missed: tuple[Missed, ...] = ()
    without: tuple[int, ...] = ()  # weeks without a session that the agreement names
    area: str = ""
    them: str = ""  # whom the phrases speak of
    onset: int | None = None
    start: Start = Start()
    suitable: Suitable = Suitable()
    explained: Values = Field(default_factory=dict)
    phq: tuple[int | None, ...] = ()
    shape: Literal["better", "slow", "stuck", "worse", "sudden"] = "better"
    item9: dict[int, int] = Field(default_factory=dict)
    people: tuple[Someone, ...] = ()
    inventory: Literal["all", "half", "none"] = "all"
    moves: tuple[Move, ...] = ()
    happenings: tuple[Happening, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    moments: tuple[Noticed, ...] = ()
    formulations: tuple[Formulation, ...] = ()
    agreements: tuple[Agreed, ...] = ()
    notes: tuple[Note, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    review: Reviewed | None = None
    safety_plan: dict[str, tuple[Values, ...]] = Field(default_factory=dict)
    rhythm: KeptRhythm | None = None
    ended: Ended | None = None
    today: Today = Today()

    @property
    def address(self) -> str:
        """Where the client signs in."""
        return self.email or f"{self.name.split()[0].lower()}@kinweave.example"

    def note(self, session: int) -> Note:
        """The note of that session as far as the story says it."""
        return next((each for each in self.notes if each.session == session), Note(session=session))


@cache
def stories() -> tuple[Story, ...]:
    """Every story of the folder by number. Raises ValueError that names the file and the key that is wrong."""
    found = [
        story for path in sorted(FOLDER.glob("*.toml")) for story in read(path) if path.stem != "phrases"
    ]
    return tuple(sorted(found, key=lambda story: story.code))


def read(path: Path) -> list[Story]:
    """The stories of one file: a single one, or several under [[stories]]."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    raw = content.get("stories", [content])
    return TypeAdapter(list[Story]).validate_python(raw) if path.stem != "phrases" else []


class Phrases(Part):
    """Short lines for the notes of sessions that a story leaves unsaid; {them} is whom it is about."""

    since_last: tuple[str, ...]
    area_work: tuple[str, ...]
    link_sentence: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]  # what the client will try, with whom
    told: tuple[str, ...]  # how a step went
    plan_next: tuple[str, ...]
    strategies: tuple[str, ...]
    one_lines: tuple[str, ...] = ()


@cache
def phrases() -> dict[str, Phrases]:
    """The phrases of each problem area."""
    content = tomllib.loads((FOLDER / "phrases.toml").read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Phrases]).validate_python(content)
