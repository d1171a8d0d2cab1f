#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Writes the reference as AsciiDoc, a page for each public name.

usage: reference.py --xml DIR --include DIR --topics FILE --snippets DIR...
                    --out DIR [--draft]

Doxygen reads the doc comments. Signatures are taken from the headers as they
stand there, without bodies. Fails if a public name is not documented; says all
that is wrong, not only the first of it.

Overloads stand together. One without a doc comment shares that of the one
before it. With the pages comes names.json: where each name is documented.
"""

import argparse
import html
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

NAMESPACE = "boost::asyncio"

# What the headers keep in namespace detail and signatures have to show: the
# name that the reference gives it, and what it is.
EXPOSITION = {
    "async_call": "`F` is a function of `Args...` that returns an awaitable.",
    "asio_operation": "An operation of Asio that was given `asio::deferred`.",
    "child_value": "What the child yields.",
    "handle_child": "A task or future.",
    "limit_or_none": "A `duration`, or `std::nullopt` for no limit.",
    "place": "An executor, an execution context, or an `event_loop`.",
}

# The headers of names that stand in detail, since several headers need them.
HOME = {
    "child": "boost/asyncio/task.hpp",
    "task_list": "boost/asyncio/wait.hpp",
}

# Types that only the implementation can name.
UNSPECIFIED = re.compile(
    r"typename functions::\w+|(?<=reference_wrapper<)type(?=>)")

SECTIONS = [
    "Example",
    "Completion",
    "Per-Operation Cancellation",
    "Thread Safety",
    "Template Parameters",
    "Parameters",
    "Returns",
    "Throws",
    "See Also",
]

OPERATORS = {
    "operator=": "operator-assign",
    "operator==": "operator-eq",
    "operator()": "operator-call",
    "operator bool": "operator-bool",
}


class Problems:
    """What is wrong with the comments."""

    def __init__(self):
        self.list = []

    def add(self, place, text):
        self.list.append(f"{place}: {text}")

    def report(self):
        for text in self.list:
            print("error:", text, file=sys.stderr)
        return bool(self.list)


# ---------------------------------------------------------------------------
# Text


def escape(text):
    """Text in which AsciiDoc sees no markup."""
    return re.sub(
        r"[*_`#{}+^~|\[\]]|::|--|\.\.\.|->|<-|=>",
        lambda m: "".join(f"&#{ord(c)};" for c in m.group()), text)


def code(text):
    text = " ".join(text.split())
    return "``pass:c[" + text.replace("]", "\\]") + "]``"


def plain(text):
    """What a reader sees of it."""
    text = re.sub(
        r"``pass:c\[(.*?)(?<!\\)\]``",
        lambda m: m.group(1).replace("\\]", "]"), text)
    return " ".join(html.unescape(text).split())


class Doc:
    """A doc comment: paragraphs, and sections with titles."""

    def __init__(self):
        self.text = []       # blocks of AsciiDoc
        self.sections = {}   # title -> blocks
        self.params = []     # names that @param describes
        self.order = []

    def __bool__(self):
        return bool(self.text or self.sections)

    def blocks(self, section):
        if section is None:
            return self.text
        if section not in self.sections:
            self.order.append(section)
        return self.sections.setdefault(section, [])

    def summary(self):
        """Its first sentence."""
        if not self.text:
            return ""
        first = self.text[0]
        m = re.match(r"(.*?[^.]\.)(\s|$)", first, re.DOTALL)
        return m.group(1) if m else first

    def all_text(self):
        return "\n".join(
            self.text + [b for s in self.sections.values() for b in s])


class Comments:
    """Makes a Doc of what Doxygen says."""

    def __init__(self, snippets, draft, problems):
        self.snippets = snippets
        self.draft = draft
        self.problems = problems

    def read(self, element, place):
        doc = Doc()
        section = None
        for kind in ("briefdescription", "detaileddescription"):
            for child in element.find(kind) or []:
                section = self.block(child, doc, section, place)
        self.check_order(doc, place)
        return doc

    def check_order(self, doc, place):
        known = [s for s in doc.order if s in SECTIONS]
        if known != sorted(known, key=SECTIONS.index):
            self.problems.add(
                place, "the sections are not in the order of the others: " +
                ", ".join(known))

    def block(self, element, doc, section, place):
        """Adds a block element; returns the section that is open then."""
        if element.tag != "para":
            raise ValueError(f"{place}: unexpected <{element.tag}>")
        inline = []

        def flush():
            text = "".join(inline).strip()
            inline.clear()
            if text:
                doc.blocks(section).append(re.sub(r"\s*\n\s*", "\n", text))

        inline.append(escape(element.text or ""))
        for child in element:
            if child.tag == "simplesect":
                flush()
                section = self.simple(child, doc, place)
            elif child.tag == "parameterlist":
                flush()
                section = self.parameters(child, doc, place)
            elif child.tag in ("itemizedlist", "orderedlist"):
                flush()
                mark = "*" if child.tag == "itemizedlist" else "."
                items = [
                    f"{mark} " + "\n".join(
                        self.inline(p, place).strip() for p in item)
                    for item in child]
                doc.blocks(section).append("\n".join(items))
            elif child.tag == "programlisting":
                flush()
                self.problems.add(
                    place, "shows C++ that nobody compiles: use @snippet")
            elif child.tag == "verbatim":
                flush()
                doc.blocks(section).append(self.snippet(child.text, place))
            else:
                inline.append(self.one_inline(child, place))
            inline.append(escape(child.tail or ""))
        flush()
        return section

    def inline(self, element, place):
        return escape(element.text or "") + "".join(
            self.one_inline(child, place) + escape(child.tail or "")
            for child in element)

    def one_inline(self, element, place):
        if element.tag == "computeroutput":
            return code("".join(element.itertext()))
        if element.tag == "bold":
            return "**" + self.inline(element, place) + "**"
        if element.tag == "emphasis":
            return "__" + self.inline(element, place) + "__"
        if element.tag in ("ref", "para"):
            return self.inline(element, place)
        if element.tag == "ulink":
            return f"link:{element.get('url')}[{self.inline(element, place)}]"
        if element.tag in ("ndash", "mdash"):
            return "--"
        raise ValueError(f"{place}: unexpected <{element.tag}>")

    def simple(self, element, doc, place):
        kind = element.get("kind")
        if kind == "par":
            title = element.findtext("title")
        elif kind in ("return", "see", "note"):
            title = {
                "return": "Returns", "see": "See Also", "note": "Note"}[kind]
        else:
            raise ValueError(f"{place}: unexpected @{kind}")
        section = title
        doc.blocks(section)
        for para in element.findall("para"):
            if kind == "see":
                names = "".join(para.itertext()).split(",")
                doc.blocks(section).append(
                    ", ".join(code(n.strip()) for n in names if n.strip()))
            else:
                section = self.block(para, doc, section, place)
        return title

    def parameters(self, element, doc, place):
        section = {
            "param": "Parameters",
            "exception": "Throws",
            "templateparam": "Template Parameters",
        }[element.get("kind")]
        for item in element:
            names = [
                "".join(n.itertext()) for n in item.iter("parametername")]
            text = " ".join(
                self.inline(p, place).strip()
                for p in item.find("parameterdescription").iter("para"))
            if element.get("kind") != "exception":
                doc.params += names
                if not text:
                    self.problems.add(
                        place, f"nothing is said of {', '.join(names)}")
            blocks = doc.blocks(section)
            if not blocks:
                blocks.append("[horizontal]")
            blocks[-1] += "\n" + ", ".join(
                code(n) for n in names) + ":: " + (text or "{empty}")
        return section

    def snippet(self, text, place):
        m = re.fullmatch(r"\s*snippet (\S+) (\S+)\s*", text)
        if not m:
            return "....\n" + text.strip("\n") + "\n...."
        name, tag = m.groups()
        for directory in self.snippets:
            path = directory / name
            if path.exists() and f"tag::{tag}[]" in path.read_text():
                return (
                    "[source,cpp,indent=0]\n----\n"
                    f"include::{path}[tag={tag}]\n----")
        text = f"there is no region {tag} in {name}"
        if self.draft:
            print(f"warning: {place}: {text}", file=sys.stderr)
        else:
            self.problems.add(place, text)
        return ""


def listing(text, role=None):
    role = f",role={role}" if role else ""
    return f"[source,cpp{role}]\n----\n{text}\n----"


# ---------------------------------------------------------------------------
# Signatures


class Source:
    """The text of declarations, as it stands in the headers."""

    def __init__(self, include):
        self.include = include
        self.files = {}
        self.read = set()  # (file, line) where a declaration begins

    def lines(self, file):
        if file not in self.files:
            self.files[file] = (self.include / file).read_text().split("\n")
        return self.files[file]

    def purpose(self, file):
        """The first line of a header, which says what it is for."""
        return self.lines(file)[0].removeprefix("// ").rstrip(".")

    def declaration(self, file, line, until="{;"):
        """What begins above or in a line, up to its body or its end."""
        lines = self.lines(file)
        first = line - 1
        while first > 0:
            before = lines[first - 1].strip()
            if (not before or before[-1] in ";}{:" or before.endswith("*/") or
                    before.startswith(("//", "#", "/*"))):
                break
            first -= 1
        self.read.add((file, first + 1))
        text = "\n".join(lines[first:first + 40])
        depth = 0
        for i, c in enumerate(text):
            if c in "([":
                depth += 1
            elif c in ")]":
                depth -= 1
            elif depth == 0 and c in until:
                text = text[:i]
                break
            # The initialisers of a constructor.
            elif (depth == 0 and c == ":" and text[:i].rstrip().endswith(
                    (")", "noexcept")) and text[i + 1] != ":"):
                text = text[:i]
                break
        return dedent(text)


    def comments(self, file):
        """The lines after the doc comments of a header."""
        lines = self.lines(file)
        for i, line in enumerate(lines):
            text = line.strip()
            if text.startswith("/**"):
                end = next(
                    k for k in range(i, len(lines)) if "*/" in lines[k])
                comment = lines[i:end + 1]
            elif re.match("///(?!<)", text) and not (
                    lines[i - 1].strip().startswith("///")):
                end = i
                while lines[end + 1].strip().startswith("///"):
                    end += 1
                comment = lines[i:end + 1]
            else:
                continue
            if "@private" not in "\n".join(comment):
                yield end + 2

    def usings(self, file, first, last):
        """The using-declarations in the public part of a class: those that
        Doxygen leaves out."""
        for i in range(first, last):
            line = self.lines(file)[i]
            if line == "private:":
                break
            if re.fullmatch(r"    using [\w:]+;", line):
                yield line.strip()


def dedent(text):
    lines = text.rstrip().split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    return "\n".join(
        line[indent:] if not line[:indent].strip() else line
        for line in lines)


def public(text):
    """A declaration without what only the implementation knows."""
    short = re.sub(r"\b(inline|BOOST_FORCEINLINE) (?!class)", "", text)
    if "operator" in short:
        line = " ".join(short.split())
        if len(line) < 76 and not line.startswith("template"):
            short = line
    text = re.sub(r" *///<.*", "", short)
    text = text.replace(
        "std::add_lvalue_reference_t<std::add_const_t<T>>", "T const&")
    text = UNSPECIFIED.sub("/* see below */", text)
    for name in EXPOSITION:
        text = re.sub(rf"\bdetail::{name}\b", name, text)
    return text


def used_exposition(text):
    return [n for n in EXPOSITION if re.search(rf"\b{n}\b", text)
            and f"::{n}" not in text]


# ---------------------------------------------------------------------------
# Entities


class Member:
    """A declaration: a function, a type, a variable."""

    def __init__(self, element, source, comments, scope):
        self.kind = element.get("kind")
        self.name = element.findtext("name")
        place = element.find("location")
        self.file = place.get("declfile") or place.get("file")
        self.line = int(place.get("declline") or place.get("line"))
        # Of a pointer to function, only this is right.
        if self.kind == "variable" and place.get("bodystart"):
            self.line = int(place.get("bodystart"))
        self.where = f"{self.file}:{self.line}: {scope}{self.name}"
        self.doc = comments.read(element, self.where)
        until = ";" if self.kind in ("variable", "enum", "typedef") else "{;"
        self.text = public(source.declaration(self.file, self.line, until))
        self.text += ";"
        if self.name not in self.text:
            comments.problems.add(
                self.where, "is not where Doxygen says: " + self.text)
        self.args = element.findtext("argsstring") or ""
        self.params = [
            (p.findtext("declname") or "", "".join(p.find("type").itertext())
             if p.find("type") is not None else "")
            for p in element.findall("param")]
        # Template parameter -> its concept.
        self.constraints = {
            p.findtext("declname"): p.findtext("type").rpartition("::")[2]
            for p in element.findall("templateparamlist/param")
            if p.findtext("declname")}
        self.values = [
            (v.findtext("name"), comments.read(v, self.where))
            for v in element.findall("enumvalue")]

    def substitute(self, names):
        for name, value in names.items():
            self.text = re.sub(rf"\b{name}\b", value, self.text)

    def needs_text(self):
        """All but what is copied, moved, deleted or destroyed as usual."""
        deleted = re.search(r"= *(delete|default)", self.args)
        return not (deleted and self.params or self.name.startswith("~") or
                    self.name == "operator=" or self.is_copy())

    def is_copy(self):
        return (len(self.params) == 1 and not self.params[0][0] or
                self.params and self.params[0][0] == "other") and bool(
                    re.match(rf"\(?{self.name}( const)? ?&", self.args[1:]))


class Overloads:
    """The declarations of a name, and the comments that they share."""

    def __init__(self, name):
        self.name = name
        self.groups = []  # (doc, [members])

    def add(self, member):
        if not member.doc and not member.needs_text():
            self.groups.append((member.doc, [member]))
        elif not member.doc and self.groups:
            self.groups[-1][1].append(member)
        else:
            self.groups.append((member.doc, [member]))

    @property
    def members(self):
        return [m for _, members in self.groups for m in members]

    def check(self, problems):
        """That all are documented, and say what their parameters are: by
        @param, or by speaking of them, or of what their type is."""
        text = "\n".join(doc.all_text() for doc, _ in self.groups)
        if re.match("The same", self.groups[0][0].all_text()):
            problems.add(
                self.groups[0][1][0].where,
                "begins with \"The same\", but there is nothing before it")
        spans = " ".join(re.findall(r"``(.*?)``", text))
        described = {p for doc, _ in self.groups for p in doc.params}
        for doc, members in self.groups:
            for m in members:
                if not m.needs_text():
                    continue
                if not doc:
                    problems.add(m.where, "is not documented")
                    continue
                if m.name.startswith("operator"):
                    continue
                for name, kind in m.params:
                    # A word of the language says nothing.
                    spoken = spans if len(name) < 3 else text
                    kind = re.sub(r"\W|const|std::", " ", kind).split()
                    kind = [m.constraints.get(k, k) for k in kind]
                    if not name or name in described or any(
                            k == "source_location" or k.endswith("_options")
                            or re.search(rf"\b{k}\b", text) for k in kind):
                        continue
                    if not re.search(rf"\b{name}\b", spoken):
                        problems.add(
                            m.where, f"the parameter {name} is not described")


def overloads(members):
    """The members of a scope, by name, in order."""
    result = {}
    for m in members:
        result.setdefault(m.name, Overloads(m.name)).add(m)
    return list(result.values())


class Class:
    def __init__(self, element, reference):
        source, comments = reference.source, reference.comments
        self.element = element
        self.full = element.findtext("compoundname")
        self.name = self.full.removeprefix(NAMESPACE + "::")
        self.where = element.find("location")
        self.file = self.where.get("file")
        line = int(self.where.get("line"))
        self.doc = comments.read(element, f"{self.file}:{line}: {self.name}")
        head = public(source.declaration(self.file, line))
        # Bases come from Doxygen, which tells which are public.
        self.head = re.sub(r"\s*(?<!:):(?!:).*", "", head, flags=re.DOTALL)
        bases = [
            "".join(b.itertext()) for b in element.findall("basecompoundref")
            if b.get("prot") == "public"]
        self.bases = [
            b.removeprefix(NAMESPACE + "::").replace("< ", "<").replace(
                " >", ">") for b in bases if "::detail::" not in b]
        self.usings = list(source.usings(
            self.file, int(self.where.get("bodystart")),
            int(self.where.get("bodyend"))))
        self.members = []
        self.collect(element, reference)
        for base in bases:
            if "::detail::" in base:
                self.inherit(base, reference, {})

    def collect(self, element, reference, names=()):
        # Assigned and made as such only by classes that derive from it.
        inherited = element is not self.element
        simple = element.findtext("compoundname").rpartition("::")[2]
        found = []
        for section in element.findall("sectiondef"):
            for m in section.findall("memberdef"):
                if m.get("prot") != "public" or (
                        section.get("kind") == "friend" and
                        not m.findtext("name").startswith("operator")):
                    continue
                name = m.findtext("name")
                if inherited and (
                        name in ("value_type", "wait_state", "operator=") or
                        name.lstrip("~") == simple):
                    continue
                found.append(Member(
                    m, reference.source, reference.comments,
                    self.name + "::"))
        found.sort(key=lambda m: m.line)
        for m in found:
            m.substitute(dict(names))
        known = {m.name for m in self.members if m.name != "operator=="}
        self.members += [m for m in found if m.name not in known]

    def inherit(self, base, reference, names):
        """Takes over the members of a base that users do not see."""
        for name in re.findall(r"detail::(basic_\w+|result_access)\b", base):
            element = reference.compound(f"{NAMESPACE}::detail::{name}")
            self.collect(
                element, reference, {"Derived": self.name, **names})
            for b in element.findall("basecompoundref"):
                self.inherit("".join(b.itertext()), reference, names)

    @property
    def types(self):
        return [m for m in self.members if m.kind in ("typedef", "enum")]

    @property
    def variables(self):
        return [m for m in self.members if m.kind == "variable"]

    @property
    def functions(self):
        return overloads(
            m for m in self.members if m.kind in ("function", "friend"))

    def synopsis(self, guides):
        head = self.head
        if self.bases:
            head += " : public " + ", public ".join(self.bases)
        lines = [head, "{"]
        if head.split()[0] != "struct" and not re.search(
                r"^struct", head, re.MULTILINE):
            lines.append("public:")
        lines += ["    " + using for using in self.usings]
        last = None
        for m in self.members:
            if last and (
                    "\n" in m.text + last.text or m.kind != last.kind and
                    "function" not in (m.kind, last.kind)):
                lines.append("")
            lines += [
                "    " + line if line else "" for line in m.text.split("\n")]
            last = m
        lines.append("};")
        text = "\n".join(lines)
        for g in guides:
            text += "\n\n" + g.text
        return text

    def check(self, problems):
        place = f"{self.file}:{self.where.get('line')}: {self.name}"
        if not self.doc:
            problems.add(place, "is not documented")
        for group in self.functions:
            group.check(problems)
        for m in self.types + self.variables:
            if not m.doc:
                problems.add(m.where, "is not documented")
            for name, doc in m.values:
                if not doc:
                    problems.add(m.where, f"{name} is not documented")


# ---------------------------------------------------------------------------
# Pages


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
        self.comments = Comments(args.snippets, args.draft, self.problems)
        self.topics = self.read_topics(args.topics)
        self.files = {}
        for c in ElementTree.parse(self.xml / "index.xml").getroot():
            self.files[c.findtext("name")] = c.get("refid") + ".xml"
        self.pages = {}    # name -> (kind, header, summary)
        self.anchors = {}  # name or class::member -> place
        self.search = []

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
            free.append(
                Member(element, self.source, self.comments, ""))
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
    parser.add_argument(
        "--draft", action="store_true", help="snippets may be missing")
    return Reference(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
