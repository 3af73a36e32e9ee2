"""Words that must never reach a reader (product.md, security requirements S-48)."""

from __future__ import annotations

import re

from tests.rules.tree import PACKAGE, files

NEVER = re.compile(
    r"\b(low|medium|moderate|high)[- ]risk\b|\brelapse form\b|\bnon-?compliant\b|\bno risk\b|\bstreak\b",
    re.IGNORECASE,
)
TO_A_CLIENT = re.compile(r"\bdeficits?\b", re.IGNORECASE)


def test_no_template_says_them() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in files(".html", ".txt", ".typ", under=PACKAGE)
        for match in NEVER.finditer(path.read_text())
    ]
    assert found == []


def test_deficits_are_never_shown_to_a_client() -> None:
    found = [
        str(path) for path in files(".html", under=PACKAGE / "client") if TO_A_CLIENT.search(path.read_text())
    ]
    assert found == []


def test_no_template_has_inline_style_or_script() -> None:
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*(src=|type=\"application/json\"))", re.IGNORECASE
    )
    assert [str(path) for path in files(".html", under=PACKAGE) if inline.search(path.read_text())] == []
