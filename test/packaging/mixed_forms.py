#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""A program of which a part has the library header-only, and another part in
the separate form, is refused by the linker; without the mixture it is not.

usage: mixed_forms.py COMPILER [OPTIONS...]

Ends with 77, which is to skip the test, if no linker here refuses anything:
lld does not.
"""

import os
import subprocess
import sys
import tempfile

# As little of the library as can be.
MAIN = """
#include <boost/asyncio/exception_group.hpp>

int main()
{
    boost::asyncio::exception_group("both", {});
}
"""
OTHER = "#include <boost/asyncio/config.hpp>\n"

SEPARATE = "-DBOOST_ASYNCIO_SEPARATE_COMPILATION"
NAME = "header_only_and_separate_compilation_mixed"


def works(*command):
    return not subprocess.run(command, capture_output=True).returncode


def main():
    compiler = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        def path(name):
            return os.path.join(directory, name)

        def link(linker, other):
            return subprocess.run(
                [*compiler, linker, path("main.o"), path(other), "-pthread",
                 "-o", path("program")], capture_output=True, text=True)

        for flags, text, output in [
                ([], MAIN, "main.o"),
                ([], OTHER, "other.o"),
                ([SEPARATE], OTHER, "separate.o")]:
            with open(path("source.cpp"), "w", encoding="utf-8") as file:
                file.write(text)
            subprocess.run(
                [*compiler, *flags, "-c", path("source.cpp"), "-o",
                 path(output)], check=True)

        linkers = [
            linker for linker in ("-fuse-ld=bfd", "-fuse-ld=gold")
            if works(*compiler, linker, "-Wl,--version")]
        for linker in linkers:
            good = link(linker, "other.o")
            if good.returncode:
                sys.exit(f"{linker} refuses one form:\n{good.stderr}")
            mixed = link(linker, "separate.o")
            if not mixed.returncode:
                sys.exit(f"{linker} accepts a mixture")
            if NAME not in mixed.stderr:
                sys.exit(f"{linker} does not say why:\n{mixed.stderr}")
            print(mixed.stderr)
    return 0 if linkers else 77


if __name__ == "__main__":
    sys.exit(main())
