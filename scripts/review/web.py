"""The desk behind HTTP: routes and the shapes of requests. Everything that is decided is decided elsewhere."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from scripts.review import texts, view
from scripts.review.bench import Bench, Faulty, Stale, Unknown
from scripts.review.guard import Guard
from scripts.review.operations import Operations
from validation.findings import Unusable, printable
from validation.style import PALETTE

ASSETS = Path(__file__).parent / "assets"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
MOST_BYTES = 8_000_000
"""Of a request: twenty thousand operations are less."""

Handler = Callable[[Request], Awaitable[Response]]


class TooLargeError(Exception):
    """A body of more than `MOST_BYTES`."""


class Base(BaseModel):
    """What the files were when the page read them."""

    model_config = ConfigDict(extra="forbid")

    article: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    candidates: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")]


class Work(BaseModel):
    """What the page sends: what it started from, and all that was done since."""

    model_config = ConfigDict(extra="forbid")

    base: Base
    operations: Operations


class Rework(BaseModel):
    """What was done, to be done again to whatever is on the disk now."""

    model_config = ConfigDict(extra="forbid")

    operations: Operations


def application(bench: Bench, *, token: str, port: int) -> ASGIApp:
    """The desk as an ASGI application, for the page that brings the token to this port."""
    desk = _Desk(bench)
    routes = [
        Route("/", _page(ASSETS / "index.html")),
        Route("/articles/{article}", _page(ASSETS / "desk.html")),
        *(
            Route(f"/assets/{path.name}", _page(path))
            for path in (*sorted(ASSETS.iterdir()), PALETTE)
        ),
        Route("/api/articles", _told(desk.articles)),
        Route("/api/choices", _told(desk.choices)),
        Route("/api/articles/{article}", _told(desk.article)),
        *(
            Route(f"/api/articles/{{article}}/{name}", _told(handler), methods=["POST"])
            for name, handler in {
                "draft": desk.draft,
                "again": desk.again,
                "findings": desk.findings,
                "changes": desk.changes,
                "save": desk.save,
                "propose": desk.propose,
            }.items()
        ),
    ]
    handlers = {404: _nowhere, 405: _nowhere}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token=token, port=port)


class _Desk:
    """What each address answers."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    async def articles(self, _: Request) -> Response:
        listed = await run_in_threadpool(self.bench.articles)
        return JSONResponse([asdict(one) for one in listed])

    async def choices(self, _: Request) -> Response:
        checked = await run_in_threadpool(self.bench.checked)
        return JSONResponse(view.choices(checked.records, checked.index))

    async def article(self, request: Request) -> Response:
        id_ = request.path_params["article"]

        def answer() -> view.Json:
            opened, made = self.bench.draft(id_, [])
            return {
                "article": view.article(opened),
                "draft": view.draft(opened, made),
                "reviewer": self.bench.reviewer,
            }

        return JSONResponse(await run_in_threadpool(answer))

    async def draft(self, request: Request) -> Response:
        id_, work = request.path_params["article"], Work.model_validate_json(await _body(request))

        def answer() -> view.Json:
            return view.draft(*self.bench.draft(id_, work.operations, work.base.model_dump()))

        return JSONResponse(await run_in_threadpool(answer))

    async def again(self, request: Request) -> Response:
        id_, work = request.path_params["article"], Rework.model_validate_json(await _body(request))

        def answer() -> view.Json:
            opened, made = self.bench.draft(id_, work.operations)
            return {"article": view.article(opened), "draft": view.draft(opened, made)}

        return JSONResponse(await run_in_threadpool(answer))

    async def findings(self, request: Request) -> Response:
        id_, work = request.path_params["article"], Work.model_validate_json(await _body(request))
        base = work.base.model_dump()
        told = await run_in_threadpool(self.bench.findings, id_, work.operations, base)
        return JSONResponse(view.findings(told))

    async def changes(self, request: Request) -> Response:
        id_, work = request.path_params["article"], Work.model_validate_json(await _body(request))
        base = work.base.model_dump()
        change = await run_in_threadpool(self.bench.change, id_, work.operations, base)
        return JSONResponse({"diff": texts.diff(change)})

    async def save(self, request: Request) -> Response:
        id_, work = request.path_params["article"], Work.model_validate_json(await _body(request))
        base = work.base.model_dump()
        written = await run_in_threadpool(self.bench.save, id_, work.operations, base)
        return JSONResponse(asdict(written))

    async def propose(self, request: Request) -> Response:
        fresh = await run_in_threadpool(self.bench.propose, request.path_params["article"])
        return JSONResponse({"fresh": fresh})


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLargeError
    return body


def _page(path: Path) -> Handler:
    """One file of ours, read when the desk starts: no address leads to any other."""
    content, media_type = path.read_bytes(), TYPES[path.suffix]

    async def answer(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return answer


def _told(handler: Handler) -> Handler:
    """A handler whose errors are answers: in words, with a status that the page knows."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001  # no traceback reaches a user
            status, told = _answer_of(error)
            return JSONResponse(told, status)

    return answer


def _answer_of(error: Exception) -> tuple[int, view.Json]:
    """Status and body that tell of an error. What a reviewer has to expect is an answer like any other: 200."""
    more: view.Json = {}
    match error:
        case Stale():
            status, message, more = 200, "changed on the disk", {"stale": error.files}
        case Faulty():
            status, message = 200, "the records would have findings"
            more = {"faulty": view.findings(error.told)}
        case Unknown():
            status, message = 404, f"no article has the id {error}"
        case Unusable():
            status, message = 422, str(error)
        case TooLargeError():
            status, message = 413, f"more than {MOST_BYTES // 1_000_000} MB"
        case ValidationError():
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            status, message = 400, f"{where}: {first['msg']}"
        case _:
            status, message = 500, _internal(error)
    return status, {"message": message, **more}


def _internal(error: Exception) -> str:
    """An error of ours in words; the terminal shows it too, with all details if DATASET_DEBUG is set."""
    if os.environ.get("DATASET_DEBUG"):
        traceback.print_exception(error)
    told = f"internal error: {type(error).__name__}: {printable(str(error), 300)}; set DATASET_DEBUG=1 and report it"
    print(f"dataset: {told}", file=sys.stderr)  # noqa: T201  # nobody else tells the terminal
    return told


async def _nowhere(_: Request, error: Any) -> Response:
    return JSONResponse({"message": "there is nothing at this address"}, error.status_code)
