#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks that the README is true: it shows a program and its output as they
are, what its table has for C++ are lines of a program, and what it links to is
there, as is every example that it names.

usage: test_readme.py README.md PROGRAM.cpp PROGRAM.out TABLE.cpp
"""

import pathlib
import re
import sys


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def check_program(readme, name, text):
    blocks = re.findall(r"^```\w*\n(.*?)^```$", readme, re.M | re.S)
    if text not in blocks:
        yield f"does not show {name}"


def check_table(readme, program):
    """The right column of a table of two columns, each cell code."""
    rows = re.findall(r"^\| (`.*`) \| (`.*`) \|$", readme, re.M)
    if len(rows) < 10:
        yield f"has a table of {len(rows)} rows"
    program = " ".join(program.split())
    for _, cell in rows:
        for code in re.findall(r"`(.*?)`", cell):
            if code not in program:
                yield f"shows what no program has: {code}"


def check_links(readme, top):
    for link in re.findall(r"\]\(([^)]*)\)", readme):
        if "://" not in link and not (top / link.partition("#")[0]).exists():
            yield f"links to what is not there: {link}"


def check_examples(readme, top):
    section = re.search(r"^## Examples$(.*?)^## ", readme, re.M | re.S)
    named = set(re.findall(r"`(\w+)`", section.group(1))) if section else set()
    there = {path.stem for path in (top / "example").glob("*.cpp")}
    for name in sorted(named - there):
        yield f"names an example that is not there: {name}"
    for name in sorted(there - named):
        yield f"does not name the example {name}"


def main():
    readme, program, output, table = map(read, sys.argv[1:])
    top = pathlib.Path(sys.argv[1]).resolve().parent
    # Without the purpose and the licence at the top of the file.
    program = program[program.index("#include"):]
    problems = [
        *check_program(readme, sys.argv[2], program),
        *check_program(readme, sys.argv[3], output),
        *check_table(readme, table),
        *check_links(readme, top),
        *check_examples(readme, top),
    ]
    for problem in problems:
        print("The README", problem)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
