"""What the `kinweave` program can do, one module per command."""

from __future__ import annotations

import django
import typer


def mount() -> typer.Typer:
    """Set Django up and put every command in its place.

    Commands are imported here and not above, because models can only be imported once Django is set up.
    """
    django.setup()
    from kinweave.commands import (
        accounts,
        audit,
        check,
        demo,
        import_scores,
        init,
        library,
        manual,
        reference,
        score,
        serve,
        vault,
        work,
    )

    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        help="Interpersonal Psychotherapy, end to end.",
        pretty_exceptions_enable=False,
    )
    app.command("init")(init.init)
    app.command("serve")(serve.serve)
    app.command("work")(work.work)
    app.command("demo")(demo.demo)
    app.command("check")(check.check)
    app.command("score")(score.score)
    app.command("import-scores")(import_scores.import_past_scores)
    app.command("reference")(reference.reference)
    app.command("manual")(manual.manual)
    app.add_typer(accounts.app, name="user")
    app.add_typer(audit.app, name="audit")
    app.add_typer(library.app, name="library")
    app.add_typer(vault.app, name="vault")
    return app
