"""Listen on an address and answer until somebody stops it."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from pipeline.errors import WrongSettings
from pipeline.serve.app import build
from pipeline.stopping import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.paths import Places


def serve(places: Places, host: str, port: int, say: Callable[[str, str], None]) -> None:
    """Show the publication of ``places`` on ``host``:``port`` until Ctrl+C.

    ``say`` prints the address, and the passcode for whole numbers.

    On any address but this machine's own, a fresh token is asked for; it is printed once, in the address.
    Raises ``WrongSettings`` for an address that can't be listened on.
    """
    listener = _listen(host, port)
    loopback = _is_loopback(listener.getsockname()[0])
    token = "" if loopback else secrets.token_urlsafe(32)
    names = frozenset(
        {"localhost"} if loopback else {"localhost", host.lower(), socket.gethostname().lower()}
    )
    passcode = secrets.token_hex(6)
    app = build(places, names, loopback=loopback, token=token, passcode=passcode)
    # No access log: it would keep the token and what was asked.
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    say(address(listener, token), passcode)
    # uvicorn ends cleanly and then raises again what stopped it.
    with suppress(KeyboardInterrupt, Stopped), listener:
        uvicorn.Server(config).run(sockets=[listener])


def address(listener: socket.socket, token: str) -> str:
    """Write the address to open: one that works in a browser, with the token."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = _own_address(listener.family)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")


def _listen(host: str, port: int) -> socket.socket:
    try:
        [(family, _, _, _, place), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # Unlike uvicorn's own way, on Windows this does not share a port that somebody else listens on.
        return socket.create_server(place[:2], family=family)
    except (OSError, UnicodeError) as error:
        raise WrongSettings(
            f"不能在 {host} 端口 {port} 上打开：地址不对，或端口已被占用（可用 --port 换一个）。{error}"
        ) from error


def _is_loopback(host: str) -> bool:
    return ip_address(host).is_loopback


def _own_address(family: int) -> str:
    """Say which address of this machine others would use; nothing is sent."""
    outside = "2001:db8::1" if family == socket.AF_INET6 else "192.0.2.1"
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((outside, 9))
        return str(probe.getsockname()[0])
    return socket.gethostname()
