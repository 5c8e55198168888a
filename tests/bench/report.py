"""Word the figures of a benchmark as the Markdown of docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tests.bench.corpus import Corpus
from tests.bench.measure import Usage

if TYPE_CHECKING:
    from tests.bench.__main__ import Results

MIB = 1 << 20
LIBRARIES = ("polars", "duckdb", "pandera", "python-calamine", "pandas", "openpyxl")


def markdown(county: Corpus, results: Results, workers: int, sizes: Mapping[str, int]) -> str:
    """Give machine, corpus, figures and ratios with their aims."""
    told = [*_machine(workers), *_corpus(county, sizes), *_checks(county, results)]
    return "\n".join([*told, "", *_figures(county, results), "", *_ratios(results)])


def _machine(workers: int) -> list[str]:
    memory = psutil.virtual_memory().total / (1 << 30)
    libraries = "，".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"- 机器：{_processor()}，{os.cpu_count()} 核，内存 {memory:.0f} GiB，"
        f"{platform.system()} {platform.release()}",
        f"- 软件：Python {platform.python_version()}，{libraries}",
        f"- 读取进程：{workers} 个（解析、解码、cunzhang 相同；朴素脚本为单进程）",
    ]


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _corpus(county: Corpus, sizes: Mapping[str, int]) -> list[str]:
    big = f"，另有 1 个 {county.big_rows:,} 行的工作簿" if county.big_rows else ""
    return [
        f"- 语料：{sizes['files']:,} 个工作簿 × {sizes['sheets']} 张表 × 约 {sizes['rows']} 行{big}；"
        f"共 {county.total:,} 行，{county.size / MIB:.1f} MiB"
    ]


def _checks(county: Corpus, results: Results) -> list[str]:
    lost = (
        "" if results.loaded == county.total else f"，少 {county.total - results.loaded:,} 行，以下数字不可比"
    )
    return [
        f"- 核对：应装载 {county.total:,} 行，实际装载 {results.loaded:,} 行{lost}；未计等待文件稳定的 5 秒"
    ]


def _figures(county: Corpus, results: Results) -> list[str]:
    naive = "朴素脚本（pandas + openpyxl + pandera + DuckDB）"
    if results.naive_share < 1:
        naive += f"，实读 {results.naive_share:.1%} 的行，按比例推算"
    lines = (
        ("解压 + XML 解析（expat）", results.xml),
        ("python-calamine 解码", results.calamine),
        ("cunzhang run（首次）", results.cold),
        ("cunzhang run（无新文件）", results.nothing_new),
        (naive, results.naive),
    )
    return [
        "| 项目 | 用时（秒） | CPU（秒） | 内存峰值（MiB） | 每行（微秒） |",
        "|---|---:|---:|---:|---:|",
        *(_figure(name, usage, county.total) for name, usage in lines),
    ]


def _figure(name: str, usage: Usage, rows: int) -> str:
    each = usage.seconds / rows * 1e6
    return f"| {name} | {usage.seconds:.2f} | {usage.cpu:.2f} | {usage.peak / MIB:,.0f} | {each:,.1f} |"


def _ratios(results: Results) -> list[str]:
    cold = results.cold.seconds
    ratios = (
        ("首次运行 ÷ calamine 解码", cold / results.calamine.seconds, "≤ 2", lambda r: r <= 2, "{:.2f}"),
        ("朴素脚本 ÷ 首次运行", results.naive.seconds / cold, "≥ 15", lambda r: r >= 15, "{:.1f}"),
        ("无新文件 ÷ 首次运行", results.nothing_new.seconds / cold, "≤ 3%", lambda r: r <= 0.03, "{:.1%}"),
        ("内存峰值（GiB）", results.cold.peak / (1 << 30), "≤ 1.5", lambda r: r <= 1.5, "{:.2f}"),
    )
    return [
        "| 比值 | 实测 | 目标 | 达到 |",
        "|---|---:|---:|---|",
        *(
            f"| {n} | {form.format(r)} | {aim} | {'是' if met(r) else '否'} |"
            for n, r, aim, met, form in ratios
        ),
    ]
