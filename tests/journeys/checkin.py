"""Answering questions on the phone."""

from __future__ import annotations

from tests.journeys.visitor import Visitor


def answer_one_by_one(visitor: Visitor, *answers: int) -> Visitor:
    """One question a screen; each answer is saved before the next is shown."""
    for position, answer in enumerate(answers, start=1):
        visitor.sees(f"Question {position} of" if position < len(answers) else "One more question")
        visitor.page.get_by_role("radio").nth(answer).check()
        visitor.press(
            "Send my answers" if visitor.one("button", "Send my answers").count() else "Next question"
        )
    return visitor


def answer_all(visitor: Visitor, *answers: int) -> Visitor:
    """All on one page, in the order they stand in."""
    questions = visitor.page.get_by_role("group").filter(has=visitor.page.get_by_role("radio"))
    for position, answer in enumerate(answers):
        questions.nth(position).get_by_role("radio").nth(answer).check()
    return visitor.press("Send my answers")


def check_in(visitor: Visitor, phq: tuple[int, ...], gad: tuple[int, ...]) -> Visitor:
    """What is asked before a session, from the client's first page to the thanks."""
    visitor.goto("/my/").press("Begin").at("client:question").follow("See all questions on one page")
    answer_all(visitor, *phq)
    if gad:
        visitor.sees("Question 1 of 7").follow("See all questions on one page")
        answer_all(visitor, *gad)
    return visitor.at("client:thanks")
