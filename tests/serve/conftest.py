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
PASSCODE = "0123abcd"
SCRIPT = "<script>alert(1)</script>"
COOPERATIVE = "<b onclick=alert(1)>东滩</b>合作社13812345678"
ACCOUNT = "6222021234567890123"
FORMULA = "@SUM(1)付办公用品"
ID_NO = "640181196001010011"
# One person in three lists, of which the one of the works leaves the number out.
PAID = {
    ("补贴", "东滩村2025年耕地地力保护补贴发放公示表"): [
        ("序号", "户主姓名", "身份证号", "补贴面积（亩）", "补贴标准（元/亩）", "补贴金额（元）", "一卡通账号", "签字"),
        (1, "杨学军", ID_NO, 6.5, 80, 520, ACCOUNT, "杨学军"),
        (2, "王一", "640181197001010033", 1, 80, 80, "6230001", "王一"),
    ],
    ("用工", "东滩村2025年修涵洞民工工资发放表"): [
        ("项目编号", "工程名称", "领款人", "开工日期", "完工日期", "工日", "单价", "实发金额", "领款人签字"),
        ("XM-01", "修涵洞", "杨学军", "2025-03-01", "2025-03-10", 9, 150, 1350, "杨学军"),
    ],
    ("误工", "2025年3月东滩村村干部误工补贴发放表"): [
        ("序号", "姓名", "职务", "身份证号码", "误工天数", "标准（元/天）", "金额（元）", "银行账号"),
        (1, "杨学军", "会计", ID_NO, 3, 80, 240, "6222 0000 1111 2222"),
    ],
    ("现金", "东滩村2025年4月现金日记账"): [
        ("日期", "凭证号", "摘要", "收入", "支出", "收款人", "票据种类", "经手人"),
        ("2025-04-02", "记-1", "买水泥", None, 900, "老王建材店", "白条", "杨学军"),
    ],
}  # fmt: skip


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
    asked = {"names": frozenset({"localhost"}), "loopback": True, "token": "", "passcode": PASSCODE} | options
    return Web(build(places, **asked))  # type: ignore[arg-type]


def permitted(night: Night, name: str = "王检查", passcode: str = PASSCODE) -> Web:
    """Open the web page and ask to see whole numbers."""
    web = visit(night)
    web.post("/permit", data={"name": name, "passcode": passcode, "back": "/"})
    return web


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
    night.book("东滩村/东滩村发放表.xlsx", {name: [(title,), *rows] for (name, title), rows in PAID.items()})
    night.publish()
    return night


@pytest.fixture(scope="session")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return harmful_county(tmp_path_factory.mktemp("harmful"))
