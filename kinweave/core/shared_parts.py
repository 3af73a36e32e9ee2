"""Parts that several protocols share: where findings lead, common rules, the minutes of a session.

A protocol names them with ``parts = ["adult-care", ...]``; they lie in the folder ``parts`` beside it, or in
the published library. What the file says itself wins over a part: a rule or route of the same name replaces
the shared one, an arc of its own replaces the shared arc. What is hashed, locked and frozen is the whole.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

PARTS = "parts"
NAMED_BY = {"routing": "finding", "rules": "code"}
"""Lists a part may give, and the key by which a protocol's own entry replaces a shared one."""
WHOLE = ("arc",)
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PartsError(ValueError):
    """Parts that cannot be read or put in; ``key`` says where in the protocol's file."""

    def __init__(self, key: str, reason: str) -> None:
        """Keep key and reason apart for reports of one line each."""
        super().__init__(f"{key}: {reason}")
        self.key, self.reason = key, reason


def with_parts(file: Path, content: Mapping[str, Any], published: Path) -> dict[str, Any]:
    """Return a protocol's content with the parts it names put in; raises PartsError."""
    whole = {key: value for key, value in content.items() if key != PARTS}
    names = content[PARTS]
    if not isinstance(names, list):
        raise PartsError(PARTS, 'is a list of names such as ["adult-care"]')
    if not isinstance(whole.get("sources", {}), dict):
        raise PartsError("sources", "is a table of references")
    for name in reversed(names):
        folders = (file.parent / PARTS, published / "protocols" / PARTS)
        whole = _merged(whole, _read(name, folders), f"{PARTS}.{name}")
    return whole


def _read(name: object, folders: tuple[Path, ...]) -> dict[str, Any]:
    if not isinstance(name, str) or not _CODE.fullmatch(name):
        raise PartsError(PARTS, "names a part by small letters, figures and hyphens")
    for folder in folders:
        if (file := folder / f"{name}.toml").is_file():
            return _parsed(file, file.stat().st_mtime_ns)
    raise PartsError(PARTS, f"there is no part called {name}")


@lru_cache(maxsize=64)
def _parsed(file: Path, changed_at: int) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PartsError(PARTS, f"{file} cannot be read: {error}") from error


def _merged(own: dict[str, Any], part: Mapping[str, Any], at: str) -> dict[str, Any]:
    if strange := sorted(set(part) - {*NAMED_BY, *WHOLE, "sources"}):
        raise PartsError(f"{at}.{strange[0]}", "is not a key that a part may give")
    for key in NAMED_BY:
        _refuse_no_tables(own.get(key, []), key)
    for key in (*NAMED_BY, *WHOLE):
        _refuse_no_tables(part.get(key, []), f"{at}.{key}")
    shared: dict[str, list[dict[str, Any]]] = {
        key: part[key] for key in WHOLE if key in part and key not in own
    }
    for key, name in NAMED_BY.items():
        taken = {entry.get(name) for entry in own.get(key, [])}
        shared[key] = [entry for entry in part.get(key, []) if entry.get(name) not in taken]
    used = {source for entries in shared.values() for entry in entries for source in entry.get("sources", [])}
    merged = {**own, **{key: [*shared[key], *own.get(key, [])] for key in shared}}
    merged["sources"] = _sources(own.get("sources", {}), part.get("sources", {}), used, at)
    return merged


def _refuse_no_tables(entries: object, key: str) -> None:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise PartsError(key, "is a list of tables")


def _sources(own: dict[str, str], shared: dict[str, str], used: set[str], at: str) -> dict[str, str]:
    for key in sorted(used & set(own)):
        if own[key] != shared.get(key, own[key]):
            raise PartsError(
                f"{at}.sources.{key}", "is another reference than the protocol's own of that key"
            )
    return {**{key: text for key, text in shared.items() if key in used}, **own}
