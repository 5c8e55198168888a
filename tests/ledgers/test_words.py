"""Every word and form that layouts.md lists is read as it is meant; the facts stand in words.txt."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.layout.candidates import TITLE_POINTS
from pipeline.layout.context import TITLE, Names, declared_period
from pipeline.layout.headers import clean
from pipeline.layout.profile import Sample
from pipeline.layout.recognise import Recognition
from pipeline.layout.rowkinds import is_footer, scope_of_cell
from pipeline.layout.titleblock import Context, read_block
from pipeline.values.cell import Bad
from pipeline.values.dates import to_date
from pipeline.values.money import to_cents, unit_factor
from tests.ledgers.test_kinds import NOWHERE, recogniser


@dataclass(frozen=True)
class Fact:
    """One word, what it is said to mean, and the table it stands in."""

    what: str
    means: str
    word: str
    kind: str = ""
    title: str = ""
    headers: tuple[str, ...] = ()


def facts() -> Iterator[Fact]:
    """Read words.txt, word by word; _ is a space."""
    table: tuple[str, str, tuple[str, ...]] = ("", "", ())
    for line in Path(__file__).with_name("words.txt").read_text("utf-8").splitlines():
        head, _, rest = line.partition(" ")
        if line.startswith("#") or not line:
            continue
        if head == "表":
            names, _, headers = rest.partition(" | ")
            kind, _, title = names.partition(" ")
            table = (kind, title, tuple(headers.split()))
        elif head == "金额方向":
            amounts, _, sides = rest.partition(" / ")
            for side in sides.split():
                yield from (Fact(head, side, word, *table) for word in amounts.split())
        else:
            head, _, rest = line.partition(": ")
            what, _, means = head.partition(" ")
            yield from (Fact(what, means, word.replace("_", " "), *table) for word in rest.split())


@pytest.mark.parametrize("fact", list(facts()), ids=lambda f: f"{f.kind}-{f.what}-{f.means}-{f.word}")
def test_a_word_means_what_layouts_say(fact: Fact) -> None:
    CHECKS.get(fact.what, column)(fact)


def recognised(fact: Fact, *headers: str) -> Recognition:
    block = tuple((clean(header),) for header in headers)
    found = recogniser().recognise(block, Context(lines=[fact.title]), NOWHERE, Sample([]))
    assert isinstance(found, Recognition), found
    assert found.kind == fact.kind
    return found


def column(fact: Fact) -> None:
    how, _, instead = fact.means.partition(" ")
    assert how in {"代", "加"}, fact
    headers = [fact.word if header == instead else header for header in fact.headers]
    headers += [fact.word] if how == "加" else []
    found = recognised(fact, *headers)
    assert headers.index(fact.word) in found.columns[fact.what].columns


def unread(fact: Fact) -> None:
    found = recognised(fact, *fact.headers, fact.word)
    assert (len(fact.headers), clean(fact.word)) in found.unmapped


def numbered(fact: Fact) -> None:
    found = recognised(fact, fact.word, *fact.headers)
    assert found.unmapped == []
    assert 0 not in [place for c in found.columns.values() for place in c.columns]


def directed(fact: Fact) -> None:
    found = recognised(fact, "日期", fact.means, "摘要", fact.word, "余额")
    assert (found.columns["amount"].columns, found.columns["amount"].parts) == ([3], {"side": 1})


def label(fact: Fact) -> None:
    assert scope_of_cell(fact.word)[1] == fact.means


def footer(fact: Fact) -> None:
    assert is_footer(fact.word)


def title(fact: Fact) -> None:
    points = recogniser().candidates.phrases.points([(TITLE, fact.word)], TITLE_POINTS)
    assert max(points, key=lambda kind: points[kind]) == fact.means


def period(fact: Fact) -> None:
    found, _ = declared_period(Context(lines=[f"东滩村{fact.word}流水账"]), Names("1", "账", ()))
    assert found is not None
    assert f"{found.kind} {found.start} {found.end}" == fact.means


def pair(fact: Fact) -> None:
    context = read_block([[f"{fact.word}：东滩村1234567"], [fact.word, "另一格"]])
    assert context.pairs[fact.means] == "东滩村1234567"
    assert context.lines == []


def unit(fact: Fact) -> None:
    assert unit_factor(fact.word) == int(fact.means)
    assert read_block([[fact.word]]).factor == int(fact.means)


def amount(fact: Fact) -> None:
    cents = to_cents(fact.word)
    assert cents is None if fact.means == "空" else cents == int(fact.means.replace(".", ""))


def day(fact: Fact) -> None:
    found = to_date(fact.word, 2013)
    assert isinstance(found, Bad) if fact.means == "坏" else found == datetime.date.fromisoformat(fact.means)


CHECKS = {
    "不读": unread, "序列": numbered, "金额方向": directed, "合计行": label, "表尾": footer, "标题": title,
    "期间": period, "标题块": pair, "单位": unit, "金额": amount, "日期": day,
}  # fmt: skip
