#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks that the README shows a program and its output as they are.

usage: test_readme.py README.md PROGRAM.cpp PROGRAM.out
"""

import re
import sys


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def main():
    readme, program, output = map(read, sys.argv[1:])
    # Without the purpose and the licence at the top of the file.
    program = program[program.index("#include"):]
    blocks = re.findall(r"^```\w*\n(.*?)^```$", readme, re.M | re.S)
    missing = [name for name, text in zip(sys.argv[2:], [program, output])
               if text not in blocks]
    for name in missing:
        print("The README does not show", name)
    return len(missing)


if __name__ == "__main__":
    sys.exit(main())
