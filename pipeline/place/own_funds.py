"""Read the counties' own fund catalogues (资金目录表): what funds are called there that the program does not know.

Files are read with the words of all counties; which fund a word means is told by the catalogue of the village's own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.place.dictionary import Fault
from pipeline.place.locate import standing_county
from pipeline.values.closed_words import plain
from pipeline.values.funds import county_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.findings import Issue
    from pipeline.place.dictionary import Entry
    from pipeline.place.identify import Register, Village
    from pipeline.place.locate import Located
    from schemas._spec import Ledger

    Catalogues = dict[str, dict[str, str]]


def words(entries: Iterable[Entry]) -> tuple[str, ...]:
    """List what the counties call funds of their own, for the readers."""
    found, _ = county_catalogue(entry.texts[:2] for entry in entries)
    return tuple(sorted(found))


def catalogues(entries: Iterable[Entry], register: Register) -> tuple[Catalogues, list[Fault]]:
    """Give each county's own funds (county → folded spelling → fund), and tell what is wrong with the entries.

    A catalogue that names no county is that of the only one there is; where there are several it is nobody's.
    """
    by_county: dict[str, list[Entry]] = {}
    faults: list[Fault] = []
    for entry in entries:
        county = entry.texts[2] or (standing_county(entry.table, register)[0] if entry.table else "")
        if county or len(register.counties) < 2:
            by_county.setdefault(county or "".join(register.counties), []).append(entry)
        else:
            faults.append(Fault(entry, "D06", "县市区", "", {"counties": "、".join(register.counties)}))
    found: Catalogues = {county: {} for county in register.counties or ("",)}
    for county, own in sorted(by_county.items()):
        found[county], clashes = county_catalogue(entry.texts[:2] for entry in own)
        for position, word, fund in clashes:
            title = "资金名称" if word == own[position].texts[0] else "其他叫法"
            faults.append(Fault(own[position], "D05", title, word, {"fund": fund}))
    return found, faults


def concerned(table: Located, new: Iterable[str]) -> bool:
    """Tell whether a table just read may be of a fund that is called one of ``new``."""
    texts = {plain(text) for _, text in table.extract.hints} | {plain(table.extract.title)}
    return any(word in text for word in new for text in texts)


def settle(table: Located, ledger: Ledger, found: Catalogues) -> list[Issue]:
    """Name the funds of a table's rows as the catalogue of their county does; a word that only another has is reported."""
    extract, spec = table.extract, ledger.by_name.get("fund")
    if spec is None or not (words := frozenset().union(*found.values())):
        return []
    values = extract.columns.get("fund", [])
    each = table.villages if len(table.villages) == len(values) else table.villages[:1] * len(values)
    unknown: Counter[str] = Counter()
    for position, (value, village) in enumerate(zip(values, each, strict=True)):
        own = _of(village, found)
        if isinstance(value, str) and (word := plain(value)) in words:
            values[position] = own.get(word, value)
            unknown[value] += word not in own
    extract.fund = _of(table.village, found).get(plain(extract.fund), extract.fund)
    place = next((h.place for h in extract.headings if h.title == spec.title), None)
    return [
        messages.issue(
            "C22",
            table.source_file,
            sheet=extract.sheet,
            cell="" if place is None else extract.cell(values.index(word), place),
            column=spec.title,
            found=word,
            words="、".join(listed for listed, _ in spec.values),
            count=count,
            found_word=word,
        )
        for word, count in unknown.items()
        if count
    ]


def _of(village: Village, found: Catalogues) -> dict[str, str]:
    """Give the catalogue of a village's county, which it need not name where there is only one."""
    alone = next(iter(found)) if len(found) == 1 else ""
    return found.get(village.county or alone, {})
