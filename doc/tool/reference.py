#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Writes the reference as AsciiDoc, a page for each public name.

usage: reference.py --xml DIR --include DIR --topics FILE --snippets DIR...
                    --out DIR

Doxygen reads the doc comments. Signatures are taken from the headers as they
stand there, without bodies. Fails if a public name is not documented; says all
that is wrong, not only the first of it.

Overloads stand together. One without a doc comment shares that of the one
before it. With the pages comes names.json: where each name is documented.
"""

import argparse
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True

from comments import Comments, Doc, Problems, SECTIONS, code, plain
from declarations import (
    EXPOSITION, NAMESPACE, Class, Member, Source, overloads, public,
    used_exposition)

# The headers of names that stand in detail, since several headers need them.
HOME = {
    "child": "boost/asyncio/task.hpp",
    "task_list": "boost/asyncio/wait.hpp",
}

OPERATORS = {
    "operator=": "operator-assign",
    "operator==": "operator-eq",
    "operator()": "operator-call",
    "operator bool": "operator-bool",
}


def listing(text, role=None):
    role = f",role={role}" if role else ""
    return f"[source,cpp{role}]\n----\n{text}\n----"


def anchor(name, owner=""):
    if owner and name == owner:
        return "constructor"
    if name.startswith("~"):
        return "destructor"
    return OPERATORS.get(name, name)


def title(name, owner=""):
    if owner and name == owner:
        return "(constructor)"
    if name.startswith("~"):
        return "(destructor)"
    return f"`{name}`"


def headed(doc, skip=()):
    """The sections of a comment, with headings."""
    blocks = list(doc.text)
    for name in sort_sections(doc):
        if name not in skip:
            blocks.append(f"== {name}")
            blocks += doc.sections[name]
    return blocks


def boxed(doc):
    """The sections of a comment, each as a titled block."""
    blocks = list(doc.text)
    for name in sort_sections(doc):
        blocks.append(f"[.section]\n.{name}\n======\n" + "\n\n".join(
            doc.sections[name]) + "\n======")
    return blocks


def sort_sections(doc):
    return sorted(doc.sections, key=lambda n: (
        SECTIONS.index(n) if n in SECTIONS else -1))


def exposition(text):
    names = used_exposition(text)
    if not names:
        return []
    def text(name):
        return re.sub("`(.*?)`", lambda m: code(m.group(1)), EXPOSITION[name])
    return ["[.exposition]\n--\nFor exposition only:\n\n[horizontal]\n" +
            "\n".join(f"{code(n)}:: {text(n)}" for n in names) + "\n--"]


class Reference:
    def __init__(self, args):
        self.xml = args.xml
        self.out = args.out
        self.problems = Problems()
        self.source = Source(args.include)
        self.comments = Comments(args.snippets, self.problems)
        self.topics = self.read_topics(args.topics)
        self.files = {}
        for c in ElementTree.parse(self.xml / "index.xml").getroot():
            self.files[c.findtext("name")] = c.get("refid") + ".xml"
        self.pages = {}    # name -> (kind, header, summary)
        self.anchors = {}  # name or class::member -> place

    def compound(self, name):
        root = ElementTree.parse(self.xml / self.files[name]).getroot()
        return root.find("compounddef")

    def read_topics(self, path):
        """[(topic, [headers])]"""
        topics = []
        for line in path.read_text().splitlines():
            line = line.strip()
            if line.startswith("="):
                topics.append((line.lstrip("= "), []))
            elif line and not line.startswith("#"):
                topics[-1][1].append(f"boost/asyncio/{line}.hpp")
        return topics

    def run(self):
        self.out.mkdir(parents=True, exist_ok=True)
        for old in self.out.glob("*.adoc"):
            old.unlink()
        space = self.compound(NAMESPACE)
        free = []
        for element in space.iter("memberdef"):
            m = Member(element, self.source, self.comments, "")
            # To newer Doxygens, `using enum e;` is e once more, without values.
            if not m.text.startswith("using enum "):
                free.append(m)
        guides = [m for m in free if "->" in m.args]
        free = [m for m in free if "->" not in m.args]

        for name in self.files:
            inner = name.removeprefix(NAMESPACE + "::")
            if inner == name or "::" in inner or "<" in inner:
                continue
            element = self.compound(name)
            if element.get("kind") in ("class", "struct"):
                c = Class(element, self)
                self.class_page(c, [g for g in guides if g.name == c.name])
            elif element.get("kind") == "concept":
                self.concept_page(element, inner)

        functions = [m for m in free if m.kind == "function"]
        stem = {m: pathlib.Path(m.file).stem for m in functions}
        headers = {}
        for m in functions:
            headers.setdefault(m.name, set()).add(m.file)
        # The header of that name first, or that of the simplest form.
        functions.sort(key=lambda m: (
            stem[m] != m.name, len(headers[m.name]) > 1 and len(m.params),
            m.file, m.line))
        for group in overloads(functions):
            self.function_page(group)
        for m in free:
            if m.kind != "function":
                self.value_page(m)
        self.macros()
        self.check_comments()
        self.index_page()
        (self.out / "names.json").write_text(json.dumps({
            "anchors": self.anchors,
            "summaries": {n: plain(p[2]) for n, p in self.pages.items()},
            "topics": self.pages_of_topics}))
        return self.problems.report()

    # One page.

    def write(self, name, kind, file, summary, blocks, others=()):
        header = HOME.get(name, file)
        if any(k.lower() == name.lower() for k in self.pages):
            self.problems.add(file, f"there are two pages of {name}")
        self.pages[name] = (kind, header, summary)
        self.anchors[name] = f"{name}.html"
        (self.out / f"{name}.adoc").write_text("\n\n".join(
            [f"= {name}",
             f"[.header]\n{kind}, in " + " and ".join(
                 f"`<{h}>`" for h in (header, *others))] + blocks) + "\n")

    def class_page(self, c, guides):
        c.check(self.problems)
        synopsis = c.synopsis(guides)
        self.check_signature(c.full, synopsis)
        blocks = c.doc.text[:1]
        blocks.append(listing(synopsis, "synopsis"))
        blocks += exposition(synopsis)
        rest = Doc()
        rest.text = c.doc.text[1:]
        rest.sections = {
            k: v for k, v in c.doc.sections.items() if k != "See Also"}
        blocks += headed(rest)
        if c.types:
            blocks.append("== Member Types")
            blocks.append("\n".join(
                ["[horizontal]"] + [
                    f"[[{anchor(m.name)}]]{code(m.name)}:: {flat(m.doc)}"
                    for m in c.types]))
        if c.variables:
            blocks.append("== Members")
            blocks.append("\n".join(
                ["[horizontal]"] + [
                    f"[[{anchor(m.name)}]]{code(m.name)}:: {flat(m.doc)}"
                    for m in c.variables]))
        described = [g for g in c.functions if any(d for d, _ in g.groups)]
        if described:
            blocks.append("== Member Functions")
        for group in described:
            blocks.append(
                f"[#{anchor(group.name, c.name)}]\n"
                f"=== {title(group.name, c.name)}")
            for doc, members in group.groups:
                if doc:
                    blocks.append(listing(
                        "\n\n".join(m.text for m in members), "signature"))
                    blocks += boxed(doc)
        if "See Also" in c.doc.sections:
            blocks += ["== See Also"] + c.doc.sections["See Also"]
        kind = "Struct" if "struct " in c.head else "Class"
        if "template<" in c.head:
            kind += " template"
        self.write(c.name, kind, c.file, c.doc.summary(), blocks)
        for m in c.members:
            documented = m.kind in ("variable", "typedef", "enum") or any(
                g.name == m.name for g in described)
            if documented and m.name != c.name and m.name[0] != "~":
                self.anchors[f"{c.name}::{m.name}"] = (
                    f"{c.name}.html#{anchor(m.name)}")

    def function_page(self, group):
        group.check(self.problems)
        synopsis = "\n\n".join(m.text for m in group.members)
        self.check_signature(group.name, synopsis)
        first, rest = group.groups[0], group.groups[1:]
        blocks = first[0].text[:1] + [listing(synopsis, "synopsis")]
        blocks += exposition(synopsis)
        main = Doc()
        main.text = first[0].text[1:]
        main.sections = first[0].sections
        blocks += headed(main, skip=["See Also"])
        if rest:
            blocks.append("== Other Overloads")
        for doc, members in rest:
            blocks.append(listing(
                "\n\n".join(m.text for m in members), "signature"))
            blocks += boxed(doc)
        if "See Also" in main.sections:
            blocks += ["== See Also"] + main.sections["See Also"]
        m = group.members[0]
        kind = "Function template" if m.text.startswith(
            "template<") else "Function"
        self.write(
            group.name, kind, m.file, first[0].summary(), blocks,
            sorted({o.file for o in group.members} - {m.file}))

    def value_page(self, m):
        if not m.doc:
            self.problems.add(m.where, "is not documented")
        blocks = m.doc.text[:1] + [listing(m.text, "synopsis")]
        if m.values:
            blocks.append("== Values\n\n[horizontal]\n" + "\n".join(
                f"[[{name}]]{code(name)}:: {flat(doc)}"
                for name, doc in m.values))
            for name, doc in m.values:
                if not doc:
                    self.problems.add(m.where, f"{name} is not documented")
                self.anchors[f"{m.name}::{name}"] = f"{m.name}.html#{name}"
                if f"using enum {m.name};" in "\n".join(
                        self.source.lines(m.file)):
                    self.anchors[name] = f"{m.name}.html#{name}"
        rest = Doc()
        rest.text, rest.sections = m.doc.text[1:], m.doc.sections
        blocks += headed(rest)
        kind = {"enum": "Enumeration", "variable": "Constant",
                "typedef": "Type", "define": "Macro"}[m.kind]
        self.write(m.name, kind, m.file, m.doc.summary(), blocks)

    def concept_page(self, element, name):
        place = element.find("location")
        file, line = place.get("file"), int(place.get("line"))
        doc = self.comments.read(element, f"{file}:{line}: {name}")
        if not doc:
            self.problems.add(f"{file}:{line}: {name}", "is not documented")
        text = public(self.source.declaration(file, line, ";"))
        lines = self.source.lines(file)[line - 1:]
        # Its requires-expression has semicolons.
        if "{" in text:
            end = lines.index("};")
            text = "template" + text.partition("template")[2].partition(
                "\n")[0] + "\n" + "\n".join(lines[:end] + ["}"])
        if "detail::" in text:
            text = re.sub(r"=.*", "= /* see below */", text, flags=re.DOTALL)
        text += ";"
        self.check_signature(name, text)
        blocks = doc.text[:1] + [listing(text, "synopsis")]
        blocks += exposition(text)
        rest = Doc()
        rest.text, rest.sections = doc.text[1:], doc.sections
        self.write(name, "Concept", file, doc.summary(), blocks + headed(rest))

    def macros(self):
        for name, file in self.files.items():
            if not name.endswith(".hpp") or "detail" in file:
                continue
            compound = self.compound(name)
            path = compound.find("location").get("file")
            if "/detail/" in path or path.endswith("asyncio.hpp"):
                continue
            for m in compound.iter("memberdef"):
                if m.get("kind") == "define":
                    member = Member(m, self.source, self.comments, "")
                    if member.doc:
                        member.text = self.source.lines(
                            member.file)[member.line - 1]
                        self.value_page(member)

    def check_comments(self):
        """That Doxygen has seen everything that has a comment, be it shown or
        not."""
        for name in self.files:
            if name.startswith(NAMESPACE + "::") and "detail" not in name:
                for place in self.compound(name).iter("location"):
                    self.source.declaration(
                        place.get("file"), int(place.get("line")))
        for path in sorted(self.source.include.glob("boost/asyncio/*.hpp")):
            file = path.relative_to(self.source.include).as_posix()
            for line in self.source.comments(file):
                if (file, line) not in self.source.read:
                    self.problems.add(
                        f"{file}:{line}",
                        "Doxygen does not know what the comment belongs to")

    def check_signature(self, name, text):
        if "detail::" in text:
            self.problems.add(
                name, "the signature shows namespace detail: " +
                ", ".join(re.findall(r"detail::\w+", text)))

    def index_page(self):
        blocks = ["= Reference",
                  "All public names, by topic and header. "
                  "The namespace is `boost::asyncio`; "
                  "`<boost/asyncio.hpp>` includes all headers but "
                  "`<boost/asyncio/testing.hpp>`.",
                  "What returns `auto` and has a section _Completion_ returns "
                  "something to await: an `operation`, or an "
                  "`asio::awaitable`. A last parameter of type "
                  "`std::source_location` is where the call stands, for "
                  "reports; nobody has to give it."]
        by_header = {}
        for name, (kind, header, summary) in self.pages.items():
            by_header.setdefault(header, []).append((name, kind, summary))
        for header, names in by_header.items():
            stem = pathlib.Path(header).stem
            names.sort(key=lambda n: (n[0] != stem, n[0]))
        listed = []
        self.pages_of_topics = []
        for topic, headers in self.topics:
            blocks.append(f"== {topic}")
            self.pages_of_topics.append((topic, [
                n for h in headers for n, _, _ in by_header.get(h, [])]))
            for header in headers:
                listed.append(header)
                if header not in by_header:
                    self.problems.add(
                        "topics", f"{header} has no public names")
                    continue
                blocks.append(f"[.header]\n`<{header}>`")
                blocks.append(self.table(by_header[header]))
        for header in by_header:
            if header not in listed:
                self.problems.add("topics", f"{header} is missing")
        (self.out / "index.adoc").write_text("\n\n".join(blocks) + "\n")

    def table(self, names):
        return ("[horizontal.names]\n" + "\n".join(
            f"xref:{name}.adoc[`{name}`]:: {' '.join(summary.split())}"
            for name, _, summary in names))


def flat(doc):
    """A comment as the text of a list item."""
    blocks = [" ".join(b.split()) if not b.startswith("[") else b
              for b in doc.text]
    for name in sort_sections(doc):
        blocks.append(f"_{name}:_ " + " ".join(doc.sections[name]))
    return "\n+\n".join(blocks) or "{empty}"


def main():
    parser = argparse.ArgumentParser()
    for name in ("--xml", "--include", "--topics", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    parser.add_argument(
        "--snippets", type=pathlib.Path, nargs="+", required=True)
    return Reference(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
