"""Scoring vectors (tests/data/vectors.json) of every instrument beyond PHQ and GAD: each must come out."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kinweave.core.answers import AnswerError
from kinweave.core.columns import answer_column, score_columns
from kinweave.core.instruments import Instrument
from kinweave.core.outcomes import is_remission, is_response
from kinweave.core.scales import band_of
from kinweave.core.scoring import flag_points, raised_flags, score
from tests.core.published import library

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "vectors.json").read_text())["vectors"]
REFUSALS = {"out_of_range": "not an allowed answer", "unknown_option": "not an allowed answer"}
DJG = {"yes": 1, "more or less": 2, "no": 3}
CODES = (
    "pcl-5", "pc-ptsd-5", "k10", "k6", "ces-d", "core-10", "audit-c", "ham-d-17", "wsas", "epds", "who-5",
    "mspss", "qids-sr16", "asrm", "djg-6", "iapt-phobia",
)  # fmt: skip
SCORED = [(code, v) for code in CODES for v in VECTORS[code]]

Answers = dict[str, Any]


def instrument(code: str) -> Instrument:
    return library().instrument(code)


def numbered(values: list[Any]) -> Answers:
    return {str(number): value for number, value in enumerate(values, start=1)}


def answers_of(code: str, given: Answers) -> Answers:
    """Answers as the definition names them, from the way the vectors of this instrument are written."""
    match code:
        case "pc-ptsd-5":
            return {"gate": given["gate"]} | numbered(given["items"])
        case "wsas":
            return {"work-applies": int(not given["work_na"])} | numbered(given["items"])
        case "audit-c":
            return audit_c(given["items"])
        case "ham-d-17":
            values = numbered(given["items"])
            return {"16a" if key == "16" else key: value for key, value in values.items()}
        case "djg-6":
            return djg_6(given["answers"], given["keys"])
        case "iapt-phobia":
            return dict(zip(("social", "agoraphobia", "specific"), given["items"], strict=True))
        case "core-10" if "items_scored" in given:
            values = numbered(given["items_scored"])
            return values | {key: 4 - values[key] for key in ("2", "3")}
        case _:
            [values] = given.values()
            return numbered(values)


def audit_c(chosen: str) -> Answers:
    """Stored values of the options by their words; words that are no option become a value that is none."""
    answers: Answers = {}
    for code, words in zip("123", chosen.split("|"), strict=True):
        values = {option.text: option.value for option in instrument("audit-c").options_of(code)}
        answers[code] = values.get(words, 99) if words else None
    return answers


def djg_6(chosen: list[str | None], keys: list[str]) -> Answers:
    seen = {"E": 0, "S": 0}
    answers: Answers = {}
    for words, key in zip(chosen, keys, strict=True):
        seen[key] += 1
        kind = "emotional" if key == "E" else "social"
        answers[f"{kind}-{seen[key]}"] = None if words is None else DJG[words]
    return answers


def reached(code: str, framework: str, value: float | None, scale: str | None = None) -> bool | None:
    it = instrument(code)
    cutoff = (it.scale(scale) if scale else it.main_scale).cutoff(framework)
    assert cutoff is not None, f"{code} has a cut-off by {framework}"
    return None if value is None else cutoff.reached(value)


def found(code: str, answers: Answers) -> dict[str, Any]:
    """Everything a vector may state of these answers, by the vectors' own names."""
    it = instrument(code)
    scores = score(it, answers)
    flags = {flag.code for flag in raised_flags(it, answers)}
    value, band = scores.value, scores.band
    first = it.main_scale.cutoff()
    common: dict[str, Any] = {
        "valid": True,
        "complete": scores.complete,
        "missing": len(scores.missing),
        "total": value,
        "band": band,
        "caseness": first.reached(value) if first and value is not None else None,
    }
    values = {each.scale: each.value for each in scores}
    own = OWN.get(code)
    return common | (own(values, flags, answers) if own else {})


def _pcl(values: Answers, flags: set[str], answers: Answers) -> Answers:
    names = {"B": "intrusion", "C": "avoidance", "D": "cognition-mood", "E": "arousal"}
    pattern = values["pattern"]
    return {
        "subscales": {letter: values[name] for letter, name in names.items()},
        "caseness_33": reached("pcl-5", "National Center for PTSD", values["total"]),
        "provisional_ptsd": None if pattern is None else pattern == 1,
    }


def _pc_ptsd(values: Answers, flags: set[str], answers: Answers) -> Answers:
    return {
        "positive_at_4": reached("pc-ptsd-5", "Bovin 2021", values["total"]),
        "positive_at_3": reached("pc-ptsd-5", "Bovin 2021, women", values["total"]),
        "reason": "exposed_no_symptoms" if values["exposure"] else "no_exposure",
    }


def _core(values: Answers, flags: set[str], answers: Answers) -> Answers:
    made = score(instrument("core-10"), answers)
    return {
        "clinical_score": values["total"],
        "risk_flag": "plans-to-end-life" in flags,
        "prorated": made.prorated,
        "prorated_band": made.main.prorated_band,
    }


def _audit(values: Answers, flags: set[str], answers: Answers) -> Answers:
    return {
        "positive_men": reached("audit-c", "VA, men", values["total"]),
        "positive_women": reached("audit-c", "VA, women", values["total"]),
        "points_only_from_item1": bool(values["total"]) and values["amounts"] == 0,
    }


