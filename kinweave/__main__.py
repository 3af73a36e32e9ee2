"""The program `kinweave`."""

from __future__ import annotations

import os


def main() -> None:
    """Run one command of the program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinweave.config.settings")
    from kinweave.commands import mount

    mount()()


if __name__ == "__main__":
    main()
