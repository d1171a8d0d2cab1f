#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Makes the package for Debian, unpacks it, and compiles a source against it.

usage: debian_test.py CPACK CONFIG SOURCE COMPILER [OPTIONS...]
"""

import glob
import os
import re
import subprocess
import sys
import tempfile

FILES = """
include/boost/asyncio.hpp
include/boost/asyncio/impl/exception_group.ipp
include/boost/asyncio/src.hpp
share/boost_asyncio/gdb/boost_asyncio.py
share/cmake/boost_asyncio/boost_asyncio-config-version.cmake
share/cmake/boost_asyncio/boost_asyncio-config.cmake
share/cmake/boost_asyncio/boost_asyncio-targets.cmake
share/cmake/boost_asyncio/compiled.cmake
share/doc/libboost-asyncio-dev/copyright
share/pkgconfig/boost_asyncio.pc
"""


def output(*command):
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main():
    cpack, config, source, *compiler = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        output(cpack, "-G", "DEB", "--config", config, "-B", directory)
        packages = glob.glob(
            os.path.join(directory, "libboost-asyncio-dev_*_all.deb"))
        if len(packages) != 1:
            sys.exit(f"packages: {os.listdir(directory)}")
        print(output("dpkg-deb", "--info", packages[0]))

        contents = {line.split()[-1] for line in output(
            "dpkg-deb", "--contents", packages[0]).splitlines()}
        missing = {f"./usr/{name}" for name in FILES.split()} - contents
        # It is for every architecture, and is but this library.
        other = [name for name in contents if not re.match(
            r"\./(usr/)?$|\./usr/(include|share)/", name)]
        if missing or other:
            sys.exit(f"missing: {missing}, not expected: {other}")

        root = os.path.join(directory, "root")
        output("dpkg-deb", "--extract", packages[0], root)
        output(*compiler, "-fsyntax-only", "-I", f"{root}/usr/include", source)


if __name__ == "__main__":
    main()
