"""The columns of contract section 4, word for word; ``*`` marks what a row can't do without.

``ADDED`` holds the kinds that came after the contract.
"""

COLUMNS = {
    "village": "village_code village_name* township* county unit_kind households population region_type "
    "org_name org_uscc valid_from valid_to",
    "star_rating": "year* stars* event rated_on reason document_no",
    "grant": "year* fund* amount* approved_amount approved_on sent_down sent_down_on reviewed_on evaluated_on "
    "paid_on document_no payee_account project_no",
    "cash_entry": "fund account_kind entry_date* posted_on voucher_no summary* category income expense "
    "balance counterparty counterparty_account method document_type document_no document_amount project_no "
    "resolution_no handler witness approver supervisor note currency category_source",
    "voucher_line": "entry_date* voucher_no* line_no summary account_code* account_name debit credit "
    "counterparty attachments preparer reviewer poster",
    "account_balance": "account_code* account_name opening_debit opening_credit debit credit closing_debit "
    "closing_credit is_leaf",
    "account_line": "account_code account_name* entry_date* voucher_no summary debit credit side balance "
    "counterparty",
    "bank_line": "account_no account_name bank entry_date* entry_time amount_in amount_out balance "
    "counterparty counterparty_account memo serial_no currency",
    "share_event": "red_company cooperative* event_date event* form amount* ratio coop_total_shares "
    "holder_name holder_type source_department source_document mandate_no certificate_no valuation valued_on",
    "coop_year": "cooperative* year* total_shares red_shares net_surplus distributable patronage_return "
    "share_dividend reserve_fund welfare_fund risk_fund charter_reserve_rate decided_on audited total_assets "
    "total_liabilities total_equity supervisor_seat follow_up follow_up_due follow_up_done follow_up_result",
    "dividend": "cooperative* year* share_capital ratio declared received* unspent received_on payee_name "
    "payee_account",
    "dividend_use": "cooperative year* used_on category summary* amount* payee voucher_no document_type "
    "resolution_no accepted_on note category_source",
    "resolution": "resolution_no* subject* amount meeting_type proposed_on consulted_on deliberated_on "
    "resolved_on decision_published_on result_published_on due present agreed emergency supervisor_count "
    "seal_count",
    "official": "name* post* body id_no bank_account phone relatives in_office_from in_office_to",
    "allowance": "year* month name* id_no post item* days amount* deducted payee_account paid_on",
    "income_base": "county* year* income_per_head* base",
    "aid_payment": "fund year paid_on name* id_no reason amount* payee_account signed",
    "hardship_register": "name* id_no category registered_on",
    "project": "project_no* project_name* category funds budget approved_amount contract_no contract_amount "
    "contractor contractor_uscc change_order_no change_amount started_on accepted_on progress",
    "purchase": "purchased_on* item* specification unit* quantity* unit_price* amount* supplier document_no "
    "project_no procurement",
    "publication": "subject* fund covers_from* covers_to* published_on* withdrawn_on place evidence_no",
    "receipt_book": "document_type* book_no first_no* last_no* issued_on* returned_on voided",
    "bank_account": "account_no* account_name* bank fund opened_on closed_on",
    "budget": "year* fund* category* amount* approved_on supplement",
    "subsidy_payment": "item* year* name* id_no household_no quantity rate amount* registered_quantity payee_name "
    "payee_account paid_on signed",
    "labour": "project_no work* worked_from* worked_to days* rate* name* id_no amount* payee_account signed "
    "witness",
    "collection": "item* name* amount* collected_on receipt_no remitted_on remitted_amount collector",
    "cash_count": "counted_on* counted* book_balance iou_amount present",
    "asset": "asset_no asset_name* category quantity original_value lessee rent_due acquired_on disposed_on "
    "disposal_amount resolution_no",
    "debt": "direction* party* amount* incurred_on due_on settled balance purpose resolution_no",
    "contract": "contract_no counterparty* subject* amount rent_per_year received signed_on starts_on* ends_on "
    "procurement audited_amount resolution_no",
    "disposition": (
        "flag_id* status* explanation amount_found amount_recovered referred_to rectify_by rectified_on note"
        " inspector* decided_on*"
    ),
    "fund": "name* synonyms nature standard uses valid_from valid_to",
    "pay_standard": "post* item* region_type stars amount multiple limit base per years_served valid_from* "
    "valid_to basis",
    "parameter": "name* scope valid_from value* basis",
}

# An office's own words, as data (issue 3, point 6); whose a village alias is, 乡镇 says.
ADDED = {
    "header_alias": "table_name* local_name* standard_name*",
    "village_alias": "alias* standard_name*",
    # Point 7.
    "correction": "target_file* target_sheet target_row* column_title* present* corrected* reason* corrected_by "
    "decided_on",
}
