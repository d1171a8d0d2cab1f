# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""A recipe for Conan 2 that packs the source tree it stands in:

    conan create packaging/conan

Tested by test/packaging/conan_test.py, with classes and functions of that test
in the place of Conan's. With Conan itself it has not been tried.
"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout


# What makes the target Boost::asyncio_compiled.
COMPILED = "cmake/compiled.cmake"


class BoostAsyncio(ConanFile):
    name = "boost-asyncio"
    description = "Python's asyncio for Boost.Asio"
    license = "BSL-1.0"
    topics = ("asio", "asynchronous", "coroutines")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def _tree(self):
        return os.path.join(self.recipe_folder, os.pardir, os.pardir)

    def set_version(self):
        text = load(self, os.path.join(self._tree(), "CMakeLists.txt"))
        self.version = re.search(
            r"project\(boost_asyncio VERSION ([0-9.]+)", text).group(1)

    def export_sources(self):
        for pattern in ("include/*", "extra/*", COMPILED, "LICENSE_1_0.txt"):
            copy(self, pattern, self._tree(), self.export_sources_folder)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.81.0]", transitive_headers=True)

    def validate(self):
        check_min_cppstd(self, 20)

    def package(self):
        copy(self, "LICENSE_1_0.txt", self.source_folder,
             os.path.join(self.package_folder, "licenses"))
        for pattern in ("*.hpp", "*.ipp"):
            copy(self, pattern, os.path.join(self.source_folder, "include"),
                 os.path.join(self.package_folder, "include"))
        copy(self, COMPILED, self.source_folder, self.package_folder)
        copy(self, "*.py", os.path.join(self.source_folder, "extra", "gdb"),
             os.path.join(self.package_folder, "res", "gdb"))

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "boost_asyncio")
        self.cpp_info.set_property("cmake_target_name", "Boost::asyncio")
        self.cpp_info.set_property("cmake_build_modules", [COMPILED])
        self.cpp_info.set_property("pkg_config_name", "boost_asyncio")
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.requires = ["boost::headers"]
        if self.settings.os in ("Linux", "FreeBSD"):
            self.cpp_info.system_libs = ["pthread"]
