"""What a hurried implementer gets wrong with one instrument or another, and what must come out instead."""

from typing import Any

import pytest

from kinweave.core.answers import points_by_value
from kinweave.core.instruments import Instrument
from kinweave.core.outcomes import change_in_words, pair
from kinweave.core.scoring import raised_flags, score, unseen_flags
from tests.core.published import library


def it(code: str) -> Instrument:
    return library().instrument(code)


def numbered(*values: int | None) -> dict[str, int | None]:
    return {str(number): value for number, value in enumerate(values, start=1)}


def flags(code: str, answers: dict[str, Any]) -> dict[str, str]:
    return {flag.code: flag.tier for flag in raised_flags(it(code), answers)}


def test_all_that_may_ship_ships_and_all_that_may_not_has_no_words() -> None:
    codes = {each.code: each for each in library().all(Instrument)}
    shipped = {"pcl-5", "pc-ptsd-5", "k10", "k6", "ces-d", "core-10", "audit-c", "ham-d-17", "cgi-s", "cgi-i"}
    shipped |= {"iapt-phobia", "phq-9", "phq-8", "phq-2", "gad-7", "gad-2", "mood-0-10"}
    silent = {"wsas", "epds", "asrm", "who-5", "mspss", "ucla-3", "djg-6", "lsns-6", "qids-sr16", "ede-q"}
    silent |= {"ede-qs", "pg-13-r", "bgq", "phq-a", "c-ssrs", "madrs"}
    assert {code for code, each in codes.items() if each.has_text} == shipped
    assert silent <= {code for code, each in codes.items() if each.why_no_text}
    forbidden = {"iip-32", "sas-sr", "wai-sr", "srs", "ors", "gaf", "audit", "srm-5", "stanley-brown"}
    assert not forbidden & set(codes)


def test_core_10_comes_with_its_notice_and_the_right_words() -> None:
    core = it("core-10")
    assert "CC BY-ND 4.0" in core.licence
    assert core.notice.startswith("CORE-10 (c) CORE System Trust")
    assert core.item("8").text == "I have felt despairing or hopeless"
    assert [item.code for item in core.items if item.reversed] == ["2", "3"]


@pytest.mark.parametrize(
    ("code", "item", "words"),
    [
        (
            "ces-d",
            "3",
            "I felt that I could not shake off the blues even with help from my family or friends",
        ),
        (
            "pcl-5",
            "10",
            "Blaming yourself or someone else for the stressful experience or what happened after it?",
        ),
        ("k6", "6", "worthless?"),
        ("k10", "7", "depressed?"),
        ("audit-c", "3", "How often did you have six or more drinks on one occasion in the past year?"),
    ],
)
def test_the_words_are_those_that_several_sources_agree_on(code: str, item: str, words: str) -> None:
    assert it(code).item(item).text == words


def test_the_k6_is_not_the_first_six_items_of_the_k10() -> None:
    six = [item.text for item in it("k6").items]
    assert six != [item.text for item in it("k10").items[:6]]
    assert "depressed?" not in six


def test_a_pcl_5_of_33_and_the_pattern_of_clusters_are_two_things() -> None:
    many = numbered(*[3] * 5, 1, 1, *[3] * 6, 0, 0, 0, 0, 0, 0, 0)
    few = numbered(2, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0)
    assert score(it("pcl-5"), many).value == 35
    assert score(it("pcl-5"), many)["pattern"].value == 0
    assert score(it("pcl-5"), few).value == 12
    assert score(it("pcl-5"), few)["pattern"].value == 1


def test_the_pcl_5_states_no_bands_and_names_each_cutoff_and_change() -> None:
    scale = it("pcl-5").main_scale
    assert scale.bands is None
    assert [(cut.framework, cut.at_least) for cut in scale.cutoffs][:2] == [
        ("National Center for PTSD", 33),
        ("NHS Talking Therapies", 32),
    ]
    change = scale.reliable_change()
    assert change is not None
    assert (change.points, change.status) == (10, "U"), "never five"


