"""Clients answering over the plain wire, and a ledger of what the service told them it has kept."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

ITEMS = (*(str(number) for number in range(1, 10)), "difficulty")
TOKEN = "k" * 32


@dataclass
class Form:
    """One form on one phone: what is answered, and what the service has said to have."""

    session: str
    assignment: str
    client: str
    answers: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    sent: bool = False  # the service said that the whole form is sent

    @property
    def path(self) -> str:
        return f"/my/check-in/{self.assignment}/"

    @property
    def told_of_danger(self) -> bool:
        return self.acknowledged.get("9", 0) > 0


class Phones:
    """Several clients at once. A request that comes to nothing is sent again, as a person would."""

    def __init__(self, port: int, forms: list[Form], chance: random.Random) -> None:
        self.port = port
        self.waiting = list(forms)
        self.forms: list[Form] = []
        self.stopped = threading.Event()
        self.cut = 0  # requests that a kill broke off
        self.lock = threading.Lock()
        for form in forms:
            form.answers = {item: chance.randint(0, 3) for item in ITEMS} | {"1": chance.randint(1, 3)}
            form.answers["9"] = chance.choice((0, 0, 0, 1, 2, 3))

    def answer_all_day(self) -> None:
        """Take up one form after another until there are none, or it is time to stop."""
        while not self.stopped.is_set():
            with self.lock:
                if not self.waiting:
                    return
                form = self.waiting.pop()
                self.forms.append(form)
            self._on_one_page(form) if len(self.forms) % 3 == 0 else self._one_by_one(form)

    def _one_by_one(self, form: Form) -> None:
        for item in ITEMS:
            status, place, body = self._insist(form, form.path, {"item": item, "answer": form.answers[item]})
            assert kept(status, body), f"{form.path} {item}: {status}"
            form.acknowledged[item] = form.answers[item]
            form.sent = place.endswith("/sent/")
            if form.sent:
                assert item == "difficulty"

    def _on_one_page(self, form: Form) -> None:
        fields: dict[str, str | int] = {f"item_{item}": value for item, value in form.answers.items()}
        status, place, body = self._insist(form, f"{form.path}all/", fields)
        assert kept(status, body), f"{form.path}: {status}"
        form.acknowledged = dict(form.answers)
        form.sent = place.endswith("/sent/") or b"check-in/sent/" in body

    def _insist(self, form: Form, path: str, fields: Mapping[str, object]) -> tuple[int, str, bytes]:
        for _ in range(600):
            try:
                status, place, body = self._post(form, path, fields)
            except ConnectionRefusedError:
                time.sleep(0.05)  # nobody is in: the server has not come back yet
                continue
            except (OSError, http.client.HTTPException):
                self.cut += 1
                time.sleep(0.05)
                continue
            if status < 500:
                return status, place, body
            time.sleep(0.05)  # the service said that it could not: nothing was acknowledged
        raise AssertionError(f"The service did not come back for {path}")

    def _post(self, form: Form, path: str, fields: Mapping[str, object]) -> tuple[int, str, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {
                "Origin": f"http://127.0.0.1:{self.port}",
                "Cookie": f"kinweave={form.session}; kinweave-csrf={TOKEN}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request("POST", path, urlencode({**fields, "csrfmiddlewaretoken": TOKEN}), headers)
            answer = line.getresponse()
            body = answer.read()  # an answer that breaks off half way is none
            return answer.status, answer.getheader("Location", ""), body
        finally:
            line.close()


def kept(status: int, body: bytes) -> bool:
    """Whether the service says that the answer is saved: it leads on, or it shows help and says so."""
    return status == 302 or (status == 200 and b"Answer saved" in body)
