"""Write one page for each ledger kind and an index of all."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.catalogue.markdown import bullets, page, table
from pipeline.ddl import SQL_TYPES
from schemas import ledgers
from schemas._spec import CARRIED

if TYPE_CHECKING:
    from schemas._spec import FieldSpec, Ledger

TYPES = {
    "text": "文字",
    "code": "选项",
    "time": "时间",
    "money": "金额",
    "date": "日期",
    "year": "年度",
    "month": "月份",
    "count": "整数",
    "ratio": "比例",
    "quantity": "数量",
}
# Required columns that a title block may stand in for.
FROM_TITLE = {
    "year": "标题或期间",
    "fund": "标题",
    "cooperative": "标题栏",
    "summary": "标题",
    "item": "标题",
    "work": "标题",
}
PLACE = ("county", "village_code", "village_name", "township")


def build() -> dict[str, str]:
    """Build file name → page."""
    kinds = list(ledgers().values())
    return {"README.md": _index(kinds), **{f"{kind.name}.md": _page(kind) for kind in kinds}}


def _purpose(ledger: Ledger) -> tuple[str, str]:
    """Split the docstring of a kind's file into what it is, and who fills it in on what basis."""
    text = inspect.getdoc(import_module(f"schemas.{ledger.name}")) or ""
    first, _, rest = text.partition("\n\n")
    return "".join(first.split("\n")), "".join(rest.split("\n"))


def _index(kinds: list[Ledger]) -> str:
    return page(
        "schemas/",
        "# 表种",
        "程序认得下列各表。列名不必照抄：每页列出认得的各种写法，也可用 `cunzhang template` 取空白模板。",
        table(
            ("表名", "表种", "用途", "必填列"),
            (
                (
                    f"[{k.title}]({k.name}.md)",
                    k.name,
                    _purpose(k)[0].split("：", 1)[-1],
                    "、".join(_required(k)),
                )
                for k in kinds
            ),
        ),
        "## 每张表都可以有的列",
        "没有这些列时，依次从标题栏、工作表名、文件名、文件夹名里找；找不到村的表退回，不猜。",
        table(
            ("列名", "表头还可写作"),
            (
                *((f.title, "、".join(f.aliases)) for f in kinds[0].fields if f.name in PLACE),
                ("年度", "、".join(CARRIED["year"][1:])),
                ("期间", "、".join(CARRIED["period"][1:])),
            ),
        ),
    )


def _required(ledger: Ledger) -> list[str]:
    titles = [f.title for f in ledger.fields if f.required]
    return [*titles, *("或".join(ledger.by_name[n].title for n in group) for group in ledger.one_of)]


def _page(ledger: Ledger) -> str:
    what, who = _purpose(ledger)
    place = [f for f in ledger.fields if f.name in PLACE and not f.required and ledger.name != "village"]
    fields = [f for f in ledger.fields if f not in place]
    return page(
        f"schemas/{ledger.name}.py",
        f"# {ledger.title}（`{ledger.name}`）",
        what,
        who,
        "## 怎样认出这张表",
        f"标题、工作表名或文件名里有：{'、'.join(ledger.titles)}。",
        "## 列",
        table(("列名", "字段", "类型", "必填", "单位", "表头还可写作", "说明"), map(_row, [*fields, *place])),
        bullets(_notes(ledger)),
        _values(ledger),
    )


def _row(field: FieldSpec) -> tuple[str, ...]:
    kind = f"{TYPES[field.role]} {SQL_TYPES[field.role].upper()}"
    stand_in = f"必填（可由{FROM_TITLE[field.name]}给出）" if field.name in FROM_TITLE else "必填"
    required = stand_in if field.required else ""
    return field.title, field.name, kind, required, field.unit, "、".join(field.aliases), field.note


def _notes(ledger: Ledger) -> list[str]:
    def titles(names: tuple[str, ...]) -> str:
        return "、".join(ledger.by_name[name].title for name in names)

    notes = [f"每行至少填一项：{titles(group)}。" for group in ledger.one_of]
    for sided in ledger.sided:
        plus, minus = titles((sided.plus,)), titles((sided.minus,))
        other = "贷" if sided.plus_side == "借" else "借"
        notes.append(
            f"可以只有一列金额（{'、'.join(sided.amount_aliases)}）：正数记入{plus}，负数记入{minus}；"
            f"另有方向列（{'、'.join(sided.side_aliases)}）时，“{sided.plus_side}”记入{plus}，“{other}”记入{minus}。"
        )
    for span in ledger.spans:
        example = "0000101-0000150" if ledger.by_name[span.first].role == "text" else "2024年1月1日至3月31日"
        notes.append(
            f"{titles((span.first, span.last))}可以写在一格里（{'、'.join(span.aliases)}），如 {example}。"
        )
    if ledger.fill_down:
        notes.append(f"同一凭证的续行可以空着 {titles(ledger.fill_down)}，由上一行补足。")
    if ledger.slice_fields:
        notes.append(f"同村同期而{titles(ledger.slice_fields)}不同的，是不同的账册，分别更新。")
    notes.append(f"再次报送时，以 {titles(ledger.natural_key)} 认定是不是同一行。")
    if not ledger.per_village:
        notes.append("这张表不分村，全县一份。")
    return notes


def _values(ledger: Ledger) -> str:
    rows = [
        (field.title, word + "（旧清单）" * (word in field.retired), "、".join(synonyms))
        for field in ledger.fields
        for word, synonyms in field.values
    ]
    return "## 选项\n\n" + table(("列名", "存为", "也可写作"), rows) if rows else ""
