"""Every form on every page, found by opening the pages and reading their HTML, filled in as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin
from uuid import uuid4

from tests.rules import access
from tests.rules.stage import Stage, undone

OWN_TOKENS = {"csrfmiddlewaretoken", "submission", "page"}
WRITABLE = {"text", "textarea", "search", "tel", "email", "url"}


@dataclass
class Field:
    """One control as it stands on the page."""

    name: str
    kind: str  # the type of an input; or textarea, select
    values: list[str] = field(default_factory=list)  # what is chosen or written there
    choices: list[str] = field(default_factory=list)


@dataclass
class FoundForm:
    """A form that posts: where to, from which page, by whom."""

    page: str  # name of the address it was found at
    actor: str
    url: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"{self.page} as {self.actor} → {self.url}"

    @property
    def texts(self) -> list[str]:
        """Names of the fields into which somebody writes freely."""
        return [each.name for each in self.fields.values() if each.kind in WRITABLE]

    def filled(self, words: dict[str, str] | None = None) -> list[tuple[str, str]]:
        """What a browser sends when nothing is left empty; `words` go into fields by name."""
        pairs = [(name, value) for each in self.fields.values() for name, value in _sent(each)]
        words = words or {}
        kept = [(name, value) for name, value in pairs if name not in words]
        return kept + list(words.items())


FITTING = {
    "date": "2026-12-18", "time": "10:00", "number": "3", "datetime-local": "2026-12-18T10:00", "range": "3",
    "email": "somebody@elsewhere.example", "tel": "01603 555 010", "password": "a long walk by the river",
    "hidden": "",
}  # fmt: skip


def _sent(each: Field) -> Iterator[tuple[str, str]]:
    if each.name == "submission":
        yield each.name, str(uuid4())  # a form sent twice is carried out once
    elif each.values:
        yield from ((each.name, value) for value in each.values)
    elif each.kind in {"radio", "select"}:
        yield from ((each.name, value) for value in [one for one in each.choices if one][:1])
    elif each.kind == "checkbox":
        yield from ((each.name, value) for value in each.choices[:1])
    elif each.kind != "button":  # which is pressed is the test's own choice
        yield each.name, FITTING.get(each.kind, "a few words")


class _Reader(HTMLParser):
    """Collects forms and their controls, also those that name their form by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], dict[str, Field]]] = []
        self.outside: list[tuple[str, Field]] = []
        self.inside: dict[str, Field] | None = None
        self.writing: Field | None = None
        self.choosing: Field | None = None
        self.templates = 0  # what stands in a template is on no page until a script takes it out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "template":
            self.templates += 1
        elif self.templates:
            return
        elif tag == "form":
            self.inside = {}
            self.forms.append((said, self.inside))
        elif tag == "option" and self.choosing is not None:
            self.choosing.choices.append(said.get("value", ""))
            if "selected" in said and said.get("value"):
                self.choosing.values.append(said["value"])
        elif tag == "button" and said.get("name"):
            self._place(said, Field(said["name"], "button")).choices.append(said.get("value", ""))
        elif tag in {"input", "textarea", "select"} and said.get("name") and "disabled" not in said:
            self._control(tag, said)

    def _control(self, tag: str, said: dict[str, str]) -> None:
        kind = said.get("type", "text") if tag == "input" else tag
        if kind in {"submit", "button", "image", "reset", "file"}:
            return
        found = self._place(said, Field(said["name"], kind))
        self.writing = found if tag == "textarea" else None
        self.choosing = found if tag == "select" else None
        if kind in {"radio", "checkbox"}:
            found.choices.append(said.get("value", "on"))
            if "checked" in said:
                found.values.append(said.get("value", "on"))
        elif tag == "input" and said.get("value"):
            found.values.append(said["value"])

    def _place(self, said: dict[str, str], new: Field) -> Field:
        if "form" in said:
            self.outside.append((said["form"], new))
            return new
        if self.inside is None:
            return new
        return self.inside.setdefault(new.name, new)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.inside = None
        elif tag == "textarea":
            self.writing = None
        elif tag == "select":
            self.choosing = None

    def handle_data(self, data: str) -> None:
        if self.writing is not None and data.strip():
            self.writing.values = ["".join([*self.writing.values, data]).strip("\n")]


def read(html: str, page: str, actor: str, at: str) -> Iterator[FoundForm]:
    """The posting forms of one page, and for those saved while writing also that address."""
    reader = _Reader()
    reader.feed(html)
    for said, fields in reader.forms:
        fields |= {each.name: each for form, each in reader.outside if form == said.get("id") and form}
        if said.get("method", "get").lower() != "post":
            continue
        for url in filter(None, [said.get("action") or at, said.get("data-autosave")]):
            yield FoundForm(page, actor, urljoin(at, url).partition("#")[0], fields)


def every_form(at: Stage, actors: tuple[str, ...] = ("joanna", "miriam", "manager")) -> list[FoundForm]:
    """Every form these actors find on the pages they may open, each address and set of fields once."""
    found: dict[Any, FoundForm] = {}
    for row in access.table().values():
        for actor in actors:
            if not row.allows("GET", actor) or not row.name.startswith(
                ("client:", "therapist:", "administration:")
            ):
                continue
            url = access.address(row, at.joanna, at.cast)
            with undone():
                response = access.ask(at.browsers[actor], "GET", url)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                for form in read(response.content.decode(), row.name, actor, url):
                    if not form.url.startswith("/account/"):
                        found.setdefault((actor, form.url, frozenset(form.fields)), form)
    return list(found.values())


def send(at: Stage, form: FoundForm, pairs: list[tuple[str, str]]) -> Any:
    """Post these pairs byte for byte as a browser does, lone surrogates and all."""
    body = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
    return access.post_raw(at.browsers[form.actor], form.url, body)
