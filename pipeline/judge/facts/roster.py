"""List who holds office in a village, and their near relatives, by names and accounts that can be compared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from pipeline.judge.facts._names import is_person, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

TITLE = "在册人员：村干部、村监会成员及其近亲属，供与收款人比对"
COLUMNS = {
    "row_id": ("varchar", "花名册行编号"),
    "village_code": ("varchar", "村代码"),
    "name": ("varchar", "规范名"),
    "relation": ("varchar", "本人或近亲属"),
    "official": ("varchar", "干部姓名"),
    "body": ("varchar", "所属机构"),
    "post": ("varchar", "职务"),
    "account": ("varchar", "银行账号：只留数字"),
    "since": ("date", "任职日期"),
    "until": ("date", "离任日期"),
    "namesakes": ("integer", "全县有同名者的村数"),
}
EMPTY_IF = "ledger.official"
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_RELATION = re.compile(
    r"^(?:配偶|妻子|丈夫|爱人|妻|夫|长子|次子|三子|儿子|长女|次女|女儿|父亲|母亲|岳父|岳母|公公|婆婆|"
    r"哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|儿媳|女婿|侄子|侄女|外甥|父|母|兄|弟|姐|妹|子|女)(?:[:：为是]|(?=[㐀-鿿]{2}))"
)


def compute(con: duckdb.DuckDBPyConnection, as_of: date) -> pl.DataFrame:
    """List each official and each named relative once per line of the roster."""
    rows = con.execute(
        "select row_id, village_code, name, relatives, body, post, bank_account, in_office_from, in_office_to"
        " from ledger.official order by row_id"
    ).fetchall()
    found: list[tuple[object, ...]] = []
    for row_id, village, written, kin, body, post, account, since, until in rows:
        name = normalise(written)
        digits = re.sub(r"\D", "", account or "") or None
        found.append((row_id, village, name, "本人", name, body, post, digits, since, until))
        for relative in relatives(kin or ""):
            if relative != name:
                found.append((row_id, village, relative, "近亲属", name, body, post, None, since, until))
    schema: dict[str, pl.DataType] = {name: pl.String() for name in COLUMNS if name != "namesakes"}
    schema |= {"since": pl.Date(), "until": pl.Date()}
    people = pl.DataFrame(found, schema=schema, orient="row")
    namesakes = _namesakes(con, people)
    return people.join(namesakes, on=["village_code", "name"], how="left").select(list(COLUMNS))


def relatives(text: str) -> Iterator[str]:
    """Read the names in 妻子：李四、儿子张五（在外务工）; what is no person's name is passed over."""
    tidy = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    for part in _BETWEEN.split(tidy):
        name = normalise(_RELATION.sub("", part))
        if is_person(name):
            yield name


def _namesakes(con: duckdb.DuckDBPyConnection, people: pl.DataFrame) -> pl.DataFrame:
    """Count for each name of ``people`` the villages of its county in which it occurs, anywhere in the ledgers."""
    sources = {
        "cash_entry": "counterparty",
        "official": "name",
        "allowance": "name",
        "aid_payment": "name",
        "hardship_register": "name",
        "subsidy_payment": "name",
        "labour": "name",
    }
    query = " union ".join(
        f"select village_code, {column} from ledger.{kind} where {column} is not null"
        for kind, column in sources.items()
    )
    counties = _counties(con)
    named = people.select("village_code", "name").unique().sort("village_code", "name").rows()
    villages: dict[tuple[str, str], set[str]] = {}
    for village, name in named:
        villages.setdefault((counties.get(village, ""), name), set()).add(village)
    for village, written in con.execute(query).fetchall():
        if found := villages.get((counties.get(village, ""), normalise(written))):
            found.add(village)
    counts = [(village, name, len(villages[counties.get(village, ""), name])) for village, name in named]
    schema = {"village_code": pl.String, "name": pl.String, "namesakes": pl.Int32}
    return pl.DataFrame(counts, schema=schema, orient="row")


def _counties(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Give the county of every village; '' where the register names one county alone, or none for the village.

    Facts are computed before ``core.village``, whose ``peers`` says the same.
    """
    rows = con.execute("""
        select village_code, coalesce(county, '') from ledger.village
        order by valid_from is not null, valid_from, row_id desc
    """).fetchall()
    found = dict(rows)
    return found if len({county for county in found.values() if county}) > 1 else {}
