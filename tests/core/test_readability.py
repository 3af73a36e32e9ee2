"""The reading age agrees with the published formula, and counts syllables as people do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinweave.core.readability import grade, reading_age, syllables, words_in

ONE = "home times called died you says tried breathe whole friends hour change role like guess loved sleep don’t"
TWO = "table little illness needed settled places wishes safely people being saying baby alone agreed rhythm closely"
THREE = "depression therapist carrying family together area tomorrow loneliness everyone important medicine remember"


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for words, count in ((ONE, 1), (TWO, 2), (THREE, 3)) for word in words.split()]
    + [
        ("relationship", 4),
        ("experience", 4),
        ("anxiety", 4),
        ("usually", 4),
        ("interpersonal", 5),
        ("I", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_word_has_a_syllable_however_it_is_written() -> None:
    assert [syllables(word) for word in ("HOME", "Home’s", "home", "hmm")] == [1, 1, 1, 1]


def test_words_are_letters_with_their_apostrophes() -> None:
    assert words_in("Don’t ring at 10; it’s late – truly.") == [
        "Don’t",
        "ring",
        "at",
        "it’s",
        "late",
        "truly",
    ]


def test_the_formula_is_the_published_one() -> None:
    lines = ["The cat sat on it. The baby ate a table."]  # 10 words, 2 sentences, 12 syllables
    assert grade(lines) == pytest.approx(0.39 * 5 + 11.8 * 1.2 - 15.59)
    assert reading_age(lines) == pytest.approx(grade(lines) + 5)


def test_hard_prose_asks_for_an_adult_and_plain_words_for_a_child() -> None:
    hard = [
        "Interpersonal psychotherapy conceptualises depressive symptomatology as inextricably associated with "
        "contemporaneous interpersonal circumstances, irrespective of aetiological considerations."
    ]
    plain = [
        "You feel low. Something has happened with someone. We look at both, and at how they go together."
    ]
    assert reading_age(hard) > 18
    assert reading_age(plain) < 11


def test_each_line_ends_a_sentence_so_that_a_list_is_not_one_long_one() -> None:
    assert grade(["someone who listens", "someone who does things"]) == grade(
        ["Someone who listens. Someone who does things."]
    )


def test_a_line_with_a_lead_in_and_no_end_counts_once() -> None:
    assert grade(["You might say:"]) == grade(["You might say."])


def test_a_technical_word_that_is_explained_counts_as_a_short_one() -> None:
    lines = ["Interpersonal therapy looks at what goes on between people."]
    assert grade(lines, ["interpersonal"]) < grade(lines)
    assert grade(lines, ["Interpersonal"]) == grade(lines, ["interpersonal"])


def test_there_must_be_words() -> None:
    with pytest.raises(ValueError, match="no words"):
        grade(["12 – 13", ""])


@given(
    st.lists(
        st.sampled_from(["home", "table", "therapist", "you", "sleep.", "wake!", "why?"]),
        min_size=1,
        max_size=30,
    )
)
def test_longer_words_never_make_it_easier(words: list[str]) -> None:
    line = " ".join(words)
    assert grade([line + " responsibility"]) >= grade([line + " be"])


@given(st.text(min_size=1, max_size=40))
def test_any_word_can_be_counted(text: str) -> None:
    for word in words_in(text):
        assert 1 <= syllables(word) <= len(word)
