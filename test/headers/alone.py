#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Compiles each header alone and twice, without code.

usage: alone.py INCLUDE_DIRECTORY COMPILER [OPTION...]

All headers in the separate form; those that users include also in the other
one, with the bodies that the headers below them bring. A header in impl/ is a
part of another, which includes it.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys

SEPARATE = "-DBOOST_ASYNCIO_SEPARATE_COMPILATION"


def headers_of(directory):
    """The headers, and whether users include them."""
    boost = pathlib.Path(directory) / "boost"
    for path in sorted(boost.rglob("*.hpp")):
        name = path.relative_to(boost).as_posix()
        if "/impl/" not in name and name != "asyncio/src.hpp":
            yield name, "/detail/" not in name


def problems_of(command, header, options):
    source = f"#include <boost/{header}>\n" * 2
    run = subprocess.run(
        [*command, *options, "-fsyntax-only", "-x", "c++", "-"],
        input=source, capture_output=True, text=True, check=False)
    if run.returncode == 0 and not run.stderr:
        return ""
    form = "separate" if options else "header-only"
    return f"{header}, {form}:\n{run.stderr}"


def main():
    directory, *command = sys.argv[1:]
    command.append("-I" + directory)
    jobs = []
    for header, is_public in headers_of(directory):
        jobs.append((header, [SEPARATE]))
        if is_public:
            jobs.append((header, []))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda job: problems_of(command, *job), jobs))
    for problem in filter(None, found):
        print(problem)
    print(f"{len(jobs)} compiled, {sum(map(bool, found))} with problems")
    return any(found) or not jobs


if __name__ == "__main__":
    sys.exit(main())
