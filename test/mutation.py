#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Breaks one rule of the library at a time, and sees a test fail.

usage: mutation.py [-n] [NUMBER...]     all unless given

With -n it only looks whether each change still applies.

Each change is made in a copy of the headers, with which one test is built and
run. It passes over nothing: a change that no longer applies is an error. It
takes about half a minute for each, and is no part of test/run.sh. The compiler
is $CXX, or g++.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# What is broken: the header, what stands there, what is put there, and the test
# that has to fail.
MUTATIONS = [
    ("equal deadlines expire in the wrong order",
     "detail/loop/timer_heap.hpp",
     "a.order_ < b.order_", "a.order_ > b.order_", "sleep"),
    ("a turn of the loop never ends while there are items",
     "detail/loop/pace.hpp",
     "most_items = 256", "most_items = 1 << 30", "loops"),
    ("what other threads send is run in the wrong order",
     "detail/loop/inbox.hpp",
     "list.push_back(*reversed)", "list.push_front(*reversed)", "event_loop"),
    ("a request that an operation of Asio did not take is lost",
     "detail/loop/cancel_requests.hpp",
     "        if (!taken)\n            remember();", "", "task_raw"),
    ("a runner is not reset after a cancellation",
     "detail/task/runner.hpp",
     " || emitted_to", "", "task_raw"),
    ("uncancel() does not revoke what was only remembered",
     "detail/loop/cancel_requests.hpp",
     "            pending_ &= wait_ended_bit;\n        return count_;",
     "            ;\n        return count_;", "task_cancel"),
    ("a task that was cancelled before its first step runs",
     "detail/task/impl/task_base.ipp",
     "    if (requests.take())\n", "    if (false)\n", "task_cancel"),
    ("a circle of tasks is cancelled for ever",
     "detail/task/impl/task_base.ipp",
     "    if (is_on_path())\n        return false;\n", "", "introspection"),
    ("a timeout does not take its request back",
     "impl/timeout.ipp",
     "task_->requests.uncancel() <= requests_before_",
     "task_->requests.count() > 0", "timeout"),
    ("an exception that nobody read is not reported",
     "detail/task/impl/state.ipp",
     "unread_.store(true, std::memory_order_relaxed);", "",
     "exception_handler"),
    ("a lock is not passed on by who was woken and cancelled",
     "detail/sync/primitive.hpp",
     "primitive_.left(leave());",
     "leave();", "interleaving"),
    ("a woken getter that is cancelled keeps the others waiting",
     "detail/sync/impl/queue_waiter.ipp",
     "    if (!core().empty())\n", "    if (false)\n",
     "queue_interleaving"),
    ("an item that is taken makes no room",
     "detail/sync/queue_core.hpp",
     "--size_;\n        wake_first(putters);", "--size_;", "queue"),
    ("a failed child does not end its group",
     "detail/wait/impl/group_state.ipp",
     "    parent_cancelled_ = true;\n    parent_->cancel({});",
     "", "task_group"),
    ("a task whose coroutine is destroyed is not released",
     "detail/task/impl/task_base.ipp",
     "    unbind();\n    orphan();\n", "    unbind();\n", "loop_life"),
]

here = pathlib.Path(__file__).resolve().parent
include = here.parent / "include"


def compiled(source, output, headers, *extra):
    command = [
        os.environ.get("CXX", "g++"), "-std=c++20", "-O0",
        "-DBOOST_TEST_DYN_LINK", f"-I{headers}", f"-I{here / 'support'}",
        str(source), *extra, "-o", str(output)]
    return subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


def applicable(mutation):
    """What is wrong, or nothing if it applies."""
    _, header, old, _, test = mutation
    path = include / "boost" / "asyncio" / header
    if not path.exists() or not (here / f"{test}.cpp").exists():
        return f"does not apply: there is no {header}, or no {test}.cpp"
    n = path.read_text(encoding="utf-8").count(old)
    return "" if n == 1 else f"does not apply: {header} has it {n} times"


def outcome(mutation, main, folder):
    """What is wrong, or nothing if the test fails as it has to."""
    problem = applicable(mutation)
    if problem:
        return problem
    _, header, old, new, test = mutation
    headers = folder / "include"
    shutil.copytree(include, headers)
    path = headers / "boost" / "asyncio" / header
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")
    program = folder / "program"
    build = compiled(here / f"{test}.cpp", program, headers, str(main),
                     "-lboost_unit_test_framework", "-pthread")
    if build.returncode:
        return f"does not compile:\n{build.stdout}"
    try:
        run = subprocess.run([program], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, timeout=60)
    except subprocess.TimeoutExpired:
        return ""
    return "" if run.returncode else f"is not noticed by {test}"


def main():
    arguments = sys.argv[1:]
    look_only = arguments[:1] == ["-n"]
    numbers = [int(n) for n in arguments[look_only:]] or range(
        1, len(MUTATIONS) + 1)
    problems = 0
    if look_only:
        for n in numbers:
            problem = applicable(MUTATIONS[n - 1])
            problems += bool(problem)
            print(f"{n:2} {MUTATIONS[n - 1][0]}: {problem or 'applies'}")
        return bool(problems)
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        main_object = top / "main.o"
        build = compiled(here / "support" / "main.cpp", main_object, include,
                         "-c")
        if build.returncode:
            return build.stdout
        for n in numbers:
            mutation = MUTATIONS[n - 1]
            folder = top / str(n)
            folder.mkdir()
            problem = outcome(mutation, main_object, folder)
            shutil.rmtree(folder)
            problems += bool(problem)
            print(f"{n:2} {mutation[0]}: {problem or 'noticed'}", flush=True)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
