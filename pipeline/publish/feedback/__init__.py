"""Send problems back to the officers: annotated copies, problem lists, and the summary by township."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.phases import ANSWERING, silent
from pipeline.place.pool import map_isolated
from pipeline.publish.feedback import copies, gather
from pipeline.publish.feedback.naming import SUMMARY
from pipeline.publish.feedback.shelf import Shelf
from pipeline.publish.standing import Standing, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from pipeline.paths import Places
    from pipeline.phases import Progress
    from pipeline.place.submission import Submission
    from pipeline.publish.feedback.cases import Case
    from pipeline.settings import Settings
    from schemas._spec import Ledger

_TOO_ODD = "文件太大或太特殊，没有做带批注的副本。"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What stands in outputs/feedback/ now.

    ``copies``: submitted file → its annotated copy or problem list. ``open``: files that could not be
    replaced or removed because somebody has them open.
    """

    copies: dict[str, Path]
    summary: Path | None
    written: int
    open: tuple[str, ...]


def after_batch(
    places: Places,
    database: Path,
    present: Collection[str],
    ledgers: Mapping[str, Ledger],
    settings: Settings,
    progress: Progress = silent,
) -> Feedback:
    """Bring outputs/feedback/ up to date with the published ``database``.

    ``present``: the paths that lie in inputs/ now. Feedback on whatever is in order now is taken away;
    feedback that would come out the same is not written again.
    """
    import duckdb

    from pipeline.files import archive
    from pipeline.publish import feedback_figures

    with duckdb.connect(str(database), read_only=True) as con:
        cases = gather.from_database(con, present, ledgers)
        figures = feedback_figures.read(
            con, present, {case.source_file for case in cases if case.money_unknown}
        )
    standing = Standing(places.outputs)
    shelf = Shelf(places.feedback, places.feedback_index, standing.below(places.feedback, but=SUMMARY))
    for source_file in sorted(shelf.standing.keys() - {case.source_file for case in cases}):
        shelf.take(source_file)
    written = _fill(
        shelf, cases, lambda case: archive.locate(places.archive, case.sha256), settings, progress
    )
    places.feedback.mkdir(parents=True, exist_ok=True)
    summary = places.feedback / SUMMARY
    shelf.clear()
    links = {source: one.path for source, one in shelf.standing.items()}
    content = digest(*feedback_figures.shown(figures), sorted(links.items()))
    entry = standing.intact(summary)
    if entry is None or entry.content != content:
        from pipeline.publish import feedback_summary

        try:
            feedback_summary.write(summary, figures, links)
            standing.note(summary, content, figures.batch_id)
        except PermissionError:
            shelf.open.append(SUMMARY)
    else:
        standing.hold(summary, figures.batch_id)
    # One that is open elsewhere is as it was, and comes again.
    for one in (one for one in shelf.standing.values() if one.path not in shelf.open):
        standing.entered(places.feedback / one.path, one.key, figures.batch_id, one.sha256)
    standing.keep(
        places.feedback, [summary, *(places.feedback / one.path for one in shelf.standing.values())]
    )
    standing.save()
    return _told(shelf, summary, written)


def after_check(
    places: Places,
    submissions: Iterable[Submission],
    originals: Mapping[str, Path],
    ledgers: Mapping[str, Ledger],
    settings: Settings,
) -> Feedback:
    """Write the feedback on checked files, and take away earlier feedback on those that are in order.

    ``originals``: where each checked file lies. Feedback on other files stays as it is.
    """
    cases = gather.from_submissions(submissions, ledgers)
    shelf = Shelf(places.feedback, places.feedback_index)
    for source_file in sorted(originals.keys() - {case.source_file for case in cases}):
        shelf.take(source_file)
    written = _fill(shelf, cases, lambda case: originals[case.source_file], settings, silent)
    return _told(shelf, None, written)


def _fill(
    shelf: Shelf,
    cases: list[Case],
    original: Callable[[Case], Path],
    settings: Settings,
    progress: Progress,
) -> int:
    """Make and put what is new; return how many files were written."""
    tasks = [
        copies.Task(case, str(original(case)))
        for case in cases
        if not shelf.holds(case.source_file, case.key)
    ]
    made = map_isolated(
        copies.make,
        tasks,
        workers=settings.workers,
        seconds=settings.file_seconds,
        megabytes=settings.file_megabytes,
    )
    try:
        with progress(ANSWERING, len(tasks)) as done:
            for task, outcome in made:
                one = outcome if isinstance(outcome, copies.Made) else copies.listed(task.case, _TOO_ODD)
                shelf.put(task.case.source_file, task.case.key, one)
                done(1)
    finally:
        shelf.save()
    return len(tasks)


def _told(shelf: Shelf, summary: Path | None, written: int) -> Feedback:
    paths = {source: shelf.folder / one.path for source, one in shelf.standing.items()}
    return Feedback(paths, summary, written, tuple(shelf.open))
