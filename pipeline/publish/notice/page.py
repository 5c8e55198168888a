"""Write a notice as a page to open by double-click and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.publish.notice import wording
from pipeline.publish.report import markup

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.publish.notice.content import Notice


def write(path: Path, notice: Notice) -> None:
    """Write the page to ``path``."""
    html = markup.render(
        "notice.html.j2",
        policy=markup.policy([]),
        style=markup.asset("report.css") + markup.asset("notice.css"),
        notice=notice,
        numbers=wording.NUMBERS,
        source=wording.source(notice),
        lacking=wording.lacking(notice),
    )
    path.write_text(html, encoding="utf-8", newline="\n")
