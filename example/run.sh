#!/usr/bin/env bash
# Builds and runs an example, installing first what is missing to do so.
#
# usage: run.sh [NAME [ARGS...]]     NAME is tour unless given, or such as
#                                  tutorial/1_greeting

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
examples=$(cd "$top/example" && printf '%s\n' *.cpp */*.cpp | sed 's/\.cpp$//')
name=${1:-tour}
shift || true

if ! grep -qxF -- "$name" <<<"$examples"; then
    printf 'There is no example "%s", but:\n%s\n' "$name" "$examples" >&2
    exit 2
fi

# What the program prints is all that goes to standard output.
{
    "$top/cmake/install-dependencies.sh" example
    cmake -S "$top" -B "$top/build/example" \
        -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
    cmake --build "$top/build/example" --parallel "$(nproc)" \
        --target "example_${name//\//_}"
} >&2
exec "$top/build/example/example/$name" "$@"
