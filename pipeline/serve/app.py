"""Put the pages together: which address shows what, in which template."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

import duckdb
import jinja2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.errors import Stop, WrongSettings
from pipeline.publish import documents
from pipeline.serve import box, entities, export, flags, nights, notices, pages, village
from pipeline.serve.database import Unavailable, opened
from pipeline.serve.entity_lists import TESTS
from pipeline.serve.gate import Gate, own_path
from pipeline.serve.listing import saving, view
from pipeline.serve.listings import FILES, FLAGS, SUBMISSIONS, TOWNSHIPS, VILLAGES
from pipeline.serve.originals import Missing, original
from pipeline.serve.permits import COOKIE, Permits, Refusal
from pipeline.serve.places import excerpts, row, sha256_of
from pipeline.serve.query import Refused, Saving
from pipeline.serve.questions import QUESTIONS
from pipeline.serve.shelves import named, shelves
from pipeline.serve.show import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from pipeline.paths import Places
    from pipeline.serve.listing import Listing

    Making = Callable[
        [duckdb.DuckDBPyConnection, Places, str, str, str], tuple[Callable[[Path], None], str] | None
    ]
    Gather = Callable[[duckdb.DuckDBPyConnection, Request], dict[str, Any] | None]

_TEMPLATES = Path(__file__).parent / "templates"
_MENU = (
    ("/", "总览"), ("/townships", "乡镇"), ("/villages", "村"), ("/flows", "资金流向"), ("/shares", "红色股份"),
    ("/flags", "疑点"), ("/rules", "规则"), ("/submissions", "报送"), ("/lists", "清单"), ("/sql", "查询"),
)  # fmt: skip
_TYPES = {
    ".xlsx": export.XLSX,
    ".csv": export.CSV,
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MOST_SHOWN = 1_000
_LONGEST_FORM = 100_000


def build(places: Places, names: frozenset[str], *, loopback: bool, token: str, passcode: str = "") -> Gate:
    """Build the web page over ``places``; ``names``, ``loopback`` and ``token`` as for ``Gate``.

    ``passcode``: what lets a person who gives a name see whole numbers; '' lets nobody.
    """
    show = _Pages(places, passcode)
    page = show.page
    routes = [
        page("/", "overview", lambda con, _: pages.overview(con, places)),
        show.listed("/townships", TOWNSHIPS),
        page(
            "/townships/{name:path}",
            "township",
            lambda con, r: pages.township(con, places, r.path_params["name"]),
        ),
        show.listed("/villages", VILLAGES),
        page("/villages/{code:path}", "village", lambda con, r: village.village(con, r.path_params["code"])),
        page("/notices/{code}", "notices", lambda con, r: notices.offered(con, r.path_params["code"])),
        Route("/notices/{code}/{period}.{form}", show.notice(notices.made)),
        Route("/slips/{code}/{period}.{form}", show.notice(notices.slip_made)),
        page("/flows", "flows", lambda con, r: pages.flows(con, r.query_params)),
        page("/shares", "shares", lambda con, r: village.shares(con, r.query_params)),
        show.listed("/flags", FLAGS),
        page("/flags/{flag}", "flag", show.flag),
        page("/rows/{table}/{row}", "row", show.row),
        page("/rules", "rules", lambda con, _: pages.rules(con)),
        page("/rules/{rule}", "rule", lambda con, r: pages.rule(con, r.path_params["rule"])),
        show.listed("/submissions", SUBMISSIONS),
        page("/submissions/{id}", "submission", lambda con, r: pages.submission(con, r.path_params["id"])),
        show.listed("/files", FILES),
        page("/search", "search", lambda con, r: entities.search(con, r.query_params.get("q", "").strip())),
        *(page(f"/{kind}s/{{key:path}}", "entity", _about(kind)) for kind in TESTS),
        page("/lists", "lists", lambda con, _: {"shelves": shelves(con)}),
        show.listed("/lists/{name}"),
        Route("/originals/{id}", show.original),
        Route("/permit", show.permit, methods=["GET", "POST"]),
        Route("/papers/{kind}", show.document),
        Route("/sql", show.sql, methods=["GET", "POST"]),
        Route("/style.css", _file("style.css", "text/css; charset=utf-8")),
        Route("/icon.svg", _file("icon.svg", "image/svg+xml")),
    ]
    handlers: Any = {
        HTTPException: show.failed,
        Unavailable: show.unavailable,
        Stop: show.unavailable,
        duckdb.Error: show.outdated,
        Exception: show.broken,
    }
    # Around all of it: the answer to a fault of the program passes the gate too.
    return Gate(Starlette(routes=routes, exception_handlers=handlers), names, loopback, token)


class _Pages:
    """What all pages share: the templates and the folders."""

    def __init__(self, places: Places, passcode: str) -> None:
        self._places = places
        self._permits = Permits(places.state, passcode)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["written"] = text
        self._templates.globals.update(
            menu=_MENU,
            questions=QUESTIONS,
            offered=documents.offered,
            path_part=lambda text: quote(text, safe=""),
        )

    def page(self, path: str, template: str, gather: Gather) -> Route:
        """Make the route of a page that ``gather`` reads; nothing gathered is a page not found."""

        # Not async: pages wait for the database, each in its own thread.
        def answer(request: Request) -> Response:
            with opened(self._places.database) as con:
                values = gather(con, request)
                if values is None:
                    raise HTTPException(404)
                return self._render(template, request, values, con)

        return Route(path, answer)

    def listed(self, path: str, listing: Listing | None = None) -> Route:
        """Make the route of a list, one page of it or the whole as a file; without ``listing``, the address names it."""

        def answer(request: Request) -> Response:
            form = request.query_params.get("as", "")
            with opened(self._places.database) as con:
                found = listing or named(con, request.path_params["name"])
                if found is None:
                    raise HTTPException(404)
                if not form:
                    return self._render(
                        "list", request, {"view": view(con, found, request.query_params)}, con
                    )
                _ours(request)
                try:
                    wanted, name = saving(con, self._places.database, found, request.query_params)
                except ValueError as error:
                    raise HTTPException(400, str(error)) from error
            try:
                return _saved_list(wanted, form, name)
            except Refused as error:
                raise HTTPException(400, str(error)) from error

        return Route(path, answer)

    def flag(self, con: duckdb.DuckDBPyConnection, request: Request) -> dict[str, Any] | None:
        """Gather one flag, as it stands in the list that its address names."""
        name, flag = self._permits.holder(request.cookies), request.path_params["flag"]
        found = flags.one_flag(con, self._places.archive, flag, request.query_params, whole=bool(name))
        if found and name:
            self._permits.seen(name, f"疑点 {flag} ", found["excerpts"])
        return found

    def row(self, con: duckdb.DuckDBPyConnection, request: Request) -> dict[str, Any] | None:
        """Gather one row of a ledger as its original sheet shows it."""
        place = row(con, request.path_params["table"], request.path_params["row"])
        if not place:
            return None
        name = self._permits.holder(request.cookies)
        shown = excerpts(con, self._places.archive, [place], whole=bool(name))
        if name:
            self._permits.seen(name, place.table, shown)
        return {"place": place, "excerpts": shown}

    def original(self, request: Request) -> Response:
        """Hand out a file as it was handed in to whoever may see whole numbers."""
        name = self._permits.holder(request.cookies)
        with opened(self._places.database) as con:
            known = con.execute(
                "select source_file from meta.submission where submission_id = ?", [request.path_params["id"]]
            ).fetchall()
            if not known:
                raise HTTPException(404)
            if not name:
                return RedirectResponse(f"/permit?back={quote(request.url.path)}", 303)
            try:
                data = original(self._places.archive, sha256_of(con, request.path_params["id"]))
            except Missing as error:
                raise HTTPException(404, str(error)) from error
            file = _from_where(con, request.path_params["id"], PurePosixPath(known[0][0]).name)
        self._permits.note(name, f"下载原文件：{known[0][0]}")
        return _saved(data, "application/octet-stream", file)

    async def permit(self, request: Request) -> Response:
        """Ask for name and passcode, and let the browser see whole numbers or no longer."""
        form = await _form(request) if request.method == "POST" else {}
        back = own_path(form.get("back") or request.query_params.get("back", "/"))
        if not form:
            return await run_in_threadpool(self._permit_asked, request, back, "")
        answer = RedirectResponse(back, 303)
        if "end" in form:
            self._permits.end(request.cookies)
            answer.delete_cookie(COOKIE)
            return answer
        try:
            permit = self._permits.grant(form.get("passcode", ""), form.get("name", ""))
        except Refusal as error:
            return await run_in_threadpool(self._permit_asked, request, back, str(error))
        answer.set_cookie(COOKIE, permit, httponly=True, samesite="strict")
        return answer

    def _permit_asked(self, request: Request, back: str, refusal: str) -> Response:
        with opened(self._places.database) as con:
            values = {"back": back, "refusal": refusal}
            return self._render("permit", request, values, con, 403 if refusal else 200)

    def document(self, request: Request) -> Response:
        """Hand out a document of an inspection, written now."""
        _ours(request)
        flag, place, township = (
            request.query_params.get(name, "") for name in ("flag", "village", "township")
        )
        about = documents.About(flag, place, township)
        with opened(self._places.database) as con:
            try:
                made = documents.document(con, self._places.batches, request.path_params["kind"], about)
            except WrongSettings as error:
                raise HTTPException(404, str(error)) from error
        return _made(made.write, made.name)

    def notice(self, make: Making) -> Callable[[Request], Response]:
        """Make what hands out a village's notice for the villagers, or its slip."""

        def answer(request: Request) -> Response:
            _ours(request)
            asked = request.path_params
            with opened(self._places.database) as con:
                found = make(con, self._places, asked["code"], asked["period"], asked["form"])
            if found is None:
                raise HTTPException(404)
            return _made(*found)

        return answer

    async def sql(self, request: Request) -> Response:
        """Answer a question in SQL: one of the ready-made (GET), or what was typed (POST)."""
        if request.method == "POST":
            form = await _form(request)
            return await run_in_threadpool(self._asked, request, form.get("sql", ""), form.get("as", ""))
        named = request.query_params.get("ask", "")
        ready = next((question.sql for question in QUESTIONS if question.name == named), "")
        return await run_in_threadpool(self._asked, request, ready, "")

    def _asked(self, request: Request, sql: str, form: str) -> Response:
        answer, refusal = None, ""
        if sql.strip():
            try:
                if form:
                    return _saved_list(Saving(self._places.database, sql, {}), form, "查询结果")
                answer = box.ask(self._places.database, sql, _MOST_SHOWN)
            except Refused as error:
                refusal = str(error)
        rows = [[_cell(value) for value in row] for row in answer.rows] if answer else []
        values = {
            "sql": sql, "answer": answer, "rows": rows, "refusal": refusal, "most": _MOST_SHOWN,
            "seconds": box.SECONDS, "saving_seconds": box.SAVING_SECONDS,
        }  # fmt: skip
        with opened(self._places.database) as con:
            return self._render("sql", request, values, con, 400 if refusal else 200)

    def failed(self, request: Request, error: HTTPException) -> Response:
        """Say in Chinese that an address shows nothing."""
        said = {404: "没有这一页，或者这一项已不在最新的数据库里。", 405: "本页只能查看。"}
        plain = error.detail if error.detail and not error.detail.isascii() else ""
        return self._message(
            request, plain or said.get(error.status_code, "这个请求不能处理。"), error.status_code
        )

    def unavailable(self, request: Request, error: Unavailable | Stop) -> Response:
        """Say why there is nothing to show just now."""
        return self._message(request, str(error), 503)

    def outdated(self, request: Request, error: duckdb.Error) -> Response:
        """Say that the database does not hold what this page reads, or can't be read any more."""
        return self._message(
            request,
            f"数据库里读不到本页要的内容：可能是旧版本程序发布的，请重新运行 cunzhang run。（{error}）",
            503,
        )

    def broken(self, request: Request, _error: Exception) -> Response:
        """Say that the program is at fault; the traceback goes to the terminal."""
        return self._message(request, "程序出错了，请把终端里的文字交给维护人员。数据没有受影响。", 500)

    def _message(self, request: Request, text: str, status: int) -> Response:
        html = self._templates.get_template("message.html").render(
            path=request.url.path, batch=None, night=None, wanted="", holder="", text=text
        )
        return HTMLResponse(html, status)

    def _render(
        self,
        name: str,
        request: Request,
        values: dict[str, Any],
        con: duckdb.DuckDBPyConnection,
        status: int = 200,
    ) -> Response:
        batch = con.execute("select batch_id, as_of from meta.setting").fetchall()[0]
        template = self._templates.get_template(f"{name}.html")
        night = nights.last(con, self._places, datetime.now().astimezone().replace(tzinfo=None))
        values = {"wanted": "", "holder": self._permits.holder(request.cookies)} | values
        return HTMLResponse(
            template.render(**values, path=request.url.path, batch=batch, night=night), status
        )