def test_zero_on_the_pc_ptsd_5_says_why() -> None:
    none = score(it("pc-ptsd-5"), {"gate": 0})
    without = score(it("pc-ptsd-5"), {"gate": 1} | numbered(0, 0, 0, 0, 0))
    assert (none.value, without.value) == (0, 0)
    assert none["exposure"].band == "no such event reported"
    assert without["exposure"].band == "such an event reported"


def test_answers_after_a_closed_gate_add_nothing() -> None:
    assert score(it("pc-ptsd-5"), {"gate": 0} | numbered(1, 1, 1, 1, 1)).value == 0


def test_two_answers_of_the_audit_c_count_nothing_and_stay_apart() -> None:
    points = points_by_value(it("audit-c"), "2")
    texts = {o.value: o.text for o in it("audit-c").options_of("2") if points[o.value] == 0}
    assert sorted(texts.values(), key=str) == ["1 or 2", "None, I do not drink"]
    assert len(texts) == 2


def test_after_never_the_other_questions_of_the_audit_c_are_not_missing() -> None:
    assert score(it("audit-c"), {"1": 0}).value == 0
    assert score(it("audit-c"), {"1": 2}).missing == ("2", "3")


def test_the_ham_d_takes_weight_by_history_or_by_measurement_never_twice() -> None:
    rest = {str(n): 0 for n in [*range(1, 16), 17]}
    assert score(it("ham-d-17"), rest | {"16a": 2}).value == 2
    assert score(it("ham-d-17"), rest | {"16b": 1}).value == 1
    assert score(it("ham-d-17"), rest | {"16a": 2, "16b": 2}).value == 2
    assert score(it("ham-d-17"), rest | {"16a": 3}).value == 0, "not assessed counts nothing"
    assert score(it("ham-d-17"), rest | {"16a": 3, "16b": 2}).value == 2
    assert score(it("ham-d-17"), rest).missing == ("16a",)


def test_not_assessed_gives_no_clinical_global_impression() -> None:
    for code in ("cgi-s", "cgi-i"):
        assert score(it(code), {"1": 0}).value is None
        assert score(it(code), {"1": 4}).value == 4


def test_work_that_does_not_apply_is_not_prorated_and_can_still_be_compared() -> None:
    wsas = it("wsas")
    working = score(wsas, {"work-applies": 1} | numbered(8, 4, 4, 4, 4))
    not_working = score(wsas, {"work-applies": 0} | numbered(None, 4, 4, 4, 4))
    assert (working.value, not_working.value) == (24, 16)
    assert not_working.prorated is None
    assert not_working["work"].band == "work does not apply: of 32"
    assert working["other-four"].value == not_working["other-four"].value == 16


def test_all_first_and_all_last_boxes_of_the_epds() -> None:
    assert score(it("epds"), numbered(*[0] * 10)).value == 21
    assert score(it("epds"), numbered(*[3] * 10)).value == 9


@pytest.mark.parametrize(
    ("code", "answers", "raised"),
    [
        ("epds", {"10": 2}, {"thoughts-of-self-harm": "next-working-day"}),
        ("epds", {"10": 1}, {"thoughts-of-self-harm": "today"}),
        ("core-10", {"6": 1}, {"plans-to-end-life": "today"}),
        ("core-10", {"6": 4}, {"plans-to-end-life": "now"}),
        ("qids-sr16", {"12": 1}, {"thoughts-of-death-or-self-harm": "next-working-day"}),
        ("ham-d-17", {"3": 1}, {}),
        ("ham-d-17", {"3": 2}, {"thoughts-of-suicide": "next-working-day"}),
        ("ham-d-17", {"3": 4}, {"thoughts-of-suicide": "today"}),
        ("madrs", {"10": 4}, {"thoughts-of-suicide": "today"}),
        ("pcl-5", {"16": 3}, {"risk-taking": "next-session"}),
        ("phq-a", {"attempt-ever": 1}, {"attempt-ever": "next-working-day"}),
        ("asrm", {"1": 4, "2": 2}, {"possible-hypomania": "today"}),
        ("c-ssrs", {"2": 1, "5": 1}, {"thoughts-of-suicide": "next-working-day", "plan-and-intent": "now"}),
        ("c-ssrs", {"6-recent": 1}, {"behaviour-past-3-months": "now"}),
    ],
)
def test_a_flag_is_read_from_its_item_on_an_unfinished_form(
    code: str, answers: dict[str, Any], raised: dict[str, str]
) -> None:
    assert flags(code, answers) == raised
    assert score(it(code), answers).value is None


