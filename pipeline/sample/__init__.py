"""Draw payments for vouching by money-unit sampling, and evaluate the list that comes back.

``factors``, ``selection`` and ``bound`` are the arithmetic and know of cents only; ``population`` reads the
published database, ``account`` and ``listing`` write the list, ``returned`` reads it, ``evaluation`` says what
it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import randbelow
from typing import TYPE_CHECKING

from pipeline import edition
from pipeline.errors import WrongSettings
from pipeline.values.money import yuan

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.publish.report.table import Table
    from pipeline.sample.population import Population, Scope
    from pipeline.sample.selection import Chosen

MOST = 3_000  # lines of a list; nobody vouches more
_HIGHEST_SEED = 10**8


@dataclass(frozen=True, slots=True)
class Wish:
    """How to draw: percent, cents of misstatement tolerated and expected, the seed of the start (None: any)."""

    confidence: Decimal
    tolerable: int
    expected: int = 0
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The list written to ``path``, how many payments it holds, and what is told of the draw by label."""

    path: Path
    items: int
    told: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """Say what was drawn and what to do with it."""
        shown = ("总体笔数", "总体金额", "不在抽样之内", "抽样间隔", "必查", "抽中", "随机种子")
        return [
            *(f"{label}：{self.told[label]}" for label in shown),
            f"抽样清单（{self.items} 笔）：{self.path}",
            "填好黄色的四列后，用 cunzhang sample --evaluate 评价。",
        ]


def draw(places: Places, scope: Scope, wish: Wish, out: Path | None = None) -> Drawn:
    """Draw payments of ``scope`` from the published database and write the list to ``out``.

    ``out`` None: 抽样清单-batch-seed.xlsx in ``places.reports``. Raises ``WrongSettings`` when nothing can be
    drawn, or when the file is there already: somebody may have filled it in.
    """
    import duckdb

    from pipeline.publish.report import figures
    from pipeline.sample import account, listing, population, sealed, selection

    _check(wish)
    with duckdb.connect(str(places.published()), read_only=True) as con:
        edition.refuse_newer(edition.of(con))
        batch = figures.batch(con, places.batches)
        whole = population.read(con, scope)
    _check_total(whole, wish)
    seed = randbelow(_HIGHEST_SEED) if wish.seed is None else wish.seed
    path = out or places.reports / f"抽样清单-{batch.batch_id}-{seed}.xlsx"
    if path.exists():
        raise WrongSettings(f"已经有了 {path}，里面可能填了检查结果，没有覆盖。请用 --out 另起一个名字。")
    wide = selection.interval(wish.confidence, wish.tolerable, wish.expected)
    first = selection.start(seed, wide)
    chosen = selection.select(whole.cents, wide, first)
    taken = _in_order(whole, chosen)
    frame = sealed.Frame(wish.confidence, wish.tolerable, wide, chosen.rest)
    told = account.tell(scope, wish, batch, whole, frame, seed, first, chosen)
    keys, top = whole.payments.values("row_id"), frozenset(chosen.top)
    told[sealed.SEAL] = sealed.seal(told, [(keys[i], i in top, whole.cents[i]) for i in taken])
    lines: Table = replace(whole.payments, rows=[whole.payments.rows[i] for i in taken])
    path.parent.mkdir(parents=True, exist_ok=True)
    listing.write(path, batch.started_at, lines, [i in top for i in taken], told)
    return Drawn(path, len(taken), told)


def evaluate(path: Path) -> list[str]:
    """Say, sentence by sentence, what the filled-in list in ``path`` shows.

    Raises ``WrongSettings`` for a file that is no sample list, or whose booked part is not what was drawn.
    """
    from pipeline.sample import evaluation, returned

    return evaluation.tell(returned.read(path))


def _check(wish: Wish) -> None:
    if not 50 <= wish.confidence < 100:
        raise WrongSettings("--confidence 是百分数，从 50 到 99.9，例如 95。")
    if wish.tolerable < 100:
        raise WrongSettings("--tolerable 是可容忍错报，至少 1 元。")
    if not 0 <= 2 * wish.expected <= wish.tolerable:
        raise WrongSettings(
            "--expected 是预计错报，不能小于 0，也不能超过可容忍错报的一半：预计错这么多，抽样就不如逐笔检查。"
        )


def _check_total(whole: Population, wish: Wish) -> None:
    total = sum(whole.cents)
    if not total:
        raise WrongSettings("这个范围里没有可抽的付款。请放宽村、乡镇、资金类别或期间。")
    if total <= wish.tolerable:
        raise WrongSettings(
            f"这个范围的付款总共 {yuan(total)} 元，没有超过可容忍错报 {yuan(wish.tolerable)} 元。"
            "请把 --tolerable 定小些，或放宽范围。"
        )


def _in_order(whole: Population, chosen: Chosen) -> list[int]:
    """Put the payments taken in the order in which one goes from village to village."""
    taken = [*chosen.top, *chosen.hit]
    if len(taken) > MOST:
        raise WrongSettings(f"这样要查 {len(taken)} 笔，太多了。请把 --tolerable 定大些，或缩小范围。")
    columns = [whole.payments.values(n) for n in ("township", "village_name", "fund", "date", "row_id")]
    return sorted(taken, key=lambda i: tuple("" if c[i] is None else str(c[i]) for c in columns))
