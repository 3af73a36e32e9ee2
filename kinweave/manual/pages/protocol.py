"""The page of a protocol: the whole of it, with its tasks, as one text that a clinician can sign."""

from collections.abc import Iterator

from kinweave.core.protocols import Phase, PhaseKind, Protocol, Routing
from kinweave.core.startable import waits_for
from kinweave.manual import markdown as md
from kinweave.manual import standing
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.pages import phase, protocol_after
from kinweave.manual.words import counted, first_capital, said, schedule, span

ACTIONS = ("urgent_care", "do_not_start", "do_not_start_alone", "tell_and_offer")
"""What findings lead to, the most urgent first."""


def lines(catalogue: Catalogue, it: Protocol) -> Iterator[str]:
    """Everything the definition says, from the first question to what may follow the ending."""
    yield from md.fields(_facts(it))
    yield from _glance(it)
    yield from _before(it)
    for number, each in enumerate(it.phases, start=1):
        yield from phase.lines(catalogue, number, each)
    yield from _session(it)
    yield from _areas(catalogue, it)
    yield from _measures(catalogue, it)
    yield from protocol_after.lines(catalogue, it)


def _facts(it: Protocol) -> Iterator[tuple[str, str]]:
    yield "For whom", f"{md.plain(it.population.text)} {standing.of(it.population)}"
    yield "A client reads", md.plain(it.client_title)
    channels = f" ({', '.join(said(each) for each in it.channels)})" if it.channels else ""
    yield "Format", md.plain(said(it.format) + channels)
    if it.group_size:
        yield "Group", f"{span(it.group_size, 'people')} {standing.of(it.group_size)}"
    presets = f"; offered first: {', '.join(map(str, it.sessions.presets))}"
    note = f". {md.plain(it.sessions.note)}" if it.sessions.note else ""
    yield "Sessions", f"{span(it.sessions, 'sessions')}{presets}{note} {standing.of(it.sessions)}"
    yield "Rhythm", f"{md.plain(it.cadence.text)} {standing.of(it.cadence)}"
    for change in it.cadence.changes:
        days = f"from session {change.from_session} on, {counted(change.days_between, 'day', 'days')} between"
        yield "Change of rhythm", f"{days} {md.plain(change.note)} {standing.of(change)}"
    yield "A session lasts", f"{span(it.minutes, 'minutes')} {standing.of(it.minutes)}"
    yield "Family", f"{md.code(it.family)}: a client has at most one active course of it"
    yield "In this program", _run(it)


def _run(it: Protocol) -> str:
    waits = waits_for(it)
    if not waits and it.follows_a_course:
        return "a course can be started after one of the same family that was finished, from its page"
    if not waits:
        return "a course can be started"
    return md.mark(f"a course cannot be started yet; it waits for {', '.join(waits)}", "verify")


def _glance(it: Protocol) -> Iterator[str]:
    yield from md.heading("At a glance")
    yield from md.table(
        ("Phase", "Length", "Complete when"),
        (
            (
                md.plain(each.title),
                _length(it, each),
                md.plain("; ".join(check.title for check in each.checks if check.required))
                or "nothing is required",
            )
            for each in it.phases
        ),
    )
    for part in it.make_up:
        whom = ", ".join(said(each) for each in part.with_whom)
        yield f"- {md.plain(part.title)}: {span(part.count, 'sessions')}, with {md.plain(whom)} {standing.of(part)}"
    for meeting in it.meetings:
        optional = ", if wanted" if meeting.optional else ""
        count = span(meeting.count, "meetings")
        yield f"- {md.plain(meeting.title)}: {count} {meeting.when} the sessions{optional} {standing.of(meeting)}"


def _length(it: Protocol, each: Phase) -> str:
    if each.length:
        return span(each.length, "sessions")
    if each.kind is PhaseKind.ENDING:
        return f"the last {it.ending.at_least} to {it.ending.at_most} sessions"
    return "the sessions between"


def _before(it: Protocol) -> Iterator[str]:
    yield from md.heading("Before the start: what this protocol does not answer alone")
    if not it.routing:
        yield from md.paragraph(
            "The file names nothing. That is no statement that nothing speaks against it."
        )
    for action in ACTIONS:
        found = [each for each in it.routing if each.action == action]
        if found:
            yield from md.heading(first_capital(said(action)), 3)
            yield from md.bullets(_route(each) for each in found)
    if it.needs:
        needs = ", ".join(said(each) for each in it.needs)
        yield from md.paragraph(f"**Must be in place:** {md.plain(needs)}.")


def _route(each: Routing) -> str:
    lifted = ", ".join(said(name) for name in each.lifted_by)
    unless = f" May start with: {md.plain(lifted)}." if lifted else ""
    return f"**{md.plain(each.title)}** → {md.plain(each.to)}. {md.plain(each.reason)}{unless} {standing.of(each)}"


def _session(it: Protocol) -> Iterator[str]:
    if it.arc:
        yield from md.heading("The course of a session")
        yield from md.table(
            ("Minutes", "What", "What is done", "Standing"),
            (
                (f"{a.from_minute} to {a.to_minute}", md.plain(a.title), md.plain(a.do), standing.of(a))
                for a in it.arc
            ),
        )
    yield from md.heading("Between sessions")
    others = [said(each) for each in it.steps.allowed if each != it.steps.default]
    also = f" The service may also choose: {'; '.join(others)}." if others else ""
    yield from md.paragraph(
        f"{md.plain(first_capital(said(it.steps.default)))}.{md.plain(also)} {standing.of(it.steps)}"
    )


def _areas(catalogue: Catalogue, it: Protocol) -> Iterator[str]:
    yield from md.heading("Problem areas")
    most = counted(it.areas_at_most, "area", "areas")
    yield from md.paragraph(f"A course works on {most} at most, chosen from:")
    yield from md.bullets(catalogue.link("problem-area", code) for code in it.problem_areas)


def _measures(catalogue: Catalogue, it: Protocol) -> Iterator[str]:
    yield from md.heading("Measures")
    rows = [
        (
            " or ".join(catalogue.link("instrument", code) for code in each.instruments),
            md.plain("; or ".join(schedule(when) for when in (each.schedule, *each.also_allowed))),
            md.plain(said(each.completed_by)),
            "yes" if each.required else "if wanted",
            md.plain(each.note),
            standing.of(each),
        )
        for each in it.measures
    ]
    rows += [
        (md.plain(each.title), md.plain(each.when), "on paper", "", md.plain(each.note), standing.of(each))
        for each in it.other_measures
    ]
    yield from md.table(("Measure", "When", "Answered by", "Part of it", "Remarks", "Standing"), rows)
