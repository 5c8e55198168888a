"""Find the village and the period of a table's rows; what nobody can be found for is set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.layout.context import ABOVE, TITLE
from pipeline.place import county
from pipeline.place.identify import Ambiguous, Register, Village, called
from pipeline.place.townships import some_village

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.findings import Issue
    from pipeline.read.extract import Extract
    from schemas._spec import Ledger

NOBODY = Village("", "", "")
FOLDER, COLUMN = "文件夹名", "村名列"


@dataclass(slots=True)
class Located:
    """A table with its submission and the village of every row (one entry when all rows share it).

    ``sources``, aligned with ``villages``, say what names the village where no cell of the row does: 标题, 工作表名,
    文件名, 文件夹名; '' for a cell. ``county_source`` says the same of the county of a table that has no village.
    """

    extract: Extract
    source_file: str
    submission_id: str
    sha256: str
    villages: list[Village] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    county_source: str = ""

    @property
    def village(self) -> Village:
        """The village of all rows, or nobody where they differ."""
        return self.villages[0] if len(set(self.villages)) == 1 else NOBODY

    @property
    def village_source(self) -> str:
        """What names the village: one source, or the column."""
        return next(iter(self.sources), "") if len(set(self.sources)) == 1 and self.sources[0] else COLUMN

    def set_aside(self, reasons: Mapping[int, str], ledger: Ledger) -> None:
        """Set rows aside, each for its reason; their villages go with them."""
        each = len(self.villages) == len(self.extract.rows)
        keep = self.extract.set_aside(reasons, ledger.amount_fields)
        if each and keep:
            self.villages = [self.villages[p] for p in keep]
            self.sources = [self.sources[p] for p in keep] if self.sources else []
        elif each and self.villages:
            self.villages, self.sources = [self.village], self.sources[:1]


def money_of(table: Located, ledger: Ledger) -> int:
    """Sum the amount fields of a table's loaded rows in cents; other currencies than 人民币 stay out."""
    return table.extract.money_loaded(ledger.amount_fields)


def locate(table: Located, ledger: Ledger, register: Register) -> list[Issue]:
    """Find the village of ``table``'s rows; rows and tables nobody can be found for are set aside."""
    extract = table.extract
    if not ledger.per_village:
        _of_no_village(table, register)
        return []
    if ledger.name == "village":
        own, table.county_source = stated_county(table)
        entries = [village_of_row(extract, row, own) for row in range(len(extract.rows))]
        table.villages = [register.entry(v) for v in entries] or [NOBODY]
        return []
    issues: list[Issue] = []
    around, within = _around(table), standing_county(table, register)[0]
    whole, unclear, others = _from_hints(extract.hints, around, register, within)
    if not {"village_name", "village_code"} & extract.columns.keys():
        if whole is None:
            return [_send_back(table, ledger, unclear, _elsewhere(table, register, within))]
        table.villages = [whole]
        table.sources = [next(where for where, _, village in others if village == whole)]
    else:
        source = next((where for where, _, village in others if village == whole), "")
        issues += _from_columns(table, ledger, register, (whole, source), (around, within))
        if not extract.rows and extract.rejected:
            return issues
    if len(set(table.villages)) == 1:
        issues += _contradiction(table, register, others)
    return issues


def _contradiction(table: Located, register: Register, others: list[tuple[str, str, Village]]) -> list[Issue]:
    """Tell of a place that names another village, or another county, than the one found."""
    mine, extract = table.villages[0], table.extract

    def differs(where: str, text: str, other: str, own: str) -> list[Issue]:
        return [
            messages.issue(
                "V03",
                table.source_file,
                sheet=extract.sheet,
                found=text,
                source=where,
                other=other,
                village=own,
            )
        ]

    for where, text, village in others:
        # A sheet may hold tables of several villages: the first one's title is no contradiction.
        if village.code != mine.code and where != ABOVE:
            return differs(where, text, village.name, mine.name)
    for where, text, named in _counties(table) if mine.county else ():
        if county.same(named, mine.county):
            if where == FOLDER:
                # The nearest counts: above it stands the prefecture.
                break
        elif _known(named, register) and where != ABOVE:
            return differs(where, text, named, mine.county + mine.township + mine.name)
        elif where == FOLDER:
            return [
                messages.issue(
                    "V06", table.source_file, sheet=extract.sheet, found=text, other=named, county=mine.county
                )
            ]
    return []


