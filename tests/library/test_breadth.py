"""What a service would look for by name is there: each condition, age, format, area and instrument has its definition.

The names are those of the therapy's own field: the reviews and manuals that the definitions cite.
"""

from __future__ import annotations

import pytest

from kinweave.core.definitions import Definition
from kinweave.core.instruments import Instrument
from kinweave.core.lessons import Lesson
from kinweave.core.library import load_library
from kinweave.core.problem_areas import ProblemArea
from kinweave.core.protocols import Protocol
from kinweave.core.rhythm import RhythmLog
from kinweave.manual.catalogue import Catalogue
from kinweave.manual.definition_pages import page

LIBRARY = load_library()

AREAS = {
    "grief": "grief",
    "role disputes": "role-dispute",
    "role transitions": "role-transition",
    "connecting with others": "interpersonal-deficits",
}
CONDITIONS = {
    "acute depression": ["ipt", "ipt-brief"],
    "persistent depression": ["ipt-d"],
    "preventing relapse": ["ipt-m"],
    "bipolar disorder": ["ipsrt"],
    "post-traumatic stress": ["ipt-ptsd"],
    "panic": ["ipt-panic"],
    "social anxiety": ["ipt-sad"],
    "bulimia and binge eating": ["ipt-ed", "ipt-g-bed"],
    "depression around a birth": ["ipt-perinatal", "ipt-b-perinatal", "pa-ipt"],
    "bereavement": ["ipt-grief"],
    "medical illness": ["ipt-medical"],
    "borderline personality disorder": ["ipt-bpd"],
    "marital conflict": ["ipt-cm"],
    "suicidal crisis": ["ipt-a-sci"],
    "caregivers and cognitive impairment": ["ipt-ci"],
}
AGES = {
    "children": ["fb-ipt"],
    "adolescents": ["ipt-a", "ipt-ap", "ipt-ast"],
    "adults": ["ipt"],
    "older adults": ["ipt-late-life", "ipt-ci"],
}
FORMATS = {
    "group": ["ipt-group-who", "ipt-group-16", "ipt-g-bed"],
    "couple": ["ipt-cm", "pa-ipt"],
    "ward": ["ipt-inpatient"],
    "telephone or video": ["ipt-tele"],
    "self-guided": ["iipt-self-guided"],
    "blended": ["ipt-blended"],
    "counselling": ["ipc", "ipt-est"],
}
LESSONS = {
    "childhood neglect or abuse, and trauma": "trauma",
    "young people": "for-teenagers",
    "older adults": "for-older-adults",
    "new parents": "new-parents",
    "partners and family": "for-partners-and-family",
    "beside CBT and psychodynamic therapy": "ipt-beside-other-therapies",
}
WITH_TEXT = [
    "phq-9", "phq-8", "phq-2", "gad-7", "gad-2", "pcl-5", "pc-ptsd-5", "k10", "k6", "ces-d", "core-10", "audit-c",
    "ham-d-17", "cgi-s", "cgi-i", "iapt-phobia", "mood-0-10",
]  # fmt: skip
SCORING_ONLY = [
    "bdi-ii", "wsas", "epds", "asrm", "bgq", "c-ssrs", "djg-6", "ede-q", "ede-qs", "lsns-6", "madrs", "mspss",
    "pg-13-r", "phq-a", "qids-sr16", "ucla-3", "who-5",
]  # fmt: skip
PROTOCOLS = [
    (name, code) for table in (CONDITIONS, AGES, FORMATS) for name, codes in table.items() for code in codes
]


def shown(definition: Definition) -> str:
    """The page of a definition in the manual."""
    return page(Catalogue(LIBRARY), definition).text


@pytest.mark.parametrize(("name", "code"), PROTOCOLS, ids=[f"{a}-{b}" for a, b in PROTOCOLS])
def test_every_condition_age_and_format_has_a_protocol_with_a_page(name: str, code: str) -> None:
    protocol = LIBRARY.get(Protocol, code)
    text = shown(protocol)
    assert protocol.title in text
    assert protocol.population.text in text


@pytest.mark.parametrize(("name", "code"), list(AREAS.items()))
def test_every_problem_area_has_its_page_under_the_clients_name(name: str, code: str) -> None:
    area = LIBRARY.get(ProblemArea, code)
    assert name.casefold().rstrip("s") in f"{area.title} {area.client_label}".casefold()
    assert area.client_label in shown(area)


@pytest.mark.parametrize("code", WITH_TEXT)
def test_an_instrument_that_may_ship_has_its_items_on_its_page(code: str) -> None:
    instrument = LIBRARY.get(Instrument, code)
    text = shown(instrument)
    assert all(item.text for item in instrument.items)
    assert instrument.title in text


@pytest.mark.parametrize("code", SCORING_ONLY)
def test_an_instrument_that_may_not_ship_scores_without_a_word_of_its_text(code: str) -> None:
    instrument = LIBRARY.get(Instrument, code)
    assert not [
        item.code for item in instrument.items if item.text and "Words of this project" not in item.note
    ]
    assert instrument.title in shown(instrument)


def test_the_daily_rhythm_is_logged_in_our_own_words() -> None:
    log = LIBRARY.get(RhythmLog, "rhythm-log")
    assert log.title in shown(log)


@pytest.mark.parametrize(("name", "code"), list(LESSONS.items()))
def test_people_find_words_about_their_own_lives(name: str, code: str) -> None:
    lesson = LIBRARY.get(Lesson, code)
    assert lesson.title in shown(lesson)
