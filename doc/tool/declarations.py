# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""The declarations: what Doxygen knows of them, and how the headers say it."""

import re

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

# What the library has of its own means the same, and costs less to compile.
RANGES = {
    "input_range": "std::ranges::input_range",
    "range": "std::ranges::range",
    "range_value": "std::ranges::range_value_t",
}

# Types that only the implementation can name.
UNSPECIFIED = re.compile(
    r"typename functions::\w+|(?<=reference_wrapper<)type(?=>)")


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
    short = re.sub(
        r"\b(?<!#define )(inline|BOOST_ASYNCIO_(FORCEINLINE|(COLD_)?DECL))\s+"
        r"(?!class)", "", text)
    if short != text:
        # It was broken where it need not be now.
        short = re.sub(
            r"^(\S.*[^(,\n])\n((?:\w+::)*\w+\(.*)$",
            lambda m: m[0] if len(m[1] + m[2]) > 75 else f"{m[1]} {m[2]}",
            short, flags=re.M)
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
    for name, known in RANGES.items():
        text = re.sub(rf"\bdetail::{name}(?=[ <])", known, text)
    return text


def used_exposition(text):
    return [n for n in EXPOSITION if re.search(rf"\b{n}\b", text)
            and f"::{n}" not in text]


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
        return bool(re.match(
            rf"\({self.name}( const)? *&+ *(other)?\)", self.args))


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
        spans = " ".join(re.findall(r"``pass:c\[(.*?)\]``", text))
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
