# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Ctrl-C, for the tests of programs that end by it."""

import signal
import time

BOUND = 60  # Seconds in which a program has begun to listen.


def default():
    """For preexec_fn: whoever ignores Ctrl-C here, the program should not
    inherit it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until_heard(program):
    """Until the program has a handler for Ctrl-C."""
    end = time.monotonic() + BOUND
    mask = 1 << (signal.SIGINT - 1)
    while time.monotonic() < end:
        with open(f"/proc/{program.pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("SigCgt:"):
                    if int(line.split()[1], 16) & mask:
                        return
        time.sleep(0.02)
    raise TimeoutError("the program does not handle SIGINT")
