"""What is done with a record as a whole."""

from __future__ import annotations

from kinweave.audit import actions as audit
from kinweave.audit.acts import Act
from kinweave.people.models import Client, User


def note_download(*, client: Client, by: User) -> None:
    """Write down that the words of a record were downloaded, before they leave."""
    audit.record(Act.RECORD_DOWNLOADED, by=by, client_id=client.pk, service_id=client.service_id)
