#!/usr/bin/env python3
# Compares what programs cost to compile with what they cost with Asio alone.
#
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)

"""Compiles the programs in bench/compile_time, and those that do the same with
Asio alone, in turns.

    bench/compile_time.py               prints the table
    bench/compile_time.py --check       and fails if a ratio is over its goal
    bench/compile_time.py --write PAGE  and puts the ratios into the page of the
                                        documentation, which is
                                        doc/pages/benchmarks.adoc

A time is what the compiler uses of the processor in user mode, the smallest of
all rounds; a size is that of the code and constants in the object. Each depends
on the machine and on the compiler; a ratio of two does so less. The compilers
run side by side. What needs long is compiled once: "ten calls" and "sanitized".

Where others use the machine, too, one time is a fifth more than the next, and
large programs suffer more than small ones. So --check allows a quarter more than
each goal of a time; it compiles only what has a goal, and what is over it again,
up to --rounds times.

Each program is run once, too.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent

FORMS = ("header-only", "separate")

# A program in HERE/compile_time, where that with Asio alone stands beside it;
# whether it takes long; goals, as ratios to Asio alone, for each form, or None.
Measure = collections.namedtuple(
    "Measure", "what program flags heavy time code", defaults=[None, None])

# That a program of 30 lines takes a half of what it took, or a third in the
# separate form, can be said only as ratio, since nobody has the old times: it
# took 3.7 times as long as with Asio alone, so these are 1.85 and 1.1.
#
# For hello at -O0, header-only, 1.7 is wanted: what is left is what one task
# instantiates of asio::any_io_executor, and the parser.
MEASURES = [
    Measure("include, -O0", "include", ["-O0"], False, (1.5, 1.25), (3, 2)),
    Measure("hello, -O0", "hello", ["-O0"], False, (2.0, 1.2)),
    Measure("hello, narrow includes, -O0", "hello", ["-O0", "-DNARROW"],
            False, (None, 1.0)),
    Measure("hello, -O2", "hello", ["-O2"], False, (1.7, 1.1), (1.8, 0.75)),
    Measure("ten calls, -O0", "calls", ["-O0"], True, (1.2, 1.0), (1.2, 1.0)),
    Measure("hello, sanitized, -O1", "hello",
            ["-O1", "-fsanitize=address,undefined"], True, (1.85, 1.1)),
]

HELLO = MEASURES[1]

# What --check allows of a goal of a time.
MARGIN = 1.25

SEPARATE = "-DBOOST_ASYNCIO_SEPARATE_COMPILATION"


def is_measured(what, compiler):
    # clang has no trouble with sanitizers.
    return "sanitized" not in what or "clang" not in compiler


def jobs_of(measure):
    """What is compiled: Asio alone, header-only, separate."""
    flags = tuple(measure.flags)
    plain = tuple(flag for flag in flags if flag != "-DNARROW")
    return [(f"{measure.program}_asio.cpp", plain),
            (f"{measure.program}.cpp", flags),
            (f"{measure.program}.cpp", (*flags, SEPARATE))]


def jobs_with_goals(measure):
    """Asio alone, and what is to be compared with it."""
    plain, *ours = jobs_of(measure)
    goals = zip(measure.time or (), measure.code or (None, None))
    return [plain, *(job for job, both in zip(ours, goals) if any(both))]


class Compiler:
    def __init__(self, name, includes, directory, quick):
        self.name = name
        self.measures = [
            m for m in MEASURES
            if is_measured(m.what, name) and not (quick and m.heavy)]
        self.command = [name, "-std=c++20", *(f"-I{i}" for i in includes)]
        self.directory = directory
        self.times = collections.defaultdict(list)
        self.sizes = {}

    def object(self, job):
        source, flags = job
        name = "_".join([self.name, source, *flags])
        return os.path.join(self.directory, re.sub(r"[^\w.]", "_", name) + ".o")

    def compile(self, job):
        source, flags = job
        process = subprocess.Popen(
            [*self.command, *flags, "-c", HERE / "compile_time" / source,
             "-o", self.object(job)])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{self.name} cannot compile {source}")
        self.times[job].append(usage.ru_utime)
        size = subprocess.run(
            ["size", self.object(job)], check=True, capture_output=True,
            text=True).stdout
        self.sizes[job] = int(size.splitlines()[1].split()[0]) / 1000

    def time(self, job):
        return min(self.times[job])

    def rows(self):
        """(what, unit, value of Asio alone, ratios, goals)"""
        for measure in self.measures:
            plain, *ours = jobs_of(measure)
            for of, value, unit, goals in [
                    ("time", self.time, "s", measure.time),
                    ("code", self.sizes.get, "KB", measure.code)]:
                ratios = [value(job) / value(plain) if job in self.sizes else
                          None for job in ours]
                yield (f"{measure.what}, {of}", unit, value(plain), ratios,
                       goals or (None, None))
                # Of ten calls of each kind nine are more than hello has.
                if measure.program == "calls":
                    more = [(value(job) - value(base)) / 9 for job, base in zip(
                        jobs_of(measure), jobs_of(HELLO))]
                    yield (f"each call more, {of}", unit, more[0],
                           [m / more[0] for m in more[1:]], (None, None))

    def measure(self, rounds, check):
        measures = self.measures
        for n in range(rounds):
            if n > 0:
                failed = {name for name, _ in over(self.rows())}
                measures = [
                    m for m in measures if not m.heavy and
                    (not check or f"{m.what}, time" in failed)]
            jobs = jobs_with_goals if check else jobs_of
            # Some have one in common.
            for job in dict.fromkeys(j for m in measures for j in jobs(m)):
                self.compile(job)

    def compile_source(self, flags):
        job = ("source.cpp", (*flags, SEPARATE))
        self.compile(job)
        print(f"{self.name} {' '.join(flags)}: the source of the separate form "
              f"takes {self.time(job):.1f} s and has {self.sizes[job]:.0f} KB",
              flush=True)
        return self.object(job)

    def run(self):
        """All that was compiled for it prints what it does with Asio alone."""
        source = self.compile_source(["-O0"])
        compiled = set(self.sizes)
        for program in dict.fromkeys(m.program for m in MEASURES):
            outputs = []
            for job in jobs_of(Measure("", program, ["-O0"], False)):
                if job not in compiled:
                    continue
                executable = self.object(job) + ".out"
                subprocess.run(
                    [self.name, self.object(job),
                     *([source] if SEPARATE in job[1] else []),
                     "-pthread", "-o", executable], check=True)
                outputs.append(subprocess.run(
                    [executable], check=True, timeout=60, capture_output=True,
                    text=True).stdout)
            if len(set(outputs)) > 1:
                sys.exit(f"The programs {program} differ: {outputs}")


def over(rows):
    """The name and form of each ratio that is over what --check allows."""
    for name, unit, _, ratios, goals in rows:
        margin = MARGIN if unit == "s" else 1
        for form, ratio, goal in zip(FORMS, ratios, goals):
            if goal is not None and round(ratio, 2) > goal * margin:
                yield name, form


def print_table(compilers):
    head = "".join(f"{form:>12}{'goal':>7}" for form in FORMS)
    print(f"\n{'':<46}{'Asio':>9}{head}")
    for compiler in compilers:
        for name, unit, plain, ratios, goals in compiler.rows():
            ours = "".join(
                f"{'' if ratio is None else f'{ratio:.2f}':>12}{goal or '':>7}"
                for ratio, goal in zip(ratios, goals))
            print(f"{compiler.name:<12}{name:<34}{plain:>6.1f} {unit:<2}{ours}"
                  .rstrip())


def page_rows(compilers):
    """What the page has of them: only what has a goal."""
    values = collections.defaultdict(lambda: ["-"] * len(compilers))
    for i, compiler in enumerate(compilers):
        for name, _, _, ratios, goals in compiler.rows():
            for form, ratio, goal in zip(FORMS, ratios, goals):
                if goal is not None:
                    values[name, form, goal][i] = f"{ratio:.2f}"
    for (name, form, goal), ratios in values.items():
        yield f"| {name} | {form} | {goal:.2f} | {' | '.join(ratios)}"


def goals():
    """The goal of each row of the page."""
    return {
        (f"{m.what}, {of}", form): goal
        for m in MEASURES for of, both in [("time", m.time), ("code", m.code)]
        for form, goal in zip(FORMS, both or ()) if goal is not None}


BEGIN = "// What follows is written by bench/compile_time.py --write.\n"
END = "|===\n"


def write_page(path, compilers):
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    if not begin:
        sys.exit(f"{path} has no place for the table")
    rows = "".join(row + "\n" for row in page_rows(compilers))
    path.write_text(before + begin + rows + END + rest.partition(END)[2],
                    encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=pathlib.Path, metavar="PAGE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compiler", action="append",
                        help="g++ and clang++-19, whichever there is")
    parser.add_argument("--quick", action="store_true",
                        help="without ten calls and sanitizers")
    parser.add_argument("--include", action="append", default=[],
                        help="where Boost is, unless in the usual place")
    args = parser.parse_args()
    names = args.compiler or [
        name for name in ("g++", "clang++-19") if shutil.which(name)]
    if args.write and (args.quick or len(names) != 2):
        sys.exit("The page has all programs, and g++ and clang")

    start = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        compilers = [
            Compiler(name, [HERE.parent / "include", *args.include], directory,
                     args.quick)
            for name in names]

        def measure(compiler):
            compiler.measure(args.rounds, args.check)
            compiler.run()
            if not args.quick:
                compiler.compile_source(["-O2"])

        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(measure, compilers))
        print_table(compilers)
        print(f"\n{time.monotonic() - start:.0f} s")
        if args.write:
            write_page(args.write, compilers)
        failed = [f"{compiler.name}: {name}, {form}" for compiler in compilers
                  for name, form in over(compiler.rows())]
    if args.check and failed:
        print("over the goal:", *failed, sep="\n  ")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
