"""Every ledger kind says what the contract promises, and real headers find their columns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import duckdb
import polars as pl
import pytest

from pipeline import ddl
from pipeline.handover import lent
from pipeline.layout.context import Names
from pipeline.layout.headers import SEQUENCE, Headers, clean
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recogniser, Recognition
from pipeline.layout.titleblock import Context
from pipeline.validate import ALWAYS, MADE_LATER
from schemas import _refuse_shared_words, ledgers, load, model
from tests.ledgers.contract import ADDED, COLUMNS

KINDS = sorted(ledgers())
PROMISED = COLUMNS | ADDED
NOWHERE = Names("Sheet1", "新建表格", ())


@cache
def recogniser() -> Recogniser:
    return Recogniser(Headers(ledgers().values()))


def recognise(*headers: str, title: str = "") -> Recognition:
    block = tuple(tuple(clean(part) for part in header.split(">")) for header in headers)
    found = recogniser().recognise(block, Context(lines=[title] if title else []), NOWHERE, Sample([]))
    assert isinstance(found, Recognition), found
    return found


def columns_of(found: Recognition, *headers: str) -> dict[str, str]:
    """Show the mapping as {field: header as written}."""
    return {
        field: headers[column.columns[0] if column.columns else min(column.parts.values())]
        for field, column in found.columns.items()
    }


@pytest.mark.parametrize("kind", PROMISED)
def test_columns_and_required_marks_are_those_of_the_contract(kind: str) -> None:
    shared = {"county", "village_code", "village_name", "township"}
    promised = set(PROMISED[kind].split())
    own = [f for f in ledgers()[kind].fields if f.name not in shared or {f.name, f"{f.name}*"} & promised]
    assert {f.name + "*" * f.required for f in own} == promised


def test_no_kind_is_missing_or_unknown() -> None:
    assert sorted(PROMISED) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_a_kind_load_into_its_table_without_a_cast(kind: str) -> None:
    ledger = ledgers()[kind]
    dtypes = {name: column.dtype.type for name, column in model(kind).to_schema().columns.items()}
    frame = pl.DataFrame(schema=dtypes)
    with duckdb.connect() as con, lent(con, "frame", frame):
        loaded = {name: kind for name, kind, *_ in con.execute("describe select * from frame").fetchall()}
    assert loaded == {name: sql.upper() for name, sql, _ in ddl.columns(ledger)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_as_its_file_says_also_without_its_model(kind: str) -> None:
    assert repr(ledgers()[kind]) == repr(replace(load()[kind], model=None))
    assert ledgers()[kind] == load()[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_asks_for_types_and_required_values_alone(kind: str) -> None:
    # What the night looks at itself, without the library of the models.
    schema = model(kind).to_schema()
    required = {*ALWAYS, *MADE_LATER, *(f.name for f in ledgers()[kind].fields if f.always)}
    assert not schema.checks
    assert not schema.unique
    assert {name for name, column in schema.columns.items() if not column.nullable} == required
    assert not any(column.checks or column.unique for column in schema.columns.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_word_means_one_column_of_a_kind(kind: str) -> None:
    words = [clean(word) for f in ledgers()[kind].fields for word in (f.title, *f.aliases)]
    assert {word for word in words if words.count(word) > 1} == set()
    assert SEQUENCE & set(words) <= ({"行号"} if kind == "correction" else set())


def test_a_header_word_of_two_columns_is_refused_at_the_start() -> None:
    ledger = ledgers()["grant"]
    first, second, *rest = ledger.fields
    broken = replace(ledger, fields=(first, replace(second, aliases=(*second.aliases, first.title)), *rest))
    with pytest.raises(ValueError, match=f"列名“{first.title}”同时属于 {first.name} 和 {second.name}"):
        _refuse_shared_words(broken)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_refers_only_to_its_own_columns(kind: str) -> None:
    ledger = ledgers()[kind]
    named = {
        *ledger.natural_key, *ledger.fill_down, *ledger.slice_fields,
        *(n for group in ledger.one_of for n in group),
        *(n for s in ledger.sided for n in (s.plus, s.minus)), *filter(None, [ledger.date_field]),
    }  # fmt: skip
    assert named <= ledger.by_name.keys()
    assert not ledger.date_field or ledger.by_name[ledger.date_field].role == "date"


@pytest.mark.parametrize("kind", KINDS)
def test_a_spelling_means_one_category(kind: str) -> None:
    for field in ledgers()[kind].fields:
        spellings = [s for word, synonyms in field.values for s in (word, *synonyms)]
        assert len(spellings) == len(set(spellings)), field.name


def test_a_year_column_is_understood_where_the_kind_has_none() -> None:
    assert "_year" in recognise("年度", "日期", "摘要", "收入", "支出").columns
    assert "year" in recognise("年度", "姓名", "职务", "补贴项目", "补贴金额").columns


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_of_a_kind_is_recognised_by_its_headers_alone(kind: str) -> None:
    titles = [f.title for f in ledgers()[kind].fields]
    found = recognise(*titles)
    assert found.kind == kind
    assert {field: titles[c.columns[0]] for field, c in found.columns.items()} == {
        f.name: f.title for f in ledgers()[kind].fields
    }


BANKS = {
    "工商银行": (
        "凭证号 本方账号 对方账号 交易时间 借/贷 借方发生额 贷方发生额 对方行号 摘要 用途 对方单位名称 余额",
        "entry_date=交易时间 amount_in=贷方发生额 amount_out=借方发生额 "
        "counterparty=对方单位名称 balance=余额",
    ),
    "建设银行": (
        "账号 账户名称 交易时间 借方发生额/元(支取) 贷方发生额/元(收入) 余额 币种 对方户名 对方账号 "
        "记账日期 摘要 备注 账户明细编号-交易流水号",
        "entry_date=记账日期 amount_in=贷方发生额/元(收入) amount_out=借方发生额/元(支取) "
        "serial_no=账户明细编号-交易流水号",
    ),
    "农业银行": (
        "交易日期 交易时间戳 收入金额 支出金额 本次余额 对方账号 对方户名 交易用途",
        "entry_date=交易日期 entry_time=交易时间戳 amount_in=收入金额 amount_out=支出金额 "
        "balance=本次余额 memo=交易用途",
    ),
    "招商银行": (
        "交易日 交易时间 起息日 交易类型 借方金额 贷方金额 余额 摘要 流水号 收(付)方名称 收(付)方帐号",
        "entry_date=交易日 amount_in=贷方金额 amount_out=借方金额 memo=摘要 counterparty=收(付)方名称",
    ),
    "浦发银行": (
        "交易日期 交易流水号 借方金额 贷方金额 账户余额 对方账号 对方户名 摘要",
        "entry_date=交易日期 serial_no=交易流水号 amount_in=贷方金额 counterparty_account=对方账号",
    ),
    "微信": (
        "交易时间 交易类型 交易对方 商品 收/支 金额(元) 支付方式 当前状态 交易单号 商户单号 备注",
        "entry_date=交易时间 counterparty=交易对方 memo=商品 serial_no=交易单号",
    ),
    "支付宝": (
        "交易时间 交易分类 交易对方 对方账号 商品说明 收/支 金额 收/付款方式 交易状态 交易订单号 "
        "商家订单号 备注",
        "entry_date=交易时间 counterparty=交易对方 counterparty_account=对方账号 memo=商品说明",
    ),
}


@pytest.mark.parametrize("bank", BANKS)
def test_bank_exports_are_read_the_way_the_bank_means_them(bank: str) -> None:
    headers, expected = BANKS[bank]
    found = recognise(*headers.split(), title="账户交易明细")
    mapping = columns_of(found, *headers.split())
    assert found.kind == "bank_line"
    assert dict(pair.split("=") for pair in expected.split()).items() <= mapping.items()


@pytest.mark.parametrize("bank", ["微信", "支付宝"])
def test_wallet_bills_have_one_amount_and_its_direction(bank: str) -> None:
    found = recognise(*BANKS[bank][0].split())
    assert found.columns["amount"].columns
    assert found.columns["amount"].parts.keys() == {"side"}


def test_debit_is_money_in_for_a_journal_and_money_out_for_a_bank() -> None:
    headers = ("日期", "摘要", "借方", "贷方", "余额")
    journal = columns_of(recognise(*headers, title="现金日记账"), *headers)
    statement = columns_of(recognise(*headers, title="银行对账单"), *headers)
    assert (journal["income"], journal["expense"]) == ("借方", "贷方")
    assert (statement["amount_in"], statement["amount_out"]) == ("贷方", "借方")


SHEETS = (
    (
        "隘口村现金日记账",
        "年>月 年>日 凭证字号 摘要 对方科目 收入(借方) 支出(贷方) 结余(余额)",
        "cash_entry",
        "voucher_no=凭证字号 income=收入(借方) expense=支出(贷方) balance=结余(余额)",
    ),
    (
        "村级财务收支公开表",
        "序号 日期 开支项目 金额(元) 资金来源 经手人 审批人",
        "cash_entry",
        "entry_date=日期 summary=开支项目 fund=资金来源 handler=经手人",
    ),
    (
        "科目余额表",
        "科目代码 科目名称 期初余额>借方 期初余额>贷方 本期发生额>借方 本期发生额>贷方 "
        "期末余额>借方 期末余额>贷方",
        "account_balance",
        "opening_debit=期初余额>借方 opening_credit=期初余额>贷方 debit=本期发生额>借方 "
        "closing_credit=期末余额>贷方",
    ),
    (
        "科目余额表",
        "科目代码 科目名称 期初余额方向 期初余额 借方发生额 贷方发生额 期末余额方向 期末余额",
        "account_balance",
        "debit=借方发生额 credit=贷方发生额",
    ),
    (
        "记账凭证序时账",
        "日期 凭证号数 科目编码 科目名称 摘要 借方 贷方 附单据数 制单 审核 记账",
        "voucher_line",
        "voucher_no=凭证号数 account_code=科目编码 debit=借方 attachments=附单据数 poster=记账",
    ),
    (
        "2012年度红色股份分红到账情况",
        "村名 合作社名称 入股金额 分红金额 到账日期",
        "dividend",
        "cooperative=合作社名称 share_capital=入股金额 received=分红金额 received_on=到账日期",
    ),
    (
        "2012年度红利使用明细",
        "村名 合作社 使用日期 用途 金额 收款人 验收日期",
        "dividend_use",
        "used_on=使用日期 summary=用途 amount=金额 payee=收款人 accepted_on=验收日期",
    ),
    (
        "四议两公开台账",
        "编号 议题 党支部提议>日期 两委会商议>日期 党员大会审议>日期 村民代表会议决议>日期 应到 实到 同意",
        "resolution",
        "proposed_on=党支部提议>日期 resolved_on=村民代表会议决议>日期 due=应到 agreed=同意",
    ),
    (
        "2013年3月村干部误工补贴发放表",
        "序号 姓名 职务 身份证号码 误工天数 金额 银行账号 签字",
        "allowance",
        "name=姓名 days=误工天数 amount=金额 payee_account=银行账号",
    ),
    (
        "采购明细表",
        "采购日期 品名 规格型号 单位 数量 单价(元) 金额(元) 供应商",
        "purchase",
        "unit=单位 unit_price=单价(元) amount=金额(元)",
    ),
)


@pytest.mark.parametrize(("title", "headers", "kind", "expected"), SHEETS)
def test_village_sheets_find_their_kind_and_columns(
    title: str, headers: str, kind: str, expected: str
) -> None:
    found = recognise(*headers.split(), title=title)
    assert found.kind == kind
    mapping = columns_of(found, *headers.split())
    assert dict(pair.split("=") for pair in expected.split()).items() <= mapping.items()
