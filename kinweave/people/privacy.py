"""What kind of thing each field holds. It drives encryption, export, erasure and scrubbing.

Sealed fields classify themselves as WORDS. Every other field of a model is named in its
`PRIVACY` table, or is of a kind that a rule of the test suite classifies (ids and links).
"""

from __future__ import annotations

from enum import StrEnum


class Privacy(StrEnum):
    """How near a field comes to a person."""

    WORDS = "words"  # clinical free text or anything a person said: sealed, exported to the client, destroyed with the key
    IDENTIFYING = "identifying"  # names, addresses, sign-in: exported, scrubbed on erasure
    CLINICAL = "clinical"  # scores, dates, choices of care: exported, kept while the record is kept
    STATE = "state"  # how far something has got; technical times: exported without explanation
    SECRET = "secret"  # noqa: S105 - tokens and keys: never exported, never shown
