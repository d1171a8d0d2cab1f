# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""A server of the system, for a test: on a free port, its data in a temporary
directory, ended by its id. Where there is none, the test is skipped."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

BOUND = 60  # Seconds in which a server is up, or down.

SKIPPED = 77


def find(*names):
    """The path of a program, also of one that is not for everybody. Ends the
    test where there is none."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin"
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    print(f"skipped: there is no {names[0]}")
    sys.exit(SKIPPED)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


class Server:
    """Starts what command(port, directory) gives, which is up when it has
    printed `ready`. Tells what it has printed if it ends before."""

    def __init__(self, command, ready, prepare=None):
        self.command = command
        self.ready = ready
        self.directory = tempfile.mkdtemp(prefix="asyncio-")
        self.process = None
        self.port = 0
        try:
            if prepare:
                prepare(self.directory)
            # Somebody else may have taken the port meanwhile.
            for _ in range(5):
                self.port = free_port()
                if self.start():
                    return
            raise RuntimeError("the server does not start:\n" + self.log())
        except BaseException:
            self.stop()
            raise

    def start(self):
        """Whether it is up."""
        with open(self.directory + "/log", "wb") as log:
            self.process = subprocess.Popen(
                self.command(self.port, self.directory),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + BOUND
        while self.process.poll() is None:
            if self.ready in self.log():
                return True
            if time.monotonic() > end:
                raise TimeoutError("the server is not ready:\n" + self.log())
            time.sleep(0.05)
        return False

    def end(self):
        """Ends the process, and keeps the data."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(BOUND)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def stop(self):
        self.end()
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self):
        with open(self.directory + "/log", errors="replace") as file:
            return file.read()