def _ham_d(values: Answers, flags: set[str], answers: Answers) -> Answers:
    scale, total = instrument("ham-d-17").main_scale, values["total"]
    other = None if total is None else band_of(scale.other_bands[0].bands, total)
    return {
        "si_flag": "thoughts-of-suicide" in flags,
        "remission": None if total is None else is_remission(scale, total),
        "band_camcops": other.label if other else None,
    }


def _who(values: Answers, flags: set[str], answers: Answers) -> Answers:
    return {
        "raw": values["raw"],
        "percent": values["total"],
        "poor_wellbeing": reached("who-5", "poor well-being", values["total"]),
        "percent_le_28": reached("who-5", "likely depression", values["total"]),
    }


def _mspss(values: Answers, flags: set[str], answers: Answers) -> Answers:
    keys = {"family", "friends", "sum"}
    return {key: values[key] for key in keys} | {"significant_other": values["significant-other"]}


OWN = {
    "pcl-5": _pcl,
    "pc-ptsd-5": _pc_ptsd,
    "core-10": _core,
    "audit-c": _audit,
    "ham-d-17": _ham_d,
    "who-5": _who,
    "mspss": _mspss,
    "k10": lambda v, f, a: {"us_total_0_40": v["total-from-zero"]},
    "wsas": lambda v, f, a: {"max": 40 if v["work"] else 32},
    "epds": lambda v, f, a: {
        "possible_10": reached("epds", "possible depression", v["total"]),
        "likely_13": reached("epds", "likely depression", v["total"]),
        "self_harm_flag": "thoughts-of-self-harm" in f,
    },
    "qids-sr16": lambda v, f, a: {"si_flag": "thoughts-of-death-or-self-harm" in f},
    "asrm": lambda v, f, a: {"possible_mania": reached("asrm", "Altman 1997", v["total"])},
    "djg-6": lambda v, f, a: {"emotional": v["emotional"], "social": v["social"]},
    "iapt-phobia": lambda v, f, a: {
        "total": None,
        "case": [reached("iapt-phobia", "IAPT Data Handbook", v[s], s) for s in v],
    },
}


@pytest.mark.parametrize(("code", "vector"), SCORED, ids=[v.get("id") for _, v in SCORED])
def test_a_scoring_vector_comes_out(code: str, vector: dict[str, Any]) -> None:
    expected = {k: v for k, v in vector["expected"].items() if k != "note"}
    if expected.get("error") == "wrong_length":
        assert_another_version_is_refused(code, vector["answers"]["items"])
        return
    answers = answers_of(code, vector["answers"])
    if expected.get("valid") is False:
        with pytest.raises(AnswerError) as refused:
            score(instrument(code), answers)
        assert refused.value.reason == REFUSALS[expected["error"]]
        assert refused.value.item == str(expected["item"])
        return
    came_out = found(code, answers)
    assert {key: came_out[key] for key in expected} == expected


def assert_another_version_is_refused(code: str, items: list[int]) -> None:
    """A form with fewer items is no form of this instrument: no file of it is read, no total comes of it."""
    assert score(instrument(code), numbered(items)).value is None
    with pytest.raises(KeyError, match="pcl-5 needs the columns 18, 19, 20"):
        score_columns(instrument(code), {k: answer_column([v]) for k, v in numbered(items).items()})


@pytest.mark.parametrize(("code", "vector"), SCORED, ids=[v.get("id") for _, v in SCORED])
def test_a_column_of_vectors_says_the_same(code: str, vector: dict[str, Any]) -> None:
    if vector["expected"].get("valid") is False:
        return
    it, answers = instrument(code), answers_of(code, vector["answers"])
    columns = {each: answer_column([answers.get(each)]) for each in it.answer_codes}
    for each in score(it, answers):
        [value] = score_columns(it, columns, scale=each.scale).values.tolist()
        assert (None if np.isnan(value) else value) == each.value, each.scale


def test_every_group_of_vectors_is_used() -> None:
    elsewhere = {"phq-9", "phq-8", "phq-2", "gad-7", "gad-2", "nhs-outcome", "response-remission"}
    assert set(VECTORS) == {*CODES, *elsewhere}


@pytest.mark.parametrize(
    "vector",
    [v for v in VECTORS["response-remission"] if v["answers"]["instrument"] == "ham-d-17"],
    ids=lambda v: v["id"],
)
def test_a_response_vector_of_the_ham_d_comes_out(vector: dict[str, Any]) -> None:
    given, scale = vector["answers"], instrument("ham-d-17").main_scale
    expected = vector["expected"]
    if "response" in expected:
        assert is_response(scale, given["baseline"], given["current"]) == expected["response"]
    if "remission" in expected:
        assert is_remission(scale, given["current"]) == expected["remission"]


@pytest.mark.parametrize(
    ("code", "item", "value", "points"), [("epds", "10", 3, 0), ("epds", "10", 0, 3), ("core-10", "6", 1, 1)]
)
def test_a_flag_looks_at_points_not_at_boxes(code: str, item: str, value: int, points: int) -> None:
    it = instrument(code)
    assert flag_points(it, it.flags[0], {item: value}) == points
    assert bool(raised_flags(it, {item: value})) == (points > 0)
