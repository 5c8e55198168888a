"""Files in another order, under other names, split, bound, with blank lines, in 万元: the same rows, the same flags."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import demo
from tests.e2e.night import Night
from tests.metamorphic import paper
from tests.metamorphic.paper import MOMENT, Office, Way, each_page

# What says where a row stood, or which batch it came with.
PLACES = ("row_id", "submission_id", "slice_id", "source_file", "source_sheet", "source_row")
SEED = 3


class County:
    """A demo county's workbooks, and what a night says of them as they are."""

    def __init__(self, folder: Path, seed: int) -> None:
        made = demo.write(folder / "demo", 1, 6, seed, flawed=True)
        self.as_of = made.as_of.isoformat()
        self.folder = folder
        self.office = paper.read(made.inputs)
        self.first = self.night("as it is", self.office)
        self.said = said(self.first)

    def night(self, name: str, *nights: Office, modified: Callable[[int], int] = lambda _: MOMENT) -> Night:
        """Hand in ``nights`` one after the other."""
        one = Night(self.folder / name)
        for office in nights:
            paper.hand_in(office, one.inputs, modified)
            one.publish(self.as_of)
        return one


def rows(night: Night, where: str = "") -> dict[str, Counter[tuple[Any, ...]]]:
    """Read the rows of every kind, without where they stood."""
    kinds = night.query("select table_name from information_schema.tables where table_schema = 'ledger'")
    read = {
        kind: Counter(night.query(f'select * exclude ({", ".join(PLACES)}) from ledger."{kind}" {where}'))
        for (kind,) in kinds
    }
    return {kind: found for kind, found in read.items() if found}


def said(night: Night) -> dict[str, Counter[tuple[Any, ...]]]:
    """Read what a night says of the villages: rows, flags and outcomes, without where the rows stood."""
    found = rows(night)
    found["flag"] = Counter(
        night.query(
            "select flag_id, rule_id, village_name, subject, level, amount, message from audit.flag"
            " where status <> '已消除'"
        )
    )
    found["outcome"] = Counter(
        night.query("select rule_id, village_name, outcome, hits, amount from audit.rule_result")
    )
    return {name: lines for name, lines in found.items() if lines}


def unlike(one: dict[str, Counter[Any]], other: dict[str, Counter[Any]]) -> list[str]:
    """List what one night says and the other does not."""
    return [
        f"{sign} {name} {row}"
        for name in sorted(one.keys() | other.keys())
        for sign, lines in (
            ("-", one.get(name, Counter()) - other.get(name, Counter())),
            ("+", other.get(name, Counter()) - one.get(name, Counter())),
        )
        for row in lines
    ]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return County(tmp_path_factory.mktemp("county"), SEED)


def all_at_once(office: Office) -> Office:
    """Change everything that a small test can in one night."""
    for way in (paper.renamed, paper.split, each_page(paper.with_blanks), each_page(paper.in_ten_thousands)):
        office = way(office)
    return office


HEAVY = pytest.mark.heavy
WAYS: dict[str, Way] = {
    "renamed": paper.renamed,
    "split": paper.split,
    "bound": paper.bound,
    "blank lines": each_page(paper.with_blanks),
    "columns turned": each_page(paper.turned),
    "in 万元": each_page(paper.in_ten_thousands),
}


@pytest.mark.parametrize("name", ["all at once", *(pytest.param(name, marks=HEAVY) for name in WAYS)])
def test_other_paper_says_the_same(county: County, name: str) -> None:
    assert len(county.said["flag"]) > 5
    changed = county.night(name, WAYS.get(name, all_at_once)(county.office))
    assert unlike(county.said, said(changed)) == []


@HEAVY
@pytest.mark.skipif(
    not shutil.which("soffice") and "CI" not in os.environ, reason="libreoffice-calc is not installed"
)
@pytest.mark.parametrize("kind", ["ods", "xls", "csv"])
def test_another_format_says_the_same(county: County, kind: str) -> None:
    changed = county.night(kind)
    paper.convert(county.folder / "as it is" / "inputs", changed.inputs, kind)
    changed.publish(county.as_of)
    assert unlike(county.said, said(changed)) == []


@HEAVY
def test_the_order_in_which_files_come_changes_nothing(county: County) -> None:
    changed = county.night("order", county.office, modified=lambda number: MOMENT - 60 * number)
    assert unlike(county.said, said(changed)) == []


@HEAVY
def test_night_by_night_says_what_one_night_says(county: County) -> None:
    paths = sorted(county.office)
    parts = [{path: county.office[path] for path in paths[start::3]} for start in (1, 0, 2)]
    assert unlike(county.said, said(county.night("night by night", *parts))) == []


@HEAVY
def test_what_states_its_period_counts_once_when_it_comes_again_under_another_path(county: County) -> None:
    again = county.night(
        "again", county.office, {f"再报/{path}": book for path, book in county.office.items()}
    )
    # A sheet that states none is a slice of its own wherever it lies (contract, section 4).
    stated = "where period_kind in ('日', '月', '季', '年')"
    once = rows(county.first, stated)
    assert len(once) > 5
    assert unlike(once, rows(again, stated)) == []
