"""The manual over the network: for everybody, with the database down, and never a file that is not of the manual."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from kinweave.manual.finish import finish, source_hash

# No `cast` or `db` fixture: pytest-django refuses every touch of the database here.

SCRIPT = "document.body.dataset.theme = 1"


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Path:
    """A small site, finished as the built one is, with a secret beside it."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault.key").write_text("secret")
    (tmp_path / "secret.html").write_text("secret")
    root = tmp_path / "manual"
    (root / "protocols").mkdir(parents=True)
    (root / "_static").mkdir()
    (root / "index.html").write_text(
        f"<title>The manual</title><script>{SCRIPT}</script><script src='a.js'></script>"
    )
    (root / "protocols" / "ipt.html").write_text("<style>body { color: red }</style><h1>IPT</h1>")
    (root / "protocols" / "index.html").write_text("<h1>Protocols</h1>")
    (root / "_static" / "furo.css").write_text("body {}")
    (root / "_static" / "mark.svg").write_text("<svg/>")
    (root / "_static" / "letters.woff2").write_bytes(b"wOF2")
    (root / ".hidden.html").write_text("secret")
    (root / "notes.toml").write_text("secret")
    (root / "out.html").symlink_to(tmp_path / "secret.html")
    finish(root)
    settings.MANUAL_DIR = root
    return root


def test_anybody_reads_it_without_signing_in(site: Path) -> None:
    page = Browser().get("/manual/")
    assert page.status_code == 200
    assert "The manual" in page.text
    assert page["Content-Type"] == "text/html; charset=utf-8"


def test_a_session_is_not_even_looked_up(site: Path) -> None:
    browser = Browser()
    browser.cookies["kinweave"] = "x" * 32
    assert browser.get("/manual/protocols/ipt.html").status_code == 200


def test_the_bare_name_leads_to_the_first_page(site: Path) -> None:
    page = Browser().get("/manual")
    assert (page.status_code, page["Location"]) == (301, "/manual/")


def test_a_folder_shows_its_list(site: Path) -> None:
    assert "Protocols" in Browser().get("/manual/protocols/").text


@pytest.mark.parametrize(
    "path",
    [
        "../keys/vault.key", "../secret.html", "..%2fsecret.html", "%2e%2e/secret.html", "protocols/../../secret.html",
        "..\\secret.html", "/etc/passwd", "//etc/passwd", "protocols/ipt.html%00.css", ".hidden.html", "notes.toml",
        "policy.json", "out.html", "nothing.html", "protocols", "a" * 5000, "_static/../../keys/vault.key",
    ],
)  # fmt: skip
def test_nothing_but_the_manual_is_ever_given_out(site: Path, path: str) -> None:
    page = Browser().get(f"/manual/{path}")
    assert page.status_code == 404
    assert "secret" not in page.text
    assert "There is no such page" in page.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("_static/furo.css", "text/css; charset=utf-8"),
        ("_static/mark.svg", "image/svg+xml"),
        ("_static/letters.woff2", "font/woff2"),
    ],
)
def test_each_kind_of_file_is_called_what_it_is(site: Path, path: str, kind: str) -> None:
    page = Browser().get(f"/manual/{path}")
    assert page["Content-Type"] == kind
    assert page["X-Content-Type-Options"] == "nosniff"


def test_its_policy_names_its_own_inline_pieces_and_nothing_outside(site: Path) -> None:
    policy = Browser().get("/manual/")["Content-Security-Policy"]
    assert f"script-src 'self' '{source_hash(SCRIPT)}'" in policy
    assert f"style-src 'self' '{source_hash('body { color: red }')}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_rest_of_the_service_keeps_its_stricter_policy(site: Path) -> None:
    assert "sha256" not in Browser().get("/help/")["Content-Security-Policy"]
    assert "sha256" not in Browser().get("/manual/nothing.html")["Content-Security-Policy"]


def test_it_is_shown_in_no_frame(site: Path) -> None:
    assert Browser().get("/manual/")["X-Frame-Options"] == "DENY"
    assert Browser().get("/manual/nothing.html")["X-Frame-Options"] == "DENY"


def test_a_page_that_has_not_changed_is_not_sent_again(site: Path) -> None:
    first = Browser().get("/manual/protocols/ipt.html")
    again = Browser().get("/manual/protocols/ipt.html", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("Content-Security-Policy", "X-Frame-Options", "Cache-Control"):
        assert again[header] == first[header], "the browser would put another in its place"
    (site / "protocols" / "ipt.html").write_text("<h1>IPT, version 2</h1>")
    changed = Browser().get("/manual/protocols/ipt.html", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, "version 2" in changed.text) == (200, True)


def test_files_whose_name_changes_with_them_are_kept_for_good_and_pages_are_not(site: Path) -> None:
    assert "immutable" in Browser().get("/manual/_static/furo.css?v=46bd48cc")["Cache-Control"]
    assert "no-cache" in Browser().get("/manual/_static/furo.css")["Cache-Control"]
    assert "no-cache" in Browser().get("/manual/index.html?v=46bd48cc")["Cache-Control"]


def test_nothing_is_sent_to_it(site: Path) -> None:
    assert Browser().post("/manual/").status_code == 405
    assert Browser().head("/manual/").status_code == 200


def test_a_manual_built_anew_is_served_with_its_own_policy(site: Path) -> None:
    before = Browser().get("/manual/")["Content-Security-Policy"]
    os.utime(site / "policy.json", ns=(1, 1))
    (site / "policy.json").write_text(json.dumps({"script": [], "style": []}))
    assert Browser().get("/manual/")["Content-Security-Policy"] != before


def test_before_it_is_built_the_page_says_how_to_build_it(tmp_path: Path, settings: Any) -> None:
    settings.MANUAL_DIR = tmp_path / "manual"
    for path in ("/manual/", "/manual/protocols/ipt.html"):
        page = Browser().get(path)
        assert page.status_code == 503
        assert "make docs" in page.text


def test_it_answers_while_the_database_is_broken(site: Path) -> None:
    folder = site.parent
    (folder / "kinweave.sqlite3").write_bytes(b"this is not a database" * 1000)
    code = (
        "import os; os.environ.update(DJANGO_SETTINGS_MODULE='kinweave.config.settings')\n"
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "c = Client(raise_request_exception=False, headers={'host': 'localhost'}); c.cookies['kinweave'] = 'x' * 32\n"
        "print(c.get('/work/').status_code, c.get('/manual/').status_code, c.get('/manual/nothing.html').status_code)"
    )
    env = os.environ | {"KINWEAVE_DATA_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=env)
    work, manual, nothing = map(int, done.stdout.split())
    assert (work >= 500, manual, nothing) == (True, 200, 404), done.stderr
