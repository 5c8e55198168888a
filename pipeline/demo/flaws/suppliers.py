"""Flaws in who supplies, and in receipts made out (INV07, INV08)."""

from __future__ import annotations

from pipeline.demo import draw
from pipeline.demo.flaws.desk import Desk
from pipeline.demo.flaws.registry import MIDDLING, flaw
from pipeline.demo.places import Firm


@flaw("INV07", "施工单位信用代码校验不符", area="project")
def wrong_credit_code(desk: Desk) -> None:
    row = desk.rng.choice(desk.one.tables["project"])
    code = row["contractor_uscc"]
    row["contractor_uscc"] = code[:-1] + next(c for c in "0123456789" if c != code[-1])
    desk.say("")


@flaw("INV07", "一万二千元工程款付给个人", MIDDLING, also=("PAY04", "PRC07", "PAY10"))
def large_to_a_person(desk: Desk) -> None:
    person = desk.person()
    desk.buy(desk.day(), "支付村部围墙工程款", 12_000_00, Firm(person.name, person.account, ""))
    desk.say("", 12_000_00)


@flaw("INV07", "信用代码有效", decoy=True)
def right_credit_code(desk: Desk) -> None:
    for row in desk.one.tables["project"][:1]:
        row["contractor_uscc"] = draw.credit_code(desk.rng, "93")


@flaw("INV08", "收款用了登记以外的号码", area="receipts")
def number_outside(desk: Desk) -> None:
    desk.books.append(lambda: _renumber(desk, "99000017"))


def _renumber(desk: Desk, number: str) -> None:
    """Let the last receipt made out be of another number, so that none is left unused."""
    last = max((r for r in desk.one.tables["cash_entry"] if _is_receipt(r)), key=lambda r: r["document_no"])
    last["document_no"] = number
    desk.say("", last["income"])


@flaw("INV08", "一张收据没有使用，也没有登记作废", MIDDLING, area="receipts")
def number_skipped(desk: Desk) -> None:
    desk.books.append(lambda: _skip(desk))
    desk.say("")


def _skip(desk: Desk) -> None:
    """Let two receipts be of the next number but one: one number in between is used by nobody."""
    book = desk.one.tables["receipt_book"][-1]
    used = sorted(r["document_no"] for r in desk.one.tables["cash_entry"] if _is_receipt(r))
    used = [number for number in used if number >= book["first_no"]]
    gone = used[len(used) // 2]
    for row in desk.one.tables["cash_entry"]:
        if _is_receipt(row) and gone <= row["document_no"] <= book["last_no"]:
            row["document_no"] = f"{int(row['document_no']) + 1:08}"
    if book["voided"]:
        numbers = book["voided"].split("、")
        book["voided"] = "、".join(f"{int(n) + 1:08}" if n > gone else n for n in numbers)


def _is_receipt(row: dict[str, object]) -> bool:
    return (
        bool(row["income"])
        and row.get("document_type") in {"财政票据", "收据"}
        and bool(row.get("document_no"))
    )


@flaw("INV08", "作废的号码都有登记", decoy=True)
def number_voided(desk: Desk) -> None:
    def void() -> None:
        _skip(desk)
        used = {r["document_no"] for r in desk.one.tables["cash_entry"] if _is_receipt(r)}
        book = desk.one.tables["receipt_book"][-1]
        numbers = sorted(n for n in used if book["first_no"] <= n <= book["last_no"])
        missing = [f"{n:08}" for n in range(int(numbers[0]), int(numbers[-1])) if f"{n:08}" not in used]
        book["voided"] = "、".join(missing) or None

    desk.books.append(void)