def whereabouts(table: Located, register: Register) -> None:
    """Say whose a table without rows is (a month without activity, a sheet sent back), if its names tell."""
    whole, _, _ = _from_hints(
        table.extract.hints, _around(table), register, standing_county(table, register)[0]
    )
    table.villages = [whole] if whole else []


def _of_no_village(table: Located, register: Register) -> None:
    """Give the rows of a table that belongs to no village the county and township that tell namesakes apart."""
    columns, count = table.extract.columns, len(table.extract.rows)
    blank: list[object] = [None] * count
    own, table.county_source = standing_county(table, register)
    places = zip(columns.get("county", blank), columns.get("township", blank), strict=True)
    villages = [Village("", "", str(town or ""), str(cty or own)) for cty, town in places]
    table.villages = (villages if len(set(villages)) > 1 else villages[:1]) or [NOBODY]


def _around(table: Located) -> str:
    extract = table.extract
    texts = (text for _, text in extract.hints)
    return " ".join([extract.county_hint, extract.township_hint, *texts, table.source_file])


def _counties(table: Located) -> Iterator[tuple[str, str, str]]:
    """Yield (source, text, county) of everything about a table that names a county, in the order in which it counts."""
    if hint := table.extract.county_hint:
        yield TITLE, hint, hint
    for where, text in table.extract.hints:
        if name := county.stated(text, whole=where == FOLDER):
            yield where, text, name


def stated_county(table: Located) -> tuple[str, str]:
    """Give the county a table stands under and what says so, as its titles, names and folders tell; '' for none."""
    where, _, name = next(_counties(table), ("", "", ""))
    return name, where


def _known(name: str, register: Register) -> bool:
    return county.surely(name) or any(county.same(name, one) for one in register.counties)


def standing_county(table: Located, register: Register) -> tuple[str, str]:
    """Give the county a table stands under and what says so, where it is surely one: in the register, or by its name."""
    extract = table.extract
    for where, text in [(TITLE, extract.county_hint), *extract.hints]:
        name = county.stated(text, whole=where == FOLDER)
        for one in register.counties:
            if (name and county.same(name, one)) or (where == FOLDER and county.same(text, one)):
                return one, where
        if county.surely(name) or (name and text == extract.county_hint):
            return name, where
    return "", ""


def village_of_row(extract: Extract, row: int, own: str = "") -> Village:
    """Read one register row; without a 12-digit code, county, township and name together are the code.

    ``own``: the county that the table stands under.
    """

    def value(name: str) -> str:
        values = extract.columns.get(name)
        return str(values[row]) if values and values[row] is not None else ""

    name, township, cty = value("village_name"), value("township"), value("county") or own
    code = value("village_code") or cty + township + name
    return Village(code, name, township, cty, value("org_name"), value("unit_kind"))


def _from_hints(
    hints: list[tuple[str, str]], around: str, register: Register, within: str
) -> tuple[Village | None, tuple[str, Ambiguous] | None, list[tuple[str, str, Village]]]:
    found: Village | None = None
    unclear: tuple[str, Ambiguous] | None = None
    others: list[tuple[str, str, Village]] = []
    for where, text in hints:
        outcome = register.resolve(text, around, whole=True, within=within)
        if isinstance(outcome, Ambiguous):
            unclear = unclear or (text, outcome)
        elif outcome is not None:
            found = found or outcome
            others.append((where, text, outcome))
    if found is None and unclear is None and (office := _office(hints, around, register, within)):
        found = office[2]
        others.append(office)
    return found, unclear, others


def _office(
    hints: list[tuple[str, str]], around: str, register: Register, within: str
) -> tuple[str, str, Village] | None:
    """Find the township whose own books a table is, where nothing near it names a village, known or not."""
    if any(some_village(text) for _, text in hints):
        return None
    for where, text in hints:
        unit = register.offices.named(text, within, alone=where == TITLE)
        if unit := unit or register.offices.beside(text, around, within):
            return where, text, unit
    return None


