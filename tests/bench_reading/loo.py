"""Leave-one-out: take header words away from the lists, one by one, and see what becomes of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from schemas._spec import Ledger
from tests.bench_reading import definitions, forms, pairs, score
from tests.bench_reading.cases import Case, Outcome, Read
from tests.bench_reading.definitions import Term, Words
from tests.bench_reading.forms import FULL, GROUPED, NEUTRAL, SPLIT, TITLED, Sheet, Style

WHOLE, ONE, LIST = "词表完整（对照）", "去掉一个别名", "去掉整份别名，只留标题"


def cases(kinds: Iterator[Ledger] | list[Ledger], sample: int, seed: int) -> list[Case]:
    """List every word of every kind in every style it can be drawn in; ``sample`` picks so many words (0: all)."""
    terms = [term for ledger in kinds for term in definitions.terms(ledger)]
    if sample:
        terms = Random(seed).sample(terms, min(sample, len(terms)))
    # By definition, so that the reader builds its index once for each.
    whole = [Case(WHOLE, term, style) for term in terms for style in styles(term)]
    one = [Case(ONE, term, style) for term in terms for style in styles(term)]
    rest = [term for term in terms if not _is_first(term)]
    rest.sort(key=lambda term: (term.kind, term.field, term.part))
    return whole + one + [Case(LIST, term, style) for term in rest for style in styles(term)]


def run(case: Case, read: Read) -> Outcome:
    """Draw the sheet of a case, read it, judge it."""
    sheet = drawn(case.term, case.style)
    verdict = score.judge(sheet, read(sheet.path, sheet.data(), _words(case)), targets(case.term))
    return Outcome(case, verdict)


def drawn(term: Term, style: Style, word: str = "") -> Sheet:
    """Draw the sheet in which the field of ``term`` stands under ``word``, else under the term itself."""
    ledger = ledger_of(term)
    heads = pairs.other_side(ledger, term) | {(term.field, term.part): word or term.word}
    seed = f"{term.field}/{style.name}"
    return forms.draw(ledger, style, term.field, heads, seed, term.part)


def targets(term: Term) -> tuple[str, ...]:
    """The fields whose values stand under the term."""
    sided = next((s for s in ledger_of(term).sided if s.name == term.field), None)
    return (sided.plus, sided.minus) if sided else (term.field,)


def styles(term: Term) -> list[Style]:
    """The styles in which a term can be drawn."""
    found = [TITLED, NEUTRAL, FULL]
    if term.part:
        return found
    role = ledger_of(term).by_name[term.field].role
    if role == "date":
        found.append(SPLIT)
    halves = term.word.endswith(("日期", "时间")) and len(term.word) > 4
    book = term.kind in {"cash_entry", "bank_line", "voucher_line", "account_balance"}
    if (role == "date" and halves) or (role == "money" and book):
        found.append(GROUPED)
    return found


def ledger_of(term: Term) -> Ledger:
    """The kind of a term, as it is."""
    return next(ledger for ledger in definitions.whole().ledgers if ledger.name == term.kind)


def _is_first(term: Term) -> bool:
    """Tell whether a term is what is left of its list: the title, or the first word of a sided amount."""
    ledger = ledger_of(term)
    sided = next((s for s in ledger.sided if s.name == term.field), None)
    if sided:
        return term.word in {sided.amount_aliases[0], sided.side_aliases[0]}
    return term.word == ledger.by_name[term.field].title


def _words(case: Case) -> Words:
    if case.line == WHOLE:
        return definitions.whole()
    return definitions.without(case.term) if case.line == ONE else definitions.without_list(case.term)
