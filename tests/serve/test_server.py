"""The command itself: what it prints, where it listens, how it stops."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.e2e.night import Night, cunzhang

PRINTED = re.compile(r"http://\S+")


@contextmanager
def serving(outputs: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command on a free port; give the address it prints."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--outputs", outputs, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            found = PRINTED.search(first)
            assert found, first + process.stdout.read()
            yield found[0], process
        finally:
            process.kill()


def test_it_prints_an_address_that_answers_and_stops_quietly(jishou: Night) -> None:
    with serving(jishou.outputs) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert "隘口村" in httpx.get(address, timeout=60).text
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "已停止" in said
        assert "Traceback" not in said


def test_on_every_address_it_prints_a_token_and_asks_for_it(jishou: Night) -> None:
    with serving(jishou.outputs, "--host", "0.0.0.0") as (address, _):
        bare, _, token = address.partition("?token=")
        assert len(token) >= 40
        port = httpx.URL(bare).port
        here = f"http://127.0.0.1:{port}/"
        with httpx.Client(timeout=60, follow_redirects=True) as browser:
            assert browser.get(here).status_code == 401
            opened = browser.get(f"{here}?token={token}")
            assert opened.status_code == 200
            assert token not in str(opened.url)
            assert browser.get(f"{here}flags").status_code == 200


def test_a_port_in_use_is_wrong_usage(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = cunzhang("serve", "--outputs", tmp_path, "--port", str(taken.getsockname()[1]))
    assert outcome.code == 2
    assert "端口已被占用" in outcome.out


def test_the_command_line_starts_without_the_web_server() -> None:
    check = "import sys, pipeline.cli, pipeline.nightly; print({'starlette', 'uvicorn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
