#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks the sources of the pages.

usage: check_pages.py --pages DIR --nav FILE --include DIR --code DIR...

- The navigation has every page, once, and no others.
- A page begins with its title.
- C++ is shown only as it stands in a program that is compiled: a block of it
  consists of includes of files below the directories of --code. A declaration
  that no program can have is marked by [source,cpp,role=pseudo].
- No paragraph has "++" twice, as in "C++ and g++": AsciiDoc takes them for a
  pair of marks and drops both. Write {cpp}, and g{plus}{plus}.
- A header that a page names is there: `<boost/asyncio/NAME.hpp>`, `NAME.hpp`,
  or `ROOM/NAME.hpp` for include/boost/asyncio/detail/ROOM/NAME.hpp.
- Every region of a program is shown by a page, or by a header below --include.
"""

import argparse
import pathlib
import re
import sys


def check_nav(nav, pages):
    errors = []
    listed = []
    for number, line in enumerate(
            nav.read_text(encoding="utf-8").splitlines(), 1):
        name = line.strip()
        if not name or name.startswith(("#", "=")):
            continue
        if name in listed:
            errors.append(f"{nav.name}:{number}: {name} is there twice")
        listed.append(name)
        if not (pages / f"{name}.adoc").exists():
            errors.append(f"{nav.name}:{number}: there is no page {name}")
    for page in sorted(pages.glob("*.adoc")):
        if page.stem not in listed:
            errors.append(f"{page.name}: is not in {nav.name}")
    return errors


def check_page(page, code):
    errors = []
    lines = page.read_text(encoding="utf-8").splitlines()
    if not lines or not re.match(r"= \S", lines[0]):
        errors.append(f"{page.name}:1: does not begin with '= Title'")
    is_cpp = False    # of the block that follows
    is_pseudo = False
    fence = None      # that ends the block
    marks = 0         # "++" in the paragraph
    for number, line in enumerate(lines, 1):
        where = f"{page.name}:{number}"
        if fence or not line.strip() or line.startswith(("|", "[", "=", "*")):
            marks = 0
        if not fence:
            marks += re.sub("`[^`]*`", "", line).count("++")
            if marks > 1:
                errors.append(f'{where}: "++" twice in a paragraph')
                marks = 0
        if fence:
            if line == fence:
                fence = None
                is_cpp = is_pseudo = False
            elif is_cpp and not is_pseudo and line.strip():
                m = re.match(r"include::([^\[]+)\[.*\]$", line)
                if not m:
                    errors.append(f"{where}: C++ that nobody compiles")
                else:
                    path = (page.parent / m.group(1)).resolve()
                    if not any(d.resolve() in path.parents for d in code):
                        errors.append(
                            f"{where}: {m.group(1)} is no program that the "
                            "tests build")
        elif re.match(r"\[source\s*,\s*(cpp|c\+\+)|\[,\s*(cpp|c\+\+)", line):
            is_cpp = True
            is_pseudo = bool(re.search(r"role=\"?pseudo\b", line))
        elif re.match(r"```\s*(cpp|c\+\+)", line):
            errors.append(f"{where}: write [source,cpp] for C++")
        elif re.fullmatch(r"-{4,}|\.{4,}|`{3}\w*", line):
            fence = line.rstrip("abcdefghijklmnopqrstuvwxyz")
        elif line.strip() and not line.startswith(("[", ".")):
            is_cpp = is_pseudo = False
    if fence:
        errors.append(f"{page.name}: a block has no end")
    return errors


def check_headers(page, include):
    errors = []
    ours = include / "boost" / "asyncio"
    for number, line in enumerate(
            page.read_text(encoding="utf-8").splitlines(), 1):
        for full, short in re.findall(
                r"`(?:<(boost/asyncio[/.][\w/.]+)>|([\w/]+\.[hi]pp))`", line):
            places = ([include / full] if full else
                      [ours / short, ours / "detail" / short])
            if "NAME" not in line and not any(p.exists() for p in places):
                errors.append(f"{page.name}:{number}: there is no header "
                              f"{full or short}")
    return errors


def check_regions(pages, include, code):
    shown = set()
    for page in pages.glob("*.adoc"):
        for name, tags in re.findall(
                r"^include::(?:[^\[]*/)?([^\[/]+)\[.*?tags?=([\w;]+)",
                page.read_text(encoding="utf-8"), re.MULTILINE):
            shown |= {(name, tag) for tag in tags.split(";")}
    for header in include.rglob("*.hpp"):
        shown |= set(re.findall(
            r"@snippet (\S+) (\S+)", header.read_text(encoding="utf-8")))
    return [
        f"{path.name}: nothing shows the region {tag}"
        for directory in code for path in sorted(directory.rglob("*.cpp"))
        for tag in re.findall(
            r"// tag::(\w+)\[\]", path.read_text(encoding="utf-8"))
        if (path.name, tag) not in shown]


def main():
    parser = argparse.ArgumentParser()
    for name in ("--pages", "--nav", "--include"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument(
        "--code", type=pathlib.Path, nargs="+", required=True)
    args = parser.parse_args()
    errors = check_nav(args.nav, args.pages)
    for page in sorted(args.pages.glob("*.adoc")):
        errors += check_page(page, args.code)
        errors += check_headers(page, args.include)
    errors += check_regions(args.pages, args.include, args.code)
    for text in errors:
        print("error:", text, file=sys.stderr)
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
