"""The built site, once and whole: no dead link, no request to anyone outside, nothing inline without a name."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kinweave.core.library import Library
from kinweave.manual.build import Built, build
from kinweave.manual.finish import source_hash

pytestmark = pytest.mark.slow
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data", "embed": "src"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "manifest", "modulepreload"}


class Seen(HTMLParser):
    """What a page loads, where it links to, what can be linked to on it, and what is inline."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.attributes |= set(said)
        self.ids |= {said[name] for name in ("id", "name") if name in said}
        if tag in LOADS and LOADS[tag] in said:
            self.loads.append(said[LOADS[tag]])
        if tag == "link" and LOADING_LINKS & set(said.get("rel", "").split()):
            self.loads.append(said.get("href", ""))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])


@pytest.fixture(scope="module")
def built(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(library, tmp_path_factory.mktemp("built") / "manual", jobs=2)


@pytest.fixture(scope="module")
def seen(built: Built) -> dict[Path, Seen]:
    found = {}
    for file in sorted(built.folder.rglob("*.html")):
        found[file] = Seen()
        found[file].feed(file.read_text(encoding="utf-8"))
    return found


def test_it_is_built_without_a_warning(built: Built) -> None:
    assert built.warnings == ()


def test_every_page_is_there(built: Built, pages: dict[str, str], seen: dict[Path, Seen]) -> None:
    assert {path for path in pages if built.folder / f"{path}.html" not in seen} == set()


def test_no_page_asks_anybody_outside(seen: dict[Path, Seen], built: Built) -> None:
    for file, page in seen.items():
        assert [load for load in page.loads if re.match(r"(https?:)?//", load)] == [], file
    for file in built.folder.rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\s)]*", text) == [], file


def test_no_link_between_pages_is_dead(seen: dict[Path, Seen], built: Built) -> None:
    dead = []
    for file, page in seen.items():
        for link in (*page.links, *page.loads):
            target, _, place = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            path = (file.parent / target.partition("?")[0]).resolve() if target else file
            if not path.is_file() or (place and path in seen and place not in seen[path].ids):
                dead.append(f"{file.relative_to(built.folder)}: {link}")
    assert dead == []


def test_nothing_inline_is_without_a_name_in_the_policy(seen: dict[Path, Seen], built: Built) -> None:
    named = json.loads((built.folder / "policy.json").read_text())
    for file, page in seen.items():
        strange = {name for name in page.attributes if name == "style" or name.startswith("on")}
        assert strange == set(), file
        text = file.read_text(encoding="utf-8")
        for kind, attributes, content in re.findall(r"(?s)<(script|style)\b([^>]*)>(.*?)</\1>", text):
            assert "src=" in attributes or not content.strip() or source_hash(content) in named[kind], file
    assert len(named["script"]) + len(named["style"]) <= 4


def test_words_of_an_instrument_are_set_as_they_were_written(built: Built) -> None:
    page = (built.folder / "instruments" / "phq-9.html").read_text(encoding="utf-8")
    assert (
        "Feeling bad about yourself — or that you are a failure or have let yourself or your family down"
        in page
    )
    assert "Support for a clinician's decision only" in page, "no quotation mark is turned"


def test_the_search_knows_the_library(built: Built) -> None:
    index = (built.folder / "searchindex.js").read_text(encoding="utf-8")
    assert "instruments/phq-9" in index
    assert "bereav" in index


def test_the_same_library_makes_the_same_site_bit_for_bit(few: Library, tmp_path: Path) -> None:
    sites = [
        build(few, tmp_path / name / "manual", jobs=jobs).folder for name, jobs in (("one", 1), ("other", 2))
    ]
    contents = [
        {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}
        for site in sites
    ]
    assert set(contents[0]) == set(contents[1])
    assert [name for name, content in contents[0].items() if contents[1][name] != content] == []


def test_nothing_of_the_machine_is_left_in_it(built: Built) -> None:
    for file in built.folder.rglob("*"):
        if file.suffix in {".html", ".js", ".css", ".json"}:
            text = file.read_text(encoding="utf-8")
            assert str(built.folder.parent) not in text
            assert not re.search(r"(?<![\w.])/(?:home|root|tmp)/\w+", text), file
    assert not list(built.folder.rglob("*.doctree"))
