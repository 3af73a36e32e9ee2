"""What each kind of notice says: no name, no service, no clinical word (S-19)."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Subject and body of a message."""

    subject: str
    body: str


_SIGN_IN = "Sign in the way you usually do to see it. This message says nothing more on purpose.\n"

KINDS: dict[str, Words] = {
    "needs-answer": Words(
        "Something needs your answer", f"Something came in that needs an answer from you.\n\n{_SIGN_IN}"
    ),
    "passed-on": Words(
        "Something was passed on to you",
        f"Something needs an answer, and nobody has taken it yet. It is now with you.\n\n{_SIGN_IN}",
    ),
    "new-message": Words(
        "There is something new for you", f"There is something new for you to read.\n\n{_SIGN_IN}"
    ),
    "reminder": Words(
        "A reminder", f"There is something for you to do when you have a few minutes.\n\n{_SIGN_IN}"
    ),
}
