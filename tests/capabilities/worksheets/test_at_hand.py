"""Which worksheets are offered where."""

from kinweave.core.problem_areas import ProblemArea
from kinweave.shelf.queries import library
from kinweave.worksheets.queries.entries import at_hand, for_areas


def test_at_hand_are_the_worksheets_the_areas_name_in_their_order_each_once() -> None:
    dispute, change = (library().get(ProblemArea, code) for code in ("role-dispute", "role-transition"))
    codes = [sheet.code for sheet in at_hand([dispute.code, change.code])]
    assert codes == list(dict.fromkeys((*dispute.worksheets, *change.worksheets)))


def test_before_an_area_is_agreed_those_that_serve_any_are_at_hand() -> None:
    found = at_hand([])
    assert found
    assert all(not sheet.areas for sheet in found)
    assert found == for_areas(())


def test_no_client_begins_what_belongs_to_the_hour_by_themselves() -> None:
    written_alone = {sheet.code for sheet in for_areas(["role-dispute"]) if sheet.filled_by != "therapist"}
    assert "i-statements" in written_alone
    assert not written_alone & {"crisis-days", "joint-meeting"}
