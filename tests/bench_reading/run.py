"""Run the four measurements, whole or by a sample."""

from __future__ import annotations

from tests.bench_reading import arithmetic, definitions, loo, rewrite, thesaurus, words
from tests.bench_reading.cases import Outcome, Read
from tests.bench_reading.reader import read as product
from tests.bench_reading.score import MISREAD, SILENT
from tests.bench_reading.words import OTHER

SECTIONS = {
    "loo": "逐个去掉别名",
    "words": "换成同义词词林的词",
    "rewrite": "改写版式",
    "arithmetic": "列名无意义，靠数值和算术",
}


def run(
    section: str,
    kinds: set[str],
    *,
    sample: int = 0,
    seed: int = 1,
    read: Read = product,
    other_formats: bool = False,
) -> list[Outcome]:
    """Run one section over ``kinds``; nothing of the thesaurus where it is not there."""
    ledgers = [ledger for ledger in definitions.whole().ledgers if ledger.name in kinds]
    known = thesaurus.load()
    if section == "loo":
        return [loo.run(case, read) for case in loo.cases(ledgers, sample, seed)]
    if section == "arithmetic":
        return [arithmetic.run(case, read) for case in arithmetic.cases(sorted(kinds), sample, seed)]
    if section == "words":
        found = words.cases(ledgers, known, sample, seed) if known else []
        return [words.run(case, read) for case in found]
    return rewrite.run(kinds, known, sample, seed, read, other_formats=other_formats)


def sample_misreads(n: int, seed: int, read: Read = product) -> list[str]:
    """Tell what is misread or lost in silence in a sample of about ``n`` cases of each section.

    A header exchanged for the alias of another field may be read as that field, so such cases do not count.
    """
    kinds = {ledger.name for ledger in definitions.whole().ledgers}
    sizes = {"loo": max(1, n // 9), "words": n, "rewrite": max(1, n // 8), "arithmetic": n}
    return [
        f"{one.verdict.outcome} {one.case.told()}：{one.verdict.why}"
        for section, size in sizes.items()
        for one in run(section, kinds, sample=size, seed=seed, read=read)
        if one.verdict.outcome in {MISREAD, SILENT} and one.case.line != OTHER
    ]
