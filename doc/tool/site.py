#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Makes the site of what Asciidoctor wrote: frame, navigation, links, search.

usage: site.py --raw DIR --nav FILE --names FILE --tool DIR --out DIR

RAW/NAME.html are the pages of the guide and RAW/reference/NAME.html those of
the reference, each without a frame. NAMES is what reference.py wrote. Code
spans that name a public name become links to its page; one that seems to, as
`asyncio::name` or `task::name`, and does not is an error.
"""

import argparse
import html
import json
import pathlib
import re
import shutil
import sys

TOKEN = re.compile(r"<[^>]*>|[^<]+")

# In these, names are no links.
OPAQUE = {"pre", "a", "h1", "h2", "h3", "h4", "h5", "h6"}

# What a code span that is a link may look like: `wait_for`,
# `asyncio::wait_for()`, `event_loop::call_soon`, `task<int>`, `with(m, f)`,
# `co_await sleep(1s)`.
NAME = re.compile(
    r"(?:co_await )?((?:boost::)?asyncio::)?"
    r"(\w+(?:::\w+)?)(?:<[^()]*>)?(?:\(.*\))?(?: const)?[&*]*")

TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} - Boost.Asyncio</title>
<link rel="stylesheet" href="{root}style.css">
<script defer src="{root}search_index.js"></script>
<script defer src="{root}search.js"></script>
</head>
<body data-root="{root}">
<header>
<label for="menu" class="menu">Menu</label>
<a class="name" href="{root}index.html">Boost.Asyncio</a>
<div class="search" role="search">
<input type="search" id="search" placeholder="Search  /" autocomplete="off"
 aria-label="Search" aria-controls="results">
<ul id="results" hidden></ul>
</div>
</header>
<input type="checkbox" id="menu" aria-label="Show the navigation">
<nav class="site" aria-label="Pages">
{nav}
</nav>
<main class="{kind}">
<h1>{heading}</h1>
{content}
<footer>{around}</footer>
</main>
</body>
</html>
"""


