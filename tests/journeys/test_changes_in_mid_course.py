"""A change of focus and of the agreement in mid-course: explicit, dated, agreed by the client, with what was kept."""

from __future__ import annotations

import pytest

from tests.journeys.story import Story, friday

pytestmark = pytest.mark.browser


def test_focus_and_agreement_change_and_what_was_before_stays(under_way: Story) -> None:
    under_way.at(friday(4), 11)
    under_way.miriam_in()
    under_way.rosa_in()
    the_focus_changes(under_way)
    the_agreement_follows(under_way)
    both_versions_can_be_read(under_way)


def the_focus_changes(told: Story) -> None:
    """A second version, with its reason; the first stays in force until Rosa has said yes."""
    miriam = told.record("formulation/").follow("Change the focus").sees("choose the other area in it")
    miriam.write("Why a new version", "The quarrel with Tom has come to the front.").press(
        "Begin the new version"
    )
    miriam.finds(
        "One line, in the client", "I lost who I was when we moved"
    )  # it starts from the words before
    miriam.choose("A conflict with someone important", "Problem area")
    miriam.write("One line, in the client", "Tom and I no longer hear each other")
    miriam.write("Why this area", "Every dip of the last weeks follows a row.").press("Save", exact=True)
    told.record().sees("I lost who I was when we moved")
    told.record("formulation/").press("Show it to the client")
    told.rosa.goto("/my/plan/formulation/").sees("Tom and I no longer hear each other")
    told.rosa.choose("yes, this is it").press("Send my answer")
    told.record().sees("Tom and I no longer hear each other", "Role dispute")


def the_agreement_follows(told: Story) -> None:
    """The agreement gets a dated change for both to sign; then four more sessions, with their reason."""
    miriam = told.record("agreement/").sees("Version 2")
    miriam.choose("I have read this").press("Sign for myself").sees("It waits for the client")
    told.rosa.goto("/my/").follow("Read the agreement").choose("I have read").press("Sign")
    told.rosa.sees("A conflict with someone important")
    miriam = told.record("agreement/").follow("Change the agreement")
    miriam.choose("16 sessions").write("Why", "Two areas of life at once need more time.").press(
        "Save", exact=True
    )
    miriam.choose("I have read this").press("Sign for myself")
    told.rosa.goto("/my/").follow("Read the agreement").choose("I have read").press("Sign")
    told.rosa.goto("/my/").sees("of 16")
    told.record("sessions/").sees("of 16")


def both_versions_can_be_read(told: Story) -> None:
    """What was agreed first still stands, word for word and with its date."""
    told.record("formulation/1/").sees("I lost who I was when we moved")
    told.record("formulation/1/2/").sees(
        "Tom and I no longer hear each other", "I lost who I was when we moved"
    )
    told.record("agreement/1/").sees("12")
    told.record("agreement/3/").sees("16")
