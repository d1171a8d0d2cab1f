#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Counts what the page on the tests gives numbers of.

usage: check_numbers.py PAGE.adoc TEST_DIRECTORY

The page says "more than N" of each, so that a test can be added without a
change there: N may be up to a fifth too low, and not too high.
"""

import pathlib
import re
import sys


def cases(directory):
    """Test cases of Boost.Test."""
    return sum(
        path.read_text(encoding="utf-8").count("\nBOOST_AUTO_TEST_CASE(")
        for path in directory.glob("*.cpp"))


def files(directory, pattern):
    return len(list(directory.glob(pattern)))


def count(test):
    return {
        "unit tests": cases(test),
        "scenarios": files(test / "asyncio" / "traces", "*.py"),
        "interrupted bodies": cases(test / "interrupt"),
        "programs that must not compile": files(test / "compile_fail", "*.cpp"),
        "tests with threads": cases(test / "threads"),
    }


def main():
    page = " ".join(
        pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").split())
    problems = 0
    for what, n in count(pathlib.Path(sys.argv[2])).items():
        said = re.findall(rf"more than (\d+) {what}", page)
        if len(said) != 1:
            problems += 1
            print(f'The page says {len(said)} times "more than N {what}"')
        for number in map(int, said):
            if not number < n <= number * 1.2 + 1:
                problems += 1
                print(f"The page says more than {number} {what}; it is {n}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
