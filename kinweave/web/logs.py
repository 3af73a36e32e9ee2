"""Logs say that something happened, never what a person wrote (S-62)."""

from __future__ import annotations

import logging


class WithoutWords(logging.Filter):
    """Drops query strings, and the messages of exceptions, which may carry what was typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(arg) for arg in record.args)
        if record.exc_info and record.exc_info[1] is not None:
            kind, error, trace = record.exc_info
            record.exc_info = (kind, type(error)("(its message is not logged)"), trace) if _plain(error) else record.exc_info
        return True


def _without_query(arg: object) -> object:
    return arg.split("?", 1)[0] if isinstance(arg, str) else arg


def _plain(error: BaseException) -> bool:
    """Whether an exception of this type can be made from a single message."""
    return type(error).__init__ in {Exception.__init__, ValueError.__init__, KeyError.__init__, TypeError.__init__, RuntimeError.__init__}
