"""Prove that an outputs folder is whole and unchanged since its last night; say what was looked at, or what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import duckdb

from pipeline import durable, edition, environment
from pipeline.files import archive
from pipeline.publish import manifest
from pipeline.publish.standing import ALWAYS, NAME, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.publish.manifest import Manifest


@dataclass(slots=True)
class Findings:
    """What is wrong, and what was looked at, in Chinese sentences."""

    wrong: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)


def verify(places: Places, against: str = "") -> Findings:
    """Check ``places.outputs`` against its own manifests, and these against a head hash noted elsewhere.

    Read only. What it can't see without that hash: someone who rewrites every manifest and all else in one go.
    """
    manifests = manifest.chain(places.batches)
    if not manifests and not places.database.exists():
        return Findings([f"这里不是 outputs 文件夹，或还没有发布过：{places.outputs}。"])
    edition.refuse_newer(max((one.schema_version for one in manifests if one.intact), default=1))
    found = Findings()
    found.wrong += _chain(manifests)
    found.wrong += _against(manifests, against)
    found.wrong += _archive(places.archive, manifests)
    found.wrong += _database(places, manifests)
    found.wrong += _store(places, manifests)
    found.wrong += _shown(places, manifests)
    if found.wrong:
        found.looked.append(
            f"发现 {len(found.wrong)} 处不符。下次运行 cunzhang run 会补上能补的；被改动的，请查明原因。"
        )
    else:
        found.looked += _told(places, manifests, against)
    return found


def _chain(manifests: Sequence[Manifest]) -> Iterator[str]:
    for one in manifests:
        if not one.intact:
            yield f"批次清单 {one.path.name} 被改动：内容与写入时的校验值不符。"
        elif one.path.stem != one.batch_id:
            yield f"批次清单被改名：{one.path.name} 里是批次 {one.batch_id}。"
    if manifests and manifests[0].sequence != 1:
        yield f"批次清单不全：最早的是第 {manifests[0].sequence} 号，之前的缺失。"
    for before, after in pairwise(manifests):
        if after.sequence > before.sequence + 1:
            yield f"批次清单不全：{before.path.name} 与 {after.path.name} 之间有缺失。"
        elif after.sequence == before.sequence:
            yield f"批次清单重号：{before.path.name} 与 {after.path.name}。"
        elif after.content.get("previous") != before.sha256:
            yield f"批次清单链断开：{after.path.name} 记下的上一份与 {before.path.name} 不符。"
    for number, count in Counter(one.number for one in manifests if one.number).items():
        if count > 1:
            yield f"批次编号重复：第 {number} 号有 {count} 份批次清单。"


def _against(manifests: Sequence[Manifest], noted: str) -> Iterator[str]:
    if noted and _batch_of(manifests, noted) is None:
        yield f"抄下的校验值不是这里任何一批的：{noted}。清单可能整套被换过，或抄错了。"


def _batch_of(manifests: Sequence[Manifest], noted: str) -> Manifest | None:
    wanted = noted.strip().lower()
    return next((one for one in manifests if one.intact and wanted in (one.head, one.sha256)), None)


def _archive(folder: Path, manifests: Sequence[Manifest]) -> Iterator[str]:
    for path in archive.stored(folder):
        if durable.sha256(path) != path.name:
            yield f"归档原件被改动：archive/{path.parent.name}/{path.name} 的内容与其校验值不符。"
    named = manifest.named(one for one in manifests if one.intact)
    for sha256, source_file in sorted(named.items(), key=lambda item: (item[1], item[0])):
        if not (folder / sha256[:2] / sha256).is_file():
            yield f"归档原件缺失：{source_file}（SHA-256 {sha256}）。"
    if orphans := set(archive.hashes(folder)) - named.keys():
        yield f"归档原件不在任何批次清单里：{len(orphans)} 个（有一次运行没有做完；下次运行会补记）。"


def _database(places: Places, manifests: Sequence[Manifest]) -> Iterator[str]:
    path = places.database
    if path.with_name(f"{path.name}.wal").exists():
        yield f"公开库旁有 {path.name}.wal：有人用可写的方式打开过，读者看到的不是发布的内容。"
    if not all(one.intact for one in manifests):
        return  # already reported; what such a manifest says about the database proves nothing
    published = [one for one in manifests if one.database_sha256]
    if not published:
        yield "有公开库，但没有记载它的批次清单。"
        return
    last = published[-1]
    # Where the system would not replace an open file, the newest publication waits under its batch's name.
    waiting = path.with_name(f"{path.stem}-{last.batch_id}{path.suffix}")
    present = [one for one in (path, waiting) if one.is_file()]
    if not present:
        yield f"公开库 {path.name} 缺失。"
    elif last.database_sha256 not in map(durable.sha256, present):
        yield f"公开库 {present[-1].name} 被改动，或不是最后一批的：内容与最后一份批次清单的校验值不符。"
    whole = last.unmasked_sha256
    if whole and not (places.unmasked.is_file() and durable.sha256(places.unmasked) == whole):
        yield f"未遮盖的数据库 state/{places.unmasked.name} 缺失或被改动。"


def _store(places: Places, manifests: Sequence[Manifest]) -> Iterator[str]:
    if not places.warehouse.is_file():
        yield f"底库 state/{places.warehouse.name} 缺失（下次运行会由存档和批次清单重建）。"
        return
    try:
        with duckdb.connect(str(places.warehouse), read_only=True) as con:
            batches = {batch for (batch,) in con.execute("select batch_id from meta.batch").fetchall()}
    except duckdb.Error as error:
        if environment.sentence(error):
            raise
        yield f"底库 state/{places.warehouse.name} 打不开（下次运行会由存档和批次清单重建）。"
        return
    if missing := {one.batch_id for one in manifests} - batches:
        yield f"底库没有批次 {'、'.join(sorted(missing))}（下次运行会重建）。"
    if unsealed := batches - manifest.batches(manifests):
        yield f"批次 {'、'.join(sorted(unsealed))} 没有批次清单。"


def _shown(places: Places, manifests: Sequence[Manifest]) -> Iterator[str]:
    standing = Standing(places.outputs)
    last = manifests[-1] if manifests else None
    if last is None or (last.schema_version == 1 and not standing.entries):
        return  # an earlier version did not note what it wrote
    if missing := [name for name in ALWAYS if name not in standing.entries]:
        yield f"报告或反馈没有写成：{'、'.join(missing)}（{NAME} 里没有；下次运行会补写）。"
    behind = 0
    for name, entry in standing.entries.items():
        path = places.outputs / name
        if not path.is_file():
            yield f"报告或反馈缺失：{name}。"
        elif durable.sha256(path) != entry.sha256:
            yield f"报告或反馈被改动：{name} 与 {NAME} 记下的校验值不符。"
        elif entry.holds_for not in ("", last.batch_id):
            behind += 1
    if behind:
        yield f"报告或反馈 {behind} 个不是最后一批（{last.batch_id}）的（下次运行会补写）。"


def _told(places: Places, manifests: Sequence[Manifest], against: str) -> Iterator[str]:
    kept = sum(1 for _ in archive.stored(places.archive))
    with duckdb.connect(str(places.database), read_only=True) as con:
        [(tables,)] = con.execute("select count(*) from duckdb_tables()").fetchall()
    shown = len(Standing(places.outputs).entries)
    yield (
        f"核对无误：批次清单 {len(manifests)} 份，归档原件 {kept} 个，公开库 {tables} 张表，报告和反馈 {shown} 个文件，"
        "都与最后一夜留下的一致。"
    )
    if one := _batch_of(manifests, against) if against else None:
        later = len(manifests) - manifests.index(one) - 1
        yield f"抄下的校验值是批次 {one.batch_id} 的" + (
            f"，之后又有 {later} 批。" if later else "，即最后一批。"
        )
    yield f"清单校验值：{manifests[-1].head}"
