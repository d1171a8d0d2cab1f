#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks what gdb says of the tasks of a program against what it says itself.

usage: check.py GDB SCRIPT PROGRAM

Exits with 77 where gdb may not run a program, or has no Python.
"""

import os
import re
import subprocess
import sys
import tempfile

HANDLES = """\
none = empty task
pending = task 'inner', waits for a future at .*program.cpp:[0-9]+
number = task 'number', succeeded = {result = 42}
text = task 'text', succeeded = {result = "forty-two"}
nothing = task 'nothing', succeeded
cancelled = task 'cancelled', cancelled = {message = "no longer needed"}
failed = task 'failed', failed = {exception = std::runtime_error "out of paper"}
odd = task 'odd', failed = {exception = int}
any = task 'number', succeeded = {result = 42}
current = task 'main', runs
future = future, pending
set = future, succeeded = {result = 2.5}
broken = future, failed = {exception = boost::asyncio::queue_full \
"the queue is full"}
"""


class Check:
    def __init__(self, gdb, script, program, directory):
        self.gdb, self.script, self.program = gdb, script, program
        self.printed = os.path.join(directory, "printed")
        self.core = os.path.join(directory, "core")

    def run_gdb(self, *commands, core=()):
        """What gdb prints for each of the commands that are pairs of a name and
        a command, by name. Others are strings."""
        arguments = []
        for c in commands:
            name, command = c if isinstance(c, tuple) else ("", c)
            arguments += ["-ex", f"echo \\n<{name}>\\n", "-ex", command]
        done = subprocess.run(
            [self.gdb, "-q", "-nx", "-batch", "-iex", "set confirm off",
             "-iex", "set debuginfod enabled off",
             "-iex", "set disable-randomization off",
             "-ex", f"source {self.script}", "-ex", "set width 0",
             *arguments, self.program, *core],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=100,
            env={**os.environ, "LC_ALL": "C"})
        if re.search(r"ptrace: Operation not permitted|Python scripting is not "
                     r"supported|Couldn't get registers", done.stdout):
            print("skipped, gdb cannot do it here:\n" + done.stdout)
            sys.exit(77)
        self.output = done.stdout
        parts = re.split(r"^<(.*)>\n", done.stdout, flags=re.M)
        return {name: text.strip().splitlines()
                for name, text in zip(parts[1::2], parts[2::2])}

    def expect(self, what, got, expected):
        if got != expected:
            lines = "\n".join
            sys.exit(f"{what}:\n{lines(got)}\n\nexpected:\n{lines(expected)}\n"
                     f"\nall that gdb says:\n{self.output}")

    def printed_tasks(self):
        with open(self.printed, encoding="utf-8") as file:
            lines = [l for l in file.read().splitlines() if l != "stop"]
        if len(lines) < 25:
            sys.exit(f"The program printed only:\n{lines}\n\n{self.output}")
        return lines

    def expect_timer(self, stacks):
        asio = next(i for i, l in enumerate(stacks) if l.startswith("'asio'"))
        if not re.match("    in use_timer at .*program.cpp:[0-9]+$",
                        stacks[asio + 1]):
            self.expect("coroutines", stacks[asio:asio + 2], ["in use_timer"])

    def live(self):
        """In a step of a task."""
        said = self.run_gdb(
            "break stop", f"run > {self.printed}",
            ("tasks", "asyncio-tasks"),
            ("stacks", "asyncio-tasks -coroutines"),
            ("by task", "asyncio-tasks h.pending"),
            ("nothing", "asyncio-tasks 1"),
            ("stack", "backtrace -frame-arguments all 1"),
            "set print pretty on", ("handles", "print h"))
        tasks = self.printed_tasks()
        self.expect("live", said["tasks"], tasks)
        self.expect("the loop of a task", said["by task"], tasks)
        self.expect(
            "a number", said["nothing"],
            ["int is no event_loop, execution context, task or future"])

        stacks = said["stacks"]
        self.expect(
            "without the coroutines",
            [l for l in stacks if not re.match(" +in ", l)], tasks)
        self.expect_timer(stacks)

        if "current = task 'main', runs" not in "".join(said["stack"]):
            self.expect("backtrace", said["stack"], [])

        # One line for each.
        text = re.sub(r"\n    +| *\n  (?=})", " ", "\n".join(said["handles"]))
        text = re.sub(r"{ (.*?) }", r"{\1}", text)
        got = [l.strip().rstrip(",") for l in text.splitlines()[1:-1]]
        expected = HANDLES.splitlines()
        if len(got) != len(expected) or not all(
                g == e or re.fullmatch(e, g) for g, e in zip(got, expected)):
            self.expect("handles", got, expected)

    def dead(self):
        """Nothing runs; the loop is that of an io_context, and one of two."""
        self.run_gdb(
            "break stop", f"run wait > {self.printed}",
            "catch syscall epoll_wait", "condition 2 $_thread == 1", "continue",
            f"generate-core-file {self.core}", "kill")
        tasks = self.printed_tasks()
        said = self.run_gdb(
            ("tasks", "asyncio-tasks"), ("language", "show language"),
            ("stacks", "asyncio-tasks -coroutines"), "thread 1",
            "frame function main", ("context", "asyncio-tasks context"),
            core=[self.core])
        loops = re.split(r"^loop 0x[0-9a-f]+ in thread ([0-9]+):\n",
                         "\n".join(said["tasks"]) + "\n", flags=re.M)
        self.expect("a core file", loops[:3],
                    ["", "1", "\n".join(tasks) + "\n"])
        if not re.fullmatch(
                r"'other': (runs|waits for sleep\(\) at .*) "
                r"\(created at .*\)\n", loops[4]):
            self.expect("the other loop", loops, [])
        self.expect("language", said["language"], [
            'The current source language is "auto; currently c".'])
        self.expect_timer(said["stacks"])
        self.expect("the loop of a context", said["context"], tasks)


def main():
    with tempfile.TemporaryDirectory() as directory:
        check = Check(*sys.argv[1:], directory)
        check.live()
        check.dead()
    none = subprocess.run(
        [sys.argv[1], "-q", "-nx", "-batch", "-ex", f"source {sys.argv[2]}",
         "-ex", "asyncio-tasks"], stdin=subprocess.DEVNULL, timeout=60,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if "There is no program, and no core file." not in none.stdout:
        sys.exit(none.stdout)


if __name__ == "__main__":
    main()
