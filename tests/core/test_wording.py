"""Words in a file of their own: taken when they fit, and refused by key when they do not."""

from pathlib import Path
from typing import Any

import pytest

from kinweave.core.instruments import Instrument
from kinweave.core.library import PUBLISHED, load_library
from kinweave.core.wording import Wording, WordingError, read_wording, with_words, words_file

WORDS = """
instrument = "ucla-3"
licence = "Written permission of the authors to this service, 1 March 2026."
preamble = "Invented preamble"

[options.how-often]
1 = "Seldom"
2 = "Now and then"
3 = "Often"

[items]
1 = "Invented one?"
2 = "Invented two?"
3 = "Invented three?"
"""


def own(folder: Path, words: str | None = WORDS, definition: str = 'words_from = "mine"') -> Path:
    """A service's folder whose UCLA-3 takes its words from words/mine.toml."""
    text = (PUBLISHED / "instruments" / "ucla-3.toml").read_text()
    text = text.replace('version = "1"', f'version = "2"\nreplaces = "1"\n{definition}', 1)
    (folder / "instruments").mkdir(parents=True)
    (folder / "instruments" / "ucla-3.toml").write_text(text)
    if words is not None:
        (folder / "words").mkdir()
        (folder / "words" / "mine.toml").write_text(words)
    return folder


def problem(folder: Path) -> tuple[str, str]:
    [one] = load_library([folder]).problems
    return one.key, one.reason


def test_a_definition_takes_its_words_from_the_file_it_names(tmp_path: Path) -> None:
    library = load_library([own(tmp_path)])
    assert library.problems == ()
    ucla = library.instrument("ucla-3")
    assert ucla.has_text
    assert ucla.why_no_text == ""
    assert ucla.licence.startswith("Written permission")
    assert ucla.preamble == "Invented preamble"
    assert [option.text for option in ucla.options_of("1")] == ["Seldom", "Now and then", "Often"]


def test_scoring_does_not_depend_on_the_words(tmp_path: Path) -> None:
    library = load_library([own(tmp_path)])
    with_text, without = library.instrument("ucla-3"), library.instrument("ucla-3", "1")
    assert with_text.scales == without.scales
    assert not without.has_text


def test_some_words_may_be_left_out_and_the_reason_for_no_text_then_stays(tmp_path: Path) -> None:
    some = WORDS.replace('3 = "Invented three?"', "").replace('2 = "Now and then"', "")
    ucla = load_library([own(tmp_path, some)]).instrument("ucla-3")
    assert not ucla.has_text
    assert ucla.why_no_text
    assert [option.text for option in ucla.options_of("1")] == ["Seldom", None, "Often"]


@pytest.mark.parametrize(
    ("words", "key", "reason"),
    [
        (WORDS.replace('"ucla-3"', '"who-5"'), "instrument", "these are the words of who-5"),
        (
            WORDS.replace('3 = "Invented three?"', '4 = "Four?"'),
            "items.4",
            'no item "4" here; there are 1, 2, 3',
        ),
        (WORDS.replace("options.how-often", "options.rating"), "options.rating", "no set of options"),
        (WORDS.replace('3 = "Often"', '9 = "Always"'), "options.how-often.9", 'no value "9" here'),
        (WORDS.replace('"Invented two?"', '" "'), "items.2", "has no words"),
        ("instrument = ", "", "cannot be read"),
    ],
)
def test_words_that_do_not_fit_are_refused_by_key(tmp_path: Path, words: str, key: str, reason: str) -> None:
    found, said = problem(own(tmp_path, words))
    assert found == key
    assert reason in said


def test_a_key_that_is_missing_or_unknown_is_named_with_the_file_of_words(tmp_path: Path) -> None:
    key, said = problem(own(tmp_path, WORDS.replace("licence", "license")))
    assert key == "words_from"
    assert "words/mine.toml: licence: is missing" in said


def test_a_file_of_words_that_is_not_there_or_no_text_is_a_problem(tmp_path: Path) -> None:
    assert "cannot be read" in problem(own(tmp_path / "a", None))[1]
    folder = own(tmp_path / "b")
    (folder / "words" / "mine.toml").write_bytes('licence = "Erlaubnis für uns"'.encode("latin-1"))
    assert "is not UTF-8 text" in problem(folder)[1]


@pytest.mark.parametrize("name", ['"../../etc/passwd"', '"a/b"', '""', "3"])
def test_words_are_only_looked_for_beside_the_definition(tmp_path: Path, name: str) -> None:
    key, said = problem(own(tmp_path, definition=f"words_from = {name}"))
    assert key == "words_from"
    assert "names a file of words by letters" in said


def test_the_published_words_stand_unmodified_beside_their_notice() -> None:
    file = words_file(PUBLISHED / "instruments" / "core-10.toml", "core-10")
    words = read_wording(file)
    assert "It must stay unmodified" in file.read_text()
    assert words.items["6"] == "I made plans to end my life"
    assert words.options["how-often"]["4"] == "Most or all of the time"
    scoring = (PUBLISHED / "instruments" / "core-10.toml").read_text()
    assert not [
        said for said in (*words.items.values(), *words.options["how-often"].values()) if said in scoring
    ]


def test_words_keep_points_and_reversal_as_they_are() -> None:
    content: dict[str, Any] = {
        "code": "x",
        "options": {"a": [{"value": 0}, {"value": 1, "points": 3}]},
        "items": [{"code": "1", "options": "a", "reversed": True}],
    }
    wording = Wording(instrument="x", licence="ours", options={"a": {"1": "Yes"}}, items={"1": "Q?"})
    worded = with_words(content, wording)
    assert worded["options"]["a"][1] == {"value": 1, "points": 3, "text": "Yes"}
    assert worded["items"] == [{"code": "1", "options": "a", "reversed": True, "text": "Q?"}]
    assert "text" not in content["items"][0], "what was given is not changed"


def test_an_error_without_a_key_says_only_the_reason() -> None:
    assert str(WordingError("", "why")) == "why"
    assert str(WordingError("items", "why")) == "items: why"


def test_the_published_core_10_is_one_instrument_like_any_other() -> None:
    assert load_library().get(Instrument, "core-10").has_text
