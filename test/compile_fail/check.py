#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks that a source does not compile, and what the compiler says about it.

usage: check.py SOURCE HEADER COMPILER [OPTIONS...]

The source names the words in comments, "// Says: words". With the macro GOOD
it compiles, so it is no slip elsewhere that the compiler complains of. A comment
"// With: options" names options of the compiler that are not given with GOOD.
HEADER is case.hpp where it is precompiled, for the sources that include it.
"""

import os
import re
import subprocess
import sys


def compile_source(source, compiler, *options):
    return subprocess.run(
        [*compiler, *options, "-fsyntax-only", source], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "LC_ALL": "C"})


def main():
    source, header, *compiler = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        text = file.read()
    words = re.findall(r"^// Says: (.*)$", text, re.M)
    options = " ".join(re.findall(r"^// With: (.*)$", text, re.M)).split()
    if not words:
        return "The source does not say what to expect."
    if '#include "case.hpp"' in text:
        compiler += ["-include", header]

    good = compile_source(source, compiler, "-DGOOD")
    if good.returncode:
        return f"It does not compile with GOOD:\n{good.stdout}"

    bad = compile_source(source, compiler, *options)
    if not bad.returncode:
        return "It compiles."
    missing = [w for w in words if w not in bad.stdout]
    if missing:
        return f"The compiler does not say {missing}, but:\n{bad.stdout}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
