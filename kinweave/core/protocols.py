"""A protocol: one variant of IPT as a file a clinician can sign off.

Phases are ranges with completion checks, never a fixed list of numbered steps (IPT-UK, Stages of IPT;
Markowitz 2006). Everything the course engine needs is here; everything it does with it is in `course`.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from kinweave.core.definitions import Code, Part
from kinweave.core.facts import Fact, Line, Name, Prose, Referenced, Statement, refuse_repeated
from kinweave.core.spans import AtLeastOne, Count, Party, Share, Span
from kinweave.core.tasks import Task
from kinweave.core.variants import Channel, Need, OtherMeasure, Portion


class Format(StrEnum):
    """Who is in the room, or what stands in for a room."""

    INDIVIDUAL = "individual"
    INDIVIDUAL_WITH_PARENT = "individual-with-parent"
    INDIVIDUAL_WITH_CARER = "individual-with-carer"
    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"
    INPATIENT = "inpatient"
    BLENDED = "blended"
    SELF_GUIDED = "self-guided"
    TELEPHONE = "telephone"


class PhaseKind(StrEnum):
    """What a phase is for; the engine treats `ending` specially and reads the rest in order."""

    PREPARATION = "preparation"
    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"
    MAINTENANCE = "maintenance"


class When(StrEnum):
    """How often a measure falls due. What is kept every day is a log: it is read, not asked, at a session."""

    BEFORE_EVERY_SESSION = "before_every_session"
    EVERY_DAY = "every_day"
    EVERY_WEEK = "every_week"
    EVERY_N_SESSIONS = "every_n_sessions"
    START_MID_END = "start_mid_end"
    START_END = "start_end"
    START = "start"
    END = "end"


class SessionCount(Span):
    """Agreed number of sessions: the range, and the numbers offered first."""

    presets: tuple[AtLeastOne, ...]

    @model_validator(mode="after")
    def _presets_lie_inside(self) -> Self:
        if self.typical not in self.presets:
            raise ValueError("the typical number must be one of the presets")
        if self.min < 1 or not all(self.min <= preset <= self.max for preset in self.presets):
            raise ValueError("every preset must lie between min and max, and min be at least 1")
        return self


class CadenceChange(Fact):
    """From this session on, another number of days lies between sessions."""

    from_session: AtLeastOne
    days_between: AtLeastOne
    note: str = ""


class Cadence(Fact):
    """Days between sessions, and how that may change (twice weekly at first, tapering at the end)."""

    days_between: AtLeastOne
    text: Line
    changes: tuple[CadenceChange, ...] = ()


class Check(Fact):
    """Something that must have happened before a phase counts as complete."""

    code: Name
    title: Line
    required: bool = True


class Phase(Fact):
    """A stretch of the course. `length` in sessions; a middle phase without one takes what is left.

    `repeats` says that its tasks are the arc of every session rather than a list to get through.
    `task_notes` adds a remark to a task for this protocol only.
    """

    code: Code
    kind: PhaseKind
    title: Line
    client_title: Line
    length: Span | None = None
    optional: bool = False
    repeats: bool = False
    with_whom: tuple[Party, ...] = ("client",)
    checks: tuple[Check, ...] = ()
    tasks: tuple[Code, ...] = ()
    task_notes: dict[Code, str] = {}
    note: str = ""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        refuse_repeated(tuple(check.code for check in self.checks), "checks")
        refuse_repeated(self.tasks, "tasks")
        if strange := sorted(set(self.task_notes) - set(self.tasks)):
            raise ValueError(f"task_notes speaks of {strange[0]}, which is not among the tasks")
        return self


class Ending(Fact):
    """The ending opens itself when this share of the agreed sessions is left, within the two bounds."""

    share: Share
    at_least: AtLeastOne
    at_most: AtLeastOne
    text: Prose

    @model_validator(mode="after")
    def _bounds_rise(self) -> Self:
        if self.at_least > self.at_most:
            raise ValueError("at_least must not be more than at_most")
        return self


class Maintenance(Fact):
    """What may follow the ending. `protocol` names the maintenance variant where there is one."""

    text: Prose
    protocol: Code | None = None
    days_between: AtLeastOne | None = None
    cautions: tuple[Prose, ...] = ()


class Schedule(Part):
    """When a measure falls due; `every` only for `every_n_sessions`."""

    when: When
    every: AtLeastOne | None = None

    @model_validator(mode="after")
    def _number_belongs_to_every_n(self) -> Self:
        if (self.when is When.EVERY_N_SESSIONS) != (self.every is not None):
            raise ValueError("every belongs to every_n_sessions, which needs it, and to nothing else")
        return self


class Measure(Fact):
    """An instrument of the protocol, or a choice of several (the first is the one proposed)."""

    instruments: tuple[Code, ...] = Field(min_length=1)
    schedule: Schedule
    also_allowed: tuple[Schedule, ...] = ()
    required: bool = True
    completed_by: Literal["client", "therapist", "parent"] = "client"
    note: str = ""


class Rule(Fact):
    """A point at which people decide. It lays out inputs and choices and decides nothing itself.

    `thresholds` are the numbers it quotes (fractions or points, as their names say): editable, with
    the standing of the rule.
    """

    code: Name
    title: Line
    at: Literal[
        "half_of_sessions", "session", "any_time", "every_score", "choosing_the_area", "last_session",
        "before_the_start", "forming_the_group", "missed_sessions",
    ]  # fmt: skip
    at_session: AtLeastOne | None = None
    condition: Prose
    then: Prose
    choices: tuple[Name, ...] = ()
    thresholds: dict[Name, float] = {}

    @model_validator(mode="after")
    def _session_is_numbered(self) -> Self:
        if (self.at == "session") != (self.at_session is not None):
            raise ValueError('at_session belongs to at = "session", which needs it')
        return self


class Routing(Fact):
    """A finding that this protocol does not answer alone, and where it leads instead.

    `lifted_by` names records that make the start possible after all (for instance a prescriber's note).
    """

    finding: Name
    title: Line
    action: Literal["urgent_care", "do_not_start", "do_not_start_alone", "tell_and_offer"]
    to: Line
    reason: Prose
    lifted_by: tuple[Name, ...] = ()


class ArcStep(Fact):
    """One stretch of a session, in minutes from its start."""

    from_minute: Count
    to_minute: AtLeastOne
    title: Line
    do: Prose


class Steps(Fact):
    """How steps between sessions are put to the client."""

    default: Literal["none", "invited", "assigned"]
    allowed: tuple[Literal["none", "invited", "assigned"], ...]

    @model_validator(mode="after")
    def _default_is_allowed(self) -> Self:
        if self.default not in self.allowed:
            raise ValueError("the default must be one of the allowed ways")
        return self


class Drift(Fact):
    """When to remind softly: no agreed formulation by this session; the focus untouched this often."""

    formulation_by_session: AtLeastOne
    untouched_sessions: AtLeastOne


class Meeting(Fact):
    """A meeting beside the numbered sessions (pre-group, mid-group, parents alone)."""

    code: Code
    title: Line
    when: Literal["before", "middle", "after"]
    count: Span
    with_whom: tuple[Party, ...] = ("client",)
    optional: bool = True


class Protocol(Referenced):
    """One variant of IPT. A client has at most one active course in each `family`.

    `make_up` divides the agreed sessions by kind, `remarks` say what a reader should know of the evidence
    and where sources differ, `needs` what must be in place beyond weekly sessions with one adult.
    """

    family: Code
    client_title: Line
    population: Statement
    format: Format
    sessions: SessionCount
    cadence: Cadence
    minutes: Span
    problem_areas: tuple[Code, ...] = Field(min_length=1)
    areas_at_most: AtLeastOne = 2
    phases: tuple[Phase, ...]
    meetings: tuple[Meeting, ...] = ()
    measures: tuple[Measure, ...] = ()
    rules: tuple[Rule, ...] = ()
    routing: tuple[Routing, ...] = ()
    arc: tuple[ArcStep, ...] = ()
    steps: Steps
    drift: Drift
    ending: Ending
    maintenance: Maintenance | None = None
    notes: tuple[Prose, ...] = ()
    channels: tuple[Channel, ...] = ()
    group_size: Span | None = None
    make_up: tuple[Portion, ...] = ()
    other_measures: tuple[OtherMeasure, ...] = ()
    remarks: tuple[Statement, ...] = ()
    needs: tuple[Need, ...] = ()

    @model_validator(mode="after")
    def _phases_make_a_course(self) -> Self:
        kinds = [phase.kind for phase in self.phases]
        if kinds.count(PhaseKind.ENDING) != 1:
            raise ValueError("a protocol has exactly one ending phase")
        ending = kinds.index(PhaseKind.ENDING)
        if PhaseKind.INITIAL not in kinds[:ending]:
            raise ValueError("a protocol has an initial phase before its ending")
        for phase in self.phases[: ending - 1]:
            if phase.length is None:
                raise ValueError(f"the phase {phase.code} needs a length in sessions")
        return self

    @model_validator(mode="after")
    def _codes_differ(self) -> Self:
        refuse_repeated(tuple(phase.code for phase in self.phases), "phases")
        refuse_repeated(tuple(rule.code for rule in self.rules), "rules")
        refuse_repeated(tuple(route.finding for route in self.routing), "routings")
        refuse_repeated(self.problem_areas, "problem areas")
        refuse_repeated(self.needs, "needs")
        return self

    @model_validator(mode="after")
    def _portions_fit_the_sessions(self) -> Self:
        least, most = (sum(getattr(each.count, end) for each in self.make_up) for end in ("min", "max"))
        if self.make_up and not least <= self.sessions.typical <= most:
            raise ValueError(
                f"the kinds in make_up add up to {least} to {most} sessions, not to the typical number"
            )
        return self

    @model_validator(mode="after")
    def _arc_fills_the_session(self) -> Self:
        reached = 0
        for step in self.arc:
            if step.from_minute != reached or step.to_minute <= reached:
                raise ValueError(f"the arc step {step.title} must begin at minute {reached} and end later")
            reached = step.to_minute
        if self.arc and reached != self.minutes.typical:
            raise ValueError(f"the arc ends at minute {reached}, a session lasts {self.minutes.typical}")
        return self

    def phase(self, code: str) -> Phase:
        """The phase of that code. Raises KeyError when there is none."""
        for phase in self.phases:
            if phase.code == code:
                return phase
        raise KeyError(code)

    @property
    def open_end(self) -> bool:
        """True when the agreement names a session to look at it together again, not a last one."""
        return Need.OPEN_END in self.needs

    @property
    def follows_a_course(self) -> bool:
        """True when it begins only after a course that was finished, as maintenance does."""
        return Need.FOLLOWS_A_COURSE in self.needs

    @property
    def with_carer(self) -> bool:
        """True when the person who cares for the client has a part: heard alone, and seen together."""
        return self.format is Format.INDIVIDUAL_WITH_CARER

    @property
    def ending_phase(self) -> Phase:
        """The one phase of kind `ending`."""
        return next(phase for phase in self.phases if phase.kind is PhaseKind.ENDING)

    def rule(self, code: str) -> Rule | None:
        """The decision rule of that code, if this protocol has it."""
        return next((rule for rule in self.rules if rule.code == code), None)


def routes(
    protocol: Protocol, findings: Collection[str], records: Collection[str] = ()
) -> tuple[Routing, ...]:
    """What stands in the way of starting, most urgent first; empty when nothing does.

    `findings` are the names ticked in the suitability review, `records` those that may lift a route.
    """
    order = ["urgent_care", "do_not_start", "do_not_start_alone", "tell_and_offer"]
    found = [
        route
        for route in protocol.routing
        if route.finding in findings and not set(route.lifted_by) & set(records)
    ]
    return tuple(sorted(found, key=lambda route: order.index(route.action)))


def may_start(protocol: Protocol, findings: Collection[str], records: Collection[str] = ()) -> bool:
    """True when nothing found forbids starting; things to tell the client about do not."""
    return all(route.action == "tell_and_offer" for route in routes(protocol, findings, records))


def broken_references(
    protocol: Protocol, *, tasks: Mapping[str, Task], areas: Collection[str], protocols: Collection[str]
) -> tuple[str, ...]:
    """Names this protocol uses that the library does not hold, as sentences; empty when all is well."""
    wrong = [f"there is no problem area {area}" for area in protocol.problem_areas if area not in areas]
    for phase in protocol.phases:
        wrong += [
            f"the phase {phase.code} names the task {code}, which no file defines"
            for code in phase.tasks
            if code not in tasks
        ]
    after = protocol.maintenance.protocol if protocol.maintenance else None
    if after and after not in protocols:
        wrong.append(f"maintenance names the protocol {after}, which the library does not hold")
    return tuple(wrong)
