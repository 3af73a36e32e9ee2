"""A protocol's page holds the whole protocol, so that signing it means something."""

from __future__ import annotations

import pytest

from kinweave.core.library import load_library
from kinweave.core.protocols import Protocol
from kinweave.core.startable import waits_for
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.markdown import plain

PROTOCOLS = load_library().all(Protocol)


def test_the_reference_protocol_reads_like_the_manuals(pages: dict[str, str]) -> None:
    page = pages["protocols/ipt"]
    assert "Adults with a depressive episode that is neither psychotic nor bipolar" in page
    assert ":Sessions: 12 to 20 sessions, usually 16; offered first: 12, 16, 20." in page
    assert "| Initial phase | 1 to 4 sessions, usually 3 |" in page
    assert "| Ending | the last 2 to 4 sessions |" in page
    assert "- Agreement signed [WMK2000, MARK\\_PH]{.source}" in page
    assert "1. **Safety and suitability**" in page
    alone = page.split("### Do not start with this alone\n")[1].split("\n### ")[0]
    assert (
        "**Bipolar I without a mood stabiliser** → A prescriber; the rhythm form of IPT with medication."
        in alone
    )
    assert "May start with: prescriber note." in alone
    assert (
        page.index("### Urgent care first")
        < page.index("### Do not start\n")
        < page.index("### Tell the client")
    )
    assert "Patient Health Questionnaire-9](/instruments/phq-9.md) | before every session" in page
    assert ":MARK2006: Markowitz JC." in page


def test_tasks_stand_in_their_order_with_what_they_leave(pages: dict[str, str], catalogue: Catalogue) -> None:
    page, protocol = pages["protocols/ipt"], next(each for each in PROTOCOLS if each.code == "ipt")
    titles = [catalogue.tasks[code][1].title for code in protocol.phase("initial").tasks]
    places = [page.index(f". **{plain(title)}**") for title in titles]
    assert places == sorted(places)
    assert "Leaves: Suitability record, safety record" in page


@pytest.mark.parametrize("it", PROTOCOLS, ids=lambda it: it.code)
def test_nothing_of_a_protocol_is_left_out(it: Protocol, pages: dict[str, str], catalogue: Catalogue) -> None:
    page = pages[f"protocols/{it.code}"]
    said = [it.population.text, it.cadence.text, it.ending.text, it.client_title, *it.sources.values()]
    said += [text for phase in it.phases for text in (phase.title, phase.client_title, phase.note)]
    said += [check.title for phase in it.phases for check in phase.checks]
    said += [note for phase in it.phases for note in phase.task_notes.values()]
    said += [text for rule in it.rules for text in (rule.title, rule.condition, rule.then)]
    said += [text for route in it.routing for text in (route.title, route.to, route.reason)]
    said += [text for step in it.arc for text in (step.title, step.do)]
    said += [each.title for each in it.make_up] + [each.title for each in it.meetings]
    said += [each.title for each in it.other_measures]
    said += [change.note for change in it.cadence.changes] + [measure.note for measure in it.measures]
    if it.maintenance:
        said += [it.maintenance.text, *it.maintenance.cautions]
    for phase in it.phases:
        for task in (catalogue.tasks[code][1] for code in phase.tasks):
            said += [task.title, task.therapist, task.client, task.yields]
    missing = [text for text in said if plain(text) not in page]
    assert missing == []


@pytest.mark.parametrize("it", PROTOCOLS, ids=lambda it: it.code)
def test_remarks_and_areas_are_there_and_the_page_says_whether_it_runs(
    it: Protocol, pages: dict[str, str]
) -> None:
    page = pages[f"protocols/{it.code}"]
    assert all(plain(each.text)[1:] in page for each in it.remarks)
    assert all(plain(each)[1:] in page for each in it.notes)
    assert all(f"(/problem-areas/{code}.md)" in page for code in it.problem_areas)
    assert ("cannot be started yet" in page) == bool(waits_for(it))
