"""The loopback socket: accepts connections, gives each a thread, and ends them all when it is stopped."""

from __future__ import annotations

import selectors
import socket
import socketserver
import threading
from typing import Any

_JOIN_TIMEOUT_S = 5.0


class Listener(socketserver.TCPServer):
    """A threaded TCP server that sleeps while nothing happens and stops at once."""

    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(address, handler)
        self._stopping = threading.Event()
        self._told, self._teller = socket.socketpair()
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._accepting = threading.Thread(target=self._accept, name="scripted-llm", daemon=True)

    def start(self) -> None:
        self._accepting.start()

    def stop(self) -> None:
        """End the listener, every open connection and its thread."""
        self._stopping.set()
        self._teller.close()
        socket.create_connection(self.address).close()
        self._accepting.join(_JOIN_TIMEOUT_S)
        with self._lock:
            connections = dict(self._open)
        for connection in connections.values():
            _hang_up(connection)
        for thread in connections:
            thread.join(_JOIN_TIMEOUT_S)
        self.server_close()
        self._told.close()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.server_address[:2]
        return str(host), int(port)

    def wait(self, connection: socket.socket, seconds: float | None) -> bool:
        """Wait so long, or for ever; return False early if the client has gone or the server stops."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._told, selectors.EVENT_READ)
            selector.register(connection, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(seconds)}
            if connection in ready and self._told not in ready and _has_sent_more(connection):
                selector.unregister(connection)
                ready = {key.fileobj for key, _ in selector.select(seconds)}
        return not ready

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return not self._stopping.is_set()

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._serve_connection, args=(request, client_address), name="scripted-llm-call", daemon=True
        )
        with self._lock:
            self._open[thread] = request
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            self.handle_request()

    def _serve_connection(self, connection: socket.socket, client_address: Any) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.finish_request(connection, client_address)
        except OSError:
            return  # the client has gone: that is its right, and there is nobody left to tell
        finally:
            self.shutdown_request(connection)
            with self._lock:
                self._open.pop(threading.current_thread(), None)


def _has_sent_more(connection: socket.socket) -> bool:
    """Say whether the client's bytes, not its leaving, woke us."""
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except OSError:
        return False


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already gone
