"""The client's plan: answering, signing, rating and writing on the phone, without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils.html import escape

from kinweave.core.course import Stage
from kinweave.people.models import User
from kinweave.treatment.actions import agreement as agreements
from kinweave.treatment.actions import formulation as formulations
from kinweave.treatment.models import Agreement, Formulation, Goal, GoalRating, StayingWellPlan
from kinweave.treatment.queries.goals import open_goals
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

Signed = Callable[[User], Browser]


@pytest.fixture
def joanna(cast: Cast, as_user: Signed) -> Browser:
    agreeing.started(cast)
    return as_user(cast.joanna_user)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_unshown_formulation_is_not_there_for_her(cast: Cast, joanna: Browser) -> None:
    agreeing.written(cast)
    page = text(joanna.get("/my/plan/formulation/"))
    assert agreeing.WORDS["statement"] not in page
    assert "Nothing has been written yet" in page


def test_she_reads_it_without_what_is_for_therapists_only(cast: Cast, joanna: Browser) -> None:
    agreeing.shared(
        cast, areas=["interpersonal-deficits"], subtypes={}, vulnerability_background="Early losses", why_these_areas="No onset event"
    )  # fmt: skip
    page = text(joanna.get("/my/plan/formulation/"))
    assert agreeing.WORDS["statement"] in page
    assert "Connecting with others" in page
    for hidden in ("deficit", "Early losses", "No onset event"):
        assert hidden not in page
    assert "Read it and answer" in text(joanna.get("/my/plan/"))


def test_the_words_she_changed_are_read_clean_and_the_change_stands_folded_beside_them(
    cast: Cast, joanna: Browser
) -> None:
    row = agreeing.shared(cast)
    mine = f"{row.statement} And I left."
    assert "What you changed" not in text(joanna.get("/my/plan/formulation/"))
    given = {"version": row.version, "response": "agrees", "edit": mine, "said": ""}
    assert joanna.post("/my/plan/formulation/", given).status_code == 302
    page = text(joanna.get("/my/plan/formulation/"))
    assert f"{escape(mine)}”</blockquote>" in page
    folded = page[page.index("<summary>What you changed") :]
    assert "<ins>" in folded
    assert "<ins>" not in page[: page.index("<summary>What you changed")]


@pytest.mark.parametrize("response", ["agrees", "not_yet", "disagrees"])
def test_her_own_answer_is_taken_in_her_words(cast: Cast, joanna: Browser, response: str) -> None:
    row = agreeing.shared(cast)
    given = {"version": row.version, "response": response, "edit": row.statement, "said": "Nearly."}
    assert joanna.post("/my/plan/formulation/", given).status_code == 302
    row.refresh_from_db()
    assert (row.client_response, row.client_said, row.answered_by) == (response, "Nearly.", cast.joanna_user)


def test_an_answer_without_a_choice_keeps_her_words(cast: Cast, joanna: Browser) -> None:
    row = agreeing.shared(cast)
    answer = joanna.post("/my/plan/formulation/", {"version": row.version, "said": "Hm, well."})
    assert answer.status_code == 422
    assert "Hm, well." in text(answer)
    assert "Please choose one answer" in text(answer)


def test_when_the_words_changed_under_her_she_reads_them_again(cast: Cast, joanna: Browser) -> None:
    row = agreeing.shared(cast)
    given = {"version": row.version, "response": "agrees", "said": "Yes."}
    formulations.write(
        formulation=row, values={"statement": "Other words."}, seen=row.version, by=cast.miriam
    )
    answer = joanna.post("/my/plan/formulation/", given)
    assert answer.status_code == 409
    assert "Other words." in text(answer)
    assert "Yes." in text(answer)
    assert Formulation.objects.get().client_response == ""


def test_an_answer_to_nothing_leads_back_to_how_it_stands(cast: Cast, joanna: Browser) -> None:
    agreeing.agreed(cast)
    assert joanna.post("/my/plan/formulation/", {"version": "1", "response": "disagrees"}).status_code == 302
    assert Formulation.objects.get().client_response == "agrees"


def test_she_signs_on_her_own_account_after_reading(cast: Cast, joanna: Browser) -> None:
    agreeing.agreed(cast)
    row = agreeing.drafted(cast)
    assert "no agreement to read yet" in text(joanna.get("/my/plan/agreement/"))
    agreements.sign(agreement=row, seen=row.version, by=cast.miriam)
    assert "To have one person here" in text(joanna.get("/my/plan/agreement/"))
    assert joanna.post("/my/plan/agreement/", {"version": "1"}).status_code == 422
    form = {"version": "1", "agrees": "on", "submission": str(uuid4())}
    assert joanna.post("/my/plan/agreement/", form).status_code == 302
    assert joanna.post("/my/plan/agreement/", form).status_code == 302
    row.refresh_from_db()
    assert (row.client_signed_by, row.is_in_force) == (cast.joanna_user, True)
    assert Agreement.objects.count() == 1
    again = joanna.post("/my/plan/agreement/", {"version": "1", "agrees": "on"})
    assert again.status_code == 422
    assert "nothing to sign now" in text(again)


def test_she_does_not_sign_words_that_changed_since(cast: Cast, joanna: Browser) -> None:
    agreeing.agreed(cast)
    row = agreeing.drafted(cast)
    row = agreements.write(agreement=row, values={"sessions": 16}, seen=1, by=cast.miriam)
    agreements.sign(agreement=row, seen=row.version, by=cast.miriam)
    answer = joanna.post("/my/plan/agreement/", {"version": "1", "agrees": "on"})
    assert answer.status_code == 409
    assert "read them again" in text(answer)
    row.refresh_from_db()
    assert row.client_signed_at is None


def test_she_rates_her_goals(cast: Cast, joanna: Browser) -> None:
    agreeing.under_way(cast)
    first, second = open_goals(cast.course)
    assert joanna.post("/my/plan/goals/", {}).status_code == 422
    wrong = joanna.post("/my/plan/goals/", {f"rating_{first.id}": "11", f"note_{first.id}": "Rang Kate"})
    assert wrong.status_code == 422
    assert "Rang Kate" in text(wrong)
    given = {f"rating_{first.id}": "4", f"note_{first.id}": "Rang Kate", f"note_{second.id}": "not marked"}
    assert joanna.post("/my/plan/goals/", given).status_code == 302
    assert "4 now" in text(joanna.get("/my/plan/"))
    assert GoalRating.objects.filter(goal=second).count() == 0


def test_another_clients_goal_cannot_be_rated(cast: Cast, joanna: Browser, as_user: Signed) -> None:
    agreeing.under_way(cast)
    goal = Goal.objects.earliest("created_at", "id")
    before = GoalRating.objects.count()
    as_user(cast.callum_user).post("/my/plan/goals/", {f"rating_{goal.id}": "9"})
    assert GoalRating.objects.count() == before


def test_her_plan_is_written_on_the_phone_row_by_row(cast: Cast, joanna: Browser) -> None:
    given = {
        "version": "0", "my_first_signs-text": ["Awake", "  ", "Missing choir"],
        "my_first_signs-how_long_before": ["two weeks", "", ""], "hard_dates-on": ["2027-06-19"],
        "hard_dates-text": ["A year since"], "people_to_tell-person": ["Kate"], "people_to_tell-telephone": ["1"],
        "people_to_tell-what_to_ask": ["Come"], "keep_going_sleep": "Bed by eleven",
    }  # fmt: skip
    assert joanna.post("/my/plan/staying-well/edit/", given).status_code == 302
    plan = StayingWellPlan.objects.get()
    assert [each["text"] for each in plan.my_first_signs] == ["Awake", "Missing choir"]
    page = text(joanna.get("/my/plan/staying-well/"))
    assert "19 June 2027" in page
    assert "Bed by eleven" in page
    assert "Missing choir" in text(joanna.get("/my/plan/staying-well/edit/"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"hard_dates-on": ["31.2.2027"], "hard_dates-text": ["x"]}, "a day that exists"),
        ({"self_check_every_weeks": "often"}, "whole number"),
        ({"what_helped-text": ["x"] * 41}, "Keep to 40 lines"),
        ({"trigger_situations-text": ["y" * 501]}, "under 500 letters"),
        ({"got_better": "z" * 20_001}, "longer than 20,000"),
        ({"version": ""}, "required"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    cast: Cast, joanna: Browser, wrong: dict[str, Any], says: str
) -> None:
    given = {"version": "0", "keep_going_sleep": "Bed by eleven"} | wrong
    answer = joanna.post("/my/plan/staying-well/edit/", given)
    assert answer.status_code == 422
    assert says in text(answer)
    assert "Bed by eleven" in text(answer)
    assert StayingWellPlan.objects.count() == 0


def test_on_two_devices_nothing_is_lost(cast: Cast, joanna: Browser) -> None:
    joanna.post("/my/plan/staying-well/edit/", {"version": "0", "got_better": "From the phone"})
    both = joanna.post("/my/plan/staying-well/edit/", {"version": "0", "got_better": "From the laptop"})
    assert both.status_code == 409
    assert "From the phone" in text(both)
    assert "From the laptop" in text(both)
    merged = {"version": "1", "got_better": "From the phone and the laptop"}
    assert joanna.post("/my/plan/staying-well/edit/", merged).status_code == 302


def test_it_stays_hers_to_read_change_and_print_after_the_end(cast: Cast, joanna: Browser) -> None:
    agreeing.under_way(cast)
    cast.course.stage = Stage.FINISHED
    cast.course.save(update_fields=["stage"])
    assert (
        joanna.post("/my/plan/staying-well/edit/", {"version": "0", "got_better": "I sing"}).status_code
        == 302
    )
    assert "I sing" in text(joanna.get("/my/plan/staying-well/"))
    paper = joanna.get("/my/plan/staying-well.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="my-plan.pdf"'
    goal = Goal.objects.earliest("created_at", "id")
    assert joanna.post("/my/plan/goals/", {f"rating_{goal.id}": "9"}).status_code == 302
    assert not GoalRating.objects.filter(goal=goal, rating=9).exists()


def test_hostile_words_are_only_words(cast: Cast, joanna: Browser) -> None:
    bad = "<script>x</script>"
    given = {
        "version": "0", "got_better": bad, "my_first_signs-text": [bad], "my_first_signs-how_long_before": [bad],
        "people_to_tell-person": [bad], "people_to_tell-telephone": ['"><b>'], "people_to_tell-what_to_ask": [bad],
    }  # fmt: skip
    assert joanna.post("/my/plan/staying-well/edit/", given).status_code == 302
    for path in ("/my/plan/staying-well/", "/my/plan/staying-well/edit/"):
        page = joanna.get(path).content
        assert b"<script>x" not in page
        assert b'"><b>' not in page


def test_a_client_without_a_course_finds_an_empty_plan_and_nothing_behind_it(
    cast: Cast, as_user: Signed
) -> None:
    callum = as_user(cast.callum_user)
    assert "will stand here, from the first sessions on" in text(callum.get("/my/plan/"))
    for part in ("formulation", "agreement", "goals", "staying-well"):
        assert callum.get(f"/my/plan/{part}/").status_code == 404
