"""The exact contexts of the therapist's pages about the closeness circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.forms import Form
from django.utils.safestring import SafeString

from kinweave.people.models import User
from kinweave.therapist.pages.course_head import CourseHead, course_head
from kinweave.treatment.queries import circle as circles
from kinweave.treatment.queries.circle_shown import KeyLine, Side, key_of, side_of

if TYPE_CHECKING:
    from kinweave.treatment.models import CircleVersion, Course

TAB = "inventory"


@dataclass(frozen=True)
class KeepPage:
    """Keeping the circle as it is."""

    template: ClassVar[str] = "therapist/circle_keep.html"
    head: CourseHead
    svg: SafeString
    counts: str
    form: Form


@dataclass(frozen=True)
class Choice:
    """A circle that can be laid on one side: its id, or "now"."""

    code: str
    words: str


@dataclass(frozen=True)
class ComparePage:
    """Two circles beside each other with what changed in words; prints on one sheet of A4."""

    template: ClassVar[str] = "therapist/circle_compare.html"
    head: CourseHead
    sides: tuple[Side, ...]
    key: tuple[KeyLine, ...]
    changes: tuple[str, ...]
    choices: tuple[Choice, ...]
    before: str
    after: str


def compare_page(user: User, course: Course, before: str, after: str) -> ComparePage:
    """The first kept circle and the one of now, unless others are asked for."""
    versions = circles.versions(user, course.client)
    codes = [
        Choice(str(v.id), f"{v.get_moment_display()}, {v.drawn_on:%d %B %Y}".replace(", 0", ", "))
        for v in versions
    ]
    chosen = [_chosen(versions, before, first=True), _chosen(versions, after, first=False)]
    views = [circles.circle(user, course.client, version) for version in chosen]
    return ComparePage(
        head=course_head(user, course, tab=TAB),
        sides=tuple(
            side_of(view, key, signed=True) for view, key in zip(views, ("left", "right"), strict=True)
        ),
        key=key_of(*views),
        changes=circles.changes(*views).sentences,
        choices=(*codes, Choice("now", "now")),
        before=str(views[0].id or "now"),
        after=str(views[1].id or "now"),
    )


def _chosen(versions: Sequence[CircleVersion], code: str, *, first: bool) -> CircleVersion | None:
    asked = next((version for version in versions if str(version.id) == code), None)
    return asked or (versions[0] if first and versions and code != "now" else None)
