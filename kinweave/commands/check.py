"""`kinweave check`: configuration and library."""

from __future__ import annotations

import typer

from kinweave.commands.preflight import findings
from kinweave.commands.speech import say


def check(host: str = typer.Option("127.0.0.1", help="Address it would serve at.")) -> None:
    """Say whether this service may start, and what to mend."""
    found = list(findings(host=host))
    for finding in found:
        say(("stops: " if finding.stops else "note: ") + finding.words)
    if any(finding.stops for finding in found):
        raise typer.Exit(1)
    say("Everything is in order." if not found else "It may start.")
