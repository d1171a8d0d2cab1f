#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Looks at the deadlock of stuck from outside, and then waits for its own look.

usage: test_stuck.py PROGRAM
"""

import re
import signal
import subprocess
import sys
import time

TREE = [
    r"'a to b': waits for a lock 'b' at .*stuck\.cpp:(\d+), "
    r"held by 'b to a' \(created at .*stuck\.cpp:\d+\)",
    r"'b to a': waits for a lock 'a' at .*stuck\.cpp:(\d+), "
    r"held by 'a to b' \(created at .*stuck\.cpp:\d+\)",
    r"waiting for one another: 'a to b' -> 'b to a' -> 'a to b'",
]


def check(text, expected, what):
    lines = [line.strip() for line in text.splitlines()]
    for pattern in expected:
        if not any(re.fullmatch(pattern, line) for line in lines):
            sys.exit("%s: no line %s in\n%s" % (what, pattern, text))


def main():
    program = subprocess.Popen(
        [sys.argv[1], "3000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)
    try:
        # Before it has asked for the signal, the signal would end it.
        ready = program.stdout.readline()
        if not ready.startswith("kill -USR1 %d " % program.pid):
            sys.exit("first line: " + ready)
        # It is stuck for nearly three seconds. At its end it no longer asks.
        for _ in range(10):
            program.send_signal(signal.SIGUSR1)
            time.sleep(0.1)
        out, err = program.communicate(timeout=60)
    finally:
        program.kill()
    check(err, TREE, "from outside")
    check(out, ["no progress:"] + TREE + [
        "deadlock: nothing moved; a has 100, b has 100",
        r"'main': runs \(created at .*stuck\.cpp:\d+\)"], "from inside")
    if program.returncode:
        sys.exit("exit code %d, %s" % (program.returncode, err))
    usage = subprocess.run(
        [sys.argv[1], "soon"], capture_output=True, text=True, timeout=60)
    if usage.returncode != 2 or "usage: stuck" not in usage.stderr:
        sys.exit("a wrong argument: %s" % usage)


if __name__ == "__main__":
    main()
