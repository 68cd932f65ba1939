#!/bin/sh
# Resolve the environments anew: hashed, exact, for every platform, without the address of any registry.  lock.sh [FRAMEWORK...]
set -eu
cd "$(dirname "$0")/programs"
for framework in "${@:-*}"; do
  for asked in $framework/*.in; do
    uv pip compile --quiet --universal --python-version 3.11 --no-python-downloads --generate-hashes --no-header \
      --no-annotate --no-emit-index-url --no-emit-find-links --prerelease if-necessary "$asked" -o "${asked%.in}.txt"
  done
done
