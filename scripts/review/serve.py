"""The server of the desk: on this machine alone, for as long as the command runs."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable

import uvicorn

from scripts.review.bench import Bench
from scripts.review.guard import new_token
from scripts.review.web import application
from validation.findings import Unusable

HOST = "127.0.0.1"
PATIENCE = 2
"""Seconds for a save that is going on when the desk is closed."""


class _Server(uvicorn.Server):
    """Tells when it answers: only then is an address of use."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def serve(bench: Bench, path: str, on_ready: Callable[[str], None], port: int = 0) -> None:
    """Serve the desk until Ctrl-C; `on_ready` is given the address of the page at `path`, token included.

    With port 0 the system chooses a free one. Raises Unusable when the port cannot be had.
    """
    token = new_token()
    with listening(port) as listener:
        taken = listener.getsockname()[1]
        server = server_of(
            bench, token, taken, lambda: on_ready(f"http://{HOST}:{taken}{path}#token={token}")
        )
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            server.run([listener])


def server_of(bench: Bench, token: str, port: int, on_ready: Callable[[], None]) -> uvicorn.Server:
    """The server of a desk, which answers at that port alone; `on_ready` is called when it does."""
    config = uvicorn.Config(
        application(bench, token=token, port=port),
        access_log=False,
        lifespan="off",
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
        ws="none",
    )
    return _Server(config, on_ready)


def listening(port: int) -> socket.socket:
    """A socket at that port of this machine, which no other machine reaches."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise Unusable(
            f"--port {port}: {(error.strerror or 'cannot be used').lower()}; leave it out for a free one"
        ) from None
    return listener
