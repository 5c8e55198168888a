"""Two published counties to look at: the example of this repository, and one whose sheets mean harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from pipeline.paths import Places
from pipeline.serve.app import build
from pipeline.serve.gate import Gate
from tests import example
from tests.e2e.night import Night, cash_book, read_here  # noqa: F401 (a fixture)

HERE = "http://127.0.0.1:8765"
SCRIPT = "<script>alert(1)</script>"
COOPERATIVE = "<b onclick=alert(1)>东滩</b>合作社13812345678"
ACCOUNT = "6222021234567890123"
FORMULA = "@SUM(1)付办公用品"


class Web:
    """A browser without a window: it keeps cookies, follows nothing, sees what any fault answers."""

    def __init__(self, app: Gate) -> None:
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._cookies = httpx.Cookies()

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url=HERE, cookies=self._cookies
            ) as client:
                answer = await client.request(method, path, **options)
                self._cookies = client.cookies
                return answer

        return anyio.run(ask)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


def visit(night: Night, **options: object) -> Web:
    """Open the web page over a night, as a browser on the same machine would."""
    places = Places(night.inputs, night.outputs)
    asked = {"names": frozenset({"localhost"}), "loopback": True, "token": ""} | options
    return Web(build(places, **asked))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def jishou(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return example.copied(tmp_path_factory.mktemp("jishou") / "copy")


@pytest.fixture(scope="session")
def web(jishou: Night) -> Web:
    return visit(jishou)


def harmful_county(folder: Path) -> Night:
    """A county whose cells hold markup, formulas, and numbers that belong to persons."""
    night = Night(folder)
    night.register()
    night.book(
        "东滩村/红利收取表 '\"<i>.xlsx",
        {
            "红利收取表": [
                ("东滩村2025年度红利收取表",),
                ("编制单位：东滩村", None, None, None, None, "单位：元"),
                ("年度", "合作社名称", "股本金", "实收红利", "到账日期", "收款账号"),
                (2025, COOPERATIVE, 100000, 8000, "2025-10-01", ACCOUNT),
            ]
        },
    )
    entries = [
        ("2025-03-04", "记-1", SCRIPT, None, 125, "杨学军"),
        ("2025-03-05", "记-2", FORMULA, None, 80.5, "杨学军"),
    ]
    night.book("东滩村/东滩村2025年3月.xlsx", {"现金账": cash_book("东滩村", "2025年3月", entries)})
    night.publish()
    return night


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return harmful_county(tmp_path_factory.mktemp("harmful"))
