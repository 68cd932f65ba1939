"""Tools of an MCP server over HTTP, by both clients of mcp: one by one, at once, failing; with lists in between."""

import asyncio
import os

from mcp import ClientSession
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

URL = os.environ["MCP_URL"]


def main() -> None:
    asyncio.run(_with_session())
    asyncio.run(_with_client())


async def _with_session() -> None:
    async with streamable_http_client(URL) as streams, ClientSession(*streams[:2]) as session:
        await session.initialize()
        await _work(session)


async def _with_client() -> None:
    async with Client(URL) as client:
        await _work(client)


async def _work(client: ClientSession | Client) -> None:
    print([tool.name for tool in (await client.list_tools()).tools])
    print((await client.call_tool("get_weather", {"city": "Rome"})).content)
    print((await client.list_prompts()).prompts)
    for each in await asyncio.gather(*(client.call_tool("get_weather", {"city": "Oslo"}) for _ in range(3))):
        print(each.content)
    print(await client.call_tool("get_weather", {"city": "Atlantis"}))
    print([tool.description for tool in (await client.list_tools()).tools])
