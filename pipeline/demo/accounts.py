"""Keep the vouchers and trial balances of a village in the chart of accounts of the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from pipeline.demo.numbering import Voucher, vouchers
from pipeline.demo.village import CARE, FUNDS, SPECIAL, Movement, Row, Transfer, Village

NEW_CHART = 2024
# our name for the account: code and name by 财会〔2023〕14号, then by 财会〔2004〕12号
_CHART = {
    "cash": ("101", "库存现金", "101", "现金"),
    "bank": ("102", "银行存款", "102", "银行存款"),
    "invested": ("141", "长期投资", "141", "长期投资"),
    "fixed": ("151", "固定资产", "151", "固定资产"),
    "works": ("153", "在建工程", "154", "在建工程"),
    "payable": ("211", "应付款", "202", "应付款"),
    "wages": ("212", "应付工资", "211", "应付工资"),
    "special": ("24101", "专项应付款-为民服务专项资金", "24101", "专项应付款-为民服务专项资金"),
    "care": ("24102", "专项应付款-党内关爱资金", "24102", "专项应付款-党内关爱资金"),
    "capital": ("301", "资本", "301", "资本"),
    "reserve": ("311", "公积公益金", "311", "公积公益金"),
    "surplus": ("321", "本年收益", "321", "本年收益"),
    "appropriation": ("322", "收益分配", "322", "收益分配"),
    "operating": ("501", "经营收入", "511", "发包及上交收入"),
    "dividend": ("502", "投资收益", "561", "投资收益"),
    "subsidy": ("503", "补助收入", "522", "补助收入"),
    "other": ("504", "其他收入", "531", "其他收入"),
    "admin": ("513", "管理费用", "541", "管理费用"),
    "public": ("514", "公益支出", "551", "其他支出"),
}
_PARENTS = {"102": "银行存款", "241": "专项应付款"}
_RESULT = ("operating", "dividend", "subsidy", "other", "admin", "public")


def write(one: Village) -> None:
    """Fill ``voucher_line`` and ``account_balance``, closing each whole year; numbers all vouchers."""
    one.transfers = [t for t in one.transfers if t.debit != "surplus" and t.credit != "surplus"]
    _accrue_wages(one)
    _close_years(one)
    lines = one.tables["voucher_line"] = []
    preparer, reviewer, poster = one.county.clerks[one.place.township]
    signed = {"preparer": preparer, "reviewer": reviewer, "poster": poster}
    for voucher in vouchers(one):
        for number, (account, summary, amount, party) in enumerate(_sides(voucher), start=1):
            code, name = account_of(account, voucher[0].day.year)
            lines.append({
                "entry_date": voucher[0].day, "voucher_no": voucher[0].voucher, "line_no": number, "summary": summary,
                "account_code": code, "account_name": name, "debit": amount if amount > 0 else None,
                "credit": -amount if amount < 0 else None, "counterparty": party, "_account": account,
                "attachments": 1 + len(voucher) % 4, **signed,
            })  # fmt: skip
    one.tables["account_balance"] = _trial_balances(one, lines)


def account_of(account: str, year: int) -> tuple[str, str]:
    """Give code and name of an account in the chart in force in ``year``; ``bank:专项资金`` is a sub-account."""
    base, _, fund = account.partition(":")
    chart = _CHART[base]
    code, name = chart[:2] if year >= NEW_CHART else chart[2:]
    return (f"{code}{FUNDS.index(fund) + 1:02}", f"{name}-{fund}户") if fund else (code, name)


def _contra(movement: Movement) -> str:
    if movement.contra in _CHART:
        if movement.contra == "other" and movement.fund in {SPECIAL, CARE}:
            return "special" if movement.fund == SPECIAL else "care"
        return movement.contra
    raise ValueError(movement.contra)


def _sides(voucher: Voucher) -> Iterable[tuple[str, str, int, str | None]]:
    """List the lines of a voucher: account, summary, debit (positive) or credit, party."""
    debits: dict[str, int] = defaultdict(int)
    for part in voucher:
        if isinstance(part, Transfer):
            debits[part.debit] += part.amount
            debits[part.credit] -= part.amount
        else:
            money = "cash" if part.in_cash else f"bank:{part.fund}"
            debits[money] += part.income - part.expense
            debits[_contra(part)] += part.expense - part.income
    first = voucher[0]
    party = None if isinstance(first, Transfer) or len(voucher) > 1 else first.facts.get("counterparty")
    for account, amount in sorted(debits.items(), key=lambda item: -item[1]):
        yield account, first.summary, amount, party


def _accrue_wages(one: Village) -> None:
    """Enter each month's allowances as cost before they are paid."""
    one.transfers = [t for t in one.transfers if t.credit != "wages"]
    paid: dict[date, int] = defaultdict(int)
    for movement in one.movements:
        if movement.contra == "wages":
            paid[movement.day] += movement.expense - movement.income
    one.transfers += [
        Transfer(day, f"计提{day.month}月村干部补贴", "admin", "wages", amount)
        for day, amount in paid.items()
    ]


