"""Parse the command line, call the room that does the work, turn the outcome into an exit code."""

from __future__ import annotations

import sys
import tempfile
import traceback
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from pipeline import environment, help_page, stopping, usage
from pipeline.errors import Stop
from pipeline.faults import LOG
from pipeline.paths import Places

if TYPE_CHECKING:
    from pipeline.settings import Settings

app = typer.Typer(
    cls=help_page.Group,
    help="村账：把村级账表变成可查询、可核对的审计数据库。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

province = typer.Typer(
    cls=help_page.Group, help="全省：各县各做一夜，再看几个县共有的事。", no_args_is_help=True
)
app.add_typer(province, name="province")

# Whether they can be read, the program says in its own words.
Inputs = Annotated[Path, typer.Option("--inputs", help="放账表的文件夹", readable=False)]
Outputs = Annotated[Path, typer.Option("--outputs", help="放结果的文件夹", readable=False)]
AsOf = Annotated[str, typer.Option("--as-of", help="基准日，如 2026-11-22；不写就是今天")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="同时读几个文件；不写就用全部处理器")]

# No night is as of a day outside these years: a slip of the finger would name the batch.
_FIRST_YEAR, _YEARS_AHEAD = 2000, 5


def _day(text: str) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-11-22 这样。") from error
    last = datetime.now().astimezone().year + _YEARS_AHEAD
    if not _FIRST_YEAR <= day.year <= last:
        raise typer.BadParameter(f"“{text}”不像基准日：年份应在 {_FIRST_YEAR} 到 {last} 之间。")
    return day


def _settings(workers: int | None = None) -> Settings:
    from pipeline import settings

    given = settings.read()
    return replace(given, workers=workers) if workers else given


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)


@app.command()
def run(
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    as_of: AsOf = "",
    workers: Workers = None,
    strict: Annotated[bool, typer.Option("--strict", help="有文件退回时以代码 5 结束")] = False,
) -> None:
    """读取 inputs/ 里的新账表，发布审计数据库。"""
    day = _day(as_of)
    from time import monotonic

    from pipeline import logbook, nightly
    from pipeline.progress import shown
    from pipeline.terminal import console, report

    places = Places(inputs, outputs)
    began = monotonic()
    screen = console()
    with logbook.kept(places, "run", _now, places.checked) as told, shown(screen) as progress:
        outcome = nightly.run(places, day, _settings(workers), _now, progress)
        told.update(outcome.told(day))
    report(screen, outcome, places, day, monotonic() - began)
    if strict and any(s.status in {"退回", "部分受理"} for s in outcome.submissions):
        raise typer.Exit(5)


@province.command("run")
def province_run(
    root: Annotated[
        Path,
        typer.Argument(metavar="文件夹", help="全省的文件夹：里面一个县一个文件夹，各有 inputs 和 outputs"),
    ],
    as_of: AsOf = "",
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="同时做几个县；不写就按处理器和内存来定")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="每个县同时读几个文件；不写就平分处理器")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有文件退回的县以代码 5 结束")] = False,
) -> None:
    """各县各做一夜，再比对各县的公开库，在 全省/ 里写出总览；一个县没有做成，不影响别的县。"""
    from pipeline import logbook
    from pipeline import province as all_counties
    from pipeline.progress import shown
    from pipeline.province import counties
    from pipeline.terminal import console, province_done

    day = _day(as_of)
    places = counties.of_province(root)
    options = [*(["--workers", str(workers)] if workers else []), *(["--strict"] if strict else [])]
    screen = console()
    with (
        logbook.kept(places, "province run", _now, places.writable) as told,
        shown(screen) as progress,
    ):
        outcome = all_counties.run(places, day, options, jobs, progress)
        told.update(outcome.told())
    province_done(screen, outcome)
    if outcome.code:
        raise typer.Exit(outcome.code)


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件", help="要检查的文件或文件夹，可写几个", exists=True)
    ],
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    workers: Workers = None,
    explain: Annotated[bool, typer.Option("--explain", help="说明每张表是怎样认出来的")] = False,
) -> None:
    """检查文件能不能读懂，不装载；有问题的，在 outputs/feedback/ 里写出批注。"""
    from pipeline import logbook
    from pipeline.check import check as look
    from pipeline.files import inbox
    from pipeline.phases import READING
    from pipeline.progress import shown
    from pipeline.terminal import checked, console, explained

    screen = console()
    named = inbox.named(files)
    if not named:
        raise typer.BadParameter(f"这里没有可以检查的文件：{'、'.join(map(str, files))}。")
    places = Places(inputs, outputs).writable()
    with (
        logbook.logged(places, "check"),
        shown(screen) as progress,
        progress(READING, len(named)) as step,
    ):
        submissions, feedback = look(named, places, _settings(workers), step, explain=explain)
    checked(screen, submissions, feedback)
    if explain:
        explained(screen, submissions)
    if any(s.status in {"退回", "部分受理"} for s in submissions):
        raise typer.Exit(5)


