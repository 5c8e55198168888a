"""A batch's manifest can't be changed, dropped or replaced without `verify` saying so."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline import durable
from pipeline import verify as looking
from pipeline.files import archive
from pipeline.paths import Places
from pipeline.publish import manifest

ORIGINAL = "收支明细".encode()


def batch(batch_id: str, **other: object) -> dict[str, object]:
    return {
        "batch_id": batch_id,
        "started_at": datetime(2026, 11, 22, 1, 30),
        "finished_at": datetime(2026, 11, 22, 1, 31, 5),
        "as_of": date(2026, 11, 22),
        "program_version": "0.1.0",
        "counts": {"files": 1, "rows_loaded": 12, "money_loaded": Decimal("1020000.10")},
        "submissions": [
            {
                "source_file": "马颈坳镇/隘口村.xlsx",
                "sha256": durable.sha256(ORIGINAL),
                "status": "受理",
                "rows_loaded": 12,
                "rows_rejected": 0,
            }
        ],
        "database": None,
        **other,
    }


def verify(outputs: Path, against: str = "") -> list[str]:
    """List what is found wrong, without what is missing in this folder without a night."""
    found = looking.verify(Places(Path(), outputs), against)
    return [line for line in found.wrong if "底库" not in line]


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Three batches, one original, one published database."""
    archive.store(tmp_path / "archive", durable.sha256(ORIGINAL), ORIGINAL)
    for number in (1, 2):
        manifest.write(tmp_path / "batches", batch(f"b{number}"))
    database = tmp_path / "cunzhang.duckdb"
    database.write_bytes(b"published")
    seal = {"file": database.name, "sha256": durable.sha256(database)}
    manifest.write(tmp_path / "batches", batch("b3", database=seal))
    return tmp_path


def test_manifest_says_what_the_batch_did(outputs: Path) -> None:
    text = (outputs / "batches" / "b1.json").read_text("utf-8")
    content = json.loads(text)
    assert content["counts"]["money_loaded"] == "1020000.10"
    assert content["as_of"] == "2026-11-22"
    assert content["finished_at"] == "2026-11-22T01:31:05"
    assert "马颈坳镇/隘口村.xlsx" in text


def test_same_batch_gives_the_same_bytes(tmp_path: Path) -> None:
    one = manifest.write(tmp_path / "one", batch("b1"))
    reordered = dict(reversed(batch("b1").items()))
    assert manifest.write(tmp_path / "two", reordered).read_bytes() == one.read_bytes()


def test_chain_keeps_the_order_of_writing(tmp_path: Path) -> None:
    for batch_id in ("b9", "b10", "a1"):
        manifest.write(tmp_path, batch(batch_id))
    chain = manifest.chain(tmp_path)
    assert [one.path.stem for one in chain] == ["b9", "b10", "a1"]
    assert chain[0].content["previous"] == ""
    assert chain[2].content["previous"] == durable.sha256(tmp_path / "b10.json")


def test_manifest_is_never_overwritten(tmp_path: Path) -> None:
    before = manifest.write(tmp_path, batch("b1")).read_bytes()
    with pytest.raises(FileExistsError):
        manifest.write(tmp_path, batch("b1", program_version="0.2.0"))
    assert (tmp_path / "b1.json").read_bytes() == before


def test_floats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        manifest.write(tmp_path, batch("b1", counts={"money_loaded": 0.1}))


def test_missing_keys_are_named(tmp_path: Path) -> None:
    incomplete = batch("b1", submissions=[{"source_file": "a.xlsx"}])
    del incomplete["as_of"]
    with pytest.raises(ValueError, match=r"as_of, submissions\.sha256"):
        manifest.write(tmp_path, incomplete)


@pytest.mark.parametrize("batch_id", ["", "../b1", "a/b", ".b1"])
def test_batch_id_stays_in_its_folder(tmp_path: Path, batch_id: str) -> None:
    with pytest.raises(ValueError, match="batch id"):
        manifest.write(tmp_path / "batches", batch(batch_id))


def test_untouched_outputs_have_no_findings(outputs: Path) -> None:
    assert verify(outputs) == []


def test_a_folder_in_which_nothing_was_published_is_not_called_whole(tmp_path: Path) -> None:
    (finding,) = verify(tmp_path)
    assert "不是 outputs 文件夹" in finding


def test_a_hash_noted_elsewhere_is_found_among_the_batches_or_not(outputs: Path) -> None:
    first, _, last = manifest.chain(outputs / "batches")
    assert verify(outputs, last.head.upper()) == []
    assert verify(outputs, first.sha256) == []
    (finding,) = verify(outputs, "0" * 64)
    assert finding.startswith("抄下的校验值不是这里任何一批的")


def test_a_manifest_under_another_name_is_found(outputs: Path) -> None:
    (outputs / "batches" / "b3.json").rename(outputs / "batches" / "b4.json")
    assert verify(outputs) == ["批次清单被改名：b4.json 里是批次 b3。"]


def test_an_original_that_no_manifest_names_is_found_until_one_adopts_it(outputs: Path) -> None:
    left = durable.sha256(b"left behind")
    archive.store(outputs / "archive", left, b"left behind")
    (finding,) = verify(outputs)
    assert finding.startswith("归档原件不在任何批次清单里：1 个")
    seal = manifest.chain(outputs / "batches")[-1].content["database"]
    manifest.write(outputs / "batches", batch("b4", database=seal, adopted=[{"sha256": left}]))
    assert verify(outputs) == []


