"""Everybody who has no part in Rosa's care tries every page of her course."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.scenes import PASSWORD
from tests.journeys.story import Story
from tests.journeys.visitor import PHONE, Visitor

ABOUT_ROSA = "/work/people/"


def everyone_else_is_refused(told: Story, visit: Callable[..., Visitor]) -> None:
    """A colleague, a therapist of another service, the manager, another client, and Miriam once it is not hers."""
    pages = [path for path in told.miriam.ledger.of("miriam") if told.client_id in path]
    own = [path for path in told.rosa.ledger.of("rosa") if path.startswith("/my/") and has_id(path)]
    assert len(pages) > 30
    assert len(own) > 5
    for name, address in (
        ("colleague", "colleague@northgate.example"),
        ("stranger", "stranger@southgate.example"),
        ("manager", "manager@northgate.example"),
    ):
        somebody = visit(name).sign_in(address, PASSWORD)
        refused(somebody, pages + own)
        somebody.goto("/work/people/", status=404 if name == "manager" else 200).sees_not("Rosa")
    refused(told.rosa_in(), pages)
    refused(another_client(told, visit), pages + own)
    hand_over(told)
    refused(told.miriam_in(), pages)


def refused(somebody: Visitor, pages: list[str]) -> None:
    """As if there were nothing there: 404, the same for every page, and never a word of it."""
    for path in pages:
        answer = somebody.context.request.get(path, max_redirects=0)
        assert answer.status == 404, f"{somebody.who} was answered {answer.status} at {path}"
        assert "Rosa" not in answer.text()


def has_id(path: str) -> bool:
    return any(len(part) == 36 for part in path.split("/"))


def another_client(told: Story, visit: Callable[..., Visitor]) -> Visitor:
    """Callum, of the same therapist."""
    told.miriam_in().goto("/work/people/new/").write("Name", "Callum Pryce").write(
        "number for this person", "N-102"
    )
    told.miriam.write("E-mail address", "callum@example.org").press("Open a record and invite")
    link = told.miriam.field("Invitation link").input_value()
    callum = visit("callum", width=PHONE)
    return (
        callum.goto(link)
        .write("Choose a password", PASSWORD)
        .press("Open my account")
        .at("client:start_step")
    )


def hand_over(told: Story) -> None:
    """Rosa's record passes to a colleague; from then on it is closed to Miriam."""
    miriam = told.record("care/").unfold("Hand Rosa Lind over to a colleague")
    over = miriam.folded("Hand Rosa Lind over")
    over.get_by_role("combobox").select_option(label="Colleague")
    over.get_by_role("checkbox").check()
    miriam.press("Hand over", exact=True, within=over)
