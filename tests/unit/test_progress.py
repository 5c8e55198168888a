"""Phases of a run: bars on a terminal, elsewhere a line now and then."""

import io
from collections.abc import Callable
from time import monotonic, sleep

import pytest
from rich.console import Console

from pipeline.phases import LOADING, READING
from pipeline.progress import Standing, bars, lines


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_every_phase_has_a_bar_of_its_own_on_a_terminal() -> None:
    output = io.StringIO()
    with bars(Console(file=output, force_terminal=True, width=100)) as progress:
        for phase, total in ((READING, 2), (LOADING, 1_500)):
            with progress(phase, total) as step:
                step(1)
                step(total - 1)
    last = output.getvalue()
    assert "读取" in last and "2/2 个文件" in last
    assert "装载" in last and "1,500/1,500 行" in last


def test_a_line_says_the_phase_how_much_is_done_and_how_long_it_will_take() -> None:
    clock = Clock()
    standing = Standing(clock)
    assert standing.line() == "准备，已用 0 秒"
    clock.now = 10.0
    with standing.progress(READING, 4_000) as step:
        assert standing.line() == "读取 0/4,000 个文件（0%），已用 10 秒"
        step(1_000)
        clock.now = 40.0
        assert standing.line() == "读取 1,000/4,000 个文件（25%），已用 40 秒，约还要 1 分 30 秒"
    assert standing.line() == "读取 4,000/4,000 个文件（100%），已用 40 秒"
    with standing.progress(LOADING, 0):
        clock.now = 3_725.0
        assert standing.line() == "装载 0/0 行，已用 1 小时 2 分"


@pytest.mark.parametrize(("every", "told"), [(0.01, True), (30.0, False)])
def test_lines_come_also_while_one_step_lasts_and_not_in_a_short_run(every: float, told: bool) -> None:
    output = io.StringIO()
    with lines(output, every) as progress, progress(READING, 3):
        _wait(lambda: bool(output.getvalue()), 5.0 if told else 0.05)
    assert output.getvalue().startswith("读取 0/3 个文件") == told
    if not told:
        assert output.getvalue() == ""


def _wait(come: Callable[[], bool], seconds: float) -> None:
    end = monotonic() + seconds
    while not come() and monotonic() < end:
        sleep(0.005)
