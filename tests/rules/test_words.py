"""Words that must never reach a reader (product.md, security requirements S-48)."""

from __future__ import annotations

import re

import pytest

from kinweave.notices import words as notices
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


CLINICAL = re.compile(
    r"depress|therap|treatment|suicid|harm|risk|mood|symptom|psych|clinic|patient|client|session|PHQ|GAD|diagnos|counsel"
    r"|safety|alert|interpersonal|mental|health",
    re.IGNORECASE,
)


@pytest.mark.parametrize("kind", sorted(notices.KINDS))
def test_no_notice_says_what_it_is_about_or_where_it_comes_from(kind: str) -> None:
    said = "\n".join(notices.KINDS[kind])
    assert not CLINICAL.search(said)
    assert "Kinweave" not in said
    assert "{" not in said  # nothing is filled in: no name of a person or a service


def test_no_mail_about_an_account_does_either() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()}"
        for path in files(".txt", ".html", under=PACKAGE)
        if "/email/" in str(path)
        for match in re.finditer(r"kinweave|" + CLINICAL.pattern, path.read_text(), re.IGNORECASE)
    ]
    assert found == []
