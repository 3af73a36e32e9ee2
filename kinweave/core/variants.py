"""What only some variants of IPT have: other channels, sessions of several kinds, needs of their own."""

from enum import StrEnum

from kinweave.core.facts import Fact, Line
from kinweave.core.spans import Party, Span


class Channel(StrEnum):
    """How the people of a session meet, where the protocol says so."""

    ROOM = "room"
    HOME = "home"
    BEDSIDE = "bedside"
    VIDEO = "video"
    TELEPHONE = "telephone"
    ONLINE = "online"


class Need(StrEnum):
    """What has to be in place before a course can be run with this software.

    A need is a property of the protocol and stays; whether the software answers it is said in `startable`.
    """

    GROUP_SESSIONS = "group-sessions"
    JOINT_SESSIONS = "joint-sessions"
    PARENT_PARTS = "parent-parts"
    CARER_PARTS = "carer-parts"
    GUIDED_MODULES = "guided-modules"
    RHYTHM_LOG = "rhythm-log"
    WARD = "ward"
    OPEN_END = "open-end"
    FOLLOWS_A_COURSE = "follows-a-course"
    CRISIS_TEAM = "crisis-team"


class Portion(Fact):
    """Some of the agreed sessions that are of one kind: eight with the young person, five together."""

    title: Line
    count: Span
    with_whom: tuple[Party, ...] = ("client",)


class OtherMeasure(Fact):
    """A measure used with this protocol that the library does not hold, so it is kept on paper."""

    title: Line
    when: Line
    note: str = ""
