#!/bin/sh
# The browser tests drive Debian's Chromium. Install it where that can be done, else say exactly what to install.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "the browser tests need Chromium: run 'sudo apt-get install chromium', then call this again" >&2
exit 1
