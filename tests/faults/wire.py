"""One person's browser over the plain wire: a session, a token, and no more than HTTP."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

TOKEN = "k" * 32


@dataclass
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def place(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Line:
    """A line to the service at `port`; signed in when it has the key of a session."""

    port: int
    session: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answered:
        return self.send("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, object], **headers: str) -> Answered:
        body = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}, doseq=True).encode()
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Send exactly these bytes; a header without a value is left out."""
        usual = {
            "Origin": f"http://127.0.0.1:{self.port}",
            "Cookie": f"kinweave={self.session}; kinweave-csrf={TOKEN}",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            said = {name: value for name, value in (usual | self.headers | dict(headers)).items() if value}
            line.request(method, path, body or None, said)
            answer = line.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, got, answer.read())
        finally:
            line.close()


class Words(HTMLParser):
    """The words of a page as a reader sees them, and the values its form holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.held: dict[str, str] = {}
        self._writing = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        chosen = said.get("type") not in {"radio", "checkbox"} or "checked" in said
        if tag == "input" and said.get("name") and chosen:
            self.held[said["name"] or ""] = said.get("value") or ""
        self._writing = (said.get("name") or "") if tag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        self._writing = ""

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.held[self._writing] = self.held.get(self._writing, "") + data.removeprefix("\n")
        self.shown.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.shown).split())
