"""The formulation page: evidence laid out, words kept, the client's answer recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.people.models import User
from kinweave.treatment.models import Formulation
from tests.capabilities.treatment import agreeing
from tests.cast import Cast

Signed = Callable[[User], Browser]
FILLED = {
    "statement": "It began when you moved.", "one_line": "Only visiting.", "area": "role-transition",
    "subtype": "role-transition:home", "why_these_areas": "Near the onset.", "version": "0",
}  # fmt: skip


@pytest.fixture
def miriam(cast: Cast, as_user: Signed) -> Browser:
    agreeing.started(cast)
    return as_user(cast.miriam)


def url(cast: Cast, rest: str = "") -> str:
    return f"/work/people/{cast.joanna.id}/formulation/{rest}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_four_areas_lie_side_by_side_with_no_verdict(cast: Cast, miriam: Browser) -> None:
    page = text(miriam.get(url(cast)))
    for name in ("Grief", "Role dispute", "Role transition", "Connecting with others"):
        assert name in page
    assert "deficit" not in page.lower()
    assert "suggested" not in page.lower()
    assert page.count("Nothing chosen yet") == 4


def test_written_shown_and_answered_together(cast: Cast, miriam: Browser) -> None:
    assert miriam.post(url(cast, "write/"), FILLED).status_code == 302
    row = Formulation.objects.get()
    assert (row.areas, row.subtypes) == (["role-transition"], {"role-transition": "home"})
    assert miriam.post(url(cast, "share/"), {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert "Turn the screen" in text(miriam.get(url(cast, "answer/")))
    given = {
        "version": row.version,
        "response": "agrees_with_changes",
        "edit": "It began when I left.",
        "said": "I left.",
    }
    assert miriam.post(url(cast, "answer/"), given).status_code == 302
    page = text(miriam.get(url(cast)))
    assert "<ins>I left.</ins>" in page
    assert "together in the room with Miriam" in page
    assert "“Only visiting.”" in page


def test_the_first_save_as_one_writes_begins_the_version(cast: Cast, miriam: Browser) -> None:
    first = miriam.post(url(cast, "keep/"), {"statement": "It b", "version": "0"})
    said = json.loads(first.content)
    assert (first.status_code, said["saved"]) == (200, "10:00")
    second = miriam.post(url(cast, "keep/"), {"statement": "It began", "version": said["version"]})
    assert second.status_code == 200
    assert Formulation.objects.get().statement == "It began"


def test_a_second_tab_is_sent_to_both_texts_and_nothing_is_lost(cast: Cast, miriam: Browser) -> None:
    row = agreeing.written(cast)
    mine = FILLED | {"version": str(row.version)}
    assert miriam.post(url(cast, "write/"), mine | {"statement": "From the first tab."}).status_code == 302
    kept = miriam.post(url(cast, "keep/"), mine | {"statement": "From the second tab."})
    assert kept.status_code == 409
    assert json.loads(kept.content)["merge"] == url(cast, "write/")
    both = miriam.post(url(cast, "write/"), mine | {"statement": "From the second tab."})
    assert both.status_code == 409
    page = text(both)
    assert "From the first tab." in page
    assert "From the second tab." in page
    now = Formulation.objects.get()
    assert now.statement == "From the first tab."
    assert f'name="version" value="{now.version}"' in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"area": "", "second_area": "grief"}, "main area before a second"),
        ({"second_area": "role-transition"}, "another area here"),
        ({"subtype": "grief:recent"}, "valid choice"),
        ({"area": "grief"}, "belongs to another area"),
        ({"area": "astrology"}, "valid choice"),
        ({"statement": "x" * 20_001}, "longer than 20,000"),
        ({"one_line": "x" * 301}, "under 300 letters"),
        ({"ends_on": "31 February"}, "a day that exists"),
        ({"version": "huge"}, "whole number"),
        ({"people": [str(uuid4())]}, "valid choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_kept_on_the_page(
    cast: Cast, miriam: Browser, wrong: dict[str, Any], says: str
) -> None:
    answer = miriam.post(url(cast, "write/"), FILLED | wrong)
    assert answer.status_code == 422
    page = text(answer)
    assert says in page
    assert "Only visiting." in page or "one_line" in wrong
    assert Formulation.objects.count() == 0


def test_a_form_sent_twice_is_carried_out_once(cast: Cast, miriam: Browser) -> None:
    agreeing.agreed(cast)
    form = {"reason": "Isla", "submission": str(uuid4())}
    assert miriam.post(url(cast, "new/"), form).status_code == 302
    assert miriam.post(url(cast, "new/"), form).status_code == 302
    assert Formulation.objects.count() == 2


def test_showing_it_too_early_says_what_is_missing(cast: Cast, miriam: Browser) -> None:
    miriam.post(url(cast, "write/"), {"statement": "Half", "version": "0"})
    answer = miriam.post(url(cast, "share/"), {"version": Formulation.objects.get().version})
    assert answer.status_code == 422
    assert "please write the problem area, why this area, the one line" in text(answer)


def test_showing_words_that_changed_meanwhile_is_refused(cast: Cast, miriam: Browser) -> None:
    agreeing.written(cast)
    for version in ("1", "", "x", "99"):
        assert miriam.post(url(cast, "share/"), {"version": version}).status_code == 422
    assert Formulation.objects.get().shared_at is None


def test_hostile_words_are_only_words(cast: Cast, miriam: Browser) -> None:
    agreeing.agreed(cast, statement="<script>alert(1)</script>{{ x }}", one_line='"><img src=x>')
    for page in (miriam.get(url(cast)), miriam.get(url(cast, "1/")), miriam.get(url(cast, "write/"))):
        assert b"<script>alert" not in page.content
        assert b"<img" not in page.content


def test_versions_are_read_and_compared(cast: Cast, miriam: Browser) -> None:
    agreeing.agreed(cast)
    agreeing.agreed(cast, reason="Closer", statement="The low mood began when you moved. Much was lost.")
    page = text(miriam.get(url(cast, "1/2/")))
    assert "<ins>" in page
    assert "<del>" in page
    assert "Reason: Closer" in page
    assert miriam.get(url(cast, "9/")).status_code == 404
    assert miriam.get(url(cast, "1/9/")).status_code == 404


def test_a_new_version_is_only_begun_with_a_reason(cast: Cast, miriam: Browser) -> None:
    agreeing.agreed(cast)
    assert miriam.get(url(cast, "write/")).status_code == 302
    assert miriam.post(url(cast, "new/"), {"reason": " "}).status_code == 422
    assert "Change the focus" in text(miriam.get(url(cast, "new/?focus")))


def test_reading_it_leaves_its_mark(cast: Cast, miriam: Browser) -> None:
    miriam.get(url(cast))
    read = Event.objects.filter(act=Act.RECORD_READ, client_id=cast.joanna.id).last()
    assert read is not None
    assert (read.actor_id, read.reason) == (cast.miriam.id, "formulation")


def test_the_supervisor_reads_and_does_not_write(cast: Cast, miriam: Browser, as_user: Signed) -> None:
    agreeing.shared(cast)
    adela = as_user(cast.adela)
    page = text(adela.get(url(cast)))
    assert "Only the therapist writes here" in page
    for rest in ("write/", "new/", "answer/"):
        assert adela.get(url(cast, rest)).status_code == 404
    for rest in ("write/", "keep/", "share/", "answer/", "new/"):
        assert adela.post(url(cast, rest), {"version": "3"}).status_code == 404
