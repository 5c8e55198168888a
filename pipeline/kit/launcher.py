"""Do what the .bat files of the Windows kit ask for: they only call this, so that nothing depends on how they are read.

It stands in the kit as ``python/kit.py``, beside the interpreter.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TASK = "村账"
NIGHT_LOG = "夜间记录.txt"
_NEEDED = (
    "duckdb",
    "polars",
    "openpyxl",
    "xlsxwriter",
    "lxml",
    "python_calamine",
    "starlette",
    "docx",
    "pipeline.cli",
)
_CANCEL = {"取消", "删除", "cancel"}


def main() -> int:
    """Run the command that a .bat file names; give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    wanted, given = sys.argv[1:2], sys.argv[2:]
    commands = {
        "install": install,
        "run": run,
        "check": check,
        "view": view,
        "schedule": schedule,
        "nightly": nightly,
    }
    if not wanted or wanted[0] not in commands:
        print("请双击 安装.bat、运行.bat、检查.bat、查看.bat、计划任务.bat，用法见 先看这里.txt。")
        return 2
    # A dropped file keeps its place whatever folder we go to.
    given = [str(Path(one).resolve()) if wanted[0] == "check" else one for one in given]
    os.chdir(ROOT)
    return commands[wanted[0]](given)


def install(_: list[str]) -> int:
    """Try whether everything is there, and make the two folders."""
    print(f"村账放在：{ROOT}")
    print(f"Python {sys.version.split()[0]}，就在这个文件夹里，不改动电脑上的任何设置。")
    for name in _NEEDED:
        try:
            __import__(name)
        except ImportError as error:
            print(f"少了 {name}，或它不能在这台电脑上运行：{error}")
            print("请重新解压整个压缩包；仍不行的，装微软 Visual C++ 运行库（x64）后再试。")
            return 3
    for folder in ("inputs", "outputs"):
        (ROOT / folder).mkdir(exist_ok=True)
    print("都齐了。接着：把账表放进 inputs 文件夹，双击 运行.bat。")
    return 0


def run(given: list[str]) -> int:
    """Run a night now, and show its report."""
    code = _cunzhang("run", "--inputs", "inputs", "--outputs", "outputs", *given)
    page = ROOT / "outputs" / "reports" / "审计报告.html"
    if code == 0 and page.exists():
        print(f"报告：{page}")
        webbrowser.open(page.as_uri())
    return code


def check(given: list[str]) -> int:
    """Check the files and folders that were dropped on the .bat file; all of inputs where none was."""
    files = given or [str(ROOT / "inputs")]
    if not given:
        print("没有拖进文件，检查 inputs 里的全部。要检查别的，把文件或文件夹拖到 检查.bat 的图标上。")
    code = _cunzhang("check", *files, "--inputs", "inputs", "--outputs", "outputs")
    if code == 5:
        print(f"要改的地方写在：{ROOT / 'outputs' / 'feedback'}")
    return code


def view(given: list[str]) -> int:
    """Show the results in the browser until the window is closed."""
    port = _free_port()
    threading.Thread(target=_open_when_ready, args=(port,), daemon=True).start()
    return _cunzhang("serve", "--port", str(port), "--outputs", "outputs", *given)


def schedule(given: list[str]) -> int:
    """Have a night run every day at the time given (01:30 where none is), or no longer."""
    wanted = given[0] if given else "01:30"
    if wanted in _CANCEL:
        command = ["schtasks", "/Delete", "/TN", TASK, "/F"]
    else:
        try:
            at = datetime.strptime(wanted.replace("：", ":"), "%H:%M").strftime("%H:%M")  # noqa: DTZ007 (a time of day)
        except ValueError:
            print(f"“{wanted}”不是时间，请写成 01:30 这样；不再每晚运行的，写 取消。")
            return 2
        command = [
            "schtasks",
            "/Create",
            "/TN",
            TASK,
            "/SC",
            "DAILY",
            "/ST",
            at,
            "/TR",
            night_command(),
            "/F",
        ]
    try:
        done = subprocess.run(command, check=False).returncode
    except OSError as error:
        print(f"这台电脑上没有任务计划程序：{error}")
        return 3
    if done:
        print("没有设成。请右键 计划任务.bat，选“以管理员身份运行”再试。")
        return 3
    print(
        "已取消每晚自动运行。" if wanted in _CANCEL else f"已设好：每天 {at} 自动运行，记录在 {NIGHT_LOG}。"
    )
    return 0


def night_command() -> str:
    """Write what the scheduler calls: the interpreter itself, as no window may wait for a key at night."""
    here = Path(__file__).resolve()
    return f'"{here.parent / "pythonw.exe"}" -X utf8 "{here}" nightly'


def nightly(given: list[str]) -> int:
    """Run a night without a window, and keep what it says."""
    with (ROOT / NIGHT_LOG).open("a", encoding="utf-8", errors="replace") as log:
        sys.stdout = sys.stderr = log
        print(f"—— {datetime.now().astimezone():%Y-%m-%d %H:%M}")
        code = _cunzhang("run", "--inputs", "inputs", "--outputs", "outputs", *given)
        print(f"—— 退出码 {code}")
    return code


def _cunzhang(*arguments: str) -> int:
    from pipeline.cli import main as command

    sys.argv = ["cunzhang", *arguments]
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _free_port() -> int:
    for port in (8765, 0):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(one.getsockname()[1])
    return 8765


def _open_when_ready(port: int) -> None:
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.5)
            continue
        webbrowser.open(f"http://127.0.0.1:{port}/")
        return


if __name__ == "__main__":
    sys.exit(main())
