"""Public and hand-made scoring vectors (tests/data/vectors.json): every one must come out."""

import json
from pathlib import Path
from typing import Any

import pytest

from kinweave.core.answers import AnswerError
from kinweave.core.library import load_library
from kinweave.core.outcomes import is_remission, is_response, outcome, pair
from kinweave.core.scoring import Scores, claimed_total_differs, raised_flags, score, unseen_flags

LIBRARY = load_library()
VECTORS = json.loads((Path(__file__).parent.parent / "data" / "vectors.json").read_text())["vectors"]
REFUSALS = {
    "wrong_length": "unknown item",
    "out_of_range": "not an allowed answer",
    "not_integer": "not a whole number",
}
SCORED = [(code, v) for code in ("phq-9", "phq-8", "phq-2", "gad-7", "gad-2") for v in VECTORS[code]]


def answers_of(vector: dict[str, Any]) -> dict[str, Any]:
    given = {str(number): value for number, value in enumerate(vector["answers"]["items"], start=1)}
    return given | {k: v for k, v in vector["answers"].items() if k != "items"}


def found(code: str, answers: dict[str, Any], scores: Scores) -> dict[str, Any]:
    """Everything a vector may state, by the vector's own names."""
    instrument = LIBRARY.instrument(code)
    flags = {flag.code for flag in raised_flags(instrument, answers)}
    cutoff = instrument.main_scale.cutoff()
    syndrome = scores["syndrome"].value if "syndrome" in scores.by_scale else None
    return {
        "valid": True,
        "complete": scores.complete,
        "missing": len(scores.missing),
        "total": scores.value,
        "band": scores.band,
        "prorated_total": scores.prorated,
        "prorated_band": scores.main.prorated_band,
        "caseness": cutoff.reached(scores.value) if cutoff and scores.value is not None else None,
        "si_flag": None if unseen_flags(instrument, answers) else "thoughts-of-death-or-self-harm" in flags,
        "major_depressive_syndrome": syndrome == 2,
        "other_depressive_syndrome": syndrome == 1,
        "phq2": scores["phq-2"].value if "phq-2" in scores.by_scale else None,
    }


@pytest.mark.parametrize(("code", "vector"), SCORED, ids=[v["id"] for _, v in SCORED])
def test_a_scoring_vector_comes_out(code: str, vector: dict[str, Any]) -> None:
    expected, answers = dict(vector["expected"]), answers_of(vector)
    if not expected["valid"]:
        with pytest.raises(AnswerError) as refused:
            score(LIBRARY.instrument(code), answers)
        assert refused.value.reason == REFUSALS[expected["error"]]
        if "item" in expected:
            assert refused.value.item == str(expected["item"])
        return
    scores = score(LIBRARY.instrument(code), answers)
    claimed, mismatch = expected.pop("imported_total", None), expected.pop("total_mismatch", False)
    if claimed is not None:
        assert claimed_total_differs(LIBRARY.instrument(code), answers, claimed) == mismatch
    came_out = found(code, answers, scores)
    assert {key: came_out[key] for key in expected} == expected


def test_there_are_vectors_for_each_instrument() -> None:
    assert {code for code, _ in SCORED} == {"phq-9", "phq-8", "phq-2", "gad-7", "gad-2"}
    assert len(SCORED) >= 40


@pytest.mark.parametrize("vector", VECTORS["nhs-outcome"], ids=lambda v: v["id"])
def test_an_nhs_outcome_vector_comes_out(vector: dict[str, Any]) -> None:
    given, phq, gad = vector["answers"], LIBRARY.instrument("phq-9"), LIBRARY.instrument("gad-7")
    made = outcome(
        [
            pair(phq.main_scale, given["phq9_first"], given["phq9_last"]),
            pair(gad.main_scale, given["gad7_first"], given["gad7_last"]),
        ]
    )
    assert {
        "case_start": made.case_at_start,
        "recovered": made.recovered,
        "reliable_improvement": made.improved,
        "reliable_deterioration": made.deteriorated,
        "reliable_recovery": made.reliably_recovered,
    } == vector["expected"]


@pytest.mark.parametrize(
    "vector",
    [v for v in VECTORS["response-remission"] if v["answers"]["instrument"] == "phq-9"],
    ids=lambda v: v["id"],
)
def test_a_response_vector_comes_out(vector: dict[str, Any]) -> None:
    given, scale = vector["answers"], LIBRARY.instrument("phq-9").main_scale
    assert is_response(scale, given["baseline"], given["current"]) == vector["expected"]["response"]
    assert is_remission(scale, given["current"]) == vector["expected"]["remission"]