def _elsewhere(table: Located, register: Register, within: str) -> tuple[str, str]:
    """Name the county a table stands under and the villages of its names that only other counties have."""
    one, several, _ = (
        _from_hints(table.extract.hints, _around(table), register, "") if within else (None, None, ())
    )
    others = [one] if one else several[1].villages if several else ()
    return within, "、".join(v.county + v.township + v.name for v in others)


def _send_back(
    table: Located, ledger: Ledger, unclear: tuple[str, Ambiguous] | None, elsewhere: tuple[str, str]
) -> Issue:
    """Send a table back whose village is unclear, unknown, or known only in another county than it states."""
    extract = table.extract
    shown = "；".join(dict.fromkeys(text for _, text in extract.hints[:3]))
    within, others = elsewhere
    code, values = "V01", {"found": shown}
    if unclear:
        text, outcome = unclear
        code, values = "V02", {"found": text, "found_text": text, "villages": called(outcome.villages)}
    elif others:
        code, values = "V08", {"found": within, "county": within, "village": others}
    issue = messages.issue(code, table.source_file, sheet=extract.sheet, **values)
    extract.send_back(issue.fix, ledger.amount_fields)
    return issue


def _from_columns(
    table: Located,
    ledger: Ledger,
    register: Register,
    whole: tuple[Village | None, str],
    near: tuple[str, str],
) -> list[Issue]:
    """Find the village of each row by its own cells, or by ``whole`` (village, source) that the names tell."""
    extract = table.extract
    blank: list[object] = [None] * len(extract.rows)
    names = ("village_code", "village_name", "township", "county")
    stated = list(zip(*(extract.columns.get(name, blank) for name in names), strict=True))
    issues: list[Issue] = []
    reasons: dict[int, str] = {}
    known: dict[tuple[object, ...], Village | Ambiguous | None] = {}
    place = next((h.place for h in extract.headings if h.title in {"村名", "村代码"}), 0)
    villages, sources = [], []
    for position, cells in enumerate(stated):
        if cells not in known:
            known[cells] = _stated_village(register, cells, near)
        found = known[cells]
        source = "" if isinstance(found, Village) else whole[1]
        many = found.villages if isinstance(found, Ambiguous) else ()
        village = found if isinstance(found, Village) else whole[0] if whole[0] in many or not many else None
        if village and village.is_township and found is None and some_village(str(cells[1] or "")):
            village = None
        villages.append(village or NOBODY)
        sources.append(source)
        if village is None:
            shown = str(cells[1] or cells[0] or "空白")
            issue = messages.issue(
                "V07" if many else "V04", table.source_file, sheet=extract.sheet,
                cell=extract.cell(position, place), column="村名", found=shown,
                found_text=shown, villages=called(many),
            )  # fmt: skip
            issues.append(issue)
            reasons[position] = f"“{shown}”对应不止一个村" if many else f"村情登记表里没有“{shown}”"
    table.villages, table.sources = villages or [NOBODY], sources
    if reasons:
        table.set_aside(reasons, ledger)
    return issues


def _stated_village(
    register: Register, stated: tuple[object, ...], near: tuple[str, str]
) -> Village | Ambiguous | None:
    """Find the village that a row's own code or name states, its county and township telling namesakes apart."""
    code, name, township, cty = (str(cell or "") for cell in stated)
    around, within = near
    outcome: Village | Ambiguous | None = None
    for text in filter(None, (code, name)):
        for names in (f"{cty} {township}", f"{cty} {township} {around}"):
            outcome = register.resolve(text, names, whole=True, within=cty or within)
            if isinstance(outcome, Village):
                return outcome
        if outcome is None and (office := register.offices.named(text, cty or within, alone=True)):
            return office
    return outcome


def declared_or_dated(extract: Extract, date_field: str) -> tuple[int | None, str]:
    """Return the declared period's first day and kind; where none is declared, the range of the dates."""
    if extract.period_start is not None:
        return extract.period_start, extract.period_kind
    days = [d for d in extract.columns.get(date_field, []) if isinstance(d, int)]
    return (min(days), "区间") if days else (None, "")
