"""A reverse proxy that serves a server under a prefix and strips it, as nginx does; everything else is not found."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Iterator

_FIRST_LINE = re.compile(rb"^([A-Z]+) (\S+) HTTP/1\.1\r\n")
_KEEP_ALIVE = re.compile(rb"\r\nconnection: keep-alive", re.IGNORECASE)


@contextlib.contextmanager
def under_prefix(prefix: str, port: int) -> Iterator[str]:
    """Serve what listens on `port` below `prefix` and yield the address without the prefix."""

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = self._head()
            asked = _FIRST_LINE.match(head)
            if asked is None or not asked[2].startswith(f"{prefix}/".encode()):
                self.request.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                return
            stripped = asked[1] + b" " + asked[2][len(prefix) :] + b" HTTP/1.1\r\n" + head[asked.end() :]
            with socket.create_connection(("127.0.0.1", port)) as behind:
                behind.sendall(_KEEP_ALIVE.sub(b"\r\nconnection: close", stripped))
                sending = threading.Thread(target=pump, args=(self.request, behind), daemon=True)
                sending.start()
                pump(behind, self.request)

        def _head(self) -> bytes:
            head = b""
            while b"\r\n\r\n" not in head:
                more = self.request.recv(65_536)
                if not more:
                    break
                head += more
            return head

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Connection) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
        proxy.shutdown()


def pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes until either side has closed."""
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
