"""Help the officer while typing: dropdowns, checks with Chinese messages, and cells still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.template import look

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.template.forms import Column
    from schemas._spec import FieldSpec

_LONGEST_LIST = 255  # characters: what a validation list written out may hold in Excel
_FIRST_DAY, _LAST_DAY = 18264, 73415  # 1950-01-01 and 2100-12-31 as spreadsheet days

_DATE = "请填真实存在的日期，写成 2024-03-05 或 2024/3/5。只知道年月的，填当月最后一天并在备注里写明。"
_MONEY = "请只填数字，单位元，最多两位小数，如 1234.50；不要写“元”“万”等字。冲销填负数。"
_WHOLE = {
    "year": (1950, 2100, "请填四位数的年份，如 2024。"),
    "month": (1, 12, "请填月份，1 到 12 的整数。"),
    "count": (0, 99_999_999, "请填整数，不要带“人”“户”“张”等字。"),
}
_RATIO = "请填 0 到 1 之间的小数，如 0.25；也可以填 25%。"
_QUANTITY = "请只填数字，如 12 或 2.5；单位不要写在这一格。"
_TIME = "请填时间，如 14:30:00；对账单上没有时间的空着。"


def guard_column(sheet: Worksheet, column: Column, letter: str, first: int, last: int) -> None:
    """Add the dropdown or check of ``column`` to the cells ``letter``first:``letter``last."""
    rule = _validation(column.spec, f"{letter}{first}")
    if rule is not None:
        rule.allow_blank = True
        rule.showErrorMessage = True
        rule.errorTitle = f"“{column.spec.title}”填得不对"
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{first}:{letter}{last}")


def _validation(spec: FieldSpec, cell: str) -> DataValidation | None:
    if spec.values:
        words = ",".join(spec.words)
        assert len(words) <= _LONGEST_LIST, spec.name
        return DataValidation("list", f'"{words}"', error=f"请从下拉列表里选：{words.replace(',', '、')}。")
    if spec.role in _WHOLE:
        low, high, error = _WHOLE[spec.role]
        return DataValidation("whole", str(low), str(high), operator="between", error=error)
    if spec.role == "date":
        return DataValidation("date", str(_FIRST_DAY), str(_LAST_DAY), operator="between", error=_DATE)
    if spec.role == "money":
        return DataValidation("custom", f"AND(ISNUMBER({cell}),ROUND({cell},2)={cell})", error=_MONEY)
    if spec.role == "ratio":
        return DataValidation("decimal", "0", "1", operator="between", error=_RATIO)
    if spec.role == "quantity":
        return DataValidation("custom", f"ISNUMBER({cell})", error=_QUANTITY)
    if spec.role == "time":
        return DataValidation("time", "0", "0.999999", operator="between", error=_TIME)
    return None


def show_missing(sheet: Worksheet, columns: dict[str, Column], first: int, last: int) -> None:
    """Colour a required cell while its row holds something and the cell nothing; ``columns`` by letter."""
    letters = list(columns)
    row = f"${letters[0]}{first}:${letters[-1]}{first}"
    for letter, column in columns.items():
        if column.spec.required:
            empty = f'AND({letter}{first}="",SUMPRODUCT(--(LEN({row})>0))>0)'
            cells = f"{letter}{first}:{letter}{last}"
            sheet.conditional_formatting.add(cells, FormulaRule(formula=[empty], fill=look.MISSING_FILL))
