"""The WebSocket, through the whole application."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect

PATH = "ws://127.0.0.1/api/v1/ws/spans"


def test_a_watcher_is_greeted_and_hears_of_new_spans(client, house, make_span):
    with client.websocket_connect(PATH) as socket:
        assert socket.receive_json()["type"] == "hello"
        house.keep(make_span(0))
        change = socket.receive_json()
    assert (change["type"], change["spans"][0]["name"]) == ("change", "span 0")


def test_the_end_of_the_server_is_said_with_a_code(client, house):
    with client.websocket_connect(PATH) as socket:
        socket.receive_json()
        house.bus.close()
        with pytest.raises(WebSocketDisconnect) as left:
            socket.receive_json()
    assert left.value.code == 1001


@pytest.mark.parametrize(("query", "reason"), [("colour=red", "colour"), ("trace=xyz", "trace id")])
def test_an_unreadable_wish_is_refused_in_words(client, query, reason):
    with client.websocket_connect(f"{PATH}?{query}") as socket, pytest.raises(WebSocketDisconnect) as left:
        socket.receive_json()
    assert left.value.code == 1008
    assert reason in left.value.reason


def test_watchers_are_counted_while_they_watch(client, house):
    with client.websocket_connect(PATH) as socket:
        socket.receive_json()
        assert "agenttrace_live_watchers 1.0" in client.get("/metrics").text
