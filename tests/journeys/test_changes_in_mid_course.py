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
    miriam = told.record("formulation/").sees("I lost who I was when we moved")
    begin = miriam.page.get_by_role("button", name="new version").or_(
        miriam.page.get_by_role("link", name="new version")
    )
    print(miriam.outline(), begin.count())
    raise AssertionError


def the_agreement_follows(told: Story) -> None: ...


def both_versions_can_be_read(told: Story) -> None: ...
