"""The check-in in the client's own language."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client as Browser
from django.urls import reverse

from kinweave.people import actions as people
from kinweave.people.models import User
from tests.capabilities.measures.asking import waiting
from tests.cast import Cast
from tests.portals.client import first_pages


def test_a_question_in_german_says_so_to_those_who_have_it_read_aloud(
    cast: Cast, as_user: Callable[[User], Browser]
) -> None:
    first_pages.read_by_joanna(cast)
    people.save_contact_details(client=cast.joanna, values={"language": "de"}, by=cast.joanna_user)
    asked, phone = waiting(cast.course), as_user(cast.joanna_user)
    page = phone.get(reverse("client:question", args=[asked.id]) + "?item=1").text
    assert '<fieldset class="question" lang="de">' in page
    assert "Wenig Interesse oder Freude" in page
    everything = phone.get(reverse("client:all_questions", args=[asked.pk])).text
    assert 'lang="de"' in everything
    assert "Sehr stark erschwert" in everything
