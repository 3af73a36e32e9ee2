"""Reading worksheets and steps; the reader first.

`worksheets.queries.open_steps(client)` is what a client's home shows.
"""

from kinweave.worksheets.queries.steps import open_steps

__all__ = ["open_steps"]
