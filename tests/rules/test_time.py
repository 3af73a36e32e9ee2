"""One clock: nothing else asks the machine what time it is."""

from __future__ import annotations

import re

from tests.rules.tree import PACKAGE, files

ASKS = re.compile(
    r"\btimezone\.now\(|\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(|\blocaldate\(|\bauto_now"
)


def test_only_the_clock_asks_the_machine() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in files(".py", under=PACKAGE)
        if path.name != "clock.py" and ASKS.search(path.read_text())
    ]
    assert found == []