def _close_years(one: Village) -> None:
    """Carry the results of each whole year to 本年收益 and on to 收益分配 on its last day."""
    for year in one.window.years:
        last = date(year, 12, 31)
        if not one.window.holds(last):
            continue
        sums: dict[str, int] = defaultdict(int)
        for movement in one.movements:
            if movement.day.year == year:
                sums[_contra(movement)] += movement.expense - movement.income
        for transfer in one.transfers:
            if transfer.day.year == year:
                sums[transfer.debit] += transfer.amount
                sums[transfer.credit] -= transfer.amount
        result = 0
        for account in _RESULT:
            if amount := sums[account]:
                summary = f"结转本年{account_of(account, year)[1]}"
                debit, credit = ("surplus", account) if amount > 0 else (account, "surplus")
                one.transfers.append(Transfer(last, summary, debit, credit, abs(amount)))
                result -= amount
        debit, credit = ("surplus", "appropriation") if result > 0 else ("appropriation", "surplus")
        one.transfers.append(Transfer(last, "结转本年收益", debit, credit, abs(result)))


def _openings(one: Village) -> dict[str, int]:
    """Give the balances before the first month (debit positive); 资本 is what makes them balance."""
    balances: dict[str, int] = defaultdict(int)
    for fund, opening in one.openings.items():
        balances[f"bank:{fund}"] = opening
    balances["invested"] = one.red_capital
    balances["fixed"] = one.place.population * 1_000_00
    balances["special"], balances["care"] = -one.openings[SPECIAL], -one.openings[CARE]
    balances["reserve"] = -one.place.households * 300_00
    balances["capital"] = -sum(balances.values())
    return balances


def _trial_balances(one: Village, lines: list[Row]) -> list[Row]:
    moved: dict[date, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for line in lines:
        sums = moved[line["entry_date"].replace(day=1)][line["_account"]]
        sums[0] += line["debit"] or 0
        sums[1] += line["credit"] or 0
    balances, rows = _openings(one), []
    for month in one.window.months():
        accounts: dict[tuple[str, str], list[int]] = {}
        for account in sorted({*balances, *moved[month]}):
            opening, (debit, credit) = balances[account], moved[month][account]
            balances[account] = opening + debit - credit
            if opening or debit or credit:
                code, name = account_of(account, month.year)
                accounts[code, name] = [opening, debit, credit]
                if code[:3] in _PARENTS and len(code) > 3:
                    above = accounts.setdefault((code[:3], _PARENTS[code[:3]]), [0, 0, 0])
                    for place, value in enumerate((opening, debit, credit)):
                        above[place] += value
        rows += [_balance(month, code, name, *sums) for (code, name), sums in sorted(accounts.items())]
    return rows


def _balance(month: date, code: str, name: str, opening: int, debit: int, credit: int) -> Row:
    closing = opening + debit - credit
    return {
        "_month": month, "account_code": code, "account_name": name, "is_leaf": "否" if code in _PARENTS else "是",
        "opening_debit": max(opening, 0) or None, "opening_credit": max(-opening, 0) or None,
        "debit": debit or None, "credit": credit or None,
        "closing_debit": max(closing, 0) or None, "closing_credit": max(-closing, 0) or None,
    }  # fmt: skip
