"""What keeps the desk to the browser page that was opened for it: every request passes here before anything is done.

Other pages in the same browser can send requests to this machine, and a name they own can be made to lead here (DNS
rebinding). So a request must be for this very address, come from this very page, and bring the token that was
printed when the desk was opened. The token is a header and no cookie: cookies of 127.0.0.1 go to all its ports.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "X-Review-Token"  # noqa: S105  # the name of the header, not the token
API = "/api/"
NAMES = ("127.0.0.1", "localhost")
METHODS = frozenset({"GET", "HEAD", "POST"})
JSON = "application/json"

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
POLICY = "; ".join(_DIRECTIVES)
"""Nothing but our own files is loaded, no script comes from text, and no page puts this one into a frame."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)


def new_token() -> str:
    """A token that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class Guard:
    """ASGI middleware that answers for itself whatever is not from the page of this desk."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = frozenset(f"{name}:{port}" for name in NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        if scope["type"] != "http":  # there are no web sockets here
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], scope["path"], headers)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    found[name] = value
            await send(message)

        if refusal is None:
            await self.app(scope, receive, send_with_headers)
        else:
            status, why = refusal
            await JSONResponse({"message": why}, status)(scope, receive, send_with_headers)

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """Status and reason for a request that is not for the page of this desk; None for one that is."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return 421, "this desk answers at 127.0.0.1 and its own port alone"
        if method not in METHODS or (method == "POST" and not path.startswith(API)):
            return 405, "pages are read with GET, and an article is worked on with POST"
        return self._foreign(method, hosts[0], headers) if path.startswith(API) else None

    def _foreign(self, method: str, host: str, headers: Headers) -> tuple[int, str] | None:
        """The same for what only the page itself may ask."""
        if not _is_from_here(method, f"http://{host}", headers):
            return 403, "the request comes from another page"
        if not self._has_token(headers.getlist(TOKEN)):
            return 401, "open the address that `dataset review` printed: it holds the token"
        if method == "POST" and _media_type(headers.getlist("content-type")) != JSON:
            return 415, f"the body must be {JSON}"
        return None

    def _has_token(self, given: Iterable[str]) -> bool:
        found = [*given]
        return len(found) == 1 and hmac.compare_digest(found[0].encode(), self.token.encode())


def _is_from_here(method: str, own: str, headers: Headers) -> bool:
    """Whether the page at `own` sent the request, as far as browsers tell; each tells of what it changes."""
    origins = headers.getlist("origin")
    if origins not in ([], [own]) or (method == "POST" and not origins):
        return False
    return headers.getlist("sec-fetch-site") in ([], ["same-origin"])


def _media_type(given: list[str]) -> str:
    return given[0].partition(";")[0].strip().lower() if len(given) == 1 else ""
