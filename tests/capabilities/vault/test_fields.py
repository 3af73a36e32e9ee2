"""Words of a client are sealed under her own key, in their own place (S-20, S-21)."""

from __future__ import annotations

import pytest
from django.db import connection

from kinweave.people.models import Client
from kinweave.vault import keys
from kinweave.vault.crypto import Unreadable
from kinweave.vault.fields import Sealed
from kinweave.vault.models import ClientKey
from tests.cast import Cast


def raw_name(client: Client) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_client WHERE code = %s", [client.code])
        return bytes(cursor.fetchone()[0])


def test_what_was_written_can_be_read_back(cast: Cast) -> None:
    assert Client.objects.get(pk=cast.joanna.pk).name == "Joanna Hale"


def test_the_database_holds_no_word_of_it(cast: Cast) -> None:
    assert b"Joanna" not in raw_name(cast.joanna)


def test_words_moved_to_another_clients_row_cannot_be_read(cast: Cast) -> None:
    Client.objects.filter(pk=cast.callum.pk).update(name=Sealed(raw_name(cast.joanna)))
    with pytest.raises(Unreadable):
        _ = Client.objects.get(pk=cast.callum.pk).name


def test_words_moved_to_another_field_cannot_be_read(cast: Cast) -> None:
    Client.objects.filter(pk=cast.joanna.pk).update(pronouns=Sealed(raw_name(cast.joanna)))
    with pytest.raises(Unreadable):
        _ = Client.objects.get(pk=cast.joanna.pk).pronouns


def test_every_flipped_byte_is_noticed(cast: Cast) -> None:
    sealed = raw_name(cast.joanna)
    for place in range(len(sealed)):
        flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        Client.objects.filter(pk=cast.joanna.pk).update(name=Sealed(flipped))
        with pytest.raises(Unreadable):
            _ = Client.objects.get(pk=cast.joanna.pk).name


def test_empty_words_are_sealed_and_stay_different_from_none(cast: Cast) -> None:
    assert Client.objects.get(pk=cast.joanna.pk).pronouns == ""


def test_a_sealed_field_cannot_be_searched_or_updated_in_clear(cast: Cast) -> None:
    with pytest.raises(TypeError, match="sealed"):
        Client.objects.filter(pk=cast.joanna.pk).update(name="Joanna")


def test_words_are_gone_with_their_key(cast: Cast) -> None:
    ClientKey.objects.filter(pk=cast.joanna.pk).delete()
    fresh = Client.objects.get(pk=cast.joanna.pk)
    keys._open.set({})
    with pytest.raises(keys.KeyDestroyed):
        _ = fresh.name


def test_fifty_names_cost_two_queries(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    keys._open.set({})
    with django_assert_num_queries(2):
        clients = list(Client.objects.all())
        keys.open_for(client.id for client in clients)
        assert {client.name for client in clients} == {"Joanna Hale", "Callum Pryce"}
