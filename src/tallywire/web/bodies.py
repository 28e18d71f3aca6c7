"""What a reader sends: bounded in size and in time."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Scope

from tallywire.web.refusals import Refusal


def bounded(scope: Scope, receive: Receive, *, most: int, seconds: float) -> Receive:
    """A `receive` that raises Refusal: 413 past `most` bytes, 408 where the body is not all there in time."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    left = most
    end = asyncio.get_running_loop().time() + seconds
    whole = False

    async def one() -> Message:
        nonlocal left, whole
        if whole:
            return await receive()
        if declared.isdigit() and (len(declared) > 15 or int(declared) > most):
            raise _too_large(most)
        try:
            message = await asyncio.wait_for(receive(), end - asyncio.get_running_loop().time())
        except TimeoutError:
            raise Refusal(408, "the request did not arrive in time", headers={"Connection": "close"}) from None
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if left < 0:
                raise _too_large(most)
        return message

    return one


def _too_large(most: int) -> Refusal:
    return Refusal(
        413,
        f"the request is larger than {most >> 20} MiB",
        hint="Send the text in parts",
        headers={"Connection": "close"},
    )
