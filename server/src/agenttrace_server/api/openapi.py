"""Print the OpenAPI document: `python -m agenttrace_server.api.openapi`; the web application's types come from it."""

from __future__ import annotations

import sys

import orjson

from agenttrace_server.api.application import openapi_document, routed


def main() -> None:
    """Write the document to stdout, keys sorted so that a change is a small diff."""
    document = openapi_document(routed())
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")


if __name__ == "__main__":
    main()