def test_a_flag_whose_item_is_missing_is_unseen_and_not_a_no() -> None:
    for code in ("epds", "core-10", "qids-sr16", "madrs"):
        assert {flag.code for flag in unseen_flags(it(code), {})} == {flag.code for flag in it(code).flags}


def test_the_qids_adds_nine_domains_and_twins_are_not_missing() -> None:
    qids = it("qids-sr16")
    assert score(qids, numbered(*[3] * 16)).value == 27
    answers = numbered(*[1] * 16)
    assert score(qids, answers | {"7": None, "9": None}).missing == ()
    assert score(qids, answers | dict.fromkeys("6789")).missing == ("6", "8")
    assert score(qids, answers | dict.fromkeys("6789")).value is None
    assert score(qids, answers | dict.fromkeys("12")).value == 9


def test_the_global_ede_q_is_the_mean_of_its_scales_and_item_8_is_in_two() -> None:
    rated = dict.fromkeys([str(n) for n in [*range(1, 13), *range(19, 29)]], 0)
    made = score(it("ede-q"), rated | {"8": 6})
    assert (made["shape"].value, made["weight"].value) == (0.75, 1.2)
    assert made.value == pytest.approx((0.75 + 1.2) / 4)


def test_the_pg_13_r_needs_thirty_points_a_year_and_impairment() -> None:
    tens = {str(n): 3 for n in range(3, 13)}
    for loss, year, impairment, met in ((1, 1, 1, 1), (0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 0, 0)):
        answers = tens | {"1": loss, "2": year, "13": impairment}
        assert score(it("pg-13-r"), answers)["pattern"].value == met
    assert score(it("pg-13-r"), tens).value == 30, "ten items are added, not eleven"
    assert score(it("pg-13-r"), tens)["pattern"].value is None


def test_one_missing_answer_is_allowed_in_the_loneliness_total_only() -> None:
    most = {"emotional-1": 1, "emotional-2": 1, "emotional-3": 1, "social-1": 3, "social-2": 3}
    made = score(it("djg-6"), most)
    assert (made.value, made["emotional"].value, made["social"].value) == (5, 3, None)
    del most["emotional-1"]
    assert score(it("djg-6"), most).value is None


def test_the_asrm_refuses_the_other_coding_and_prorates_one_missing_answer() -> None:
    assert points_by_value(it("asrm"), "1").keys() == {0, 1, 2, 3, 4}
    assert score(it("asrm"), numbered(2, 1, 1, 1, None)).prorated == 6.3
    assert score(it("asrm"), numbered(2, 1, 1, None, None)).prorated is None


@pytest.mark.parametrize("code", ["who-5", "mspss", "lsns-6"])
def test_where_higher_is_better_all_scales_say_so(code: str) -> None:
    assert all(scale.higher_is_better for scale in it(code).scales)


def test_a_change_is_worded_in_the_sense_of_the_measure() -> None:
    who, mspss = it("who-5").main_scale, it("mspss").main_scale
    assert (
        change_in_words(pair(who, 40, 52)) == "up 12 since the start: more than chance change, for the better"
    )
    assert (
        change_in_words(pair(who, 52, 40))
        == "down 12 since the start: more than chance change, for the worse"
    )
    assert change_in_words(pair(mspss, 3, 4)) == "up 1 since the start (higher is better here)"


def test_poor_well_being_is_reached_from_below() -> None:
    cut = it("who-5").main_scale.cutoff("poor well-being")
    assert cut is not None
    assert [cut.reached(value) for value in (48, 52)] == [True, False]


def test_what_was_not_read_in_a_source_is_marked() -> None:
    bgq = it("bgq").main_scale
    assert bgq.scoring is not None
    assert (bgq.scoring.status, bgq.cutoffs[0].status) == ("U", "U")
    assert [c.status for c in it("k6").main_scale.cutoffs] == ["U"]
    triage = it("c-ssrs").main_scale.scoring
    assert triage is not None
    assert triage.status == "U"
