#!/usr/bin/env python3
# Compares this library with what Asio itself offers.
#
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)

"""Counts instructions per operation with valgrind's callgrind.

    bench/run.py DIRECTORY          prints the table
    bench/run.py DIRECTORY --check  and fails if a ratio is over its bar

DIRECTORY holds the programs bench_raw and bench_asyncio. A count is
(run of N + M operations - run of N) / M and repeats exactly; times are of one
run each and are for orientation only.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

# Workload: N, M, the bar for the ratio to raw Asio, allocations allowed for
# each operation in steady state.
WORKLOADS = {
    "spawn_join": (500, 2000, 0.40, 0),
    "spawn_yield_join": (500, 2000, 0.45, 0),
    "gather_100": (1000, 4000, 0.35, 0.1),
    "group_100": (1000, 4000, 0.25, 0.1),
    "lock_100": (1000, 4000, 0.16, 0),
    "acquire_release": (500, 2000, 0.20, 0),
    "try_acquire": (500, 2000, 0.50, 0),
    "queue_64": (1280, 6400, 0.12, 0.1),
    "wait_for": (500, 2000, 0.04, 0),
    "yield": (500, 2000, 0.25, 0),
}


def instructions(program, workload, count):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            ["valgrind", "--tool=callgrind",
             "--callgrind-out-file=" + os.path.join(folder, "out"),
             program, workload, str(count)],
            capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def per_operation(program, workload, n, m):
    first = instructions(program, workload, n)
    return (instructions(program, workload, n + m) - first) / m


def time_and_allocations(program, workload):
    run = subprocess.run([program, workload, "100000"],
                         capture_output=True, text=True, check=True)
    time, allocations = re.match(
        r"([\d.]+) ns ([\d.]+) allocations", run.stdout).groups()
    return float(time), float(allocations)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("directory")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    raw = os.path.join(arguments.directory, "bench_raw")
    ours = os.path.join(arguments.directory, "bench_asyncio")

    print(f"{'workload':<18}{'raw':>8}{'asyncio':>9}{'ratio':>8}{'bar':>6}"
          f"{'raw ns':>9}{'ns':>8}{'allocations':>13}")
    failed = []
    for name, (n, m, bar, allowed) in WORKLOADS.items():
        a = per_operation(raw, name, n, m)
        b = per_operation(ours, name, n, m)
        raw_time, _ = time_and_allocations(raw, name)
        time, allocations = time_and_allocations(ours, name)
        print(f"{name:<18}{a:>8.0f}{b:>9.0f}{b / a:>8.3f}{bar:>6.2f}"
              f"{raw_time:>9.1f}{time:>8.1f}{allocations:>13.3f}")
        if b / a > bar or allocations > allowed:
            failed.append(name)
    if arguments.check and failed:
        print("over the bar:", ", ".join(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
