#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Checks the links of a directory of HTML.

usage: check_site.py DIR

Every link between the pages leads to a page and an anchor that are there, no
page has an anchor twice, and nothing is loaded from elsewhere.
"""

import argparse
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.anchors = set()
        self.twice = []
        self.links = []   # (line, target, whether it is loaded)
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        line = self.getpos()[0]
        anchor = attrs.get("id")
        if anchor is not None:
            if anchor in self.anchors:
                self.twice.append((line, anchor))
            self.anchors.add(anchor)
        for name in ("href", "src"):
            if attrs.get(name) is not None:
                loaded = name == "src" or tag == "link"
                self.links.append((line, attrs[name], loaded))

    handle_startendtag = handle_starttag


def check(directory):
    errors = []
    pages = {
        path.resolve(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(directory.rglob("*.html"))}
    if not pages:
        errors.append(f"{directory}: there are no pages")
    for path, page in pages.items():
        name = path.relative_to(directory.resolve())
        for line, anchor in page.twice:
            errors.append(f"{name}:{line}: the anchor {anchor} again")
        for line, link, loaded in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                if loaded or url.scheme not in ("http", "https", "mailto"):
                    errors.append(f"{name}:{line}: loads {link}")
                continue
            target = path
            if url.path:
                target = (path.parent / urllib.parse.unquote(
                    url.path)).resolve()
            if not target.is_file():
                errors.append(
                    f"{name}:{line}: a link to {link}, which is not there")
                continue
            anchor = urllib.parse.unquote(url.fragment)
            if anchor and target in pages and (
                    anchor not in pages[target].anchors):
                errors.append(
                    f"{name}:{line}: a link to {link}, but there is no such "
                    "anchor")
    return errors


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    errors = check(parser.parse_args().directory)
    for text in errors:
        print("error:", text, file=sys.stderr)
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main())
