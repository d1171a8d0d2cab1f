#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Has it run programs that end, hang, and do not want to exit.

usage: test_child_process.py CHILD_PROCESS
"""

import os
import re
import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402

PROGRAM = sys.argv.pop(1)

BOUND = 30  # Seconds that nothing here should need.
LONG = "60"  # A limit longer than any test.

USAGE = ("child_process: usage: child_process [--limit SECONDS] "
         "[--grace SECONDS] PROGRAM [ARGS...]\n")

# The first line is its process id.
POLITE = """
import os, signal, time
def end(*_):
    os._exit(3)
signal.signal(signal.SIGTERM, end)
print(os.getpid(), flush=True)
time.sleep(60)
"""
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(60)
"""


def python(text):
    return [sys.executable, "-c", text]


def lines(output):
    """Without the times in front of them."""
    return re.sub(r"(?m)^\d+\.\d  ", "", output)


class ChildProcess(unittest.TestCase):
    def run_program(self, *arguments):
        return subprocess.run(
            [PROGRAM, *arguments], text=True, capture_output=True,
            timeout=BOUND, stdin=subprocess.DEVNULL)

    def check_gone(self, pid):
        # Not even as a zombie.
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)

    def test_output_and_exit_code(self):
        result = self.run_program(*python(
            "import time; print('a', flush=True); time.sleep(0.3); "
            "print('b', end='', flush=True); exit(7)"))
        self.assertRegex(result.stdout, r"\A\d+\.\d  a\n\d+\.\d  b\n\Z")
        self.assertEqual((result.stderr, result.returncode), ("", 7))

    def test_name_is_looked_up(self):
        result = self.run_program("true")
        self.assertEqual(
            (result.stdout, result.stderr, result.returncode), ("", "", 0))

    def test_limit(self):
        result = self.run_program(
            "--limit", "1", "--grace", LONG, *python(POLITE))
        self.assertEqual(result.returncode, 124)
        self.assertEqual(result.stderr, "child_process: time is up\n")
        self.check_gone(int(lines(result.stdout)))

    def test_limit_of_one_that_will_not_exit(self):
        begin = time.monotonic()
        result = self.run_program(
            "--limit", "1", "--grace", "0.5", *python(STUBBORN))
        self.assertGreaterEqual(time.monotonic() - begin, 1.4)
        self.assertEqual(result.returncode, 124)
        self.assertEqual(result.stderr, "child_process: time is up\n")
        self.check_gone(int(lines(result.stdout)))

    def test_limit_after_the_end_of_the_output(self):
        result = self.run_program(
            "--limit", "1", "--grace", LONG, *python(
                "import os, time; print(os.getpid(), flush=True); "
                "os.close(1); time.sleep(60)"))
        self.assertEqual(result.returncode, 124)
        self.check_gone(int(lines(result.stdout)))

    def test_interrupt(self):
        for text in [POLITE, STUBBORN]:
            with subprocess.Popen(
                    [PROGRAM, "--limit", LONG, "--grace", "0.3",
                     *python(text)],
                    text=True, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    preexec_fn=interrupts.default) as program:
                pid = int(lines(program.stdout.readline()))
                program.send_signal(signal.SIGINT)
                self.assertEqual(program.communicate(timeout=BOUND), ("", ""))
            self.assertEqual(program.returncode, 130)
            self.check_gone(pid)

    def test_no_such_program(self):
        result = self.run_program("there-is-no-such-program")
        self.assertEqual((result.stdout, result.returncode), ("", 127))
        self.assertTrue(result.stderr.startswith(
            "child_process: there-is-no-such-program: No such file"))

    def test_bad_usage(self):
        for arguments, message in [
                ([], USAGE), (["--help"], USAGE), (["--limit", "1"], USAGE),
                (["--limit", "0", "true"],
                 "child_process: not a usable time: 0\n"),
                (["--grace", "nan", "true"],
                 "child_process: not a usable time: nan\n")]:
            with self.subTest(arguments=arguments):
                result = self.run_program(*arguments)
                self.assertEqual(
                    (result.stdout, result.stderr, result.returncode),
                    ("", message, 2))


if __name__ == "__main__":
    unittest.main()
