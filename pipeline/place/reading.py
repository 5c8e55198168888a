"""Read files in worker processes and give every one its submission."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import messages
from pipeline.faults import LOG
from pipeline.layout.headers import clean
from pipeline.place.locate import FOLDER, Located
from pipeline.place.pool import Failed, map_isolated
from pipeline.place.submission import Submission, submission_id
from pipeline.read.task import Intake, Task

if TYPE_CHECKING:
    from pipeline.files.inbox import Dropped
    from pipeline.findings import Issue
    from pipeline.known import Known
    from pipeline.phases import Step
    from pipeline.place.dictionary import Aliases
    from pipeline.read.extract import FileExtract
    from pipeline.settings import Settings
    from schemas._spec import Ledger

_FAILED = {
    "timeout": "太大或太复杂：读取超过规定时间",
    "memory": "太大或太复杂：读取占用内存过多",
    "crash": "读取程序中断",
    "fault": "读取出错",
}


def read(
    files: list[Dropped],
    known: Known,
    ledgers: dict[str, Ledger],
    settings: Settings,
    step: Step,
    aliases: Aliases = (),
    own_funds: tuple[str, ...] = (),
    *,
    explain: bool = False,
) -> list[Submission]:
    """Read ``files`` in their order; a file that kills its worker is sent back, its neighbours are not.

    ``aliases``: an office's own (kind, header, column) header words; ``own_funds``: what the counties' own catalogues
    call their funds. ``explain``: say of each column what speaks for it.
    """
    linked = [f for f in files if f.outside]
    files = [f for f in files if not f.outside]
    intake = Intake(
        tuple(replace(ledger, model=None) for ledger in ledgers.values()),
        aliases,
        own_funds,
        explain=explain,
    )
    tasks = [Task(f.source_file, str(f.path)) for f in files]
    by_name = {f.source_file: f for f in files}
    submissions: list[Submission] = []
    results = map_isolated(
        intake,
        tasks,
        workers=settings.workers,
        seconds=settings.file_seconds,
        megabytes=settings.file_megabytes,
    )
    for task, result in results:
        one = _submission(by_name[task.source_file], result, known)
        _name_kinds(one, ledgers)
        _pass_over_our_own(one, ledgers)
        submissions.append(one)
        step(1)
    return submissions + [_link(file, known) for file in linked]


def _link(file: Dropped, known: Known) -> Submission:
    """Send back a link that points out of inputs/: it is never followed."""
    one = _begin(file, file.sha256, known)
    one.readable, one.linked = False, True
    one.issues.append(messages.issue("F11", file.source_file, found=file.outside))
    return one


def _begin(file: Dropped, sha256: str, known: Known) -> Submission:
    earlier = known.files.get(file.source_file)
    return Submission(
        submission_id(file.source_file, sha256, earlier.submission_id if earlier else ""),
        file.source_file,
        sha256,
    )


def _submission(file: Dropped, result: FileExtract | Failed, known: Known) -> Submission:
    # The hash is of the bytes the worker read, should the file have changed since it was listed.
    one = _begin(file, file.sha256 if isinstance(result, Failed) else result.sha256, known)
    if isinstance(result, Failed):
        one.readable = False
        found = result.detail if result.reason == "share" else _FAILED[result.reason]
        one.issues.append(messages.issue("F09", file.source_file, found=found))
        if result.reason == "fault":
            LOG.error("程序故障：文件 %s\n%s", file.source_file, result.detail)
            one.fault = result.detail.strip().rpartition("\n")[2][:200]
        return one
    one.issues.extend(i for i in result.issues if not _of_the_bank(i, result))
    one.tables = [
        Located(extract, file.source_file, one.submission_id, one.sha256) for extract in result.tables
    ]
    one.readable = bool(result.tables)
    return one


def _of_the_bank(issue: Issue, result: FileExtract) -> bool:
    """Tell whether a finding is about how a bank writes its exports: nobody at the village can change that."""
    kinds = {t.kind for t in result.tables if t.sheet == issue.sheet and t.kind}
    return issue.code == "C08" and kinds == {"bank_line"}


def _name_kinds(one: Submission, ledgers: dict[str, Ledger]) -> None:
    """Tell of tables sent back without a kind whether their title or sheet name says what they are."""
    for table in one.tables:
        extract = table.extract
        nearest = ledgers.get(extract.runner_up)
        if nearest and not extract.kind and not extract.named:
            texts = [text for where, text in extract.hints if where != FOLDER] + [
                extract.title,
                extract.sheet,
            ]
            names = {clean(name) for name in (nearest.title, *nearest.titles)}
            extract.named = any(name in clean(text) for text in texts for name in names)


def _pass_over_our_own(one: Submission, ledgers: dict[str, Ledger]) -> None:
    """Pass over the columns that this program has printed on a list that comes back filled in."""
    for table in one.tables:
        extract = table.extract
        ours = {clean(title) for title in ledgers[extract.kind].printed} if extract.kind else set()
        if not ours:
            continue
        one.issues = [
            i for i in one.issues
            if i.sheet != extract.sheet or i.code not in _UNREAD or clean(i.column or i.found) not in ours
        ]  # fmt: skip
        passed = sum(u.money for u in extract.unread if clean(u.header) in ours)
        extract.unread = [u for u in extract.unread if clean(u.header) not in ours]
        extract.money_unread -= passed
        extract.money_read -= passed


# A column that no field was found for: with words or figures, with money, without a header.
_UNREAD = frozenset({"H01", "H04", "H06"})
