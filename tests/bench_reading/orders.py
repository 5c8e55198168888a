"""Which columns a village's sheet of each kind usually has, and in which order; what it is called."""

from __future__ import annotations

from schemas._spec import Ledger

_ORDERS = {
    "cash_entry": "entry_date voucher_no summary income expense balance handler",
    "bank_line": "entry_date serial_no amount_out amount_in balance counterparty counterparty_account memo",
    "voucher_line": "entry_date voucher_no summary account_code account_name debit credit attachments preparer",
    "account_balance": "account_code account_name opening_debit opening_credit debit credit closing_debit closing_credit",
    "account_line": "account_code account_name entry_date voucher_no summary debit credit side balance",
    "share_event": "event_date cooperative event form amount ratio coop_total_shares holder_name source_document",
    "coop_year": "cooperative year total_shares red_shares net_surplus reserve_fund welfare_fund risk_fund "
    "distributable patronage_return share_dividend total_assets total_liabilities total_equity",
    "dividend": "village_name cooperative year share_capital declared received received_on payee_name payee_account",
    "dividend_use": "cooperative year used_on category summary amount payee voucher_no",
    "grant": "village_name year fund approved_amount amount paid_on document_no",
    "budget": "year fund category amount approved_on",
    "purchase": "purchased_on item specification unit quantity unit_price amount supplier",
    "resolution": "resolution_no subject amount proposed_on consulted_on deliberated_on resolved_on "
    "decision_published_on due present agreed",
    "project": "project_no project_name funds budget contract_amount contractor started_on accepted_on progress",
    "publication": "subject covers_from covers_to published_on place",
    "receipt_book": "document_type book_no first_no last_no issued_on returned_on",
    "bank_account": "village_name account_name account_no bank fund opened_on",
    "star_rating": "township village_name year stars rated_on document_no",
    "village": "village_code village_name township county households population",
    "official": "name post body id_no phone in_office_from",
    "allowance": "year month name post item days amount payee_account",
    "aid_payment": "name id_no reason amount paid_on signed",
    "subsidy_payment": "item year name id_no quantity rate amount payee_account signed",
    "labour": "work worked_from worked_to days rate name id_no amount signed",
    "collection": "item name amount collected_on receipt_no remitted_on remitted_amount collector",
    "hardship_register": "name id_no category registered_on",
    "income_base": "county year income_per_head",
    "contract": "contract_no subject counterparty signed_on starts_on ends_on procurement rent_per_year received",
    "asset": "asset_no asset_name category quantity original_value acquired_on lessee rent_due",
    "debt": "direction party amount incurred_on settled balance purpose",
    "cash_count": "counted_on book_balance counted iou_amount present",
    "village_alias": "township alias standard_name",
    "header_alias": "table_name local_name standard_name",
    "correction": "target_file target_sheet target_row column_title present corrected reason",
    "disposition": "flag_id status note inspector decided_on",
    "fund": "name synonyms nature standard uses valid_from",
    "pay_standard": "post item amount per valid_from valid_to basis",
    "parameter": "name scope valid_from value basis",
}
# Titles that say what the kind is and nothing more: no fund, no 现金 or 银行.
_TITLES = {"cash_entry": ("收支明细账", "收支台账", "流水账", "财务收支公开表")}
_VILLAGE = frozenset({"village_code", "village_name", "township"})
# What belongs to no village, or to the program.
_SELDOM = _VILLAGE | {"category_source"}


def usual(ledger: Ledger, more: str = "") -> list[str]:
    """List the usual columns of a kind, with ``more`` at its place among them."""
    known = _ORDERS.get(ledger.name, "").split() or [f.name for f in ledger.fields if f.required]
    known = [name for name in known if name in ledger.by_name]
    return _placed(ledger, known, more)


def every(ledger: Ledger, more: str = "") -> list[str]:
    """List all columns of a kind, the usual ones first in their order, each other after its neighbour."""
    found = usual(ledger)
    for spec in ledger.fields:
        if spec.name not in _SELDOM:
            found = _placed(ledger, found, spec.name)
    return _placed(ledger, found, more)


def _placed(ledger: Ledger, known: list[str], more: str) -> list[str]:
    if not more or more in known:
        return known
    names = [f.name for f in ledger.fields]
    before = [known.index(n) for n in names[: names.index(more)] if n in known]
    at = 0 if more in _VILLAGE else max(before, default=-1) + 1
    return [*known[:at], more, *known[at:]]


def titles(ledger: Ledger) -> tuple[str, ...]:
    """List what a sheet of the kind may be called."""
    return _TITLES.get(ledger.name) or (ledger.title, *(t for t in ledger.titles if t != ledger.title))
