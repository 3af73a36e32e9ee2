"""The master key is changed while the service runs: nothing becomes unreadable, and the old key wraps nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from kinweave.audit.acts import Act
from kinweave.audit.models import Event
from kinweave.commands import init
from kinweave.commands.preflight import findings
from kinweave.commands.vault import rotate
from kinweave.core import key_files
from kinweave.people import actions as people
from kinweave.people.models import Client
from kinweave.vault import actions as vault
from kinweave.vault import crypto, keys
from kinweave.vault.models import ClientKey
from tests.cast import Cast


@pytest.fixture
def own_keys(tmp_path: Path, settings, cast: Cast) -> Path:
    """The keys of the cast in a folder of this test alone."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in key_files.NAMES:
        key_files.write(folder / name, key_files.require(settings.KEYS_DIR, name))
    settings.KEYS_DIR = folder
    keys._open.set({})
    return folder


def name_of(client: Client) -> str:
    """The name as another request would read it."""
    keys._open.set({})
    return str(Client.objects.get(pk=client.pk).name)


def remembering(folder: Path, key: bytes) -> None:
    """From now on this is a process that read its master key before the change."""
    keys._masters[folder] = key


def test_after_a_change_every_name_reads_as_before_under_another_key(cast: Cast, own_keys: Path) -> None:
    before = key_files.require(own_keys, "vault.key")
    rotate()
    assert key_files.require(own_keys, "vault.key") != before
    assert name_of(cast.joanna) == "Joanna Hale"
    row = ClientKey.objects.get(pk=cast.joanna.pk)
    with pytest.raises(crypto.Unreadable):
        keys.unwrap(row.client_id, row.wrapped, before)
    assert Event.objects.filter(act=Act.KEY_ROTATED).count() == 1


def test_a_process_that_runs_on_with_the_old_key_notices_the_change(cast: Cast, own_keys: Path) -> None:
    old = key_files.require(own_keys, "vault.key")
    rotate()
    remembering(own_keys, old)
    assert name_of(cast.joanna) == "Joanna Hale"
    remembering(own_keys, old)
    with keys.kept_open():
        keys.open_for([cast.joanna.pk, cast.callum.pk])
        assert Client.objects.get(pk=cast.callum.pk).name == "Callum Pryce"


def test_a_client_who_comes_to_such_a_process_gets_a_key_under_the_new_one(
    cast: Cast, own_keys: Path
) -> None:
    old = key_files.require(own_keys, "vault.key")
    rotate()
    remembering(own_keys, old)
    new = people.add_client(service=cast.service, code="N-009", name="Ines Carvalho", by=cast.miriam)
    row = ClientKey.objects.get(pk=new.pk)
    assert keys.unwrap(row.client_id, row.wrapped, key_files.require(own_keys, "vault.key"))
    assert name_of(new) == "Ines Carvalho"


def changed_but_not_moved(own_keys: Path) -> None:
    """Killed after the database changed and before the new key took its place."""
    new = crypto.new_key()
    key_files.write(own_keys / keys.WAITING, new)
    vault.rewrap(old=key_files.require(own_keys, "vault.key"), new=new)


def test_killed_before_the_key_took_its_place_the_service_reads_on_and_the_command_completes_it(
    cast: Cast, own_keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed_but_not_moved(own_keys)
    assert name_of(cast.joanna) == "Joanna Hale"
    assert any("kinweave vault rotate" in each.words for each in findings() if each.stops)
    rotate()
    assert "completed" in capsys.readouterr().err
    assert not (own_keys / keys.WAITING).exists()
    keys.forget_master()
    assert name_of(cast.joanna) == "Joanna Hale"


def test_killed_before_the_database_changed_the_new_key_is_thrown_away(
    cast: Cast, own_keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = key_files.require(own_keys, "vault.key")
    key_files.write(own_keys / keys.WAITING, crypto.new_key())
    rotate()
    assert "undone" in capsys.readouterr().err
    assert key_files.require(own_keys, "vault.key") == before
    assert name_of(cast.joanna) == "Joanna Hale"


def test_with_a_wrong_key_neither_file_is_touched(cast: Cast, own_keys: Path) -> None:
    changed_but_not_moved(own_keys)
    waiting = (own_keys / keys.WAITING).read_text()
    for name in ("vault.key", keys.WAITING):
        (own_keys / name).unlink()
        key_files.write(own_keys / name, crypto.new_key())
    keys.forget_master()
    kept = {path.name: path.read_text() for path in own_keys.glob("vault.key*")}
    assert waiting not in kept.values()
    with pytest.raises(crypto.Unreadable, match="Put the right key back"):
        rotate()
    assert {path.name: path.read_text() for path in own_keys.glob("vault.key*")} == kept


def test_with_a_wrong_key_no_change_begins_and_no_service_starts(cast: Cast, own_keys: Path) -> None:
    (own_keys / "vault.key").unlink()
    key_files.write(own_keys / "vault.key", crypto.new_key())
    keys.forget_master()
    with pytest.raises(typer.Exit):
        rotate()
    assert not (own_keys / keys.WAITING).exists()
    assert any("not the key these records were sealed with" in each.words for each in findings())


@pytest.mark.parametrize("name", key_files.NAMES)
def test_setting_up_again_never_makes_a_new_key_beside_old_records(
    cast: Cast, own_keys: Path, name: str
) -> None:
    (own_keys / name).unlink()
    with pytest.raises(typer.Exit):
        init.prepare()
    assert not (own_keys / name).exists()
    assert any(f"{name} is missing" in each.words for each in findings())


def test_a_damaged_key_and_one_that_others_can_read_stop_the_service(cast: Cast, own_keys: Path) -> None:
    (own_keys / "audit.key").chmod(0o644)
    (own_keys / "vault.key").unlink()
    (own_keys / "vault.key").write_text("1234\n")
    keys.forget_master()
    said = " ".join(each.words for each in findings() if each.stops)
    assert "chmod 400" in said
    assert "vault.key is not a key" in said
