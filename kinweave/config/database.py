"""The database a service runs on: SQLite in its data folder, or PostgreSQL by `DATABASE_URL`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# FULL, not NORMAL: under NORMAL a power cut loses commits that were already acknowledged (S-30, S-31).
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
)


# One that hangs in the middle of a transaction must not keep everybody else waiting for longer than this.
_POSTGRES_SETTINGS = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60s"
_TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")


def from_url(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's settings for the database named by `url`; an empty `url` means SQLite in `data_dir`."""
    if not url:
        return _sqlite(data_dir / "kinweave.sqlite3")
    parts = _parts(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "kinweave.config.postgres",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _tls(parts.query) | {"options": _POSTGRES_SETTINGS},
        }
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme!r}. Use postgresql://USER:PASSWORD@HOST/NAME, or leave it empty."
    )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Use postgresql://USER:PASSWORD@HOST/NAME, or leave it empty."
        ) from error
    return parts


def _tls(query: str) -> dict[str, str]:
    """What the address says about TLS, by libpq's names; anything else it says is a mistake."""
    said = dict(parse_qsl(query))
    if strange := sorted(set(said) - set(_TLS)):
        raise ImproperlyConfigured(
            f"DATABASE_URL says {strange[0]!r}, which is not known. It may say {', '.join(_TLS)}."
        )
    return said


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,  # opening and closing the file costs more than most pages
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_PRAGMAS},
    }
