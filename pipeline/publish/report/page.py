"""Write 审计报告.html: one file that opens by double-click, loads nothing, and shows what was published."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from markupsafe import Markup

from pipeline.findings import LEVELS
from pipeline.publish.report import bands, flag_data, markup, named, pictures, sections, stamp
from pipeline.publish.report.topics import STATUSES

if TYPE_CHECKING:
    from pipeline.publish.report.audit_book import Content
    from pipeline.publish.report.figures import Figures
    from pipeline.publish.report.rest import Rest
    from pipeline.publish.report.table import Value

# The columns of each table that a page has room for.
_FUND = (
    "township", "village_name", "year", "stars", "granted", "spent", "balance", "idle_months", "spent_unapproved",
    "unapproved_share", "spent_without_document", "undocumented_share", "flag_count", "flag_amount",
)  # fmt: skip
_SHARE = (
    "township", "village_name", "cooperative", "year", "opening_capital", "contributed", "reinvested", "reduced",
    "closing_capital", "ratio", "declared", "received", "yield",
)  # fmt: skip
_DIVIDEND = (
    "township", "village_name", "cooperative", "year", "dividend", "required_reinvestment", "reinvested",
    "reinvested_share", "offset_amount", "shortfall", "in_hand", "untraced", "verdict",
)  # fmt: skip
_VILLAGE = (
    "rank", "township", "village_name", "flags_severe", "flags_high", "flags_medium", "flags_low", "flags_hint",
    "flag_count", "flag_amount", "lost_amount", "procedure_amount", "service_fund", "red_capital", "unassessable",
)  # fmt: skip
_FILE = ("source_file", "status", "sheets", "loaded", "rejected", "money")
_PARAMETER = ("name", "meaning", "scope", "value", "default_value", "unit", "source", "confirmed")
# Where the rows stand that a figure counts; all others count flags.
_ROWS = {
    "登记村数": "#villages", "没有账的村": "#reports", "报送的文件": "#reports", "读入的行": "#reports",
    "没有装载的行": "#unloaded", "没有装载的金额": "#unloaded", "跳过的行": "#unloaded", "逾期未报": "#missing",
    "以前年度缺报": "#missing", "退回的表": "#missing", "不可评估的结论": "#unknown", bands.NEW: "#flags?batch=new&status=",
    bands.COMMON: "#systemic",
    **dict.fromkeys(
        ("专项资金拨付", "专项资金支出", "专项资金结存", "其中无决议编号的支出", "其中无票据的支出"), "#fund"
    ),
    "红色股份股本": "#shares",
    **dict.fromkeys(
        ("实收红利", "应再投入", "已再投入", "再投入不足", "未见去向的红利", "其中没有使用记录的红利"), "#dividends"
    ),
}  # fmt: skip
_EXPORTS = re.compile(r"\bexport\s*\{([^{}]*)\}\s*;?")


def write(path: Path, figures: Figures, content: Content, rest: Rest) -> None:
    """Write the page to ``path``."""
    path.write_text(render(figures, content, rest), encoding="utf-8", newline="\n")


def render(figures: Figures, content: Content, rest: Rest) -> str:
    """Fill the page with the published figures and the tables that all reports share."""
    tables, systemic = content.tables, rest.systemic
    flags, dividends = tables["疑点"], sections.dividends(tables["红利使用"])
    townships = sections.by_township(flags, rest.amounts)
    reported, missing = sections.reporting(tables["报送情况"])
    script = _script()
    spending = sections.spending(tables["红利使用"], content.dividend_spending)
    uses = {_key(one): f"#use-{number}" for number, (one, _) in enumerate(spending, start=1)}
    return markup.render(
        "page.html.j2",
        title="村账审计报告",
        scope=figures.township or "全部乡镇",
        policy=markup.policy([script]),
        script=script,
        style=_style(),
        figures=figures,
        batch=stamp.told(figures.batch),
        faults=rest.faults,
        bands=bands.bands(figures, len(systemic.rows) if systemic else None),
        rows_link=_rows_link,
        questions=rest.questions,
        systemic=systemic,
        unloaded=rest.unloaded,
        files=sections.chosen(rest.files, *_FILE) if figures.township else None,
        answer_link=lambda name, line: _answer_link(name, line, uses),
        more_link={"undocumented": "#fund"},
        levels=LEVELS,
        statuses=STATUSES,
        fund=sections.chosen(tables["专项资金"], *_FUND),
        fund_chart=pictures.fund_chart(tables["专项资金"]),
        shares=sections.chosen(tables["红色股份"], *_SHARE),
        dividends=sections.chosen(dividends, *_DIVIDEND),
        dividend_chart=pictures.dividend_chart(tables["红利使用"]),
        spending=spending,
        villages=sections.chosen(tables["村级画像"], *_VILLAGE),
        townships=townships,
        township_chart=pictures.township_chart(townships),
        rules=sections.by_rule(flags, tables["规则说明"], rest.amounts, figures.township),
        reported=reported,
        missing=missing,
        unknown=sections.missing_kinds(tables["不可评估"]),
        parameters=sections.chosen(content.parameters, *_PARAMETER),
        link=link,
        dividend_link=lambda row: uses[row[:4]],
        fund_link=lambda row: link(township=row[0], village=row[1]),
        village_link=lambda row: link(township=row[1], village=row[2]),
        township_link=lambda row: link(township=row[0]),
        rule_link=lambda row: link(rule=row[0]),
        flags=markup.data(flag_data.flags(flags, tables["规则说明"], rest.raised)),
        named=markup.data(named.packed(rest.named)),
        evidence=markup.data(flag_data.evidence(tables["疑点依据"])),
    )


def link(**filters: str) -> str:
    """Lead to the flags of this page that pass ``filters``: level, township, village, rule."""
    return f"#flags?{urlencode(filters, quote_via=quote)}"


def _answer_link(name: str, line: dict[str, Value], uses: dict[tuple[Value, ...], str]) -> str:
    """Lead from an answer to its flag, else to the uses of that dividend, else to the flags of the village."""
    if line["flag_id"]:
        return link(text=line["flag_id"], status="")
    if name == "undocumented":
        return link(township=line["township"] or "", village=line["village_name"])
    return uses.get(_key(line), "#dividends")


def _rows_link(name: str) -> str:
    """Lead from a figure of the first page to the rows it counts."""
    if (level := name.removeprefix("其中")[:2].removesuffix("的")) in LEVELS:
        return link(level=level)
    return _ROWS.get(name, "#flags")


def _key(line: dict[str, Value]) -> tuple[Value, ...]:
    return tuple(line[name] for name in _DIVIDEND[:4])


@cache
def _style() -> Markup:
    return _asset("dt_bundle.css") + markup.asset("report.css") + markup.asset("page.css")


@cache
def _script() -> Markup:
    """Join DataTables, as itables brings it along, and the page's own script into one module."""
    bundle = _asset("dt_bundle.js")
    found = _EXPORTS.search(bundle)
    if found is None:
        raise ValueError("itables 的程序包里没有 export，无法取出 DataTables")
    names = {name.strip(): own for own, name in (part.split(" as ") for part in found[1].split(","))}
    start = f"({markup.asset('page.js').strip()})({names['default'].strip()});"
    return Markup(_EXPORTS.sub("", bundle, count=1) + "\n" + start)


def _asset(name: str) -> Markup:
    file = Path(str(distribution("itables").locate_file(f"itables/html/{name}")))
    return Markup(file.read_text(encoding="utf-8"))
