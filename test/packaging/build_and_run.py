#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Compiles a program of one source, and runs it.

usage: build_and_run.py [--pkg-config PROGRAM] SOURCE COMPILER [OPTIONS...]

With --pkg-config, with what that says of boost_asyncio.
"""

import os
import subprocess
import sys
import tempfile


def ask(program, *options):
    return subprocess.run(
        [program, *options, "boost_asyncio"], check=True,
        stdout=subprocess.PIPE, text=True).stdout.split()


def main():
    arguments = sys.argv[1:]
    flags, libraries = [], ["-pthread"]
    if arguments[0] == "--pkg-config":
        _, program, *arguments = arguments
        flags, libraries = ask(program, "--cflags"), ask(program, "--libs")
        version = ask(program, "--modversion")
        print(flags, libraries, version)
        if len(version) != 1 or not version[0].startswith("0.1."):
            sys.exit("It has another version.")
    source, *command = arguments
    with tempfile.TemporaryDirectory() as directory:
        program = os.path.join(directory, "program")
        subprocess.run([*command, *flags, source, "-o", program, *libraries],
                       check=True)
        subprocess.run([program], check=True, timeout=60)


if __name__ == "__main__":
    main()