def text_of(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


class Page:
    def __init__(self, path, raw):
        self.url = path.relative_to(raw).as_posix()
        self.name = path.stem
        self.is_reference = self.url.startswith("reference/")
        self.root = "../" if self.is_reference else ""
        markup = path.read_text(encoding="utf-8")
        m = re.match(r"\s*<h1>(.*?)</h1>", markup, re.DOTALL)
        self.heading = m.group(1) if m else self.name
        self.title = text_of(self.heading)
        self.body = markup[m.end():] if m else markup
        self.kind = "reference" if self.is_reference else "guide"
        # (level, id, markup)
        self.sections = [
            (int(level), anchor,
             re.sub(r'<a class="anchor"[^>]*></a>', "", heading))
            for level, anchor, heading in re.findall(
                r'<h([23]) id="([^"]*)">(.*?)</h', self.body, re.DOTALL)]


class Names:
    """Where the public names are documented."""

    def __init__(self, anchors):
        self.anchors = anchors
        self.unknown = []
        # Members that are known without their class.
        self.members = {}
        for name, url in anchors.items():
            member = name.rpartition("::")[2]
            if member != name and "_" in member:
                self.members.setdefault(member, []).append(url)

    def check(self, page, qualifier, name):
        """Remembers a name that has to be public, and is not."""
        owner = name.partition("::")[0]
        if name not in self.anchors and (
                qualifier or owner != name and owner in self.anchors):
            self.unknown.append(
                f"{page.url}: {qualifier or ''}{name} is not documented")

    def url(self, name, page):
        """Where a name leads from a page; None if that is here or nowhere."""
        owner = page.name if page.is_reference else None
        target = None
        if owner and "::" not in name:
            target = self.anchors.get(f"{owner}::{name}")
        target = target or self.anchors.get(name)
        if target is None and len(self.members.get(name, [])) == 1:
            target = self.members[name][0]
        if target is None or target == f"{owner}.html":
            return None
        if page.is_reference:
            return target.removeprefix(f"{owner}.html")
        return "reference/" + target

    def link_spans(self, page):
        """The page's body, with links of its code spans."""
        tokens = TOKEN.findall(page.body)
        depth = 0
        for i, token in enumerate(tokens):
            m = re.match(r"<(/?)(\w+)", token)
            if m and m.group(2) in OPAQUE:
                depth += -1 if m.group(1) else 1
            elif token == "<code>" and not depth:
                # What has an anchor is described here.
                if tokens[i + 2] == "</code>" and tokens[i - 1] != "</a>":
                    m = NAME.fullmatch(html.unescape(tokens[i + 1]))
                    url = m and self.url(m.group(2), page)
                    if m:
                        self.check(page, *m.groups())
                    if url:
                        tokens[i] = f'<a class="name" href="{url}"><code>'
                        tokens[i + 2] = "</code></a>"
        return "".join(tokens)

    def link_synopsis(self, page, body):
        """The same for the names in the synopsis of a reference page."""
        def link(m):
            url = self.url(m.group(2), page)
            return url and (f'{m.group(1)}<a href="{url}">{m.group(2)}</a>'
                            f"{m.group(3)}") or m.group()

        def block(m):
            # A parameter may be called like something else.
            return m.group(1) + re.sub(
                r'(<span class="n\w?">)(\w+)(</span>)'
                r'(?!\s*<span class="[op]">(?:[,)=]))',
                link, m.group(2))

        return re.sub(
            r'(<div class="listingblock synopsis">)(.*?</pre>)', block, body,
            flags=re.DOTALL)


class Site:
    def __init__(self, args):
        self.args = args
        names = json.loads(args.names.read_text(encoding="utf-8"))
        self.names = Names(names["anchors"])
        self.summaries = names["summaries"]
        self.topics = names["topics"]
        self.pages = {}
        for path in sorted(args.raw.rglob("*.html")):
            page = Page(path, args.raw)
            self.pages[page.url] = page
        self.groups = self.read_nav()
        order = [n for _, group in self.groups for n in group]
        order.append("reference/index.html")
        order += [f"reference/{n}.html"
                  for _, group in self.topics for n in group]
        self.order = [n for n in order if n in self.pages]

    def read_nav(self):
        groups = []
        for line in self.args.nav.read_text(encoding="utf-8").splitlines():
            line = line.strip()
            if line.startswith("="):
                groups.append((line.strip("= "), []))
            elif line and not line.startswith("#"):
                if f"{line}.html" in self.pages:
                    groups[-1][1].append(f"{line}.html")
        return groups

    def entry(self, page, url, here):
        """A line of the navigation, with the sections of the page itself."""
        target = self.pages[url]
        label = f"<code>{target.title}</code>" if (
            target.is_reference and target.name != "index") else target.title
        if url != here.url:
            return f'<li><a href="{page.root}{url}">{label}</a></li>'
        inner = "".join(
            f'<li><a href="#{anchor}">{heading}</a></li>'
            for level, anchor, heading in here.sections if level == 2)
        inner = inner and f"<ul>{inner}</ul>"
        return f'<li class="here"><a href="#" aria-current="page">{label}' \
               f"</a>{inner}</li>"

    def nav(self, page):
        parts = []
        for title, group in self.groups:
            if not group:
                continue
            items = "\n".join(self.entry(page, url, page) for url in group)
            parts.append(f"<h2>{title}</h2>\n<ul>\n{items}\n</ul>")
        parts.append('<h2><a href="{}reference/index.html">Reference</a></h2>'
                     .format(page.root))
        items = []
        for topic, group in self.topics:
            anchor = re.sub(r"\W+", "-", topic.lower())
            label = (f'<a href="{page.root}reference/index.html#{anchor}">'
                     f"{topic}</a>")
            if page.is_reference and page.name in group:
                inner = "\n".join(
                    self.entry(page, f"reference/{n}.html", page)
                    for n in group)
                items.append(
                    f'<li class="open">{label}\n<ul>\n{inner}\n</ul></li>')
            else:
                items.append(f"<li>{label}</li>")
        parts.append("<ul>\n" + "\n".join(items) + "\n</ul>")
        return "\n".join(parts)

    def around(self, page):
        """Links to the pages before and after."""
        if page.url not in self.order:
            return ""
        i = self.order.index(page.url)
        parts = []
        if i > 0:
            p = self.pages[self.order[i - 1]]
            parts.append(f'<a class="previous" href="{page.root}{p.url}">'
                         f"{p.title}</a>")
        if i + 1 < len(self.order):
            p = self.pages[self.order[i + 1]]
            parts.append(f'<a class="next" href="{page.root}{p.url}">'
                         f"{p.title}</a>")
        return "\n".join(parts)

    def name_links(self, page, body):
        """Links between pages that have no text get the title they lead to."""
        def name(m):
            url, _, anchor = m.group(1).partition("#")
            target = self.pages.get(page.kind == "reference" and
                                    f"reference/{url}" or url)
            if target is None:
                return m.group()
            title = target.heading
            for _, i, heading in target.sections:
                if i == anchor:
                    title = heading
            return f'<a href="{m.group(1)}">{title}</a>'
        return re.sub(
            r'<a href="([^":]*\.html(?:#[^"]*)?)">[^<]*\.html(?:#[^<]*)?</a>',
            name, body)

    def write(self, page):
        body = self.names.link_spans(page)
        body = self.name_links(page, body)
        if page.is_reference:
            body = self.names.link_synopsis(page, body)
        body = re.sub(r"(<table.*?</table>)", r'<div class="wide">\1</div>',
                      body, flags=re.DOTALL)
        heading = page.heading
        if page.is_reference and page.name != "index":
            heading = f"<code>{heading}</code>"
        out = self.args.out / page.url
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(TEMPLATE.format(
            title=html.escape(page.title), root=page.root,
            nav=self.nav(page), kind=page.kind, heading=heading,
            content=body.strip(), around=self.around(page)),
            encoding="utf-8")

    def search_index(self):
        """[what, where it stands, url], what is looked for first in front."""
        entries = []
        for name, url in self.names.anchors.items():
            entries.append(
                [name, self.summaries.get(name, ""), f"reference/{url}"])
        pages = [p for p in self.pages.values()
                 if not p.is_reference or p.name == "index"]
        for p in pages:
            entries.append([p.title, "", p.url])
        for p in pages:
            for _, anchor, heading in p.sections:
                entries.append(
                    [text_of(heading), p.title, f"{p.url}#{anchor}"])
        return "const searchIndex = " + json.dumps(
            entries, ensure_ascii=False, separators=(",", ":")) + ";\n"

    def run(self):
        shutil.rmtree(self.args.out, ignore_errors=True)
        self.args.out.mkdir(parents=True)
        for page in self.pages.values():
            self.write(page)
        for name in ("style.css", "search.js"):
            shutil.copy(self.args.tool / name, self.args.out)
        (self.args.out / "search_index.js").write_text(
            self.search_index(), encoding="utf-8")
        for text in self.names.unknown:
            print("error:", text, file=sys.stderr)
        return bool(self.names.unknown)


def main():
    parser = argparse.ArgumentParser()
    for name in ("--raw", "--nav", "--names", "--tool", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    return Site(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
