"""`kinweave library`: check the definitions, read one, begin a new one, add words a service holds a licence for."""

from __future__ import annotations

import re
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from kinweave.commands.library_check import counts_in_words, load_for_check
from kinweave.commands.library_sign import NotSignedError, sign, to_sign
from kinweave.commands.library_text import NoTextError, add_words
from kinweave.commands.library_words import in_full
from kinweave.commands.speech import say, stop
from kinweave.core.kinds import KINDS
from kinweave.core.library import PUBLISHED, load_library
from kinweave.core.lock import LOCK_NAME, write_lock
from kinweave.core.signoffs import SignOffError
from kinweave.manual.catalogue import Catalogue

app = typer.Typer(no_args_is_help=True, help="Instruments, protocols, worksheets and the rest as files.")
STARTERS = Path(__file__).parent / "starters"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

Into = Annotated[
    Path | None, typer.Option(help="Your own folder; the first of LIBRARY_PATHS if you name none.")
]


class Starter(StrEnum):
    """Kinds of definition there is a starter file for."""

    INSTRUMENT = "instrument"
    PROTOCOL = "protocol"
    WORKSHEET = "worksheet"
    TECHNIQUE = "technique"
    LESSON = "lesson"
    FIDELITY = "fidelity"
    PATHWAY = "pathway"


def _own_folders(extra: Path | None = None) -> tuple[Path, ...]:
    known = tuple(settings.LIBRARY_PATHS)
    same = extra is None or any(folder.resolve() == extra.resolve() for folder in known)
    return known if same or extra is None else (*known, extra)


def _into(folder: Path | None) -> Path:
    if folder is None and not settings.LIBRARY_PATHS:
        stop("There is no folder of your own yet. Set LIBRARY_PATHS, or name one: --into FOLDER.")
    chosen = folder or settings.LIBRARY_PATHS[0]
    if chosen.resolve().is_relative_to(PUBLISHED):
        stop("Your own definitions go into a folder of your own, not into the published library.")
    return Path(chosen)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder to check besides LIBRARY_PATHS.")] = None,
) -> None:
    """Say of every definition that is wrong which file, which key and why. Exit code 1 if there is one."""
    library, problems = load_for_check(_own_folders(folder))
    for problem in problems:
        typer.echo(str(problem))
    say(f"{counts_in_words(library)}: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}.")
    if problems:
        raise typer.Exit(1)


@app.command("show")
def show(code: Annotated[str, typer.Argument(help="Code of a definition, such as phq-9.")]) -> None:
    """Write a definition as text to read: the current version of everything that has this code."""
    library = load_library(_own_folders())
    models = [model for _, model in KINDS.values()]
    found = [versions[-1] for model in models if (versions := library.versions(model, code))]
    if not found:
        near = get_close_matches(code, sorted({known for _, known, _ in library.definitions}), n=3)
        stop(f"There is no {code} in the library." + (f" Did you mean {' or '.join(near)}?" if near else ""))
    typer.echo("\n\n".join(in_full(definition) for definition in found))
    for definition in found:
        say(f"In the manual: /manual/{Catalogue(library).page_of(definition)}.html")


@app.command("new")
def new(
    kind: Annotated[Starter, typer.Argument(help="What to begin.")],
    code: Annotated[str, typer.Argument(help="Small letters, figures and hyphens, such as my-scale.")],
    into: Into = None,
) -> None:
    """Write a starter file with remarks that passes the check, to be changed line by line."""
    if not CODE.match(code) or len(code) > 80:
        stop(f'"{code}" cannot be a code. Use small letters, figures and single hyphens, such as my-scale.')
    if load_library(_own_folders()).versions(KINDS[kind][1], code):
        stop(f"The library has {kind} {code} already. Choose another code.")
    file = _into(into) / KINDS[kind][0] / f"{code}.toml"
    for starter in sorted(STARTERS.glob(f"{kind}.*")):
        _begin(file.with_suffix(starter.suffix), starter.read_text(encoding="utf-8").replace("CODE", code))
    say(f"{file} is written. Change it, then run: kinweave library check {_into(into)}")


def _begin(file: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as started:
            started.write(text)
    except FileExistsError:
        stop(f"{file} is there already; nothing was changed.")
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.")


@app.command("add-text")
def add_text(
    code: Annotated[
        str, typer.Argument(help="Code of an instrument that ships without words, such as wsas.")
    ],
    file: Annotated[Path, typer.Argument(help="TOML file with the words you hold a licence for.")],
    into: Into = None,
) -> None:
    """Put your licensed words to an instrument that ships with its scoring only, as a version of your own."""
    folder = _into(into)
    try:
        added = add_words(code, file, folder, _own_folders(folder))
    except NoTextError as error:
        stop(str(error))
    say(f"{added.title}, version {added.version}, is in {folder} and locked.")
    if folder not in settings.LIBRARY_PATHS:
        say(f"Add {folder} to LIBRARY_PATHS, and restart the service, so that it is used.")


@app.command("lock")
def lock(folder: Annotated[Path, typer.Argument(help="Your own folder.")]) -> None:
    """Lock your own definitions as they are: from then on a change without a new version is reported."""
    library, problems = load_for_check(_own_folders(folder))
    own = [problem for problem in problems if problem.file.is_relative_to(folder)]
    own = own or write_lock(library, folder / LOCK_NAME, folder=folder)
    for problem in own:
        typer.echo(str(problem))
    if own:
        stop("Put this right first; what was locked before stays as it was.", code=1)
    say(f"{folder / LOCK_NAME} is written.")


@app.command("sign")
def sign_off(
    code: Annotated[str, typer.Argument(help="Code of the definition you have read, such as ipt.")],
    name: Annotated[str, typer.Option(help="Your name.")],
    role: Annotated[str, typer.Option(help="What you are, such as: consultant psychiatrist.")],
    remarks: Annotated[str, typer.Option(help="What you want readers to know.")] = "",
    kind: Annotated[str, typer.Option(help="Its kind, where several definitions have this code.")] = "",
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When you read it; today if you do not say.")
    ] = None,
) -> None:
    """Answer for a definition as its page in the manual shows it. A change afterwards makes this out of date."""
    library = load_library(_own_folders())
    try:
        definition = to_sign(library, code, kind)
        file = sign(library, definition, name=name, role=role, remarks=remarks, on=date and date.date())
    except (NotSignedError, SignOffError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"The sign-off cannot be written: {error.strerror}.", code=1)
    say(f"{definition.title}, version {definition.version}: signed by {name} in {file}.")
    say("Run make docs, so that its page shows it.")
