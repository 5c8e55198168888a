"""Stand before every page: who may ask, by which name, and what the answer allows the browser to do."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with that a browser hides the origin of our own forms too.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_COOKIE = "cunzhang"
_DENIED = "需要口令：请用启动时打印的完整地址打开（带 ?token= 的那一行）。"


class Gate:
    """Check the Host header, the token (where there is one) and where a form comes from."""

    def __init__(self, app: ASGIApp, names: frozenset[str], loopback: bool, token: str) -> None:
        """Admit the host ``names``; ``loopback`` admits this machine's own addresses only, else any address.

        A page of another site that points its own name at this machine (DNS rebinding) still says that name;
        an address can't be pointed elsewhere. ``token`` '' asks for none.
        """
        self._app, self._names, self._loopback, self._token = app, names, loopback, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that may not pass; let the others through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope, Headers(scope=scope))
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._known(host):
            return PlainTextResponse("不认识这个网址，请用启动时打印的地址打开。", 400)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("本页只能查看。", 405)
        if scope["method"] == "POST" and not _is_own_form(headers, host):
            return PlainTextResponse("这个请求不是从本页发出的。", 403)
        return self._without_token(scope, headers) if self._token else None

    def _known(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
            address = ip_address(name)
        except ValueError:
            return "/" not in host and "@" not in host and name.rstrip(".") in self._names
        return address.is_loopback or not self._loopback

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        cookie: SimpleCookie = SimpleCookie()
        try:
            cookie.load(headers.get("cookie", ""))
        except CookieError:
            cookie.clear()
        name = f"{_COOKIE}_{(scope.get('server') or ('', 0))[1]}"
        if name in cookie and self._is_token(cookie[name].value):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if not any(key == "token" and self._is_token(value) for key, value in query):
            return PlainTextResponse(_DENIED, 401)
        # From now on the cookie speaks: the token leaves the address bar and the history.
        rest = urlencode([(key, value) for key, value in query if key != "token"])
        answer = RedirectResponse(own_path(scope["path"]) + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(name, self._token, httponly=True, samesite="lax")
        return answer

    def _is_token(self, value: str) -> bool:
        return hmac.compare_digest(value.encode(), self._token.encode())


def own_path(path: str) -> str:
    """Keep a redirect on this host: two slashes at the start would name another one."""
    return "/" + path.lstrip("/\\")


def _is_own_form(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host
