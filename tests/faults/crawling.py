"""Every form somebody can reach by following links, over the plain wire, filled with words and sent."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.faults.wire import Line
from tests.rules.forms_found import FoundForm, read

MOST_PAGES = 150
LAST = ("hand over", "care/", "sign-out", "/record/", "not-today", "withdraw", "ending", "end/")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def forms(line: Line, start: str, under: str) -> list[FoundForm]:
    """The posting forms of the pages below `under` that links lead to from `start`; what ends things comes last."""
    seen, waiting = {start}, [start]
    found: dict[tuple[str, frozenset[str]], FoundForm] = {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        page = line.get(path)
        if page.status != 200 or "text/html" not in page.headers["content-type"]:
            continue
        for form in read(page.text, path, "", path):
            if not form.url.startswith("/account/"):
                found.setdefault((form.url, frozenset(form.fields)), form)
        links = _Links()
        links.feed(page.text)
        for link in links.found:
            target = urlsplit(urljoin(path, link))
            if not target.netloc and target.path.startswith(under) and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    return sorted(found.values(), key=lambda form: any(word in form.url for word in LAST))


def fill_in_all(line: Line, start: str, under: str, words: str) -> int:
    """Write `words` into every text field of every form and send it; answers how many were carried out."""
    done = 0
    for form in forms(line, start, under):
        pairs = form.filled(dict.fromkeys(form.texts, words))
        answer = line.post(form.url, _grouped(pairs))
        assert answer.status < 500, f"{form.page} → {form.url} answered {answer.status}"
        done += bool(form.texts) and answer.status in {200, 302}
    return done


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}
