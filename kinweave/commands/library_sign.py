"""`kinweave library sign`: a clinician answers for a definition as its page in the manual shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import ValidationError

from kinweave.core import clock
from kinweave.core.definitions import Definition
from kinweave.core.kinds import KINDS
from kinweave.core.library import Library, kind_of
from kinweave.core.signoffs import SignOff, add_signoff, file_of, signed_hash


class NotSignedError(ValueError):
    """Nothing was signed; the message says why and what to do."""


def to_sign(library: Library, code: str, kind: str = "") -> Definition:
    """The definition that is meant. Raises NotSignedError when there is none, or more than one kind of it."""
    if kind and kind not in KINDS:
        raise NotSignedError(f"There is no kind {kind}. There are: {', '.join(KINDS)}.")
    kinds = [kind] if kind else list(KINDS)
    there = [versions[-1] for each in kinds if (versions := library.versions(KINDS[each][1], code))]
    if not there:
        raise NotSignedError(f"There is no {' '.join(filter(None, (kind, code)))} in the library.")
    if len(there) > 1:
        named = ", ".join(kind_of(type(each)) for each in there)
        raise NotSignedError(f"{code} is the code of several definitions: {named}. Say which with --kind.")
    return there[0]


def sign(
    library: Library,
    definition: Definition,
    *,
    name: str,
    role: str,
    remarks: str = "",
    on: date | None = None,
) -> Path:
    """Add a sign-off to the definition's file, and return the file. Raises NotSignedError, OSError or SignOffError."""
    today = clock.today(ZoneInfo(settings.TIME_ZONE))
    if on and on > today:
        raise NotSignedError(f"{on.isoformat()} has not come yet.")
    try:
        signoff = SignOff(
            version=definition.version, sha256=signed_hash(library, definition),
            name=name, role=role, date=on or today, remarks=remarks,
        )  # fmt: skip
    except ValidationError as error:
        wrong = error.errors()[0]
        raise NotSignedError(f"--{wrong['loc'][0]}: {wrong['msg']}.") from error
    file = file_of(library, definition)
    add_signoff(file, signoff)
    return file
