"""Put the kit together: ``make kit``, or ``make kit PYTHON_EMBED=FILE``."""

from __future__ import annotations

import argparse
import shutil
import sys
import zipfile
from pathlib import Path

from pipeline import durable, guides
from pipeline.errors import Stop
from pipeline.kit import embed, scripts, wheels

PROJECT = Path(__file__).resolve().parents[2]
NAME = "村账"
README = Path(__file__).parent / "先看这里.txt"


def main() -> int:
    """Build ``dist/村账-windows.zip``; give an exit code."""
    parser = argparse.ArgumentParser(prog="make kit")
    parser.add_argument(
        "--embed", type=Path, help="python.org 的 Windows embeddable package，或 python-embed 的压缩包"
    )
    given = parser.parse_args().embed
    try:
        print(f"已做好：{build(PROJECT, PROJECT / 'dist', given)}")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.exit_code
    return 0


def build(project: Path, dist: Path, given: Path | None) -> Path:
    """Lay out the kit below ``dist`` and zip it; return the zip."""
    kept, folder = dist / "kit", dist / "kit" / NAME
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = given or embed.fetched(kept)
    version = embed.unpack(archive, folder / "python")
    print(f"Python {version}：{archive.name}。下载 Windows 的程序包……", flush=True)
    packages = wheels.fetch(project, kept / f"wheels-{version}", version)
    wheels.lay(packages, folder / "python" / "Lib" / "site-packages")
    shutil.copyfile(Path(__file__).with_name("launcher.py"), folder / "python" / "kit.py")
    scripts.write(folder)
    text = README.read_text("utf-8")
    (folder / README.name).write_text(text, encoding="utf-8-sig", newline="\r\n")
    (folder / "outputs").mkdir()
    shutil.copytree(project / "inputs", folder / "inputs", ignore=shutil.ignore_patterns("~$*", ".*"))
    guides.write(folder / "使用说明")
    origin = (
        f"Python：{archive.name}\nSHA-256 {durable.sha256(archive)}\n"
        f"{'用 PYTHON_EMBED 给出的文件，来源由打包的人核实。' if given else embed.UNVERIFIED}\n\n"
        f"程序包（Windows x64，按 requirements.lock 的校验值下载；cunzhang 是本项目自己）：\n{wheels.listed(packages)}\n"
    )
    (folder / "来源和校验值.txt").write_text(origin, encoding="utf-8-sig", newline="\r\n")
    return zipped(folder, dist / f"{NAME}-windows.zip")


def zipped(folder: Path, path: Path) -> Path:
    """Zip ``folder`` with its name, in a fixed order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in sorted(folder.rglob("*")):
            packed.write(one, one.relative_to(folder.parent).as_posix())
    return path


if __name__ == "__main__":
    sys.exit(main())