@app.command("report")
def report_command(
    outputs: Outputs = Path("outputs"),
    village: Annotated[
        str, typer.Option("--village", help="只生成一个村的核查案卷：村名；有同名的，连乡镇一起写")
    ] = "",
) -> None:
    """由已发布的数据库重新生成报告和核查清单，放进 outputs/reports/。"""
    from pipeline.report import case_file, rebuild
    from pipeline.terminal import case_written, console, reported

    places = Places(Path("inputs"), outputs)
    if village:
        case_written(console(), case_file(places, village))
        return
    reported(console(), rebuild(places))


@app.command()
def document(
    kind: Annotated[str, typer.Option("--kind", help="哪一种文书；不写就列出全部")] = "",
    flag: Annotated[str, typer.Option("--flag", help="哪一条疑点：疑点编号，见核查清单")] = "",
    village: Annotated[
        str, typer.Option("--village", help="哪一个村，如 乡镇/村；写这个村全部待办疑点")
    ] = "",
    township: Annotated[
        str, typer.Option("--township", help="哪一个乡镇；清单和专报用，都不写就是全县")
    ] = "",
    persons: Annotated[int, typer.Option("--persons", min=1, help="入户核实表大约抽几行")] = 30,
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="抽人的随机种子；不写就随机取一个，记在表里")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件", dir_okay=False)] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """写一份核查、审计用的文书或清单（Word、Excel 格式，可填写、打印、签字），放进 outputs/reports/文书/。"""
    from pipeline.publish.documents import About
    from pipeline.report import document as write
    from pipeline.terminal import console, document_kinds, document_written

    if not kind:
        document_kinds(console())
        return
    about = About(flag, village, township, persons, seed)
    document_written(console(), write(Places(Path("inputs"), outputs), kind, about, out))


@app.command()
def notice(
    village: Annotated[
        list[str] | None, typer.Option("--village", help="只写这个村，可写几个；有同名的，连乡镇一起写")
    ] = None,
    township: Annotated[list[str] | None, typer.Option("--township", help="只写这个乡镇，可写几个")] = None,
    quarter: Annotated[
        str,
        typer.Option(
            "--quarter", help="季度，如 2026年第1季度 或 2026-1，或 全部；不写就是各村有账的最近一个季度"
        ),
    ] = "",
    outputs: Outputs = Path("outputs"),
) -> None:
    """由已发布的数据库写村级财务公开表（给村民看的，可打印），放进 outputs/公示/。"""
    from pipeline.report import notices
    from pipeline.terminal import console, noticed

    places = Places(Path("inputs"), outputs).standing()
    noticed(
        console(),
        notices(places, village or (), township or (), quarter),
        "村级财务公开表（Excel 表格和网页）",
    )


@app.command()
def slip(
    village: Annotated[
        list[str] | None, typer.Option("--village", help="只写这个村，可写几个；有同名的，连乡镇一起写")
    ] = None,
    township: Annotated[list[str] | None, typer.Option("--township", help="只写这个乡镇，可写几个")] = None,
    month: Annotated[
        str, typer.Option("--month", help="月份，如 2026年3月 或 2026-3；不写就是各村有账的最近一个月")
    ] = "",
    outputs: Outputs = Path("outputs"),
) -> None:
    """写各村的报账审核单（收到什么、退回什么、缺票据、备用金未核销）和发给村里的提醒，放进 outputs/报账/。"""
    from pipeline.report import slips
    from pipeline.terminal import console, noticed

    places = Places(Path("inputs"), outputs).standing()
    noticed(
        console(), slips(places, village or (), township or (), month), "报账审核单（Excel 表格、网页和提醒）"
    )


@app.command()
def ao(
    village: Annotated[
        list[str] | None, typer.Option("--village", help="只写这个村，可写几个；有同名的，连乡镇一起写")
    ] = None,
    township: Annotated[list[str] | None, typer.Option("--township", help="只写这个乡镇，可写几个")] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="只写这一年，可写几个")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="放在哪个文件夹；不写就是 outputs/AO", file_okay=False)
    ] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """写审计机关用的数据文件：AO 表（GB18030 的 CSV 和 Excel），各村各年的电子账簿（XML）。"""
    from pipeline.publish.audit_files import Scope
    from pipeline.report import audit_files
    from pipeline.terminal import audit_files_written, console

    places = Places(Path("inputs"), outputs).standing()
    scope = Scope(village or (), township or (), year or ())
    audit_files_written(console(), audit_files(places, scope, out))


@app.command()
def unread(
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件", dir_okay=False)] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """把没有读懂的表的列名和格子类型写成一个文件，没有人名、村名和数字，可以发给维护人员。"""
    from pipeline.report import unread as write
    from pipeline.terminal import console

    path, tables = write(Places(Path("inputs"), outputs).standing(), out)
    console().print(
        f"没有读懂的表 {tables} 张，写在：{path}\n没有人名、村名和数字；发出以前请看一遍“列名”一列。",
        soft_wrap=True,
        markup=False,
    )


@app.command()
def guide(
    out: Annotated[Path, typer.Option("--out", help="放使用说明的文件夹", file_okay=False)] = Path(
        "outputs/guides"
    ),
    pdf: Annotated[bool, typer.Option("--pdf", help="再用本机的浏览器打印成 PDF")] = False,
) -> None:
    """把使用说明各写成一个网页，图在里面，双击打开，能打印；在源代码文件夹里用。"""
    from pipeline import guides
    from pipeline.terminal import console

    pages = guides.write(out)
    for path in [*pages, *(guides.as_pdf(pages) if pdf else ())]:
        console().print(f"已写好：{path}", soft_wrap=True, markup=False)


@app.command()
def retract(
    submission: Annotated[
        str,
        typer.Argument(metavar="报送", help="文件，照反馈汇总里的写法；或报送编号（meta.submission 里的）"),
    ],
    why: Annotated[str, typer.Option("--why", help="撤回的原因，记入库中")],
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    as_of: AsOf = "",
) -> None:
    """撤回一份报送：它的行不再算现行，历史和原因保留。"""
    from pipeline import logbook, nightly
    from pipeline.progress import shown
    from pipeline.terminal import console, head, said

    day = _day(as_of)
    places = Places(inputs, outputs)
    screen = console()
    with logbook.kept(places, "retract", _now, places.checked) as told, shown(screen) as progress:
        outcome = nightly.retract(places, submission, why, day, _settings(), _now, progress)
        told.update(outcome.told(day))
    said(screen, outcome)
    screen.print(
        f"已撤回 {submission}（{why.strip()}），发布为批次 {outcome.batch_id}。", soft_wrap=True, markup=False
    )
    head(screen, outcome)


@app.command()
def restore(
    outputs: Outputs = Path("outputs"),
    as_of: AsOf = "",
) -> None:
    """由存档和批次清单重建底库和公开库（state 丢失时，cunzhang run 会自己这样做）。"""
    from pipeline import logbook, nightly
    from pipeline.progress import shown
    from pipeline.terminal import console, head, said

    day = _day(as_of)
    places = Places(Path("inputs"), outputs)
    screen = console()
    with logbook.kept(places, "restore", _now, places.standing) as told, shown(screen) as progress:
        outcome = nightly.restore(places, day, _settings(), _now, progress)
        told.update(outcome.told(day))
    said(screen, outcome)
    screen.print(f"已重建，发布为批次 {outcome.batch_id}。", soft_wrap=True, markup=False)
    head(screen, outcome)


@app.command()
def template(
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="表名", help="表名或表种，如 收支明细账 或 cash_entry；不写就是村级账表"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="全部表种，各一个文件，再加村级账表")] = False,
    out: Annotated[Path, typer.Option("--out", help="放模板的文件夹", file_okay=False)] = Path(
        "outputs/templates"
    ),
) -> None:
    """生成空白模板，Excel 和 WPS 都能用。"""
    from pipeline.template import write
    from pipeline.terminal import console
    from schemas import ledgers

    known = ledgers()
    by_word = {word: name for name, kind in known.items() for word in (name, kind.title)}
    if unknown := [word for word in kinds or () if word not in by_word]:
        titles = [kind.title for kind in known.values()]
        words = {
            word: kind.title for kind in known.values() for word in (kind.title, *kind.titles, kind.name)
        }
        asked = "".join(usage.question(usage.nearest(word, words)) for word in unknown)
        said = asked or f"可用的：{'、'.join(titles)}。"
        raise typer.BadParameter(f"没有“{'、'.join(unknown)}”这种表。{said}")
    wanted = list(known) if every else [by_word[word] for word in kinds or ()]
    screen = console()
    for path, new in write(wanted, known, out, village=every or not kinds).items():
        screen.print(f"{'已生成' if new else '已经有了，没有覆盖'}：{path}", soft_wrap=True, markup=False)
    if not wanted:
        screen.print("单表模板：cunzhang template 表名；全部：cunzhang template --all。", soft_wrap=True)


@app.command()
def demo(
    villages: Annotated[int, typer.Option("--villages", min=1, help="几个村")] = 17,
    months: Annotated[int, typer.Option("--months", min=6, help="几个月，最少 6")] = 12,
    seed: Annotated[int, typer.Option("--seed", help="同一个数得到同样的账")] = 1,
    out: Annotated[Path, typer.Option("--out", help="放演示账的文件夹")] = Path("outputs/demo"),
    clean: Annotated[bool, typer.Option("--clean", help="全部规范，不埋问题")] = False,
    workers: Workers = None,
) -> None:
    """生成一个虚构县的账表，埋有问题和形似而非的情形，都写在 labels.json。"""
    from pipeline import demo as county
    from pipeline.terminal import console

    made = county.write(out, villages, months, seed, _settings(workers).workers, flawed=not clean)
    console().print(
        f"已生成 {made.workbooks} 个工作簿。接着运行：\n"
        f"cunzhang run --inputs {made.inputs} --outputs {out / 'outputs'} --as-of {made.as_of}",
        soft_wrap=True, markup=False, highlight=False,
    )  # fmt: skip


@app.command()
def sample(
    tolerable: Annotated[
        str, typer.Option("--tolerable", help="可容忍错报，如 50000 或 5万元；抽取时必写")
    ] = "",
    expected: Annotated[str, typer.Option("--expected", help="预计错报，同样写法")] = "0",
    confidence: Annotated[str, typer.Option("--confidence", help="把握程度，如 95%")] = "95%",
    village: Annotated[list[str] | None, typer.Option("--village", help="村名或村代码，可写几个")] = None,
    township: Annotated[list[str] | None, typer.Option("--township", help="乡镇，可写几个")] = None,
    fund: Annotated[list[str] | None, typer.Option("--fund", help="资金类别，可写几个")] = None,
    period: Annotated[str, typer.Option("--period", help="期间，如 2024年 或 2024年1-6月")] = "",
    seed: Annotated[
        int | None, typer.Option("--seed", min=0, help="随机种子；不写就随机取一个，记在清单里")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="清单写到哪个文件", dir_okay=False)] = None,
    evaluate: Annotated[Path | None, typer.Option("--evaluate", help="评价填好的清单", exists=True)] = None,
    outputs: Outputs = Path("outputs"),
) -> None:
    """按金额大小抽取要核对凭证的付款（货币单元抽样），写成清单；填好后用 --evaluate 评价。"""
    from pipeline import sample as vouching
    from pipeline.sample.population import Scope
    from pipeline.sample.wishes import wish
    from pipeline.terminal import console

    if evaluate:
        lines = vouching.evaluate(evaluate)
    else:
        asked = wish(confidence, tolerable, expected, seed)
        scope = Scope(tuple(village or ()), tuple(township or ()), tuple(fund or ()), period)
        lines = vouching.draw(Places(Path("inputs"), outputs), scope, asked, out).lines
    for line in lines:
        console().print(line, soft_wrap=True, markup=False)


@app.command()
def rules() -> None:
    """列出全部规则：编号、级别、名称、参数。"""
    from pipeline.judge.rule import load_rules
    from pipeline.terminal import console, list_rules

    list_rules(console(), load_rules())


@app.command()
def explain(rule: Annotated[str, typer.Argument(metavar="规则", help="规则编号，如 DU02")]) -> None:
    """说明一条规则：查什么、为什么、依据、哪些情形不算、下一步查什么。"""
    from pipeline.judge.rule import load_rules
    from pipeline.terminal import console, explain_rule

    known = load_rules()
    found = next((r for r in known if r.id == rule.upper()), None)
    if found is None:
        words = {word: f"{r.id} {r.title}" for r in known for word in (r.id, r.title)}
        asked = usage.question(usage.nearest(rule, words))
        raise typer.BadParameter(f"没有规则“{rule}”。{asked}用 cunzhang rules 查看全部。")
    explain_rule(console(), found)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """测量性能（数分钟）；在源代码文件夹里用，选项同 make bench。"""
    from pipeline import bench as measurement

    raise typer.Exit(measurement.run(context.args))


@app.command()
def new_rule(
    rule: Annotated[str, typer.Argument(metavar="编号", help="规则编号，如 XV06")],
) -> None:
    """给新规则备好文件（样例可以运行，请改写）；在源代码文件夹里用。"""
    from pipeline.scaffold import new_rule as lay_out
    from pipeline.terminal import console, laid_out

    laid_out(console(), lay_out(rule))


@app.command()
def new_ledger(
    kind: Annotated[str, typer.Argument(metavar="表种", help="表种的英文名，如 land_lease")],
) -> None:
    """给新表种备好文件（样例可以运行，请改写）；在源代码文件夹里用。"""
    from pipeline.scaffold import new_ledger as lay_out
    from pipeline.terminal import console, laid_out

    laid_out(console(), lay_out(kind))


@app.command()
def verify(
    outputs: Outputs = Path("outputs"),
    against: Annotated[
        str, typer.Option("--against", help="抄在别处的清单校验值；一并核对它是不是这里的某一批")
    ] = "",
) -> None:
    """核对 outputs 是否完整、未被改动：清单链、存档原件、数据库、底库、报告和反馈。"""
    from pipeline.terminal import console, verified
    from pipeline.verify import verify as look

    found = look(Places(Path(), outputs).standing(), against)
    verified(console(), found)
    if found.wrong:
        raise typer.Exit(6)


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任意空闲的")] = 8765,
    host: Annotated[str, typer.Option("--host", help="在哪个地址上打开；不是本机的，要凭口令")] = "127.0.0.1",
    outputs: Outputs = Path("outputs"),
) -> None:
    """在浏览器里查看已发布的数据库（只读），按 Ctrl+C 停止。"""
    from pipeline.serve import server
    from pipeline.terminal import console

    screen = console()

    def say(address: str, passcode: str) -> None:
        screen.print(
            f"请用浏览器打开：{address}\n"
            f"查看完整号码、下载原文件要写姓名和口令，看了什么记在 outputs/state/access.log。口令：{passcode}\n"
            "按 Ctrl+C 停止。",
            soft_wrap=True,
            markup=False,
            highlight=False,
        )

    server.serve(Places(Path(), outputs).standing(), host, port, say)
    screen.print("已停止。")


for _command in [*app.registered_commands, *province.registered_commands]:
    _command.cls = help_page.Command


def main() -> None:
    """Run the command line; whatever happens ends with a Chinese sentence and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # What goes wrong while something is thrown away is for the log.
    sys.unraisablehook = lambda told: LOG.error("%s: %r", told.err_msg, told.exc_value)
    try:
        with stopping.listening():
            sys.exit(app(standalone_mode=False))
    except TyperException as wrong:
        # Where nothing was typed, the help is shown.
        said, at = wrong.format_message(), getattr(wrong, "ctx", None)
        _end(usage.sentence(said, at.command_path if at else "") if sys.argv[1:] else said, wrong.exit_code)
    except Stop as stop:
        _end(str(stop), stop.exit_code)
    except stopping.Stopped:
        _end(stopping.sentence(), stopping.exit_code())
    except Exception as error:  # before or beside a run; a run has a log of its own
        if stopping.asked():
            _end(stopping.sentence(), stopping.exit_code())
        _end(environment.sentence(error) or f"程序出错。请把这个文件交给维护人员：{_trace()}", 3)


def _end(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)


def _trace() -> Path:
    log = Path(tempfile.gettempdir()) / "cunzhang-fault.log"
    log.write_text(traceback.format_exc(), encoding="utf-8", errors="backslashreplace")
    return log
