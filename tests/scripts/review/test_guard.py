"""The desk over real HTTP: what it refuses to everybody but its own page."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from scripts.review import web
from scripts.review.guard import TOKEN
from scripts.review.serve import HOST, listening
from validation.findings import Unusable

SECRET = "a-token-of-the-tests"  # noqa: S105
ARTICLE = "gazette-crossing"
ADDRESS = f"/api/articles/{ARTICLE}"


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Host": "rebind.example:{port}"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "localhost.evil.example:{port}"}, 421),
        ({"X_Review_Token": None}, 401),
        ({"X_Review_Token": "guessed"}, 401),
        ({"X_Review_Token": SECRET[:-1]}, 401),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
    ],
)
def test_whoever_is_not_the_page_of_the_desk_is_refused(
    stranger, headers: dict[str, str | None], status: int
) -> None:
    forged = {
        name: value.format(port=stranger.port) if value else value
        for name, value in headers.items()
    }
    before = stranger.world.article.read_bytes(), stranger.world.candidates.read_bytes()
    work = stranger.work({"do": "accept", "target": stranger.world.letters("work must")})
    for answer in (
        stranger.get("/api/articles", **forged),
        stranger.get(ADDRESS, **forged),
        stranger.post(f"{ADDRESS}/save", work, **forged),
        stranger.post(f"{ADDRESS}/propose", {}, **forged),
    ):
        assert answer.status_code == status
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert set(answer.json()) == {"message"}
        assert answer.headers["Cache-Control"] == "no-store"
    assert (stranger.world.article.read_bytes(), stranger.world.candidates.read_bytes()) == before


def test_a_write_without_an_origin_is_refused(stranger) -> None:
    assert stranger.post(f"{ADDRESS}/save", stranger.work(), Origin=None).status_code == 403
    assert stranger.get("/api/articles", Origin=None, Sec_Fetch_Site=None).status_code == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        None,
        "application/jsonp",
    ],
)
def test_what_a_form_can_send_is_refused(stranger, kind: str | None) -> None:
    assert stranger.post(f"{ADDRESS}/save", stranger.work(), Content_Type=kind).status_code == 415


def test_the_answer_to_a_preflight_allows_nothing(stranger) -> None:
    answer = stranger.send(
        "OPTIONS",
        f"{ADDRESS}/save",
        Origin="http://evil.example",
        Access_Control_Request_Method="POST",
    )
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_other_methods_and_writes_to_pages_are_refused(stranger) -> None:
    assert stranger.send("PUT", f"{ADDRESS}/save", stranger.work()).status_code == 405
    assert stranger.send("DELETE", ADDRESS).status_code == 405
    assert stranger.post("/", {}).status_code == 405


def test_two_tokens_or_two_hosts_are_none(stranger) -> None:
    def raw(*lines: str) -> str:
        with socket.create_connection((HOST, stranger.port)) as connection:
            request = "\r\n".join(
                ("GET /api/articles HTTP/1.1", *lines, "Connection: close", "", "")
            )
            connection.sendall(request.encode())
            return connection.makefile("rb").readline().decode()

    host = f"Host: {HOST}:{stranger.port}"
    assert " 401 " in raw(host, f"{TOKEN}: {SECRET}", f"{TOKEN}: {SECRET}")
    assert " 200 " in raw(host, f"{TOKEN}: {SECRET}")
    assert " 400 " in raw(host, "Host: evil.example", f"{TOKEN}: {SECRET}")
    assert " 400 " in raw(f"{TOKEN}: {SECRET}")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../web.py",
        "/assets/..%2fweb.py",
        "/assets/%2e%2e/web.py",
        "/assets//etc/passwd",
        "/api/articles/..%2F..%2Fcollections",
        "/api/articles/%2e%2e%2fcollections",
        "/api/articles/gazette-crossing%00",
        "/api/articles/gazette-crossing.yaml",
        "/api/articles/..",
    ],
)
def test_no_address_leads_to_another_file(stranger, path: str) -> None:
    with socket.create_connection((HOST, stranger.port)) as connection:
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}:{stranger.port}\r\n"
            f"{TOKEN}: {SECRET}\r\nConnection: close\r\n\r\n"
        )
        connection.sendall(request.encode())
        answer = connection.makefile("rb").read().decode()
    assert answer.startswith("HTTP/1.1 404")
    assert "made-up" not in answer
    assert "import" not in answer


@pytest.mark.parametrize(
    "body, told",
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        (b"[]", "object"),
        ({"operations": []}, "base"),
        ({"base": {"article": "x", "candidates": None}, "operations": []}, "base.article"),
        (
            {
                "base": {"article": "0" * 64, "candidates": None},
                "operations": [{"do": "run", "target": "x"}],
            },
            "operations.0",
        ),
        (
            {"base": {"article": "0" * 64, "candidates": None}, "operations": [], "path": "/etc"},
            "path",
        ),
    ],
)
def test_a_body_that_is_no_work_is_told_so(stranger, body: Any, told: str) -> None:
    answer = stranger.post(f"{ADDRESS}/draft", body)
    assert answer.status_code == 400
    assert told in answer.json()["message"]


def test_a_body_that_is_too_large_is_refused(stranger) -> None:
    answer = stranger.post(f"{ADDRESS}/draft", b" " * (web.MOST_BYTES + 1))
    assert (answer.status_code, answer.json()) == (413, {"message": "more than 8 MB"})


def test_web_sockets_are_not_spoken(stranger) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert (
        stranger.get("/api/articles", **headers).status_code == 200
    )  # an answer like any other, no upgrade


def test_only_this_machine_can_reach_it(stranger) -> None:
    with listening(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
    with pytest.raises(
        Unusable, match=f"--port {stranger.port}: .*in use; leave it out for a free one"
    ):
        listening(stranger.port)
