"""Which protocols of the library a course can be opened with today, and what the others still wait for."""

from kinweave.core.protocols import Format, Protocol
from kinweave.core.variants import Need

FORMATS_NOT_YET: dict[Format, Need] = {
    Format.GROUP: Need.GROUP_SESSIONS,
    Format.COUPLE: Need.JOINT_SESSIONS,
    Format.FAMILY: Need.JOINT_SESSIONS,
    Format.INDIVIDUAL_WITH_PARENT: Need.PARENT_PARTS,
    Format.INDIVIDUAL_WITH_CARER: Need.CARER_PARTS,
    Format.INPATIENT: Need.WARD,
    Format.BLENDED: Need.GUIDED_MODULES,
    Format.SELF_GUIDED: Need.GUIDED_MODULES,
}
"""Formats that need something the software does not do yet; one that is not here can be run."""

NOT_YET: dict[Need, str] = {
    Need.GROUP_SESSIONS: "sessions of a group",
    Need.JOINT_SESSIONS: "sessions with two people",
    Need.PARENT_PARTS: "the parents' part",
    Need.GUIDED_MODULES: "modules worked through alone",
    Need.WARD: "treatment on a ward",
    Need.CRISIS_TEAM: "a crisis team's weeks of close contact",
}
"""Needs the software does not answer yet, in words. Take a line out when it does."""


def waits_for(protocol: Protocol) -> tuple[str, ...]:
    """What is missing before a course of this protocol can be opened, in words; empty when nothing is."""
    of_format = FORMATS_NOT_YET.get(protocol.format)
    needs = dict.fromkeys((*((of_format,) if of_format else ()), *protocol.needs))
    return tuple(NOT_YET[need] for need in needs if need in NOT_YET)


def startable(protocol: Protocol) -> bool:
    """True when a therapist can open a course of this protocol: one to one, weekly, with an adult."""
    return not waits_for(protocol)


def startable_with_a_newcomer(protocol: Protocol) -> bool:
    """True when it can be somebody's first course here; maintenance begins after one that was finished."""
    return startable(protocol) and not protocol.follows_a_course
