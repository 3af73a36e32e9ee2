"""The little form of a lesson's text: paragraphs, lists, words said, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.lesson_text import Block, blocks


def test_a_blank_line_ends_a_paragraph_and_a_line_does_not() -> None:
    assert blocks("One line\ngoes on.\n\nAnother.\n") == (
        Block("paragraph", ("One line goes on.",)),
        Block("paragraph", ("Another.",)),
    )


def test_a_list_has_an_entry_for_each_hyphen() -> None:
    assert blocks("- one\n  goes on\n- two") == (Block("list", ("one goes on", "two")),)


def test_words_said_stand_by_themselves() -> None:
    assert blocks("He says:\n\n> I am here.\n> And you?\n\nThen he waits.")[1] == Block(
        "said", ("I am here.", "And you?")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Big", "line 1 has a heading"),
        ("fine\n\n## Small", "line 3 has a heading"),
        ("| a | b |", "a table"),
        ("see <b>this</b>", "markup"),
        ("<script>", "markup"),
        ("[here](https://x.example)", "a link"),
        ("this is **bold**", "emphasis"),
        ("this is *so* good", "emphasis"),
        ("`code`", "emphasis"),
        ("1. first", "a list of another kind"),
        ("* first", "a list of another kind"),
        ("Three things:\n- one", "leave a blank line before '- one'"),
        ("He says:\n> hello", "leave a blank line before '> hello'"),
    ],
)
def test_the_rest_of_markdown_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("|", r"\|").replace("(", r"\(")):
        blocks(text)


@pytest.mark.parametrize("text", ["well-known", "half-past – or so", "3 < 4", "2 * 3", "no: a b"])
def test_signs_in_plain_words_are_no_marks(text: str) -> None:
    assert blocks(text) == (Block("paragraph", (text,)),)


@given(
    st.lists(st.text("abc de.", min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1, max_size=6)
)
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    found = blocks("\n\n".join(paragraphs))
    assert [block.lines for block in found] == [(each,) for each in paragraphs]
