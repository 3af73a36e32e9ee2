"""The words of an instrument in another language: same items, same answers, same scoring.

A translation is a published, licensed one, never this project's own. It belongs to one version of one
instrument and gives words for every item and answer of it; what does not fit is not used, and the client
reads the instrument's own words instead.
"""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, HttpUrl, model_validator

from kinweave.core.definitions import Code, Definition, Evidence, Part
from kinweave.core.instruments import Instrument, Item, Option

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
"""As in BCP 47: ``de``, or ``pt-BR`` where a country's own wording is meant."""

OWN_LANGUAGE = "en"


class WordsRead(Part):
    """A place in which the words were read, and what it gave."""

    name: str = Field(min_length=1)
    address: HttpUrl | None = None
    gives: str = Field(min_length=1)


class Translation(Definition):
    """One published translation of one version of an instrument."""

    instrument: Code
    instrument_version: str
    language: Language
    language_name: str = Field(min_length=1)
    """What its speakers call it: Deutsch."""
    licence: str = Field(min_length=1)
    licence_status: Evidence
    notice: str = ""
    citation: str = Field(min_length=1)
    words_status: Evidence
    words_read: tuple[WordsRead, ...] = Field(min_length=1)
    preamble: str = ""
    recall: str = ""
    options: dict[str, dict[str, str]] = {}
    """Option set, then stored value, then what the client reads."""
    items: dict[str, str] = Field(min_length=1)
    """Item code, then the question."""
    leaves_out: tuple[str, ...] = ()
    """Items the published translation does not have; only what is neither scored nor watched may be left out."""
    note: str = ""

    @model_validator(mode="after")
    def _is_what_it_says(self) -> Self:
        if self.language == OWN_LANGUAGE:
            raise ValueError("the library's own words are English; a translation is in another language")
        if self.words_status == "V2" and len(self.words_read) < 2:
            raise ValueError('words_status = "V2" names two places in words_read')
        if both := sorted(set(self.leaves_out) & set(self.items)):
            raise ValueError(f"{both[0]} has words and is left out")
        return self


def misfits(translation: Translation, instrument: Instrument) -> tuple[str, ...]:
    """Why a translation cannot stand for the words of this instrument; empty when it fits, item by item."""
    said = []
    if (translation.instrument, translation.instrument_version) != (instrument.code, instrument.version):
        said.append(
            f"it is of {translation.instrument} version {translation.instrument_version}, "
            f"not of {instrument.code} version {instrument.version}"
        )
    if not instrument.has_text:
        said.append(
            f"{instrument.code} is here without its own words; translations need them to compare with"
        )
    said += _strange(
        "items", [*translation.items, *translation.leaves_out], [i.code for i in instrument.items]
    )
    said += [each for item in instrument.items for each in _wrong_with(translation, instrument, item)]
    kept = {item.options for item in instrument.items if item.code not in translation.leaves_out}
    said += _strange("options", translation.options, kept)
    for name in sorted(kept):
        said += _wrong_with_options(translation, name, instrument.options[name])
    return tuple(said)


def _wrong_with(translation: Translation, instrument: Instrument, item: Item) -> list[str]:
    if item.code in translation.leaves_out:
        watched = any(flag.item == item.code for flag in instrument.flags)
        named = any(item.code in scale.items for scale in instrument.scales) or any(
            each.ask_when and item.code in each.ask_when.items for each in instrument.items
        )
        return [f"items.{item.code} may not be left out"] if watched or named or not item.optional else []
    return [] if translation.items.get(item.code) else [f"items.{item.code} has no words"]


def _wrong_with_options(translation: Translation, name: str, options: tuple[Option, ...]) -> list[str]:
    words = translation.options.get(name, {})
    values = [str(option.value) for option in options]
    missing = [str(option.value) for option in options if option.text and not words.get(str(option.value))]
    return [f"options.{name}.{value} has no words" for value in missing] + _strange(
        f"options.{name}", words, values
    )


def _strange(key: str, given: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f"{key}.{name} is not in the instrument" for name in given if name not in set(known)]


def translated(instrument: Instrument, translation: Translation) -> Instrument:
    """The instrument in the words of the translation; scoring, codes and flags are untouched.

    Its version names the language (``1-de``), so that a kept copy is never taken for the original.
    Raises ValueError when the translation does not fit.
    """
    if wrong := misfits(translation, instrument):
        raise ValueError(f"{translation.code}: {wrong[0]}")
    content = instrument.model_dump(exclude_defaults=True)
    items = [item for item in instrument.items if item.code not in translation.leaves_out]
    used = {item.options for item in items}
    content |= {
        "version": f"{instrument.version}-{translation.language}",
        "title": translation.title,
        "language": translation.language,
        "licence": translation.licence,
        "licence_status": translation.licence_status,
        "notice": translation.notice or instrument.notice,
        "preamble": translation.preamble,
        "recall": translation.recall or instrument.recall,
        "items": [
            item.model_dump(exclude_defaults=True) | {"text": translation.items[item.code]} for item in items
        ],
        "options": {
            name: [_worded(option, translation.options[name]) for option in options]
            for name, options in instrument.options.items()
            if name in used
        },
        "examples": [_without(each, translation.leaves_out) for each in content["examples"]],
    }
    return Instrument.model_validate(content)


def _worded(option: Option, words: dict[str, str]) -> dict[str, object]:
    said = words.get(str(option.value))
    return option.model_dump(exclude_defaults=True) | ({"text": said} if said else {})


def _without(example: dict[str, object], left_out: tuple[str, ...]) -> dict[str, object]:
    answers = example["answers"]
    assert isinstance(answers, dict)  # noqa: S101 - the model it was dumped from says so
    return example | {"answers": {code: value for code, value in answers.items() if code not in left_out}}


def chosen(translations: Iterable[Translation], instrument: Instrument, language: str) -> Instrument:
    """The instrument in that language, or as it is where no translation of this version fits.

    A translation for the country is taken first (``pt-BR``), then one for the language alone (``pt``).
    """
    fitting = {
        each.language: each
        for each in translations
        if each.instrument == instrument.code and not misfits(each, instrument)
    }
    for wanted in (language, language.partition("-")[0]):
        if wanted in fitting:
            return translated(instrument, fitting[wanted])
    return instrument


def languages(translations: Iterable[Translation]) -> dict[str, str]:
    """Languages that have a translation: code and name, by name."""
    named = {each.language: each.language_name for each in translations}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))
