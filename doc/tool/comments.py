# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""The doc comments, from the XML of Doxygen to AsciiDoc."""

import html
import re
import sys

# In the order in which every comment has them.
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

    def __init__(self, snippets, problems):
        self.snippets = snippets
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
            # The role keeps it from becoming a link to something of that name.
            role = "" if section == "Throws" else "[.parameter]"
            if not blocks:
                blocks.append("[horizontal]")
            blocks[-1] += "\n" + ", ".join(
                role + code(n) for n in names) + ":: " + (text or "{empty}")
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
        self.problems.add(place, f"there is no region {tag} in {name}")
        return ""
