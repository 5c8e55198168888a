"""Write 全省.html: one page that opens by double-click, with every county's night and what counties share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline import durable
from pipeline.publish.report import markup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.province.judging import Finding
    from pipeline.province.overview import Told

# Of the figures of each county, those that the table of counties has room for, with its word for them.
FIGURES = {
    "报送的文件": "文件", "读入的行": "行", "没有装载的金额": "没有装载（元）", "其中严重": "严重",
    "其中高": "高", "其中中": "中", "其中低": "低", "其中提示": "提示", "不可评估的结论": "不可评估",
}  # fmt: skip
# Rows of evidence shown of one finding; all stand in the database.
SHOWN = 12


def write(path: Path, told: Sequence[Told], findings: Sequence[Finding], as_of: date) -> bool:
    """Write the page whole in place of the earlier one; False where somebody has that open."""
    text = markup.render(
        "province.html.j2",
        policy=markup.policy([]),
        style=markup.asset("report.css") + markup.asset("case_file.css"),
        as_of=as_of,
        told=told,
        figures=FIGURES,
        findings=findings,
        most=SHOWN,
        link=lambda county: f"../{quote(county)}/outputs/reports/{quote('审计报告.html')}",
    )

    def make(part: Path) -> None:
        part.write_text(text, encoding="utf-8", newline="\n")

    return durable.made(path, make)
