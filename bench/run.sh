#!/usr/bin/env bash
# Measures the release binary beside HAProxy: CPU a request, in the same run. `./dev bench [ROUNDS]`
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
for package in haproxy nginx-light wrk python3; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi
exec /usr/bin/python3 bench/compare.py "$@"
