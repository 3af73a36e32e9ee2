"""What is logged when something fails: that it did and where, never what a person wrote (S-62)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from kinweave.web.logs import WithoutWords

SAID = "Euan said he would not ring back"


class Peculiar(Exception):
    """An exception that cannot be made from one message."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger that writes as the service does, and what it wrote."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutWords())
    logger = logging.getLogger("a part of the service")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)


def fail(error: Exception) -> None:
    words_of_the_client = SAID  # a variable of the failing function: no log may show it
    raise error from ValueError(words_of_the_client)


@pytest.mark.parametrize(
    "error",
    [RuntimeError(SAID), KeyError(SAID), ValidationError(SAID), Peculiar("note", SAID),
     UnicodeDecodeError("utf-8", SAID.encode(), 0, 1, SAID)],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_a_failure_is_logged_by_its_type_and_place_alone(
    log: tuple[logging.Logger, io.StringIO], error: Exception
) -> None:
    logger, written = log
    try:
        fail(error)
    except Exception:
        logger.exception("saving failed")
    said = written.getvalue()
    assert "Euan" not in said
    assert type(error).__name__ in said
    assert "ValueError" in said, "the cause is named as well"
    assert "in fail" in said, "the place is named"


def test_an_error_given_as_an_argument_or_as_the_message_says_only_its_type(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.warning("could not save: %s", RuntimeError(SAID))
    logger.warning("could not save: %(why)s", {"why": RuntimeError(SAID)})
    logger.error(RuntimeError(SAID))
    assert written.getvalue().count("RuntimeError") == 3
    assert "Euan" not in written.getvalue()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/invitation/the-secret-of-it/", "/invitation/<str:secret>/"),
        ("/work/people/Euan/", "an address that leads nowhere"),
        ("/static/euan.css", "an address that leads nowhere"),
        (
            "/my/timeline/event/00000000-0000-4000-8000-000000000001/",
            "/my/timeline/<slug:kind>/<uuid:row_id>/",
        ),
    ],
)
def test_of_an_address_only_its_route_is_logged(
    log: tuple[logging.Logger, io.StringIO], path: str, kept: str
) -> None:
    logger, written = log
    logger.warning("%s: %s", "Not Found", path)
    assert written.getvalue() == f"Not Found: {kept}\n"


def test_query_strings_are_not_logged(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("Not Found: %s", "/my/people/?name=Euan")
    assert written.getvalue() == "Not Found: /my/people/\n"
