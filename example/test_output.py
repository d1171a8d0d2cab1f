#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Compares what a program prints with a file.

usage: test_output.py EXPECTED PROGRAM [ARGS...]
"""

import difflib
import subprocess
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        expected = file.read()
    program = subprocess.run(
        sys.argv[2:], stdout=subprocess.PIPE, text=True, timeout=100)
    sys.stdout.writelines(difflib.unified_diff(
        expected.splitlines(True), program.stdout.splitlines(True),
        "expected", "printed"))
    if program.returncode:
        print("exit code", program.returncode)
    return program.returncode != 0 or program.stdout != expected


if __name__ == "__main__":
    sys.exit(main())
