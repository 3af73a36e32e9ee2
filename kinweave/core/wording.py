"""Words of an instrument kept in a file of their own: licensed ones, and ones that must stay unmodified.

A definition names such a file with ``words_from = "NAME"``; it lies in the folder ``words`` beside the folder
of the definition. What is hashed, locked and frozen is the definition with its words.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from kinweave.core.definitions import Code, Evidence, Part

WORDS_FROM = "words_from"


class Wording(Part):
    """The words of one instrument: what is shown, and by which right."""

    instrument: Code
    language: str = "en"
    licence: str = Field(min_length=1)
    licence_status: Evidence = "V1"
    notice: str = ""
    preamble: str = ""
    options: dict[str, dict[str, str]] = {}
    """Option set, then stored value, then what the client reads."""
    items: dict[str, str] = Field(min_length=1)
    """Item code, then the question."""


class WordingError(ValueError):
    """Words that do not fit their instrument; ``key`` says where in the file of words."""

    def __init__(self, key: str, reason: str) -> None:
        """Keep key and reason apart for reports of one line each."""
        super().__init__(f"{key}: {reason}" if key else reason)
        self.key, self.reason = key, reason


def words_file(definition_file: Path, name: object) -> Path:
    """Return where the words named by a definition lie; raises WordingError for a name that is no name."""
    if not isinstance(name, str) or not name.replace("-", "").replace(".", "").isalnum():
        raise WordingError(WORDS_FROM, "names a file of words by letters, figures, hyphens and full stops")
    return definition_file.parent.parent / "words" / f"{name}.toml"


def read_wording(file: Path) -> Wording:
    """Read a file of words.

    Raises WordingError when it cannot be read at all, pydantic.ValidationError when its keys are wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise WordingError("", f"{file} is not UTF-8 text (byte {error.start})") from error
    except (OSError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise WordingError("", f"{file} cannot be read: {error}") from error
    return Wording.model_validate(content)


def with_words(content: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """Return a definition's content with its words put in; raises WordingError where they do not fit."""
    if content.get("code") != wording.instrument:
        raise WordingError("instrument", f"these are the words of {wording.instrument}")
    worded = {**content, "language": wording.language, "licence": wording.licence}
    worded["licence_status"] = wording.licence_status
    worded |= {key: text for key in ("notice", "preamble") if (text := getattr(wording, key))}
    worded["options"] = _options(content.get("options", {}), wording.options)
    worded["items"] = _items(content.get("items", []), wording.items)
    if all(item.get("text") for item in worded["items"]):
        worded.pop("why_no_text", None)
    return worded


def _items(items: list[dict[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    _refuse_strange("items", "item", words, [str(item.get("code")) for item in items])
    for code, text in words.items():
        if not text:
            raise WordingError(f"items.{code}", "has no words")
    return [{**item, "text": words.get(item.get("code", ""), item.get("text"))} for item in items]


def _options(
    sets: Mapping[str, list[dict[str, Any]]], words: Mapping[str, Mapping[str, str]]
) -> dict[str, list[dict[str, Any]]]:
    _refuse_strange("options", "set of options", words, list(sets))
    worded = {}
    for name, options in sets.items():
        own = words.get(name, {})
        _refuse_strange(f"options.{name}", "value", own, [str(option.get("value")) for option in options])
        worded[name] = [{**o, "text": own.get(str(o.get("value")), o.get("text"))} for o in options]
    return worded


def _refuse_strange(key: str, what: str, given: Mapping[str, object], known: list[str]) -> None:
    for name in given:
        if name not in known:
            raise WordingError(
                f"{key}.{name}", f'there is no {what} "{name}" here; there are {", ".join(known) or "none"}'
            )
