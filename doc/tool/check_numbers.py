#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Counts what the page on the tests gives numbers of, and holds the page on the
benchmarks against what they check.

usage: check_numbers.py TESTS.adoc TEST_DIRECTORY BENCHMARKS.adoc run.py

Beside run.py is compile_time.py, which writes a table of that page.
The page on the tests says "more than N" of each, so that a test can be added
without a change there: N may be up to a fifth too low, and not too high.
"""

import importlib.util
import pathlib
import re
import sys

sys.dont_write_bytecode = True


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


def check_tests(page, test):
    page = " ".join(page.read_text(encoding="utf-8").split())
    for what, n in count(test).items():
        said = re.findall(rf"more than (\d+) {what}", page)
        if len(said) != 1:
            yield f'says {len(said)} times "more than N {what}"'
        for number in map(int, said):
            if not number < n <= number * 1.2 + 1:
                yield f"says more than {number} {what}; it is {n}"


def check_benchmarks(page, run):
    """The table: workload, Asio, this library, ratio, bar."""
    bars = dict(re.findall(
        r'^    "(\w+)": \(\d+, \d+, ([\d.]+), [\d.]+\),$',
        run.read_text(encoding="utf-8"), re.M))
    rows = re.findall(
        r"^\| `(\w+)` \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+)$",
        page.read_text(encoding="utf-8"), re.M)
    if not bars or {row[0] for row in rows} != set(bars):
        yield f"has other workloads than {run.name}"
        return
    for name, raw, ours, ratio, bar in rows:
        if float(bar) != float(bars[name]):
            yield f"says that the bar of {name} is {bar}; it is {bars[name]}"
        # The ratio is that of the numbers before they were rounded.
        if abs(int(ours) / int(raw) - float(ratio)) > 0.0006 + 1 / int(raw):
            yield f"has a wrong ratio of {name}"
        if float(ratio) > float(bar):
            yield f"has a ratio of {name} that is over its bar"


def check_compile_time(page, script):
    """The table: what, form, goal, ratios with two compilers."""
    spec = importlib.util.spec_from_file_location("compile_time", script)
    compile_time = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(compile_time)
    goals = compile_time.goals()
    rows = re.findall(
        r"^\| (.+) \| (header-only|separate) \| ([\d.]+) \| (\S+) \| (\S+)$",
        page.read_text(encoding="utf-8"), re.M)
    if [row[:2] for row in rows] != list(goals):
        yield f"has other programs than {script.name}"
        return
    for name, form, goal, *ratios in rows:
        what = f"{name}, {form}"
        if float(goal) != goals[name, form]:
            yield f"says that the goal of {what} is {goal}; it is " \
                  f"{goals[name, form]}"
        for ratio, compiler in zip(ratios, ("g++", "clang++")):
            measured = compile_time.is_measured(name, compiler)
            if (ratio == "-") == measured:
                yield f"wants {script.name} --write: {what}, {compiler}"
            elif measured and float(ratio) > goals[name, form]:
                yield f"has a ratio of {what} that is over its goal"


def main():
    tests, test, benchmarks, run = map(pathlib.Path, sys.argv[1:])
    problems = [
        *(f"{tests.name} {p}" for p in check_tests(tests, test)),
        *(f"{benchmarks.name} {p}" for p in check_benchmarks(benchmarks, run)),
        *(f"{benchmarks.name} {p}" for p in check_compile_time(
            benchmarks, run.with_name("compile_time.py"))),
    ]
    for problem in problems:
        print(problem)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
