"""Tools of an MCP server over stdio. Each call gives another number, so one that runs again is seen."""

import asyncio
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

SERVER = """
import itertools
from mcp.server.mcpserver import MCPServer
server = MCPServer("weather")
calls = itertools.count(1)
@server.tool()
def get_weather(city: str) -> str:
    if city == "Atlantis":
        raise ValueError("it has sunk")
    with open("calls.txt", "a") as file:
        file.write(city)
    return f"sunny in {city}, call {len(open('calls.txt').read())}"
server.run("stdio")
"""


def main() -> None:
    asyncio.run(_work())


async def _work() -> None:
    server = StdioServerParameters(command=sys.executable, args=["-c", SERVER])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        print([tool.name for tool in (await session.list_tools()).tools])
        print((await session.call_tool("get_weather", {"city": "Rome"})).content)
        for each in await asyncio.gather(*(session.call_tool("get_weather", {"city": "Oslo"}) for _ in range(3))):
            print(each.content)
        print(await session.call_tool("get_weather", {"city": "Atlantis"}))
        print([tool.name for tool in (await session.list_tools()).tools])
