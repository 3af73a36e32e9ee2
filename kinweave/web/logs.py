"""Logs say that something happened, never what a person wrote (S-62)."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from django.urls import Resolver404, resolve

_LONGEST_CHAIN = 10


class WithoutWords(logging.Filter):
    """Drops query strings, the particulars of addresses, and the messages of exceptions: all may carry what was typed.

    Of an address the log keeps the route: an invitation's secret and a person's id are not for it.

    Of an exception the log keeps its type, where it happened and what caused it; never its message, and
    never the values of variables.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_words(arg) for arg in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _without_words(arg) for name, arg in record.args.items()}
        if record.name == "gunicorn.error" and not record.args:  # its sentences hold what was sent
            record.msg = str(record.msg).split(" from ip=", 1)[0]
        if isinstance(record.msg, BaseException):
            record.msg = type(record.msg).__name__
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = "\n".join(types_and_places(record.exc_info[1]))
            record.exc_info = None
        return True


def _without_words(arg: object) -> object:
    if isinstance(arg, BaseException):
        return type(arg).__name__
    if isinstance(arg, str) and arg.startswith("/"):
        return _route(arg.split("?", 1)[0])
    return arg.split("?", 1)[0] if isinstance(arg, str) else arg


def _route(path: str) -> str:
    try:
        return f"/{resolve(path).route}"
    except Resolver404:
        return "an address that leads nowhere"


def types_and_places(error: BaseException | None) -> list[str]:
    """The exception and its causes, the first cause first: types and places, and no message."""
    chain: list[BaseException] = []
    while error is not None and len(chain) < _LONGEST_CHAIN and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [line for each in reversed(chain) for line in _lines(each, each.__traceback__)]


def _lines(error: BaseException, trace: TracebackType | None) -> list[str]:
    places = [
        f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        for frame in traceback.extract_tb(trace)
    ]
    return [*places, f"{type(error).__name__} (its message is not logged)"]
