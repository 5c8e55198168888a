"""Lay the rows of all ledgers side by side by what they name: persons, parties, accounts, documents, projects."""

from __future__ import annotations

from functools import cache

from schemas import ledgers

# Of each, the first (or all, where they are joined) that a ledger has.
_DAYS = (
    "entry_date", "paid_on", "used_on", "purchased_on", "collected_on", "event_date", "worked_from", "signed_on",
    "incurred_on", "received_on", "resolved_on", "started_on", "acquired_on", "rated_on", "registered_on",
    "in_office_from", "opened_on",
)  # fmt: skip
_PARTIES = ("counterparty", "payee", "supplier", "contractor", "lessee", "party", "payee_name", "holder_name")
_ACCOUNTS = ("counterparty_account", "payee_account", "bank_account")
_DOCUMENTS = ("document_no", "receipt_no", "contract_no", "mandate_no", "certificate_no")
_WORDS = (
    "summary", "memo", "subject", "work", "item", "specification", "asset_name", "project_name", "post", "event", "reason",
    "purpose", "category", "cooperative",
)  # fmt: skip
# Who signs, beside whom the row is about.
_HANDS = ("handler", "approver", "witness", "supervisor", "collector", "preparer", "reviewer", "poster")
# Two columns of money, of which a row fills one: what each is called.
_SIDES = (
    ("income", "expense", "收入", "支出"),
    ("amount_in", "amount_out", "收入", "支出"),
    ("debit", "credit", "借方", "贷方"),
)
_AMOUNTS = ("amount", "received", "contract_amount", "original_value")
# Names of persons, and what has a name too.
_NOBODY = frozenset({"fund", "parameter"})
# Nothing of the world outside is named there.
_LEFT_OUT = frozenset({
    "account_balance", "budget", "cash_count", "coop_year", "correction", "disposition", "fund", "header_alias", "income_base",
    "parameter", "pay_standard", "publication", "receipt_book", "village", "village_alias",
})  # fmt: skip
COLUMNS = {
    "ledger": "账表", "row_id": "行编号", "township": "乡镇", "village_code": "村代码", "village_name": "村", "date": "日期",
    "summary": "内容", "direction": "收支", "amount": "金额（元）", "party": "对方（收款人、付款人）", "person": "姓名",
    "person_key": "人", "id_no": "身份证号", "account": "账号", "own_account": "本方账号", "document": "票据、文件、合同号",
    "resolution_no": "决议编号", "project_no": "项目编号", "hands": "经手、审批、证明的人",
    "source_file": "来源文件", "source_sheet": "工作表",
    "source_row": "行号（点开看原表）",
}  # fmt: skip


@cache
def mentions() -> str:
    """Write the SELECT that gives one row for each row of the ledgers, with the columns of ``COLUMNS``."""
    return "\nunion all\n".join(_of(kind) for kind in ledgers() if kind not in _LEFT_OUT)


def _of(kind: str) -> str:
    ledger = ledgers()[kind]
    has = {one.name for one in ledger.fields}

    def first(names: tuple[str, ...]) -> str:
        return next((f'"{name}"' for name in names if name in has), "null")

    hands = [f'"{name}"' for name in _HANDS if name in has]
    words = [f'"{name}"' for name in _WORDS if name in has]
    person = "name" if "name" in has and kind not in _NOBODY else "null"
    id_no = "id_no" if "id_no" in has else "null"
    direction, amount = "null", first(_AMOUNTS)
    for one, other, title, other_title in _SIDES:
        if one in has:
            direction = f"case when coalesce({one}, 0) <> 0 then '{title}' else '{other_title}' end"
            amount = f"case when coalesce({one}, 0) <> 0 then {one} else {other} end"
    written = {
        "ledger": f"'{ledger.title}'", "row_id": "row_id", "township": "township", "village_code": "village_code",
        "village_name": "village_name", "date": f"coalesce({first(_DAYS)}, period)",
        "summary": f"concat_ws(' ', {', '.join(words)})" if words else "null",
        "direction": direction, "amount": amount, "party": first(_PARTIES), "person": person,
        "person_key": f"coalesce({id_no}, {person} || '@' || village_code)", "id_no": id_no, "account": first(_ACCOUNTS),
        "own_account": first(("account_no",)), "document": first(_DOCUMENTS), "resolution_no": first(("resolution_no",)),
        "project_no": first(("project_no",)),
        "hands": f"nullif(concat_ws('、', {', '.join(hands)}), '')" if hands else "null",
        "source_file": "source_file", "source_sheet": "source_sheet",
        "source_row": "source_row",
    }  # fmt: skip
    kinds = {"amount": "decimal(18, 2)", "date": "date", "source_row": "integer"}
    columns = ", ".join(
        f"cast({value} as {kinds.get(name, 'varchar')}) as {name}" for name, value in written.items()
    )
    return f'select {columns} from ledger."{kind}"'
