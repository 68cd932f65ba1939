"""What cannot be recorded is said when it is used, and does not get out of a replay."""

from __future__ import annotations

import logging
import sys
import threading
import types

import pytest
import websockets.sync.client
from websockets.sync.server import serve

from agenttrace.recording.http import uncovered
from agenttrace.recording.http.hooks import hooks
from agenttrace.replay.playing.network import NetworkBlocked

from .conftest import Studio


def test_a_websocket_is_said_once_and_is_not_let_out_of_a_replay(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    with serve(lambda connection: connection.send("hi"), "127.0.0.1", 0) as server:
        host, port = server.socket.getsockname()[:2]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def program() -> list[str | bytes]:
            found = []
            for _ in range(2):
                with websockets.sync.client.connect(f"ws://{host}:{port}") as connection:
                    found.append(connection.recv())
            return found

        with caplog.at_level(logging.WARNING, "agenttrace.recording"):
            assert studio.record(program) == ["hi", "hi"]
        replayer = studio.replayer()
        with pytest.raises(NetworkBlocked):
            replayer.run(program)
        server.shutdown()
        thread.join()

    said = [record.message for record in caplog.records if "websocket" in record.message]
    assert said == [f"a websocket (to {host}:{port}) is not recorded, so this run will not replay without it"]
    assert [e.payload["message"] for e in studio.reader().events if e.kind == "log"] == ["a websocket is not recorded"]
    assert replayer.report.blocked == [f"{host}:{port}"]


def test_a_channel_of_grpc_does_not_get_out_of_a_replay(studio: Studio) -> None:
    opened = []
    grpc = types.ModuleType("grpc")
    grpc.insecure_channel = opened.append  # type: ignore[attr-defined]
    grpc.secure_channel = opened.append  # type: ignore[attr-defined]
    studio.record(lambda: None)
    undo = uncovered.wrap_grpc(grpc)
    with studio.replayer() as replayer, pytest.raises(NetworkBlocked, match=r"model\.example:443"):
        grpc.insecure_channel("model.example:443")
    undo()
    grpc.insecure_channel("model.example:443")

    assert opened == ["model.example:443"]
    assert replayer.report.blocked == ["model.example:443"]
    assert "gRPC is not on any tape" in replayer.report.notes[0]


def test_the_libraries_are_as_they_were_when_nobody_records(studio: Studio) -> None:
    client = sys.modules["websockets.client"]
    before = client.ClientProtocol.__init__
    studio.record(lambda: None)
    hooks.stop()

    assert client.ClientProtocol.__init__ is before
