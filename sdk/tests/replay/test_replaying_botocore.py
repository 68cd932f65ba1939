"""botocore and requests, which stand on urllib3, are recorded and served without a hook of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from agenttrace.replay import ReplayDivergence

from .conftest import Studio

ANSWER = (
    b'{"output": {"message": {"role": "assistant", "content": [{"text": "it is sunny"}]}}, "stopReason": "end_turn", '
    b'"usage": {"inputTokens": 3, "outputTokens": 4, "totalTokens": 7}, "metrics": {"latencyMs": 1}}'
)


@pytest.fixture
def bedrock() -> Iterator[str]:
    """A place that answers as Bedrock's Converse does, but that there is no model named `none`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            status, body = (404, b'{"message": "no such model"}') if "/none/" in self.path else (200, ANSWER)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def asked(bedrock: str, model: str, question: str = "hi") -> Any:
    client = Session().create_client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=bedrock,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        config=Config(retries={"total_max_attempts": 1}),
    )
    try:
        said = client.converse(modelId=model, messages=[{"role": "user", "content": [{"text": question}]}])
    except ClientError as error:
        return str(error)
    finally:
        client.close()
    return said["output"], said["usage"]


@pytest.mark.parametrize("model", ["some", "none"])
def test_a_call_of_botocore_comes_again_and_its_keys_are_not_kept(studio: Studio, bedrock: str, model: str) -> None:
    recorded = studio.record(lambda: asked(bedrock, model))
    replayer = studio.replayer()

    assert replayer.run(lambda: asked(bedrock, model)) == recorded
    assert replayer.report.is_faithful, str(replayer.report)
    assert b"Signature=" not in studio.everything_written()
    with pytest.raises(ReplayDivergence, match=r'"hi" → "another"'):
        studio.replayer().run(lambda: asked(bedrock, model, "another"))


def test_a_call_of_requests_comes_again_streamed_or_not(studio: Studio) -> None:
    url = studio.llm.openai_base_url + "/chat/completions"

    def program() -> Any:
        body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
        with requests.Session() as session:
            whole = session.post(url, json=body)
            with session.post(url, json={**body, "stream": True}, stream=True) as streamed:
                return whole.status_code, whole.json(), list(streamed.iter_lines())

    recorded = studio.record(program)
    replayer = studio.replayer()

    assert replayer.run(program) == recorded
    assert replayer.report.is_faithful, str(replayer.report)
