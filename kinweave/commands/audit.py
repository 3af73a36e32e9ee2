"""`kinweave audit verify|head`: whether the chain of acts holds, and what was signed still stands."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from django.apps import apps

from kinweave.audit import chain
from kinweave.audit.models import Event
from kinweave.audit.queries import finals, whole_chain
from kinweave.commands.speech import say, stop
from kinweave.vault import crypto, keys

app = typer.Typer(no_args_is_help=True, help="The chain of acts.")


@app.command("verify")
def verify(
    head: str = typer.Option("", help="A head kept elsewhere; shows whether the end was cut off."),
) -> None:
    """Walk the whole chain and name every place where an act, or what was signed with it, was changed or taken out."""
    kept = _head(head)
    found = list(chain.breaks(whole_chain().iterator(chunk_size=5_000)))
    with keys.kept_open():
        found += [each for event in finals().iterator(chunk_size=500) for each in _changed_since(event)]
    words = [f"event {each.event_id}: {each.why}" for each in sorted(found, key=lambda each: each.event_id)]
    if kept and not whole_chain().filter(seal=kept).exists():
        words.append(
            "the head you gave is no longer in the chain: acts after an earlier point were taken out"
        )
    if words:
        stop("\n".join(words), code=1)
    say(f"The chain holds: {whole_chain().count()} acts.")


def _head(words: str) -> bytes:
    try:
        return bytes.fromhex(words)
    except ValueError:
        stop("A head is 64 figures and letters from a to f, as `kinweave audit head` printed it.")


def _changed_since(event: Event) -> Iterator[chain.Break]:
    """Whether what this act made final is still as it was then."""
    model = apps.get_model(event.object_type)
    what = f"{model._meta.verbose_name} {event.object_id}"
    row = model._base_manager.filter(pk=event.object_id).first()
    if row is None:
        yield chain.Break(event.id, f"the {what}, which was signed then, is gone")
        return
    try:
        same = chain.print_of(row) == bytes(event.stands or b"")
    except (crypto.Unreadable, UnicodeDecodeError):
        same = False
    if not same:
        yield chain.Break(event.id, f"the {what} was changed after it was signed")


@app.command("head")
def head() -> None:
    """Print the seal of the latest act. Keep it away from this machine, each day."""
    last = whole_chain().last()
    typer.echo(bytes(last.seal).hex() if last else "")
