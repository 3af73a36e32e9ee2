"""The exact contexts of the client's pages about their circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils.safestring import SafeString

from kinweave.people.models import Client, User
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries.circle_shown import KeyLine, Side, key_of, side_of


@dataclass(frozen=True)
class KeepPage:
    """Keeping my circle as it is today."""

    template: ClassVar[str] = "client/circle_keep.html"
    svg: SafeString
    counts: str
    form: Form


@dataclass(frozen=True)
class ComparePage:
    """My first circle and the one of now; prints on one sheet of A4."""

    template: ClassVar[str] = "client/circle_compare.html"
    sides: tuple[Side, ...]
    key: tuple[KeyLine, ...]
    changes: tuple[str, ...]


def compare_page(user: User, client: Client, before: str) -> ComparePage:
    """The circle kept under the id `before`, else the first one kept, beside the circle of now."""
    versions = circles.versions(user, client)
    asked = next((version for version in versions if str(version.id) == before), None)
    first = asked or (versions[0] if versions else None)
    views = [circles.circle(user, client, first), circles.circle(user, client)]
    views = views if first else views[1:]
    return ComparePage(
        sides=tuple(side_of(view, f"side{number}") for number, view in enumerate(views)),
        key=key_of(*views),
        changes=circles.changes(*views).sentences if first else (),
    )
