"""A message that compares says the standard beside the figure: every parameter a rule measures by stands in it.

The messages looked at are those that the rule's own test expects, so what stands here is what really comes out.
"""

from __future__ import annotations

import importlib
import re
from decimal import Decimal

import pytest

from pipeline.judge.parameters import Parameter
from pipeline.judge.rule import Rule, load_rules
from tests.rules.harness import Case

# Parameters that measure nothing a flag speaks of, and why.
WHICH_ROWS = "chooses the rows or the cases that are looked at"
LETS_OFF = "lets a case off, and accuses none"
STEP = "one step of a scale: the message has the step that applies"
SETTING = "a choice of the county, no figure"
NO_FIGURE = {
    "foreign_book_lines": WHICH_ROWS, "foreign_book_share": WHICH_ROWS, "orderless_lines": WHICH_ROWS,
    "orderless_share": WHICH_ROWS, "full_account_length": WHICH_ROWS, "tail_length": WHICH_ROWS,
    "trip_share": WHICH_ROWS, "aid_min_persons": WHICH_ROWS, "yield_z_scale": WHICH_ROWS, "below_days": WHICH_ROWS,
    "below_payees": WHICH_ROWS, "share_villages": WHICH_ROWS, "new_year_days": WHICH_ROWS, "round_count": WHICH_ROWS,
    "round_least": WHICH_ROWS, "supplier_count": WHICH_ROWS, "benford_from": WHICH_ROWS, "benford_count": WHICH_ROWS,
    "benford_count_two": WHICH_ROWS, "benford_villages": WHICH_ROWS, "benford_z": WHICH_ROWS,
    "size_count": WHICH_ROWS, "outlier_z_scale": WHICH_ROWS, "outlier_count": WHICH_ROWS,
    "monthly_n": WHICH_ROWS, "quarter_span": WHICH_ROWS, "rush_min_count": WHICH_ROWS, "transfer_days": WHICH_ROWS,
    "price_count": WHICH_ROWS, "price_most": WHICH_ROWS, "project_name_length": WHICH_ROWS, "chart_year": WHICH_ROWS,
    "star_year_end_month": WHICH_ROWS,
    "bank_charge_line": LETS_OFF, "closing_days": LETS_OFF, "agency_villages": LETS_OFF,
    "namesake_villages": LETS_OFF, "gap_share": LETS_OFF, "gap_months": LETS_OFF, "repeat_share": LETS_OFF,
    "repeat_few": LETS_OFF, "petty_cash_limit": LETS_OFF, "petty_cash_days": LETS_OFF, "cash_book_days": LETS_OFF,
    "year_slip_days": LETS_OFF, "emergency_days": LETS_OFF, "result_days": LETS_OFF,
    "capital_cooperatives": SETTING, "guaranteed_dividend": SETTING, "dividend_payee_allowed": SETTING,
    "reinvest_cumulative": SETTING, "merge_1_2": SETTING, "allow_pledge": SETTING, "star_effective": SETTING,
    "service_fund_negative": SETTING, "required_sheets": SETTING, "cadre_multiple_base": SETTING,
    "cadre_floor_base": SETTING, "watched_days": SETTING,
    "office_population": STEP, "office_floor_large": STEP, "office_floor_small": STEP,
    "benford_chi2": STEP, "benford_mad_two": STEP, "approval_line": STEP, "line_4y2g": STEP,
    **{f"cadre_multiple.{stars}": STEP for stars in range(1, 6)},
    **{f"service_fund_standard.{stars}": STEP for stars in range(1, 6)},
}  # fmt: skip
MEASURED = [
    (rule, parameter)
    for rule in load_rules()
    for parameter in rule.params
    if parameter.name not in NO_FIGURE and parameter.default is not None
]


def messages(rule: Rule) -> str:
    """Give all messages that the rule's test expects."""
    module = importlib.import_module(f"tests.rules.test_{rule.id.lower()}")
    cases = (case for value in vars(module).values() if isinstance(value, tuple | list) for case in value)
    return "\n".join(case.expect for case in cases if isinstance(case, Case))


def written(parameter: Parameter) -> list[str]:
    """Give the ways a figure may be written: 5,000, 0.01, 50%, 0.5%."""
    if not re.fullmatch(r"[\d.]+", str(parameter.default)):
        return [str(parameter.default)]
    value = Decimal(str(parameter.default))
    plain = f"{value.normalize():,f}"
    return [plain, f"{value:,.2f}", f"{value:.0%}", f"{value:.1%}"]


@pytest.mark.parametrize(
    ("rule", "parameter"), MEASURED, ids=lambda one: getattr(one, "id", None) or one.name
)
def test_what_a_rule_measures_by_stands_in_its_message(rule: Rule, parameter: Parameter) -> None:
    said = messages(rule)
    assert any(
        re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.]*\d)", said) for text in written(parameter)
    ), said


def test_every_exception_is_a_parameter_of_some_rule() -> None:
    assert set(NO_FIGURE) <= {parameter.name for rule in load_rules() for parameter in rule.params}
