"""Words from a definition stay the words they are, whatever signs are in them."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from kinweave.manual import markdown as md

READER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
READER.use(attrs_plugin).use(myst_block_plugin).use(fieldlist_plugin)
PRINTED = st.characters(
    min_codepoint=33, max_codepoint=0x24FF, blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp")
)
WORDS = st.text(PRINTED, min_size=1)


def read(markdown: str) -> str:
    """What a reader sees of it."""
    return html.unescape(re.sub(r"<[^>]*>", "", READER.render(markdown))).strip()


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_any_words_are_read_as_they_stand(words: list[str]) -> None:
    text = " ".join(words)
    assert read(md.plain(text)) == " ".join(text.split())
    assert READER.render(md.plain(text)).startswith("<p>"), "no heading, list, quotation or block"


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_any_words_fit_a_table(rows: list[tuple[str, str]]) -> None:
    lines = list(md.table(("One", "Other"), [(md.plain(a), md.plain(b)) for a, b in rows]))
    cells = [html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", READER.render("\n".join(lines)))]
    assert cells == [" ".join(cell.split()) for row in rows for cell in row]


@pytest.mark.parametrize(
    "text",
    [
        "- not a list",
        "1. not a list",
        "+ nor this",
        "% no comment",
        "=== no title",
        ":no: field",
        "# no title",
    ],
)
def test_the_first_sign_of_a_line_means_nothing(text: str) -> None:
    assert read(md.plain(text)) == text


def test_a_column_nobody_fills_is_left_out() -> None:
    lines = list(md.table(("Item", "LOINC"), [("1", ""), ("2", "")]))
    assert "LOINC" not in "".join(lines)
    assert list(md.table(("Item",), [])) == []


def test_fields_without_anything_are_left_out() -> None:
    assert list(md.fields([("Notice", "")])) == []
    assert ":Notice: yes" in list(md.fields([("Notice", "yes"), ("Licence", "")]))
