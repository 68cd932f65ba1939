#!/bin/sh
# Resolve every pin anew: hashed, for every platform, without the address of any registry.
set -eu
cd "$(dirname "$0")/.."
uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links --prerelease if-necessary \
  --no-emit-package agenttrace-sdk --no-emit-package agenttrace-server \
  --extra all sdk/pyproject.toml server/pyproject.toml requirements/dev.in -o requirements/dev.txt "$@"
