"""Who may ask, and what browsers are told."""

from __future__ import annotations

import pytest

from tests.e2e.night import Night
from tests.serve.conftest import HERE, Web, visit

TOKEN = "t" * 43


@pytest.mark.parametrize("path", ["/", "/nowhere", "/sql?ask=source", "/style.css"])
def test_every_answer_forbids_scripts_frames_and_storing(web: Web, path: str) -> None:
    headers = web.get(path).headers
    assert headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'; img-src 'self'"
    )
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("[::1]:8765", 200),
        ("evil.example", 400),
        ("evil.example:8765", 400),
        ("127.0.0.1.evil.example", 400),
        ("192.0.2.7:8765", 400),
        ("localhost@evil.example", 400),
        ("", 400),
    ],
)
def test_only_this_machines_names_are_answered(web: Web, host: str, status: int) -> None:
    assert web.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(web: Web, method: str) -> None:
    assert web.request(method, "/sql").status_code == 405


def test_only_the_box_takes_a_post(web: Web) -> None:
    assert web.post("/flags").status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": HERE}, 200),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_another_sites_form_is_refused(web: Web, headers: dict[str, str], status: int) -> None:
    assert web.post("/sql", data={"sql": "select 1"}, headers=headers).status_code == status


@pytest.fixture
def shared(jishou: Night) -> Web:
    """The page as opened on an address that others reach."""
    return visit(jishou, names=frozenset({"office-pc"}), loopback=False, token=TOKEN)


@pytest.mark.parametrize("path", ["/", "/style.css", "/flags?token=", "/flags?token=wrong", "/nowhere"])
def test_without_the_token_nothing_is_shown(shared: Web, path: str) -> None:
    answer = shared.get(path)
    assert answer.status_code == 401
    assert "隘口村" not in answer.text
    assert "content-security-policy" in answer.headers


def test_the_token_opens_once_and_then_the_cookie(shared: Web) -> None:
    first = shared.get(f"/flags?level=高&token={TOKEN}")
    assert first.status_code == 303
    assert TOKEN not in first.headers["location"]
    assert first.headers["location"].startswith("/flags?level=")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert shared.get("/flags").status_code == 200


def test_a_wrong_cookie_is_refused(shared: Web) -> None:
    for value in ("wrong", "", "é", TOKEN[:-1]):
        answer = shared.get("/", headers={"cookie": f"cunzhang_8765={value}".encode()})
        assert answer.status_code == 401


def test_the_redirect_stays_here(shared: Web) -> None:
    answer = shared.get(f"//evil.example/?token={TOKEN}")
    assert answer.status_code in {303, 401}
    assert not answer.headers.get("location", "/").startswith(("//", "http"))


@pytest.mark.parametrize(
    ("host", "status"), [("office-pc:8765", 401), ("192.0.2.7:8765", 401), ("evil.example", 400)]
)
def test_names_that_others_use(shared: Web, host: str, status: int) -> None:
    assert shared.get("/", headers={"host": host}).status_code == status
