"""Say on every page when the last good night was, and what has gone wrong since: nobody else tells that nights stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pipeline import logbook
from pipeline.errors import WrongSettings
from pipeline.publish.report import figures

if TYPE_CHECKING:
    import duckdb

    from pipeline.paths import Places

_LONG_AGO = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Night:
    """The last good night, and a Chinese sentence for each thing that an inspector should know of the nights."""

    good: str
    amiss: list[str]


def last(con: duckdb.DuckDBPyConnection, places: Places, now: datetime) -> Night:
    """Ask ``last_run.json``; where that is not at hand, the publication itself."""
    told = logbook.read(places)
    good = told.get("last_good") or {}
    when = _moment(good.get("finished_at")) or _published(con)
    amiss = []
    if _failed(told):
        began = _written(_moment(told.get("started_at")))
        amiss.append(f"最近一次运行（{began}）没有做完：{told.get('message', '')}页面上是以前一夜的内容。")
    if when and now - when > _LONG_AGO:
        amiss.append(
            f"最近一次正常的一夜（{_written(when)}）已过去 {(now - when).days} 天：每晚的运行可能停了，请告诉维护人员。"
        )
    if faults := figures.faults(con):
        amiss.append(f"这一批有程序故障 {len(faults)} 处，已放在一边，其余照常：{'、'.join(faults)}。")
    batch = f"（批次 {good['batch_id']}）" if good.get("batch_id") else ""
    return Night(f"{_written(when)}{batch}", amiss)


def _failed(told: dict[str, object]) -> bool:
    """Tell whether a night failed; a slip in what somebody typed beside the nights is none."""
    code = told.get("exit_code", 0)
    return code != 0 and (code != WrongSettings.exit_code or told.get("command") == "run")


def _published(con: duckdb.DuckDBPyConnection) -> datetime | None:
    found = con.execute("select max(started_at) from meta.batch").fetchall()
    return found[0][0] if found else None


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "不详"
