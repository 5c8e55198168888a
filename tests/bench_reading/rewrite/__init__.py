"""Rewrite sheets in ways that change nothing they say; whatever is read from them must be the same."""

from __future__ import annotations

from random import Random

from tests.bench_reading.cases import Case, Outcome, Read
from tests.bench_reading.definitions import Term, whole
from tests.bench_reading.forms import Style
from tests.bench_reading.paper import csv, xlsx
from tests.bench_reading.rewrite import cells, formats, headers, places, seconds
from tests.bench_reading.rewrite.bases import Base, bases
from tests.bench_reading.rewrite.change import Change, Rewrite
from tests.bench_reading.rewrite.compare import compare
from tests.bench_reading.thesaurus import Thesaurus

SYNONYMS = "列名换成同义词"
CSV = "改成 csv"
REWRITES: dict[str, Rewrite] = {
    "列序打乱": places.shuffled, "插入空行": places.blank_rows, "插入空列": places.blank_columns,
    "元改万元": cells.in_wan, "数字改写法": cells.numbers_written, "日期改写法": cells.days_written,
    "旁边另有一张表": seconds.beside, "下面另有一张表": seconds.below, CSV: places.as_text,
}  # fmt: skip


def run(
    kinds: set[str], thesaurus: Thesaurus | None, sample: int, seed: int, read: Read, *, other_formats: bool
) -> list[Outcome]:
    """Rewrite every base each way that fits it, and compare what is read with what was read before."""
    found: list[Outcome] = []
    ways = dict(REWRITES)
    if thesaurus:
        ways[SYNONYMS] = headers.with_synonyms(thesaurus)
    for base in bases(read, seed, sample):
        if not kinds & {table.kind for table in base.reading.tables}:
            continue
        for line, rewrite in ways.items():
            change = rewrite(base, Random(f"{seed}/{base.name}/{line}"))
            if change:
                found.append(_outcome(base, line, change, read))
        if other_formats:
            found += [
                _converted(base, line, data, suffix, read) for line, data, suffix in formats.converted(base)
            ]
    return found


def _outcome(base: Base, line: str, change: Change, read: Read) -> Outcome:
    if line == CSV:
        reading = read(base.path.removesuffix(".xlsx") + ".csv", csv(change.paper), whole())
    else:
        reading = read(base.path, xlsx([change.paper]), whole())
    return Outcome(_case(base, line, change.word), compare(base, change, reading))


def _converted(base: Base, line: str, data: bytes, suffix: str, read: Read) -> Outcome:
    change = Change.unchanged(base.paper)
    reading = read(base.path.removesuffix(".xlsx") + suffix, data, whole())
    return Outcome(_case(base, line, ""), compare(base, change, reading))


def _case(base: Base, line: str, word: str) -> Case:
    kind = next((table.kind for table in base.reading.tables if table.rows), "")
    return Case(line, Term(kind, base.name, base.source), Style(base.source), word)
