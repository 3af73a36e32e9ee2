"""`kinweave audit verify|head`: whether the chain of acts holds."""

from __future__ import annotations

import typer

from kinweave.audit import chain
from kinweave.audit.queries import whole_chain
from kinweave.commands.speech import say, stop

app = typer.Typer(no_args_is_help=True, help="The chain of acts.")


@app.command("verify")
def verify(
    head: str = typer.Option("", help="A head kept elsewhere; shows whether the end was cut off."),
) -> None:
    """Walk the whole chain and name every place where an act was changed, added or taken out."""
    found = [
        f"event {each.event_id}: {each.why}"
        for each in chain.breaks(whole_chain().iterator(chunk_size=5_000))
    ]
    if head and not whole_chain().filter(seal=bytes.fromhex(head)).exists():
        found.append(
            "the head you gave is no longer in the chain: acts after an earlier point were taken out"
        )
    if found:
        stop("\n".join(found), code=1)
    say(f"The chain holds: {whole_chain().count()} acts.")


@app.command("head")
def head() -> None:
    """Print the seal of the latest act. Keep it away from this machine, each day."""
    last = whole_chain().last()
    typer.echo(bytes(last.seal).hex() if last else "")