def test_a_log_beside_the_database_is_found(outputs: Path) -> None:
    (outputs / "cunzhang.duckdb.wal").write_bytes(b"")
    (finding,) = verify(outputs)
    assert finding.startswith("公开库旁有 cunzhang.duckdb.wal")


def changed(path: Path, before: bytes, after: bytes) -> None:
    data = path.read_bytes()
    assert before in data
    path.chmod(0o644)
    path.write_bytes(data.replace(before, after))


@pytest.mark.parametrize("name", ["b1", "b2", "b3"])
def test_changed_amount_in_a_manifest_is_found(outputs: Path, name: str) -> None:
    changed(outputs / "batches" / f"{name}.json", b"1020000.10", b"1020000.11")
    assert f"批次清单 {name}.json 被改动" in "".join(verify(outputs))


@pytest.mark.parametrize("replacement", [b"", b"[]", b"{", b"1.5", b'{"sequence": 2.5}', b"\xff"])
def test_garbage_manifest_is_found(outputs: Path, replacement: bytes) -> None:
    (outputs / "batches" / "b2.json").write_bytes(replacement)
    assert "批次清单 b2.json 被改动" in "".join(verify(outputs))


def test_rewritten_manifest_with_fitting_own_hash_breaks_the_chain(outputs: Path) -> None:
    forged = manifest.chain(outputs / "batches")[1]
    (outputs / "batches" / "b2.json").unlink()
    content = {key: value for key, value in forged.content.items() if key not in {"sha256", "counts"}}
    scratch = outputs / "scratch"
    manifest.write(scratch, batch("b1"))
    manifest.write(scratch, {**content, "counts": {"rows_loaded": 11}}).rename(
        outputs / "batches" / "b2.json"
    )
    assert [one[:8] for one in verify(outputs)] == ["批次清单链断开："]


@pytest.mark.parametrize(("name", "finding"), [("b1", "之前的缺失"), ("b2", "之间有缺失"), ("b3", "公开库")])
def test_removed_manifest_is_found(outputs: Path, name: str, finding: str) -> None:
    (outputs / "batches" / f"{name}.json").unlink()
    assert finding in "".join(verify(outputs))


def test_all_manifests_removed_is_found(outputs: Path) -> None:
    for one in manifest.chain(outputs / "batches"):
        one.path.unlink()
    assert verify(outputs)[1:] == ["有公开库，但没有记载它的批次清单。"]


def test_second_manifest_with_the_same_number_is_found(outputs: Path) -> None:
    (outputs / "batches" / "copy.json").write_bytes((outputs / "batches" / "b2.json").read_bytes())
    assert "批次清单重号：b2.json 与 copy.json。" in verify(outputs)


def test_changed_original_is_found(outputs: Path) -> None:
    place = archive.locate(outputs / "archive", durable.sha256(ORIGINAL))
    changed(place, "收".encode(), "支".encode())
    assert [one[:7] for one in verify(outputs)] == ["归档原件被改动"]


def test_removed_original_is_found_and_named(outputs: Path) -> None:
    archive.locate(outputs / "archive", durable.sha256(ORIGINAL)).unlink()
    (finding,) = verify(outputs)
    assert finding.startswith("归档原件缺失：马颈坳镇/隘口村.xlsx")


def test_changed_or_removed_database_is_found(outputs: Path) -> None:
    changed(outputs / "cunzhang.duckdb", b"p", b"q")
    assert [one[:24] for one in verify(outputs)] == ["公开库 cunzhang.duckdb 被改动，"]
    (outputs / "cunzhang.duckdb").unlink()
    assert verify(outputs) == ["公开库 cunzhang.duckdb 缺失。"]


def test_publication_that_waited_is_found_before_and_after_it_is_in_place(outputs: Path) -> None:
    waiting = outputs / "cunzhang-b4.duckdb"
    waiting.write_bytes(b"newer")
    seal = {"file": waiting.name, "sha256": durable.sha256(waiting)}
    manifest.write(outputs / "batches", batch("b4", database=seal))
    assert verify(outputs) == []
    waiting.replace(outputs / "cunzhang.duckdb")
    assert verify(outputs) == []


def test_archive_keeps_the_same_bytes_once_and_never_rewrites_them(tmp_path: Path) -> None:
    source = tmp_path / "隘口村.xlsx"
    source.write_bytes(ORIGINAL)
    first = archive.store(tmp_path / "archive", durable.sha256(ORIGINAL), source)
    before = first.stat().st_mtime_ns
    assert archive.store(tmp_path / "archive", durable.sha256(ORIGINAL), ORIGINAL) == first
    assert first.stat().st_mtime_ns == before
    assert list(archive.stored(tmp_path / "archive")) == [first]
    assert first.read_bytes() == ORIGINAL


def test_archive_refuses_bytes_that_changed_after_they_were_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="changed"):
        archive.store(tmp_path / "archive", durable.sha256(ORIGINAL), b"other")
    assert list(archive.stored(tmp_path / "archive")) == []


def test_unfinished_archive_file_is_no_finding(outputs: Path) -> None:
    place = archive.locate(outputs / "archive", durable.sha256(ORIGINAL))
    place.with_name(f".{'0' * 64}.part").write_bytes(b"half")
    assert verify(outputs) == []
