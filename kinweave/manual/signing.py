"""The sign-off block of a page: who has read it, whether it changed since, and room to sign on paper."""

from collections.abc import Iterator

from kinweave.core.definitions import Definition
from kinweave.core.library import Library, kind_of
from kinweave.core.signoffs import SignOff, SignOffError, file_of, is_current, read_signoffs, signed_hash
from kinweave.manual import markdown as md

UNSIGNED = "Nobody has signed this page yet."


def lines(library: Library, definition: Definition) -> Iterator[str]:
    """The block itself. An unsigned page says so."""
    now = signed_hash(library, definition)
    yield from md.heading("Sign-off")
    try:
        signed = read_signoffs(file_of(library, definition))
    except SignOffError as error:
        signed = ()
        yield from md.paragraph(f"**The file of sign-offs cannot be read.** {md.plain(error)}")
    yield from md.paragraph(_state(signed, now))
    yield from md.table(
        ("Name", "Role", "Date", "Version", "Standing", "Remarks"), (_row(each, now) for each in signed)
    )
    kind = kind_of(type(definition))
    command = f'kinweave library sign {definition.code} --kind {kind} --name "…" --role "…" --remarks "…"'
    yield from md.paragraph(
        f"This page shows version {md.code(definition.version)}, SHA-256 {md.code(now[:16])}. To sign it:"
    )
    yield from ("", "```text", command, "```", "")
    yield from _paper()


def state_in_short(library: Library, definition: Definition) -> str:
    """A word or two for a list of pages."""
    try:
        signed = read_signoffs(file_of(library, definition))
    except SignOffError:
        return "unreadable"
    if not signed:
        return "not signed"
    current = [each for each in signed if is_current(each, signed_hash(library, definition))]
    return (
        f"signed by {md.plain(current[-1].name)}"
        if current
        else md.mark("signed, but changed since", "verify")
    )


def _state(signed: tuple[SignOff, ...], now: str) -> str:
    if not signed:
        return f"**{UNSIGNED}** No clinician has answered for what it says."
    if any(is_current(each, now) for each in signed):
        return "It has been read and signed as it stands here."
    return f"{md.mark('Out of date', 'verify')} What was signed has changed since. Somebody should read it again."


def _row(each: SignOff, now: str) -> tuple[str, ...]:
    current = "as it stands here" if is_current(each, now) else md.mark("changed since", "verify")
    told = (each.name, each.role, each.date.isoformat(), each.version)
    return *(md.plain(words) for words in told), current, md.plain(each.remarks)


def _paper() -> Iterator[str]:
    """Lines to write on; only print shows them."""
    yield from ("", ":::{container} on-paper", "")
    yield from md.fields((label, "&nbsp;") for label in ("Name", "Role", "Date", "Remarks", "Signature"))
    yield from (":::", "")
