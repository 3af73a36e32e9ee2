"""The program `kinweave`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command of the program. What stands in its way is said in a sentence; exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinweave.config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from kinweave.commands import mount
    from kinweave.core.key_files import KeyMissing

    try:
        mount()()
    except (ImproperlyConfigured, KeyMissing) as error:
        _end(str(error))
    except DatabaseError as error:
        _end(
            f"The database cannot be used ({type(error).__name__}). Check that it answers and has room, and that "
            "`kinweave init` was run for this version. What was not finished was undone."
        )
    except OSError as error:
        _end(f"{error.filename or 'A file'} cannot be used: {error.strerror or type(error).__name__}.")


def _end(words: str) -> None:
    sys.stderr.write(words + "\n")
    raise SystemExit(1)


if __name__ == "__main__":
    main()
