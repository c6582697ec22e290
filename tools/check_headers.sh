#!/usr/bin/env bash
# Compiles each header alone (syntax only): what it uses it must include.
set -euo pipefail
cd "$(dirname "$0")/.."
check() {
  g++ -std=c++23 -fsyntax-only -x c++ -Isrc -DXXH_INLINE_ALL -DBOOST_ASIO_NO_DEPRECATED -DBOOST_ASIO_DISABLE_BOOST_COROUTINE \
    -Wall -Wextra -Wno-pragma-once-outside-header "$1" || { echo "does not compile alone: $1"; return 1; }
}
export -f check
git ls-files 'src/*.h' | xargs -P "$(nproc)" -I{} bash -c 'check {}'
echo "headers: ok"
