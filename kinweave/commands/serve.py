"""`kinweave serve`: the web server and the job worker, watched over by one small parent."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import typer

from kinweave.commands.preflight import findings
from kinweave.commands.speech import say, stop

_RESTART_AFTER = 1.0  # seconds


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1  # prctl(2)


def _end_with_parent() -> None:
    """In a child on Linux: be stopped when the parent is gone, however it went, so that the port is free again."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class _Child:
    """A process that runs as long as the service does."""

    command: list[str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command, start_new_session=True, preexec_fn=_end_with_parent
        )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()


def serve(
    port: int = typer.Option(8000, envvar="PORT", help="Port to serve at."),
    host: str = typer.Option("127.0.0.1", help="Address to serve at; others than this machine need TLS."),
    threads: int = typer.Option(8, help="Requests answered at once by each process."),
    processes: int = typer.Option(1, help="Web processes; one is best on SQLite."),
) -> None:
    """Serve the service until it is stopped with Ctrl-C."""
    for finding in findings(host=host):
        if finding.stops:
            stop(finding.words, code=1)
    refuse_taken(host, port)
    run(host=host, port=port, threads=threads, processes=processes)


def refuse_taken(host: str, port: int) -> None:
    """Stop with a plain word when nothing can be served at this address and port."""
    if not 0 < port < 65_536:
        stop(f"There is no port {port}. Choose another with --port, from 1 to 65535.", code=1)
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        stop(f"Cannot serve at {host} port {port}: {error.strerror}. Choose another with --port.", code=1)


def run(*, host: str, port: int, threads: int = 8, processes: int = 1) -> None:
    """Start web server and worker and keep them running; returns when asked to stop."""
    web = _Child(
        [
            sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--worker-class", "gthread", "--threads", str(threads),
            "--workers", str(processes), "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket",
            "kinweave.config.wsgi:application",
        ]
    )  # fmt: skip
    worker = _Child([sys.executable, "-m", "kinweave", "work", "--with-parent"])
    asked = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: asked.set())
    say(f"Kinweave at http://{host}:{port} (Ctrl-C stops it)")
    _watch([web, worker], asked)


def _watch(children: list[_Child], asked: threading.Event) -> None:
    for child in children:
        child.start()
    while not asked.wait(_RESTART_AFTER):
        for child in children:
            if child.has_ended():
                say(f"{child.command[2]} ended and is started again")
                time.sleep(_RESTART_AFTER)
                child.start()
    for child in children:
        child.end()
