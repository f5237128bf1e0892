"""Bodies of Bot API calls: query string, JSON, urlencoded or multipart, as Telegram takes them."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Final
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from bot.demo.answers import Refusal, UploadedFile, bad_request
from bot.demo.limits import UPLOAD_BYTES

BODY_BYTES: Final = UPLOAD_BYTES + 1024 * 1024


async def read_call(request: Request) -> tuple[dict[str, object], dict[str, UploadedFile]]:
    """Parameters and files of a call, whichever way they came."""
    params: dict[str, object] = dict(request.query_params)
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not body:
        return params, {}
    if kind == "application/json":
        return params | _json(body), {}
    if kind == "multipart/form-data":
        fields, files = read_multipart(request.headers["content-type"], body)
        return params | fields, files
    return params | dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True)), {}


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES:
            raise Refusal(413, "Request Entity Too Large")
        parts.append(part)
    return b"".join(parts)


def _json(body: bytes) -> dict[str, object]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON object")
    return given


def read_multipart(
    content_type: str, body: bytes
) -> tuple[dict[str, str], dict[str, UploadedFile]]:
    """Fields and files of a multipart/form-data body."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + body)
    fields: dict[str, str] = {}
    files: dict[str, UploadedFile] = {}
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            continue
        content = _content(part)
        if file_name := part.get_filename():
            files[name] = UploadedFile(
                name=file_name, content=content, mime=part.get_content_type()
            )
        else:
            fields[name] = content.decode(errors="replace")
    return fields, files


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
