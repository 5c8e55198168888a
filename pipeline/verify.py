"""Prove that nothing was altered since it was written: manifests, archived originals, published database."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.files import archive
from pipeline.publish import manifest

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.publish.manifest import Manifest


def verify(outputs: Path) -> list[str]:
    """Check ``outputs`` against its own manifests; return what is wrong in Chinese, nothing when all is well.

    Read only. What it can't see: someone who rewrites every manifest and the database in one go.
    Against that, note the last manifest's hash outside the machine.
    """
    manifests = manifest.chain(outputs / "batches")
    return [
        *_chain_findings(manifests),
        *_archive_findings(outputs / "archive", manifests),
        *_database_findings(outputs, manifests),
    ]


def _chain_findings(manifests: list[Manifest]) -> list[str]:
    findings = [
        f"批次清单 {one.path.name} 被改动：内容与写入时的校验值不符。" for one in manifests if not one.intact
    ]
    if manifests and manifests[0].sequence != 1:
        findings.append(f"批次清单不全：最早的是第 {manifests[0].sequence} 号，之前的缺失。")
    for before, after in pairwise(manifests):
        if after.sequence > before.sequence + 1:
            findings.append(f"批次清单不全：{before.path.name} 与 {after.path.name} 之间有缺失。")
        elif after.sequence == before.sequence:
            findings.append(f"批次清单重号：{before.path.name} 与 {after.path.name}。")
        elif after.content.get("previous") != before.sha256:
            findings.append(f"批次清单链断开：{after.path.name} 记下的上一份与 {before.path.name} 不符。")
    return findings


def _archive_findings(folder: Path, manifests: list[Manifest]) -> list[str]:
    findings = [
        f"归档原件被改动：archive/{path.parent.name}/{path.name} 的内容与其校验值不符。"
        for path in archive.stored(folder)
        if durable.sha256(path) != path.name
    ]
    named = {
        str(one.get("sha256")): str(one.get("source_file"))
        for each in manifests
        if each.intact
        for one in each.content["submissions"]
    }
    for sha256, source_file in sorted(named.items(), key=lambda item: (item[1], item[0])):
        if not (folder / sha256[:2] / sha256).is_file():
            findings.append(f"归档原件缺失：{source_file}（SHA-256 {sha256}）。")
    return findings


def _database_findings(outputs: Path, manifests: list[Manifest]) -> list[str]:
    if not all(one.intact for one in manifests):
        return []  # already reported; what such a manifest says about the database proves nothing
    published = [one.content["database"] for one in manifests if one.content["database"]]
    if not published:
        return ["有公开库，但没有记载它的批次清单。"] if (outputs / "cunzhang.duckdb").exists() else []
    # Where the system would not replace an open file, the newest publication waits under its own name.
    places = [outputs / "cunzhang.duckdb", outputs / str(published[-1]["file"])]
    present = [path for path in dict.fromkeys(places) if path.is_file()]
    if not present:
        return ["公开库 cunzhang.duckdb 缺失。"]
    if published[-1]["sha256"] in [durable.sha256(path) for path in present]:
        return []
    return [f"公开库 {present[-1].name} 被改动：内容与最后一份批次清单的校验值不符。"]
