"""What no browser sends: bytes, headers and files made to break something. Each is refused in words, and writes nothing."""

from __future__ import annotations

import socket

import pytest

from tests.faults.test_full_disk import answers
from tests.faults.wire import TOKEN, Answered, Line, Words
from tests.journeys.house import House

pytestmark = pytest.mark.slow
MOOD = "/my/mood/"
FORM = "application/x-www-form-urlencoded"
PART = "multipart/form-data; boundary=x"


@pytest.fixture
def phone(service: House) -> Line:
    return Line(service.port, service.told["sessions"]["joanna_user"])


def whole(page: Answered) -> str:
    """The words of a page of ours: it has a heading, a way to help, and no trace of how it is made."""
    shown = Words(page.text).text
    assert 'href="/help/' in page.text
    assert "<h1" in page.text
    assert not [
        word for word in ("Traceback", "django", "gunicorn", "OperationalError", ".py") if word in shown
    ]
    return shown


def encoded(**fields: str) -> bytes:
    return "&".join(
        f"{name}={value}" for name, value in {**fields, "csrfmiddlewaretoken": TOKEN}.items()
    ).encode()


BODIES = {
    "more than can be sent": (FORM, encoded(value="4", note="x" * 3_000_000), 413),
    "ten thousand fields": (FORM, encoded(**{f"f{number}": "1" for number in range(10_000)}), 413),
    "no length of field": (FORM, b"&&&&====&&&" + encoded(value="nothing"), 422),
    "percent signs that mean nothing": (FORM, encoded(value="%zz%4", note="%ff%fe%00"), 422),
    "multipart without an end": (PART, b"--x\r\nContent-Disposition: form-data; name=\"value\"\r\n\r\n4", 403),
    "multipart without a boundary": ("multipart/form-data", b"--x\r\n\r\n", 400),
    "multipart of garbage": (PART, bytes(range(256)) * 40, 400),
    "a file where words belong": (
        PART,
        b"".join(
            b"--x\r\nContent-Disposition: form-data; name=\"" + name + b"\r\n\r\n" + value + b"\r\n"
            for name, value in (
                (b'csrfmiddlewaretoken"', TOKEN.encode()),
                (b'value"; filename="../../etc/passwd"\r\nContent-Type: image/svg+xml', b"<svg onload=alert(1)>"),
            )
        ) + b"--x--\r\n",
        422,
    ),
    "JSON": ("application/json", b'{"value": 4, "note": "words"}', 403),
    "XML with an entity": ("application/xml", b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', 403),
    "another alphabet": ("application/x-www-form-urlencoded; charset=utf-7", encoded(value="+ADw-script+AD4-"), 400),
    "an alphabet there is not": ("application/x-www-form-urlencoded; charset=nonsense", encoded(value="no"), 422),
}  # fmt: skip


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_no_form_has(kind: str, service: House, phone: Line) -> None:
    form, body, status = BODIES[kind]
    before = answers(service)
    answer = phone.send("POST", MOOD, body, {"Content-Type": form})
    assert answer.status in {status, 401 if status == 403 else status}
    assert whole(answer)
    assert b"root:" not in answer.body
    assert answers(service) == before


def test_too_much_is_said_to_be_too_much(phone: Line) -> None:
    form, body, _ = BODIES["more than can be sent"]
    shown = whole(phone.send("POST", MOOD, body, {"Content-Type": form}))
    assert "This is more than can be sent at once" in shown
    assert "Nothing was saved" in shown


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "LOOKATME"])
def test_a_method_no_page_has(method: str, service: House, phone: Line) -> None:
    before = answers(service)
    answer = phone.send(method, MOOD, b"", {})
    assert answer.status in {403, 405}
    assert answers(service) == before


ADDRESSES = (
    "/my/check-in/not-a-number/", "/my/check-in/00000000-0000-4000-8000-000000000000/", "/my/people/%00/",
    "/my/timeline/add/../../../etc/passwd/", "/work/people/%F0%9F%92%A9/", "/my/timeline/event/' OR 1=1--/",
    "/my/%ff%fe/", "/static/../kinweave.sqlite3", "/static/%2e%2e/%2e%2e/keys/vault.key", "/static/..%2fkeys%2fvault.key",
    "//elsewhere.example/my/", "/my/mood/;x=1", "/my/check-in/" + "9" * 3000 + "/",
)  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES, ids=lambda path: path[:40])
def test_an_address_that_leads_nowhere(path: str, phone: Line) -> None:
    answer = phone.get(path.replace(" ", "%20"))
    assert answer.status in {400, 404}
    whole(answer)


