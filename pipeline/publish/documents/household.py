"""Draw the persons to visit out of the lists of subsidies, care money and labour, by amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.publish.report.table import Table, read
from pipeline.sample import selection

if TYPE_CHECKING:
    import duckdb

    from pipeline.publish.documents.scope import Scope

_TITLES = {
    "row_id": "行编号", "village_name": "村", "name": "姓名", "id_no": "身份证号", "item": "名单、项目", "covers": "年度或日期",
    "quantity": "数量", "amount": "名单金额（元）", "account": "收款人、账号", "signed": "表上签领", "lines": "名单里共几行",
    "source_file": "出处",
}  # fmt: skip
# By row_id, a hash: the order says nothing of amounts, and is the same on every machine.
_LISTED = """
with listed as (
    select row_id, village_code, township, village_name, name, id_no, '惠农补贴：' || item as item,
        cast(year as varchar) as covers, quantity, amount, payee_name as payee, payee_account as account, signed,
        source_file, source_sheet, source_row
    from ledger.subsidy_payment
    union all
    select row_id, village_code, township, village_name, name, id_no, concat_ws('：', '帮扶慰问', coalesce(reason, fund)),
        coalesce(cast(paid_on as varchar), cast(year as varchar)), null, amount, null, payee_account, signed,
        source_file, source_sheet, source_row
    from ledger.aid_payment
    union all
    select row_id, village_code, township, village_name, name, id_no, '劳务用工：' || work, cast(worked_from as varchar),
        days, amount, null, payee_account, signed, source_file, source_sheet, source_row
    from ledger.labour
)
select row_id, concat(township, village_name) as village_name, name, id_no, item, covers,
    rtrim(rtrim(cast(quantity as varchar), '0'), '.') as quantity, amount,
    concat_ws(chr(10), case when payee <> name then payee end, account) as account, signed,
    count(*) over (partition by village_code, name) as lines,
    concat(source_file, '　', source_sheet, '　第 ', source_row, ' 行') as source_file
from listed where amount > 0 and name is not null and {} order by row_id
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines drawn, in the order in which one goes from house to house, and how they were drawn."""

    table: Table
    told: str


def draw(con: duckdb.DuckDBPyConnection, scope: Scope) -> Drawn:
    """Draw about as many lines as ``scope.persons`` says, each with a chance by its amount; the largest surely."""
    whole = read(con, "名单", _LISTED.format(scope.where("listed.")), _TITLES, scope.values)
    cents = [int(amount * 100) for amount in whole.values("amount")]
    taken = list(range(len(cents)))
    if len(cents) > scope.persons:
        wide = sum(cents) // scope.persons
        chosen = selection.select(cents, wide, selection.start(scope.seed, wide))
        taken = [*chosen.top, *chosen.hit]
    order = [whole.position(name) for name in ("village_name", "name", "item", "row_id")]
    rows = sorted((whole.rows[i] for i in taken), key=lambda row: [str(row[i]) for i in order])
    told = (
        f"名单共 {len(cents):,} 行、{Decimal(sum(cents)) / 100:,.2f} 元，"
        f"抽出 {len(taken):,} 行（随机种子 {scope.seed}，同一个数抽出同样的人）。"
        "金额越大越容易抽中，最大的必定抽中。入户先问本人有没有这件事、收到多少、怎样收到，再和名单对。黄色各列现场填，本人签字。号码只留后四位。"
    )
    hidden = whole.position("row_id")
    return Drawn(
        Table(
            whole.title,
            tuple(c for i, c in enumerate(whole.columns) if i != hidden),
            [tuple(v for i, v in enumerate(row) if i != hidden) for row in rows],
        ),
        told,
    )
