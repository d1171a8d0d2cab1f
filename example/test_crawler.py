#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays web sites of which some pages are missing, hang, or are rubbish.

usage: test_crawler.py CRAWLER
"""

import pathlib
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402

CRAWLER = sys.argv.pop(1)

BOUND = 30  # Seconds that nothing here should need.
LONG = "60"  # A limit longer than any test.

USAGE = ("crawler: usage: crawler [--workers N] [--limit SECONDS] "
         "[--each SECONDS] URL\n")


def crawl(*arguments):
    return subprocess.run(
        [CRAWLER, *map(str, arguments)], text=True, capture_output=True,
        timeout=BOUND)


def links(*targets):
    return "".join(f'<a href="{t}">link</a>\n' for t in targets)


def html(body, status="200 OK", headers=""):
    data = body.encode()
    return (f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}"
            f"Content-Length: {len(data)}\r\n\r\n").encode() + data


class Site(socketserver.ThreadingTCPServer):
    """Pages by target: what is sent, or a function of the connection."""

    request_queue_size = 100
    daemon_threads = True

    def __init__(self, test, pages):
        self.pages = pages
        self.asked = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = "http://{}:{}".format(*self.server_address)
        thread = threading.Thread(target=self.serve_forever, args=[0.05])
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server_close)
        test.addCleanup(self.shutdown)
        test.addCleanup(self.over.set)

    def hang(self, _):
        self.over.wait(BOUND)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        head = b""
        while b"\r\n\r\n" not in head:
            part = self.request.recv(65536)
            if not part:
                return
            head += part
        lines = head.decode("latin-1").split("\r\n")
        method, target, version = lines[0].split(" ")
        host = self.server.url.replace("http://", "Host: ")
        if (method, version) != ("GET", "HTTP/1.1") or host not in lines:
            self.server.asked.append(lines)
            return
        self.server.asked.append(target)
        page = self.server.pages.get(target, html("", "404 Not Found"))
        try:
            if callable(page):
                page(self.request)
            else:
                self.request.sendall(page)
        except ConnectionError:
            pass


def reset(connection):
    connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def endless(connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"<p>" * 10000)


class Crawler(unittest.TestCase):
    def check(self, result, code, base, pages, summary):
        """The pages are pairs of a target and what came of it."""
        lines = [f"{outcome}  {base}{target}\n"
                 for target, outcome in sorted(pages)]
        self.assertEqual(
            (result.stdout, result.stderr, result.returncode),
            ("".join(lines) + summary + "\n", "", code))

    def test_server_of_python(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "sub").mkdir()
            (folder / "index.html").write_text(
                links("a.html", "./a.html#part", "/b.html", "sub", "gone.html",
                      "#top", "", "mailto:me@example.com", "data.txt",
                      "http://127.0.0.2:1/other", "//127.0.0.2:1/other",
                      "https://127.0.0.1/", "bad link", "x:y"))
            (folder / "a.html").write_text(
                links("b.html?x=1&amp;y=2") + "<a HREF='sub/../sub/c.html'>"
                "<a href=unquoted> <a href=\"no end")
            (folder / "b.html").write_text(links("index.html", ".", "?z"))
            (folder / "sub" / "c.html").write_text(
                links("../a.html", "../../../b.html", ".."))
            (folder / "data.txt").write_text(links("not_a_page.html"))
            with subprocess.Popen(
                    [sys.executable, "-u", "-m", "http.server", "--bind",
                     "127.0.0.1", "--directory", name, "0"],
                    text=True, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL) as server:
                try:
                    words = server.stdout.readline().split()
                    base = "http://127.0.0.1:" + words[words.index("port") + 1]
                    result = crawl("--limit", LONG, "--each", LONG, base)
                finally:
                    server.kill()
            self.check(
                result, 1, base,
                [(target, "200") for target in [
                    "/", "/a.html", "/b.html", "/b.html?x=1&y=2",
                    "/b.html?z", "/data.txt", "/index.html", "/sub/",
                    "/sub/c.html"]] +
                [("/sub", "301"), ("/gone.html", "404")],
                "11 visited, 1 failed, 0 left")

    def test_all_there(self):
        site = Site(self, {"/": html(links("/a")), "/a": html("")})
        for url in [site.url, site.url + "/", site.url + "/#part",
                    site.url + "/x/.."]:
            self.check(
                crawl(url), 0, site.url, [("/", "200"), ("/a", "200")],
                "2 visited, 0 failed, 0 left")

    def test_bad_pages(self):
        pages = {
            "/reset": (reset, "Connection reset by peer"),
            "/closed": (lambda connection: None, "end of stream"),
            "/rubbish": (b"\0\xff\x1b[2J\r\n\r\n", "bad version"),
            "/half": (html("x" * 100)[:-50], "partial message"),
            "/half_head": (b"HTTP/1.1 200 OK\r\nX-", "partial message"),
            "/huge": (html("x" * (2 << 20)), "body limit exceeded"),
            "/endless": (endless, "body limit exceeded"),
            "/endless_head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100000,
                              "header limit exceeded"),
            "/error": (html(links("/follow"), "500 Sorry"), "500"),
            "/follow": (html(""), "200"),
            "/binary": (html("\0<a href='/fol\0low'>" + "href=" * 100), "200"),
            "/round": (html("", "302 Found", "Location: /round2\r\n"), "302"),
            "/round2": (html("", "302 Found", "Location: round\r\n"), "302"),
            "/away": (html("", "302 Found",
                           "Location: http://127.0.0.2:1/\r\n"), "302"),
            "/nowhere": (html("", "302 Found"), "302"),
        }
        site = Site(self, {target: page for target, (page, _) in pages.items()})
        site.pages["/"] = html(links(
            *pages, "/hang", "/a%0d%0ab", "/a&#13;b", "/ü", "/a\tb"))
        site.pages["/hang"] = site.hang
        result = crawl("--limit", LONG, "--each", "3", site.url)
        self.check(
            result, 1, site.url,
            [(target, outcome) for target, (_, outcome) in pages.items()] +
            [("/", "200"), ("/hang", "no answer in time"),
             ("/a%0d%0ab", "404"), ("/a&", "404")],
            "19 visited, 12 failed, 0 left")
        self.assertEqual(len(site.asked), 19)

    def test_many_pages(self):
        pages = {f"/{i}": html(links(f"/{2 * i + 1}", f"/{2 * i + 2}", "/0"))
                 for i in range(500)}
        site = Site(self, pages)
        self.check(
            crawl("--limit", LONG, "--each", LONG, site.url + "/0"), 1,
            site.url, [(page, "200") for page in pages] +
            [(f"/{i}", "404") for i in range(500, 1001)],
            "1001 visited, 501 failed, 0 left")
        self.assertEqual(len(set(site.asked)), len(site.asked))

    def test_workers(self):
        # A page comes when as many are asked for.
        for workers in [1, 3, 20]:
            with self.subTest(workers=workers):
                together = threading.Barrier(workers, timeout=BOUND)
                lock = threading.Lock()
                now = [0, 0]

                def page(connection):
                    with lock:
                        now[0] += 1
                        now[1] = max(now)
                    together.wait()
                    with lock:
                        now[0] -= 1
                    connection.sendall(html(""))

                targets = [f"/{i}" for i in range(60)]
                site = Site(self, {target: page for target in targets})
                site.pages["/"] = html(links(*targets))
                result = crawl(
                    "--workers", workers, "--limit", LONG, "--each", LONG,
                    site.url)
                self.check(
                    result, 0, site.url,
                    [(target, "200") for target in ["/", *targets]],
                    "61 visited, 0 failed, 0 left")
                self.assertEqual(now[1], workers)

    def test_limit(self):
        site = Site(self, {"/": html(links("/a", "/hang", "/b", "/c"))})
        for target in ["/a", "/b"]:
            site.pages[target] = html("")
        site.pages["/hang"] = site.hang
        self.check(
            crawl("--limit", "3", "--each", LONG, site.url), 1, site.url,
            [("/", "200"), ("/a", "200"), ("/b", "200"), ("/c", "404")],
            "4 visited, 1 failed, 1 left: time is up")
        self.check(
            crawl("--workers", "1", "--limit", "3", "--each", LONG, site.url),
            1, site.url, [("/", "200"), ("/a", "200")],
            "2 visited, 0 failed, 3 left: time is up")

    def test_interrupt(self):
        reached = threading.Event()

        def page(connection):
            reached.set()
            site.hang(connection)

        site = Site(self, {"/": html(links("/a", "/hang", "/b")),
                           "/a": html(""), "/hang": page})

        with subprocess.Popen(
                [CRAWLER, "--workers", "1", "--limit", LONG, "--each", LONG,
                 site.url], text=True, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=interrupts.default) as program:
            self.assertTrue(reached.wait(BOUND))
            program.send_signal(signal.SIGINT)
            output, errors = program.communicate(timeout=BOUND)
        self.check(
            subprocess.CompletedProcess(
                [], program.returncode, output, errors), 130, site.url,
            [("/", "200"), ("/a", "200")], "2 visited, 0 failed, 2 left")

    def test_nobody_there(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = "http://{}:{}".format(*closed.getsockname())
            self.check(
                crawl(url), 1, url, [("/", "Connection refused")],
                "1 visited, 1 failed, 0 left")

    def test_unknown_host(self):
        result = crawl("http://no..name/")
        self.assertEqual((result.stdout, result.returncode), ("", 1))
        self.assertRegex(result.stderr, r"\Acrawler: Host not found.*\n\Z")

    def test_bad_usage(self):
        for arguments, message in [
                ([], USAGE),
                (["--help"], USAGE),
                (["http://x", "http://y"], USAGE),
                (["--other", "1", "http://x"], USAGE),
                (["--workers", "0", "http://x"], "not a usable number: 0"),
                (["--workers", "-1", "http://x"], "not a usable number: -1"),
                (["--limit", "0", "http://x"], "not a usable time: 0"),
                (["--limit", "nan", "http://x"], "not a usable time: nan"),
                (["--each", "1s", "http://x"], "not a usable time: 1s"),
                *[([url], f"not a usable URL: {url}") for url in [
                    "", "x", "https://x", "http://", "http://:80",
                    "http://x:", "http://x:0", "http://x:65536", "http://x:y",
                    "http://u@x", "http://::1", "http://x/a b"]]]:
            with self.subTest(arguments=arguments):
                if message != USAGE:
                    message = f"crawler: {message}\n"
                result = crawl(*arguments)
                self.assertEqual(
                    (result.stdout, result.stderr, result.returncode),
                    ("", message, 2))


if __name__ == "__main__":
    unittest.main()