QUERIES = (
    "item=9999999999999999999",
    "item=-1",
    "item=%00",
    "item=" + "9" * 3000,
    "item=1&item=2",
    "item[]=x",
    "%00=%00",
)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:24])
def test_a_query_no_link_has(query: str, service: House, phone: Line) -> None:
    path = f"/my/check-in/{service.told['ids']['assignment']}/?{query}"
    answer = phone.get(path)
    assert answer.status in {200, 302}
    assert phone.get(f"/my/progress/?{query}").status == 200
    assert phone.get(f"/account/login/?next={query}").status in {200, 302}


HEADERS: dict[str, tuple[dict[str, str], set[int]]] = {
    "another host": ({"Host": "elsewhere.example"}, {400}),
    "a host with a trick": ({"Host": "127.0.0.1@elsewhere.example"}, {400}),
    "a host further on": ({"X-Forwarded-Host": "elsewhere.example"}, {200}),
    "a scheme further on": ({"X-Forwarded-Proto": "https"}, {200}),
    "a session that is none": ({"Cookie": "kinweave=../../../etc/passwd"}, {302}),
    "a session of another service": ({"Cookie": "kinweave=" + "a" * 32}, {302}),
    "a session that is too long": ({"Cookie": "kinweave=" + "a" * 7000}, {302}),
    "cookies of garbage": ({"Cookie": "=;;;kinweave=;\x80=\xff; =x"}, {302}),
    "a country that is none": ({"Cookie": "kinweave-country=<script>"}, {302}),
    "languages of garbage": ({"Accept-Language": "*" * 5000}, {200}),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_headers_no_browser_sends(kind: str, phone: Line) -> None:
    headers, statuses = HEADERS[kind]
    answer = phone.get("/my/", **headers)
    assert answer.status in statuses
    assert b"elsewhere.example" not in answer.body
    assert "elsewhere.example" not in str(answer.headers)
    if answer.status == 302:
        assert answer.place.startswith("/account/login/")


ELSEWHERE = (
    "//elsewhere.example",
    "https://elsewhere.example/",
    "javascript:alert(1)",
    "/\\elsewhere.example",
    "/my/%0d%0aSet-Cookie:%20x=1",
)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_nowhere_else(place: str, service: House) -> None:
    form = {
        "login": service.told["email"],
        "password": "a long walk by the river",
        "next": place.replace("%0d%0a", "\r\n"),
    }
    answer = Line(service.port).post("/account/login/", form)
    assert answer.status in {302, 400}
    assert "elsewhere.example" not in answer.place
    assert "javascript" not in answer.place
    assert "x" not in answer.headers.get("set-cookie", "").split(";")[0].split("=")[0].split()


RAW = {
    "nothing at all": b"\r\n\r\n",
    "no protocol": b"GARBAGE\r\n\r\n",
    "a line without end": b"GET /" + b"a" * 20_000,
    "a header that is folded": b"GET /my/ HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n",
    "two lengths": b"POST /my/mood/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nabcde",
    "a length and chunks": b"POST /my/mood/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length below nothing": b"POST /my/mood/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\nabcde",
    "ten thousand headers": b"GET /my/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", RAW)
def test_bytes_that_are_no_request(kind: str, service: House, phone: Line) -> None:
    before = answers(service)
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        try:
            line.sendall(RAW[kind])
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65_536)
        except OSError:
            answer = b""
    assert answer == b"" or answer.split()[1] in {b"302", b"400", b"403", b"414", b"431", b"501", b"404"}
    assert b"Traceback" not in answer
    assert phone.get("/my/").status == 200
    assert answers(service) == before


def test_a_request_that_stops_in_the_middle_writes_nothing(service: House, phone: Line) -> None:
    before = answers(service)
    body = encoded(value="4", note="only half of")
    head = (
        f"POST {MOOD} HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nOrigin: http://127.0.0.1:{service.port}\r\n"
        f"Cookie: kinweave={phone.session}; kinweave-csrf={TOKEN}\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as line:
        line.sendall(head.encode() + body[: len(body) // 2])
    assert phone.get("/my/").status == 200
    assert answers(service) == before
