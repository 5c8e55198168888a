"""Every page says when the last good night was, and what has gone wrong since."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.e2e.night import Night
from tests.serve.conftest import visit
from tests.serve.test_pages import text


@pytest.fixture
def night(jishou: Night, tmp_path: Path) -> Night:
    """A copy of the example that one test may change."""
    shutil.copytree(jishou.outputs, tmp_path / "outputs")
    return Night(tmp_path)


def tell(night: Night, **changed: Any) -> None:
    path = night.outputs / "state" / "last_run.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changed), "utf-8")


def shown(night: Night, page: str = "/") -> str:
    answer = visit(night).get(page)
    assert answer.status_code == 200
    return text(answer.text)


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("page", ["/", "/flags", "/sql"])
def test_the_last_good_night_is_named_and_nothing_is_amiss(night: Night, page: str) -> None:
    told = json.loads((night.outputs / "state" / "last_run.json").read_bytes())
    when = written(datetime.fromisoformat(told["finished_at"]))
    page_shown = shown(night, page)
    assert f"最近一次正常的一夜：{when}（批次 {told['batch_id']}）。" in page_shown
    assert "没有做完" not in page_shown
    assert "已过去" not in page_shown
    assert "程序故障" not in page_shown


@pytest.mark.parametrize(("hours", "said"), [(47, False), (49, True)])
def test_a_night_over_two_days_ago_is_said_to_be_that(night: Night, hours: int, said: bool) -> None:
    when = datetime.now() - timedelta(hours=hours)
    tell(night, last_good={"finished_at": when.isoformat(timespec="seconds"), "batch_id": "20260101-0007"})
    page = shown(night)
    assert f"最近一次正常的一夜：{written(when)}（批次 20260101-0007）。" in page
    assert ("已过去 2 天" in page) is said


def test_a_run_that_failed_is_told_with_its_reason(night: Night) -> None:
    tell(night, exit_code=3, message="/outputs：磁盘已满，请腾出空间后再运行。")
    page = shown(night)
    assert "没有做完：/outputs：磁盘已满" in page
    assert "页面上是以前一夜的内容" in page


@pytest.mark.parametrize(("command", "said"), [("retract", False), ("run", True)])
def test_a_slip_in_what_somebody_typed_is_no_failed_night(night: Night, command: str, said: bool) -> None:
    tell(night, exit_code=2, command=command, message="请写明原因。")
    assert ("没有做完" in shown(night)) is said


def test_steps_the_program_failed_on_are_named(night: Night) -> None:
    with duckdb.connect(str(night.database)) as con:
        con.execute('update meta.batch set faults = \'[{"step": "规则", "name": "DU02", "why": "x"}]\'')
    assert "程序故障 1 处，已放在一边，其余照常：规则 DU02。" in shown(night)


@pytest.mark.parametrize("told", ["", "[1]", '{"exit_code": "x", "last_good": {"finished_at": 5}}'])
def test_where_nobody_has_written_it_down_the_publication_says_when_it_was_made(
    night: Night, told: str
) -> None:
    (night.outputs / "state" / "last_run.json").write_text(told, "utf-8")
    [(when,)] = night.query("select max(started_at) from meta.batch")
    assert f"最近一次正常的一夜：{written(when)}。" in shown(night)
