"""Write down how every run ended: the log for a maintainer, ``last_run.json`` for whoever watches over the nights."""

from __future__ import annotations

import json
import logging
import tempfile
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import durable, environment, stopping
from pipeline.errors import UNHARMED, AnotherRun, Environment, Fault, Stop
from pipeline.faults import LOG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from pipeline.paths import Places

_BYTES, _KEPT = 1 << 20, 3


@contextmanager
def kept(
    places: Places, command: str, now: Callable[[], datetime], look: Callable[[], object]
) -> Iterator[dict[str, Any]]:
    """Log what happens inside; gives the dictionary that the run fills in and that goes to ``last_run.json``.

    ``look`` at the folders comes first: where they are wrong, nothing is made in them.
    """
    told: dict[str, Any] = {
        "command": command,
        "started_at": now().isoformat(timespec="seconds"),
        "exit_code": 0,
    }
    try:
        look()
        with logged(places, command):
            yield told
    except Stop as stop:
        told |= {"exit_code": stop.exit_code, "message": str(stop)}
        raise
    except stopping.Stopped:
        told |= {"exit_code": stopping.exit_code(), "message": stopping.sentence()}
        raise
    finally:
        told["finished_at"] = now().isoformat(timespec="seconds")
        # The run that has the lock tells of itself.
        if told["exit_code"] != AnotherRun.exit_code:
            _note(places, told)


@contextmanager
def logged(places: Places, command: str) -> Iterator[None]:
    """Log what happens inside. What is raised leaves as a ``Stop`` with a sentence for the terminal.

    That of the environment, or that the program failed and where the log is.
    """
    # A check of sheets in order leaves nothing behind where no outputs are.
    log = _open(places, begins=command != "check")
    LOG.info("开始 %s：%s -> %s", command, places.inputs, places.outputs)
    try:
        yield
        LOG.info("完成 %s", command)
    except (Stop, stopping.Stopped) as stop:
        LOG.info("没有完成 %s：%s", command, stop)
        raise
    except Exception as error:
        LOG.exception("没有完成 %s", command)
        if stopping.asked():
            raise stopping.Stopped from error
        raise _stop(error, places, log) from error
    finally:
        _close()


def read(places: Places) -> dict[str, Any]:
    """Read how the last run ended; nothing where nobody knows."""
    try:
        found = json.loads(places.last_run.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _note(places: Places, told: dict[str, Any]) -> None:
    """Keep what a run told, with the last run that ended well."""
    good = told if not told["exit_code"] else read(places).get("last_good", {})
    last = {key: good[key] for key in ("finished_at", "batch_id", "head") if key in good}
    # A full disk is said already.
    with suppress(OSError):
        if places.state.is_dir():
            text = json.dumps({**told, "last_good": last}, ensure_ascii=False, indent=1, default=str)
            durable.replace(places.last_run, f"{text}\n".encode(errors="backslashreplace"))


def _stop(error: Exception, places: Places, log: Path) -> Stop:
    if said := environment.sentence(error, places.inputs, places.outputs):
        return Environment(f"{said}{UNHARMED}")
    return Fault(f"程序出错，没有做完。{UNHARMED}请把这个文件交给维护人员：{log}")


def _open(places: Places, *, begins: bool) -> Path:
    """Begin to log in outputs; where that can't be written, in the system's folder for temporary files.

    ``begins``: also where there are no outputs yet.
    """
    logging.raiseExceptions = False
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    for path in (places.log, Path(tempfile.gettempdir()) / "cunzhang.log"):
        try:
            if path == places.log and (begins or places.outputs.is_dir()):
                path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
            )
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        LOG.addHandler(handler)
        return path
    return Path("-")


def _close() -> None:
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        # What a full disk did not take is written again at this moment.
        with suppress(OSError):
            handler.close()
