"""Files are given by hash: the right type, nothing that can run, nobody else's."""

from __future__ import annotations

import base64

import pytest
from fastapi.testclient import TestClient

from agenttrace.model import Message, Part, PartType, ProjectName
from agenttrace_server.store.api.content import blob_hash

from .conftest import House, SpanMaker

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script>" + b" " * 2_000 + b"</svg>"
HTML = b"<!doctype html><script>alert(1)</script>" + b"x" * 2_000


def kept(house: House, make_span: SpanMaker, data: bytes, project: str = "default") -> str:
    attributes = {"in": f'{{"data":"{base64.b64encode(data).decode()}"}}'}
    house.keep(make_span(1, project=ProjectName(project), attributes=attributes))
    return blob_hash(data)


@pytest.mark.parametrize(
    ("data", "media_type", "kind"),
    [
        (PNG, "image/png", "inline"),
        (SVG, "image/svg+xml", "attachment"),
        (HTML, "text/plain; charset=utf-8", "attachment"),
        (bytes(2_000), "application/octet-stream", "attachment"),
    ],
)
def test_a_file_has_its_type_and_can_run_nothing(
    client: TestClient, house: House, make_span: SpanMaker, data: bytes, media_type: str, kind: str
) -> None:
    answer = client.get(f"/api/v1/blobs/{kept(house, make_span, data)}?project=default")
    assert answer.content == data
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_a_file_of_another_project_is_not_there(client: TestClient, house: House, make_span: SpanMaker) -> None:
    name = kept(house, make_span, PNG, project="shop")
    assert client.get(f"/api/v1/blobs/{name}?project=default").status_code == 404
    assert client.get(f"/api/v1/blobs/{name}?project=shop").status_code == 200


@pytest.mark.parametrize("name", ["x", "A" * 64, "..%2f..%2fetc%2fpasswd", "0" * 63])
def test_what_is_no_hash_is_refused(client: TestClient, name: str) -> None:
    assert client.get(f"/api/v1/blobs/{name}?project=default").status_code in (400, 404)


def test_a_message_says_where_its_file_is(client: TestClient, house: House, make_span: SpanMaker) -> None:
    part = Part(PartType.MEDIA, name="c.png", mime_type="image/png", sha256="ab" * 32, size_bytes=7)
    span = make_span(1, project=ProjectName("a b{}"), input_messages=(Message("user", (part,)),))
    house.keep(span)
    answer = client.get(f"/api/v1/spans/{span.span_id}").json()
    assert answer["messages"][0]["parts"][0]["attachment"] == {
        "sha256": "ab" * 32,
        "media_type": "image/png",
        "size_bytes": 7,
        "name": "c.png",
        "href": f"/api/v1/blobs/{'ab' * 32}?project=a%20b%7B%7D",
    }
