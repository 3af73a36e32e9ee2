"""Every benchmark, one after the other, each in a process of its own: `make bench`.

Figures are CPU of this machine; the ratios beside them are what is compared between machines.
"""

import subprocess
import sys
import time

PARTS = {
    "bench.score": "Scoring: rows a second, one by one, by column, as a file",
    "bench.library": "The library: reading, checking",
    "bench.requests": "One PHQ-9 stored: CPU and queries a request",
    "bench.pages": "Pages of the therapist: CPU, queries, and how they grow with the service",
}


def main(names: list[str]) -> int:
    """Run the parts named on the command line, or all of them; the exit code says whether all worked."""
    failed = 0
    for module, title in PARTS.items():
        if names and module.removeprefix("bench.") not in names:
            continue
        sys.stdout.write(f"\n{title}\n{'=' * len(title)}\n")
        sys.stdout.flush()
        started = time.monotonic()
        failed |= subprocess.run([sys.executable, "-m", module], check=False).returncode
        sys.stdout.write(f"({time.monotonic() - started:.0f} seconds)\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
