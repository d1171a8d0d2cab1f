#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Gives each check of the documentation something wrong, and sees it fail.

usage: DOXYFILE=... python3 -m unittest test_checks.Checks.test_NAME
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parent.parent / "tool"

# Has a text for everything.
HEADER = """// A header.
namespace boost::asyncio {

/** Does something with `a`.

    @par Example
    @snippet program.cpp part

    @par Thread Safety
    Safe.

    @param b More.
*/
void f(int a, int b);

void f(int a);

/// A class.
class c
{
public:
    /// A member.
    void member() const;

    c(c const&) = delete;
};

} // namespace boost::asyncio
"""

PROGRAM = """// tag::part[]
int main() {}
// end::part[]
"""


class Checks(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def call(self, *command, **kwargs):
        return subprocess.run(
            [str(c) for c in command], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=60, **kwargs)

    def passes(self, result):
        self.assertEqual(result.returncode, 0, result.stdout)

    def fails(self, result, message):
        self.assertNotEqual(result.returncode, 0, result.stdout)
        self.assertIn(message, result.stdout)
        self.assertNotIn("Traceback", result.stdout)

    # The comments.

    def doxygen(self, header):
        self.write("include/boost/asyncio/header.hpp", header)
        options = pathlib.Path(os.environ["DOXYFILE"]).read_text() + f"""
INPUT = {self.root}/include/boost/asyncio
STRIP_FROM_PATH = {self.root}/include
STRIP_FROM_INC_PATH = {self.root}/include
OUTPUT_DIRECTORY = {self.root}
"""
        return self.call("doxygen", "-", input=options)

    def reference(self, header=HEADER, program=PROGRAM, topics="= A\nheader\n"):
        self.passes(self.doxygen(header))
        self.write("program.cpp", program)
        return self.call(
            sys.executable, TOOL / "reference.py",
            "--xml", self.root / "xml", "--include", self.root / "include",
            "--topics", self.write("topics.txt", topics),
            "--snippets", self.root, "--out", self.root / "out")

    def test_complete_comments(self):
        self.passes(self.reference())
        page = (self.root / "out/f.adoc").read_text()
        self.assertIn("void f(int a, int b);\n\nvoid f(int a);", page)
        self.assertIn("Does something with", page)
        self.assertIn("program.cpp[tag=part]", page)
        self.assertIn("[#member]", (self.root / "out/c.adoc").read_text())

    def test_using_enum(self):
        header = HEADER.replace("/// A class.", """/// An enumeration.
enum class e
{
    one ///< A value.
};

using enum e;

/// A class.""")
        self.passes(self.reference(header))
        page = (self.root / "out/e.adoc").read_text()
        self.assertIn("enum class e\n{\n    one\n};", page)
        self.assertIn("A value.", page)
        names = json.loads((self.root / "out/names.json").read_text())
        self.assertEqual(names["anchors"]["one"], "e.html#one")

    def test_undocumented_function(self):
        header = HEADER.replace("/// A class.", "void g();\n\n/// A class.")
        self.fails(self.reference(header), "g: is not documented")

    def test_undocumented_class(self):
        header = HEADER.replace("/// A class.\n", "")
        self.fails(self.reference(header), "c: is not documented")

    def test_undocumented_member(self):
        header = HEADER.replace("    /// A member.\n", "")
        self.fails(self.reference(header), "c::member: is not documented")

    def test_undescribed_parameter(self):
        header = HEADER.replace("    @param b More.\n", "")
        self.fails(
            self.reference(header), "f: the parameter b is not described")

    def test_empty_parameter(self):
        header = HEADER.replace("@param b More.", "@param b")
        self.fails(self.reference(header), "f: nothing is said of b")

    def test_unknown_parameter(self):
        header = HEADER.replace("@param b", "@param c")
        self.fails(
            self.doxygen(header), "argument 'c' of command @param is not found")

    def test_comment_of_nothing(self):
        header = HEADER.replace(
            "    c(c const&) = delete;", "    /// Lost.\n\n    c(c const&);")
        self.fails(self.reference(header), "header.hpp:26: Doxygen does not")

    def test_reference_to_nothing(self):
        header = HEADER.replace("A member.", "The same as a member.")
        self.fails(self.reference(header), 'c::member: begins with "The same"')

    def test_order_of_sections(self):
        header = HEADER.replace(
            "    @par Example", "    @par Returns\n    A.\n\n    @par Example")
        self.fails(self.reference(header), "are not in the order")

    def test_detail_in_signature(self):
        header = HEADER.replace("f(int a);", "f(detail::x a);")
        self.fails(self.reference(header), "shows namespace detail: detail::x")

    def test_missing_region_of_comment(self):
        self.fails(
            self.reference(program=PROGRAM.replace("part", "other")),
            "there is no region part in program.cpp")

    def test_uncompiled_code_in_comment(self):
        header = HEADER.replace(
            "    @snippet program.cpp part",
            "    @code\n    f(1);\n    @endcode")
        self.fails(self.reference(header), "f: shows C++ that nobody compiles")

    def test_header_without_topic(self):
        self.fails(
            self.reference(topics="= A\n"),
            "boost/asyncio/header.hpp is missing")

    # The pages.

    def pages(self, text, nav="= A\npage\n", program=PROGRAM):
        self.write("pages/page.adoc", text)
        self.write("include/header.hpp", "/// @snippet program.cpp part\n")
        self.write("code/program.cpp", program)
        return self.call(
            sys.executable, TOOL / "check_pages.py",
            "--pages", self.root / "pages",
            "--nav", self.write("nav.txt", nav),
            "--include", self.root / "include", "--code", self.root / "code")

    def block(self, text, attributes="cpp,indent=0"):
        return f"= Title\n\n[source,{attributes}]\n----\n{text}\n----\n"

    def test_good_page(self):
        self.passes(self.pages(
            self.block("include::../code/program.cpp[tag=part]") +
            "\n[source,sh]\n----\nls\n----\n"))

    def test_named_headers(self):
        for name in ("a.hpp", "detail/loop/b.hpp"):
            self.write(f"include/boost/asyncio/{name}", "")
        text = ("= Title\n\n`a.hpp`, `loop/b.hpp`, `impl/NAME.ipp`, "
                "`<boost/asyncio/a.hpp>`, `<boost/asio.hpp>`\n")
        self.passes(self.pages(text + self.block(
            "include::../code/program.cpp[tag=part]")[8:]))
        for name in ("c.hpp", "task/b.hpp", "<boost/asyncio/c.hpp>"):
            self.fails(self.pages(f"= Title\n\n`{name}`\n"),
                       "page.adoc:3: there is no header")

    def test_uncompiled_code(self):
        self.fails(
            self.pages(self.block("int i;")),
            "page.adoc:5: C++ that nobody compiles")

    def test_uncompiled_code_in_a_fence(self):
        self.fails(self.pages("= Title\n\n```cpp\nint i;\n```\n"),
                   "page.adoc:3: write [source,cpp]")

    def test_marks_that_asciidoc_takes_for_a_pair(self):
        self.fails(
            self.pages("= Title\n\nIn C++20 as\ng++ 12 has it.\n"),
            'page.adoc:4: "++" twice in a paragraph')
        self.passes(self.pages("= Title\n\nIn C++.\n\nBy `g++`, in C++.\n"))

    def test_pseudo_declaration(self):
        self.passes(self.pages(self.block("f(...);", "cpp,role=pseudo")))

    def test_foreign_code(self):
        self.fails(
            self.pages(self.block("include::../other.cpp[tag=part]")),
            "../other.cpp is no program that the tests build")

    def test_page_without_title(self):
        self.fails(self.pages("Title\n"), "does not begin with '= Title'")

    def test_missing_page(self):
        self.fails(self.pages("= Title\n", "= A\npage\nother\n"),
                   "nav.txt:3: there is no page other")

    def test_unlisted_page(self):
        self.fails(self.pages("= Title\n", "= A\n"),
                   "page.adoc: is not in nav.txt")

    def test_page_listed_twice(self):
        self.fails(self.pages("= Title\n", "= A\npage\npage\n"),
                   "nav.txt:3: page is there twice")

    def test_region_that_nothing_shows(self):
        more = PROGRAM + "// tag::more[]\n// end::more[]\n"
        shown = self.block("include::../code/program.cpp[tag=more]")
        self.passes(self.pages(shown, program=more))
        self.fails(self.pages("= Title\n", program=more),
                   "program.cpp: nothing shows the region more")

    def asciidoctor(self, include):
        self.write("code/program.cpp", PROGRAM)
        page = self.write("pages/page.adoc", self.block(include))
        return self.call(
            "asciidoctor", "--failure-level=WARN", "-D", self.root, page)

    def test_existing_region(self):
        self.passes(self.asciidoctor(
            "include::../code/program.cpp[tag=part]"))

    def test_missing_region_of_page(self):
        self.fails(
            self.asciidoctor("include::../code/program.cpp[tag=other]"),
            "tag 'other' not found")

    def test_missing_program(self):
        self.fails(
            self.asciidoctor("include::../code/other.cpp[tag=part]"),
            "include file not found")

    # The names in code spans.

    def names(self, text):
        self.write("raw/page.html", f"<h1>Title</h1>\n<p>{text}</p>\n")
        self.write("raw/reference/task.html", "<h1>task</h1>\n<p>A task.</p>")
        self.write("raw/reference/index.html", "<h1>Reference</h1>\n")
        names = self.write("names.json", json.dumps({
            "anchors": {
                "task": "task.html", "task::get": "task.html#get"},
            "summaries": {"task": "A task."},
            "topics": [["Tasks", ["task"]]]}))
        return self.call(
            sys.executable, TOOL / "site.py", "--raw", self.root / "raw",
            "--nav", self.write("nav.txt", "= A\npage\n"),
            "--names", names, "--tool", TOOL, "--out", self.root / "out")

    def test_known_names(self):
        self.passes(self.names(
            "<code>task&lt;int&gt;</code> <code>asyncio::task::get()</code> "
            "<code>other</code> <code>other::get</code> <code>t.get()</code>"))
        page = (self.root / "out/page.html").read_text()
        self.assertIn('href="reference/task.html"><code>task&lt;', page)
        self.assertIn('href="reference/task.html#get"><code>asyncio::', page)
        self.assertEqual(page.count('<a class="name" href="reference/'), 2)

    def test_unknown_name(self):
        self.fails(self.names("<code>asyncio::tusk</code>"),
                   "page.html: asyncio::tusk is not documented")

    def test_unknown_member(self):
        self.fails(self.names("<code>task::got()</code>"),
                   "page.html: task::got is not documented")

    # The site.

    def site(self, text):
        self.write("site/page.html", f'<h1 id="top">Title</h1>\n{text}\n')
        self.write("site/inner/other.html", '<a href="../page.html#top">x</a>')
        return self.call(
            sys.executable, TOOL / "check_site.py", self.root / "site")

    def test_good_links(self):
        self.passes(self.site(
            '<a href="inner/other.html">x</a> <a href="#top">x</a> '
            '<a href="https://example.com/">x</a>'))

    def test_dead_link(self):
        self.fails(self.site('<a href="inner/none.html">x</a>'),
                   "page.html:2: a link to inner/none.html")

    def test_dead_anchor(self):
        self.fails(self.site('<a href="inner/other.html#none">x</a>'),
                   "but there is no such anchor")

    def test_anchor_twice(self):
        self.fails(self.site('<p id="top">x</p>'), "the anchor top again")

    def test_network(self):
        self.fails(
            self.site('<script src="https://example.com/x.js"></script>'),
            "loads https://example.com/x.js")

    def test_empty_site(self):
        (self.root / "site").mkdir()
        self.fails(
            self.call(
                sys.executable, TOOL / "check_site.py", self.root / "site"),
            "there are no pages")


if __name__ == "__main__":
    unittest.main()