def _from_where(con: duckdb.DuckDBPyConnection, submission_id: str, name: str) -> str:
    """Put township and village before the name of a file that speaks of one village, as far as it does not name them."""
    places = con.execute(
        "select distinct township, village_name from meta.sheet where submission_id = ? and village_code is not null",
        [submission_id],
    ).fetchall()
    return (
        "-".join([one for one in places[0] if one and one not in name] + [name]) if len(places) == 1 else name
    )


def _about(kind: str) -> Gather:
    return lambda con, request: entities.entity(con, kind, request.path_params["key"])


def _file(name: str, kind: str) -> Callable[[Request], Response]:
    data = (_TEMPLATES / name).read_bytes()
    return lambda _: Response(data, media_type=kind)


def _cell(value: Any) -> tuple[str, bool]:
    """Write a value of an answer; say whether it is a number."""
    return export.plain(value), isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _saved(data: bytes, kind: str, name: str) -> Response:
    """Have the browser save ``data`` under ``name``, never show it."""
    return Response(data, media_type=kind, headers={"content-disposition": _as_file(name)})


class _Passing(FileResponse):
    """A file that is gone, with its folder, once it is sent, or once nobody waits for it any more."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await run_in_threadpool(shutil.rmtree, Path(self.path).parent, ignore_errors=True)


def _saved_list(wanted: Saving, form: str, name: str) -> Response:
    """Write a whole list to a file and have the browser save it; raises ``Refused`` where it is not whole."""
    kind = "xlsx" if form == "xlsx" else "csv"
    return _made(lambda path: box.save(wanted, kind, path), f"{name}.{kind}")


def _made(write: Callable[[Path], object], name: str) -> Response:
    """Have a file written and the browser save it under ``name``."""
    kind = PurePosixPath(name).suffix
    folder = Path(tempfile.mkdtemp(prefix="cunzhang-"))
    path = folder / f"made{kind}"
    try:
        write(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return _Passing(path, media_type=_TYPES[kind], headers={"content-disposition": _as_file(name)})


def _ours(request: Request) -> None:
    """Refuse what another site's page asks for: making a file takes time."""
    if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise HTTPException(403, "这个请求不是从本页发出的。")


def _as_file(name: str) -> str:
    plain = "".join(c if (c.isalnum() and c.isascii()) or c in "._-" else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            raise HTTPException(413, "查询太长了。")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
