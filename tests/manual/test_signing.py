"""The sign-off block: honest when nobody has signed, and when what was signed has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kinweave.core.instruments import Instrument
from kinweave.core.library import Library, load_library
from kinweave.core.signoffs import SignOff, add_signoff, file_of, signed_hash
from kinweave.manual import signing

STARTER = Path(__file__).parents[2] / "kinweave" / "commands" / "starters" / "instrument.toml"


@pytest.fixture
def own(tmp_path: Path) -> Library:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "mine.toml").write_text(STARTER.read_text().replace("CODE", "mine"))
    return load_library([tmp_path])


def signed(library: Library, *, sha256: str = "") -> str:
    """The block after one clinician has signed."""
    definition = library.get(Instrument, "mine")
    signoff = SignOff(
        version="1", sha256=sha256 or signed_hash(library, definition), name="Dr A. Reader", role="psychiatrist",
        date=date(2026, 11, 22), remarks="Item 3 | needs a *source*.",
    )  # fmt: skip
    add_signoff(file_of(library, definition), signoff)
    return block(library)


def block(library: Library) -> str:
    return "\n".join(signing.lines(library, library.get(Instrument, "mine")))


def state(library: Library) -> str:
    return signing.state_in_short(library, library.get(Instrument, "mine"))


def test_an_unsigned_page_says_so(own: Library) -> None:
    assert signing.UNSIGNED in block(own)
    assert state(own) == "not signed"


def test_every_shipped_page_says_that_nobody_has_signed_it(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        if "\n## Sign-off\n" in text:
            assert signing.UNSIGNED in text, path


def test_a_signed_page_shows_who_when_and_what_they_remarked(own: Library) -> None:
    text = signed(own)
    assert (
        "| Dr A. Reader | psychiatrist | 2026-11-22 | 1 | as it stands here | Item 3 \\| needs a \\*source\\*. |"
        in text
    )
    assert "It has been read and signed as it stands here." in text
    assert state(own) == "signed by Dr A. Reader"


def test_a_definition_that_changed_since_says_so_and_keeps_the_name(own: Library) -> None:
    text = signed(own, sha256="0" * 64)
    assert "[Out of date]{.verify}" in text
    assert "| Dr A. Reader |" in text
    assert "changed since" in state(own)
    assert "as it stands here" not in text


def test_a_file_that_cannot_be_read_takes_no_page_away(own: Library) -> None:
    file = file_of(own, own.get(Instrument, "mine"))
    file.parent.mkdir(parents=True)
    file.write_text("[[signoffs]\n")
    assert "The file of sign-offs cannot be read" in block(own)
    assert state(own) == "unreadable"


def test_print_has_lines_to_sign_on(own: Library) -> None:
    text = block(own)
    assert "{container} on-paper" in text
    for label in ("Name", "Role", "Date", "Remarks", "Signature"):
        assert f":{label}: &nbsp;" in text
