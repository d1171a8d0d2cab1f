#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""The public names of Python's asyncio, and whether the page for those who
come from there says something of each.

usage: asyncio_names.py record            prints the names of this Python
       asyncio_names.py check NAMES PAGE  NAMES: what record has printed
"""

import asyncio
import contextlib
import contextvars
import re
import sys
from concurrent import futures

# What has no counterpart as a whole, such as StreamReader, is one name.
CLASSES = [
    ("loop", asyncio.AbstractEventLoop, None),
    ("Future", asyncio.Future, None),
    ("Task", asyncio.Task, asyncio.Future),
    ("Handle", asyncio.Handle, None),
    ("TimerHandle", asyncio.TimerHandle, asyncio.Handle),
    ("Lock", asyncio.Lock, None),
    ("Event", asyncio.Event, None),
    ("Condition", asyncio.Condition, None),
    ("Semaphore", asyncio.Semaphore, None),
    ("Queue", asyncio.Queue, None),
    ("concurrent.futures.Future", futures.Future, None),
    ("AsyncExitStack", contextlib.AsyncExitStack, None),
    ("Context", contextvars.Context, None),
    ("ContextVar", contextvars.ContextVar, None),
    ("Token", contextvars.Token, None),
]
NEW = ["Barrier", "Runner", "TaskGroup", "Timeout"]  # since 3.11
CONTEXTLIB = ["AbstractAsyncContextManager", "AsyncExitStack", "aclosing",
              "asynccontextmanager", "nullcontext"]


def public(cls):
    return {name for name in dir(cls) if not name.startswith("_")}


def record():
    print("# The public names of asyncio, of the asynchronous part of "
          "contextlib, and of\n# contextvars; recorded from CPython %d.%d.%d "
          "on %s by tool/asyncio_names.py."
          % (sys.version_info[:3] + (sys.platform,)))
    names = {"asyncio." + name for name in asyncio.__all__}
    names |= {"contextlib." + name for name in CONTEXTLIB}
    names |= {"contextvars." + name for name in contextvars.__all__}
    new = [(name, getattr(asyncio, name), None) for name in NEW]
    for name, cls, base in CLASSES + new:
        members = public(cls) - (public(base) if base else set())
        names |= {name + "." + member for member in members}
    for name in sorted(names):
        print(name)


def first_cells(page):
    """The first cell of each row of the page's tables, which have two."""
    for table in re.findall(r"^\|===$(.*?)^\|===$", page, re.M | re.S):
        cells = re.split(r"(?:^|(?<=\s))\| ", table.strip(), flags=re.M)[1:]
        if len(cells) % 2:
            sys.exit("a table with half a row:" + table)
        yield from cells[::2]


def check(names_path, page_path):
    with open(names_path, encoding="utf-8") as file:
        names = [line.strip() for line in file
                 if line.strip() and not line.startswith("#")]
    with open(page_path, encoding="utf-8") as file:
        found = [name for cell in first_cells(file.read())
                 for name in re.findall(r"`\+?([\w.]+?)\+?`", cell)]
    if not names:
        sys.exit("no names in " + names_path)
    wrong = ["not in the tables: " + n for n in names if n not in found]
    wrong += ["no name of Python's: " + n for n in set(found) - set(names)]
    wrong += ["twice: " + n for n in set(found) if found.count(n) > 1]
    if wrong:
        sys.exit("%s:\n%s" % (page_path, "\n".join(sorted(wrong))))


if __name__ == "__main__":
    if sys.argv[1:] == ["record"]:
        record()
    elif len(sys.argv) == 4 and sys.argv[1] == "check":
        check(*sys.argv[2:])
    else:
        sys.exit(__doc__)
