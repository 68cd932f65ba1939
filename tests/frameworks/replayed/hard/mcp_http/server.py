"""A server of tools over streamable HTTP; prints its port. No two calls give the same."""

import itertools
import socket

import uvicorn
from mcp.server.mcpserver import MCPServer

server = MCPServer("weather")
calls = itertools.count(1)


@server.tool()
def get_weather(city: str) -> str:
    """Look up the weather."""
    if city == "Atlantis":
        raise ValueError("it has sunk")
    return f"sunny in {city}, call {next(calls)}"


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(server.streamable_http_app(), log_level="warning")).run([listening])
