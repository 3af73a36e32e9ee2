"""Reads the words of a PDF that typst made back from its pages, through its own tables of letters."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
TOKEN = re.compile(rb"/(\w+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>|(ET)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(made: bytes) -> str:
    """Everything set on the pages, runs of text one after another on lines of their own."""
    objects = {int(number): body for number, body in OBJECT.findall(made)}
    found = []
    for body in objects.values():
        if b"/Type/Page/" not in body and not re.search(rb"/Type/Page\b(?!s)", body):
            continue
        resources = objects[_link(body, b"Resources")]
        fonts = {
            name: _letters(_stream(objects[_link(objects[int(font)], b"ToUnicode")]))
            for name, font in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        found.append(_page(_stream(objects[_link(body, b"Contents")]), fonts))
    return "\n".join(found)


def _link(body: bytes, key: bytes) -> int:
    match = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert match, f"no {key!r}"
    return int(match.group(1))


def _stream(body: bytes) -> bytes:
    match = STREAM.search(body + b"\nendstream")
    assert match
    return zlib.decompress(match.group(1)) if b"FlateDecode" in body else match.group(1)


def _letters(table: bytes) -> dict[int, str]:
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, target in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            letters[int(code, 16)] = bytes.fromhex(target.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, target in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = ord(bytes.fromhex(target.decode()).decode("utf-16-be"))
            for step in range(int(high, 16) - int(low, 16) + 1):
                letters[int(low, 16) + step] = chr(first + step)
    return letters


def _page(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    said: list[str] = []
    letters: dict[int, str] = {}
    for font, literal, hexed, end in TOKEN.findall(content):
        if font:
            letters = fonts[font]
        elif end:
            said.append("\n")
        else:
            raw = bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal)
            codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            said.append("".join(letters.get(code, "\ufffd") for code in codes))
    return "".join(said)


def _unescaped(literal: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        sign = match.group(1)
        return bytes([int(sign, 8)]) if sign.isdigit() else ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.S)
