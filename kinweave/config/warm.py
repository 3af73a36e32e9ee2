"""What a web process does before its first request, so that no visitor waits for it."""

from __future__ import annotations

import gc

from django.urls import get_resolver

from kinweave.shelf.queries import library

YOUNG = 10_000  # new objects between two looks for rubbish; Python's own 700 looks many times in one page


def warm() -> None:
    """Read the library and the addresses; then leave what is kept for good out of every later search for rubbish.

    A page makes tens of thousands of short-lived objects. With Python's own thresholds a third of its time
    goes into looking through definitions and templates that never change.
    """
    library()
    get_resolver().reverse_dict  # noqa: B018 - reading it fills it
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
