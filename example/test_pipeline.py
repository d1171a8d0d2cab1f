#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Feeds the pipeline, breaks each of its stages, and blocks its ends.

usage: test_pipeline.py PIPELINE
"""

import contextlib
import os
import random
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402

PIPELINE = sys.argv.pop(1)

BOUND = 30  # Seconds that nothing here should need.

# The largest prime of 64 bits takes seconds, this one a tenth of one.
HARD = 18446744073709551557
SLOW = 999999999999989

BAD_LINE = "not a number from 1 to 2^64 - 1"
USAGE = "pipeline: usage: pipeline [--workers N] [--room N]\n"


def wait_until(condition):
    end = time.monotonic() + BOUND
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        time.sleep(0.02)


def factors(n):
    result = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            result.append(d)
            n //= d
        d += 1
    return result + [n] if n > 1 else result


def answer(n):
    return "".join([f"{n}:", *[f" {f}" for f in factors(n)], "\n"])


def run(text, *arguments):
    return subprocess.run(
        [PIPELINE, *map(str, arguments)], input=text, text=True,
        capture_output=True, timeout=BOUND)


@contextlib.contextmanager
def start(*arguments, **options):
    with subprocess.Popen(
            [PIPELINE, *map(str, arguments)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=interrupts.default, **options) as program:
        # Whoever waits for it in vain gets the end of its output.
        timer = threading.Timer(BOUND, program.kill)
        timer.start()
        try:
            yield program
        finally:
            timer.cancel()
            program.kill()


def busy_threads(process):
    """How many threads have computed for a tenth of a second or more."""
    result = 0
    for thread in os.listdir(f"/proc/{process.pid}/task"):
        path = f"/proc/{process.pid}/task/{thread}/stat"
        with open(path, encoding="ascii") as file:
            ticks = int(file.read().rsplit(")", 1)[1].split()[11])
            result += ticks >= os.sysconf("SC_CLK_TCK") // 10
    return result


class Pipeline(unittest.TestCase):
    def check(self, result, code, output, errors=""):
        self.assertEqual(
            (result.stdout, result.stderr, result.returncode),
            (output, errors, code))

    def test_results(self):
        numbers = [*range(1, 1000), 2**32, 2**63, 3**40, 65537**2,
                   4294967291, 1000003 * 1000033]
        text = "".join(f"{n}\n" for n in numbers)
        output = "".join(map(answer, numbers))
        self.check(run(text), 0, output)
        for workers in [1, 20]:
            for room in [1, 1000]:
                self.check(
                    run(text, "--workers", workers, "--room", room), 0,
                    output)

    def test_order(self):
        # What is quick overtakes what is slow.
        numbers = [SLOW, *range(1, 100), SLOW, 100]
        output = f"{SLOW}: {SLOW}\n"
        output += "".join(map(answer, range(1, 100))) + output + answer(100)
        self.check(
            run("".join(f"{n}\n" for n in numbers), "--workers", 4), 0, output)

    def test_end_of_input(self):
        for text, output in [
                ("", ""), ("7", "7: 7\n"), ("6\r\n7\r\n", "6: 2 3\n7: 7\n"),
                ("1\n", "1:\n"), ("007\n", "7: 7\n")]:
            self.check(run(text), 0, output)

    def test_each_result_at_once(self):
        with start(text=True) as program:
            for n in [10, 11, 12]:
                program.stdin.write(f"{n}\n")
                program.stdin.flush()
                self.assertEqual(program.stdout.readline(), answer(n))
            self.assertEqual(program.communicate(timeout=BOUND), ("", ""))
            self.assertEqual(program.returncode, 0)

    def test_files(self):
        with tempfile.TemporaryFile(mode="w+") as source:
            with tempfile.TemporaryFile(mode="w+") as target:
                source.writelines(f"{n}\n" for n in range(1, 5000))
                source.seek(0)
                result = subprocess.run(
                    [PIPELINE], stdin=source, stdout=target, text=True,
                    stderr=subprocess.PIPE, timeout=BOUND)
                self.assertEqual((result.stderr, result.returncode), ("", 0))
                target.seek(0)
                self.assertEqual(
                    target.read(), "".join(map(answer, range(1, 5000))))

    def test_workers_work_at_the_same_time(self):
        with start("--workers", 3, text=True) as program:
            program.stdin.write(f"{HARD}\n" * 6)
            program.stdin.flush()
            wait_until(lambda: busy_threads(program) == 3)

    def test_input_is_not_read_ahead_of_output(self):
        # Nobody takes the output: the input stops when all is full.
        with start("--room", 10) as program:
            numbers = [random.randrange(1, 10**6) for _ in range(50000)]
            data = "".join(f"{n}\n" for n in numbers).encode()
            sent = self.fill(program, data)
            self.assertLess(sent, len(data) // 2)
            # Then it goes on, and nothing is lost.
            self.check_rest(program, data[sent:], numbers)

    @staticmethod
    def fill(program, data):
        """Writes until the program takes nothing for a second."""
        source = program.stdin.fileno()
        os.set_blocking(source, False)
        sent = 0
        while sent < len(data) and select.select([], [source], [], 1)[1]:
            sent += os.write(source, data[sent:sent + 4096])
        os.set_blocking(source, True)
        return sent

    def check_rest(self, program, data, numbers):
        output, errors = program.communicate(data, timeout=BOUND)
        self.assertEqual((errors, program.returncode), (b"", 0))
        lines = output.decode().splitlines()
        self.assertEqual(len(lines), len(numbers))
        for n, line in zip(numbers, lines):
            first, *rest = line.replace(":", "").split()
            product = 1
            for f in rest:
                product *= int(f)
            self.assertEqual((int(first), product), (n, n))

    def test_worker_fails(self):
        # All that stands before is written, and nothing that stands after.
        for line in ["x", "", "-1", "0", "1 2", "12x", " 1", "+1", "1.5",
                     str(2**64), "9" * 900, "\0", "\x1b[2J"]:
            for workers in [1, 8]:
                with self.subTest(line=line, workers=workers):
                    self.check(
                        run(f"{SLOW}\n8\n9\n{line}\n10\nx\n" + "11\n" * 1000,
                            "--workers", workers), 1,
                        f"{SLOW}: {SLOW}\n8: 2 2 2\n9: 3 3\n",
                        f"pipeline: line 4: {BAD_LINE}\n")

    def test_input_fails(self):
        for line in ["1" * 5000, "1" * 5000 + "\n3\n"]:
            self.check(
                run(f"{SLOW}\n8\n{line}"), 1,
                f"{SLOW}: {SLOW}\n8: 2 2 2\n",
                "pipeline: line 3: too long\n")
        folder = os.open("/", os.O_RDONLY)
        self.addCleanup(os.close, folder)
        self.check(
            subprocess.run(
                [PIPELINE], stdin=folder, text=True, capture_output=True,
                timeout=BOUND), 1, "", "pipeline: line 1: Is a directory\n")

    def test_failure_does_not_wait_for_the_end_of_input(self):
        with start(text=True) as program:
            program.stdin.write("8\nx\n")
            program.stdin.flush()
            self.assertEqual(program.wait(BOUND), 1)
            self.assertEqual(program.stdout.read(), answer(8))
            self.assertEqual(
                program.stderr.read(), f"pipeline: line 2: {BAD_LINE}\n")

    def test_output_fails(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            result = subprocess.run(
                [PIPELINE], input="8\n" * 1000 + f"{HARD}\n" * 1000,
                stdout=full, stderr=subprocess.PIPE, text=True, timeout=BOUND)
        self.assertEqual(
            (result.stderr, result.returncode),
            ("pipeline: No space left on device\n", 1))

    def check_interrupt(self, program):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(BOUND), 130)
        self.assertEqual(program.stderr.read(), b"")
        # No worker has gone on to its end.
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertLess(after.ru_utime - before.ru_utime, 2)

    def test_closed_from_the_start(self):
        for descriptor in [0, 1]:
            result = subprocess.run(
                [PIPELINE], input="8\n", text=True, capture_output=True,
                timeout=BOUND, preexec_fn=lambda: os.close(descriptor))
            self.check(result, 1, "", "pipeline: Bad file descriptor\n")

    def test_interrupt_while_it_waits_for_input(self):
        with start() as program:
            program.stdin.write(b"8\n")
            program.stdin.flush()
            self.assertEqual(program.stdout.readline(), b"8: 2 2 2\n")
            self.check_interrupt(program)
            self.assertEqual(program.stdout.read(), b"")

    def test_interrupt_while_it_computes(self):
        with start() as program:
            program.stdin.write(b"8\n" + f"{HARD}\n".encode() * 100)
            program.stdin.flush()
            self.assertEqual(program.stdout.readline(), b"8: 2 2 2\n")
            wait_until(lambda: busy_threads(program) > 0)
            self.check_interrupt(program)
            self.assertEqual(program.stdout.read(), b"")

    def test_interrupt_while_it_waits_for_room(self):
        with start() as program:
            self.fill(program, b"8\n" * 1000000)
            self.check_interrupt(program)
            # The last may have been cut.
            lines = program.stdout.read().split(b"\n")
            self.assertEqual(set(lines[:-1]), {b"8: 2 2 2"})
            self.assertTrue(b"8: 2 2 2".startswith(lines[-1]))

    def test_streams_are_left_as_they_were(self):
        here, there = os.pipe()
        self.addCleanup(os.close, here)
        self.addCleanup(os.close, there)
        for text, code in [(b"8\n", 0), (b"x\n", 1)]:
            with subprocess.Popen(
                    [PIPELINE], stdin=subprocess.PIPE, stdout=there,
                    stderr=subprocess.DEVNULL) as program:
                program.communicate(text, timeout=BOUND)
                self.assertEqual(program.returncode, code)
            self.assertTrue(os.get_blocking(there))

    def test_bad_usage(self):
        for arguments, message in [
                (["--help"], USAGE), (["file"], USAGE), (["--room"], USAGE),
                (["--other", "1"], USAGE),
                (["--room", "0"], "pipeline: not a usable number: 0\n"),
                (["--workers", "-1"], "pipeline: not a usable number: -1\n"),
                (["--workers", "2x"], "pipeline: not a usable number: 2x\n"),
                (["--workers", ""], "pipeline: not a usable number: \n")]:
            with self.subTest(arguments=arguments):
                self.check(run("1\n", *arguments), 2, "", message)


if __name__ == "__main__":
    unittest.main()
