#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Runs the recipe for Conan, with classes and functions that do in short what
Conan's do as far as the recipe wants it.

usage: conan_test.py DIRECTORY_OF_THE_RECIPE
"""

import fnmatch
import importlib.util
import os
import re
import shutil
import sys
import tempfile
import types


class CppInfo:
    def __init__(self):
        self.properties = {}

    def set_property(self, name, value):
        self.properties[name] = value


class ConanFile:
    def __init__(self):
        self.required = []
        self.cpp_info = CppInfo()

    def requires(self, reference, transitive_headers=False):
        self.required.append((reference, transitive_headers))


def copy(recipe, pattern, src, dst):
    copied = []
    for root, _, files in os.walk(src):
        for name in files:
            path = os.path.join(root, name)
            relative = os.path.relpath(path, src)
            if fnmatch.fnmatch(relative, pattern):
                target = os.path.join(dst, relative)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                copied.append(shutil.copy(path, target))
    if not copied:
        sys.exit(f"There is no {pattern} in {src}")
    return copied


def load(recipe, path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def module(name, **content):
    result = types.ModuleType(name)
    vars(result).update(content)
    sys.modules[name] = result


def load_recipe(path):
    spec = importlib.util.spec_from_file_location("recipe", path)
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe


def expect(what, got, expected):
    if got != expected:
        sys.exit(f"{what}: {got!r}, not {expected!r}")


def main():
    directory = sys.argv[1]
    tree = os.path.join(directory, os.pardir, os.pardir)
    standards = []
    module("conan", ConanFile=ConanFile)
    module("conan.tools")
    module("conan.tools.build", can_run=None,
           check_min_cppstd=lambda recipe, std: standards.append(std))
    module("conan.tools.cmake", CMake=None, cmake_layout=None)
    module("conan.tools.files", copy=copy, load=load)
    module("conan.tools.layout", basic_layout=lambda recipe: None)

    recipe = load_recipe(
        os.path.join(directory, "conanfile.py")).BoostAsyncio()
    recipe.recipe_folder = directory
    recipe.settings = types.SimpleNamespace(os="Linux")
    recipe.info = set("abc")
    recipe.set_version()
    expect("version", recipe.version, re.search(
        r"boost_asyncio VERSION ([0-9.]+)",
        load(recipe, os.path.join(tree, "CMakeLists.txt"))).group(1))
    recipe.layout()
    recipe.requirements()
    expect("requirements", recipe.required, [("boost/[>=1.81.0]", True)])
    recipe.validate()
    expect("standard", standards, [20])
    recipe.package_id()
    expect("binaries", recipe.info, set())

    with tempfile.TemporaryDirectory() as temporary:
        recipe.export_sources_folder = os.path.join(temporary, "sources")
        recipe.source_folder = recipe.export_sources_folder
        recipe.package_folder = os.path.join(temporary, "package")
        recipe.export_sources()
        recipe.package()
        packed = {os.path.relpath(os.path.join(root, name),
                                  recipe.package_folder)
                  for root, _, files in os.walk(recipe.package_folder)
                  for name in files}
    headers = {os.path.join("include", os.path.relpath(
                   os.path.join(root, name), os.path.join(tree, "include")))
               for root, _, files in os.walk(os.path.join(tree, "include"))
               for name in files}
    expect("files", packed, headers | {
        "cmake/compiled.cmake", "licenses/LICENSE_1_0.txt",
        "res/gdb/boost_asyncio.py"})

    recipe.package_info()
    expect("names", recipe.cpp_info.properties, {
        "cmake_file_name": "boost_asyncio",
        "cmake_target_name": "Boost::asyncio",
        "cmake_build_modules": ["cmake/compiled.cmake"],
        "pkg_config_name": "boost_asyncio"})
    expect("libraries", (recipe.cpp_info.libdirs, recipe.cpp_info.system_libs),
           ([], ["pthread"]))

    test = load_recipe(
        os.path.join(directory, "test_package", "conanfile.py"))
    test = test.BoostAsyncioTest()
    test.tested_reference_str = f"boost-asyncio/{recipe.version}"
    test.requirements()
    expect("tested", test.required, [("boost-asyncio/0.1.0", False)])


if __name__ == "__main__":
    main()
