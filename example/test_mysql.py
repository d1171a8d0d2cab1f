#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Runs the program with a MariaDB server of its own, and with none.

usage: test_mysql.py MYSQL EXPECTED
"""

import getpass
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402
import real_server  # noqa: E402

PROGRAM = sys.argv.pop(1)
with open(sys.argv.pop(1), encoding="utf-8") as expected:
    EXPECTED = expected.read()

BOUND = 60  # Seconds that nothing here should need.

SERVER = real_server.find("mariadbd")
INSTALL = real_server.find("mariadb-install-db")
READY = "ready for connections"
USER = getpass.getuser()


def prepare(directory):
    with open(directory + "/init.sql", "w", encoding="ascii") as file:
        file.write("CREATE DATABASE IF NOT EXISTS asyncio;\n"
                   "CREATE USER 'asyncio'@'%' IDENTIFIED BY 'secret';\n"
                   "GRANT ALL ON asyncio.* TO 'asyncio'@'%';\n"
                   # It would be found before the other.
                   "DROP USER IF EXISTS ''@'localhost';\n")
    result = subprocess.run(
        [INSTALL, "--no-defaults", f"--user={USER}",
         f"--datadir={directory}/data", "--skip-test-db",
         "--auth-root-authentication-method=normal"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        timeout=BOUND)
    if result.returncode:
        raise RuntimeError("no data directory:\n" + result.stdout)


def command(port, directory):
    return [SERVER, "--no-defaults", f"--user={USER}",
            f"--datadir={directory}/data", f"--tmpdir={directory}",
            f"--socket={directory}/socket", f"--pid-file={directory}/pid",
            "--bind-address=127.0.0.1", f"--port={port}",
            "--skip-name-resolve", "--innodb-buffer-pool-size=16M",
            f"--init-file={directory}/init.sql"]


def run(*arguments):
    result = subprocess.run(
        [PROGRAM, *map(str, arguments)], text=True, capture_output=True,
        timeout=BOUND, preexec_fn=interrupts.default)
    return result.stdout, result.stderr, result.returncode


class MySQL(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = real_server.Server(command, READY, prepare)
        cls.addClassCleanup(cls.server.stop)

    def test_output(self):
        for _ in range(2):
            self.assertEqual(
                run("127.0.0.1", self.server.port, "asyncio", "secret"),
                (EXPECTED, "", 0))

    def test_wrong_password(self):
        out, error, code = run(
            "127.0.0.1", self.server.port, "asyncio", "wrong")
        self.assertEqual((out, code), ("", 1))
        self.assertEqual(error, "mysql: no answer in time\n")

    def test_no_server(self):
        self.assertEqual(
            run("127.0.0.1", real_server.free_port(), "asyncio", "secret"),
            ("", "mysql: no answer in time\n", 1))

    def test_bad_usage(self):
        for arguments in [
                [], ["127.0.0.1", "3306", "asyncio"],
                ["127.0.0.1", "port", "asyncio", "secret"]]:
            self.assertEqual(
                run(*arguments),
                ("", "usage: mysql HOST PORT USER PASSWORD\n", 2))


if __name__ == "__main__":
    unittest.main()
