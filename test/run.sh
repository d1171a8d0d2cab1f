#!/usr/bin/env bash
# Builds and runs the tests, installing first what is missing to do so.
#
# usage: run.sh [PRESET]     all of CMakePresets.json unless given

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
presets=(release gcc-address clang-address clang-thread)

if [[ $# -gt 0 ]]; then
    if [[ $# -gt 1 || " ${presets[*]} " != *" $1 "* ]]; then
        echo "usage: $0 [PRESET], which is one of: ${presets[*]}" >&2
        exit 2
    fi
    presets=("$1")
fi

cmake/install-dependencies.sh test

run_preset()
{
    cmake --preset "$1" &&
        cmake --build --preset "$1" --parallel "$(nproc)" &&
        ctest --preset "$1"
}

summary=()
failed=0
for preset in "${presets[@]}"; do
    start=$SECONDS
    if [[ $preset == clang-* ]] && ! command -v clang++-19 >/dev/null; then
        result="skipped: there is no clang++-19"
    elif run_preset "$preset"; then
        result=passed
    else
        result=FAILED
        failed=1
    fi
    summary+=("$(printf '%-14s %5d s  %s' \
        "$preset" $((SECONDS - start)) "$result")")
done

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
