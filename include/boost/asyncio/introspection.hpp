// Looking at the tasks of a loop: which there are, and who waits for whom.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_INTROSPECTION_HPP
#define BOOST_ASYNCIO_INTROSPECTION_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/task.hpp>

#include <iosfwd>
#include <optional>
#include <source_location>
#include <string>
#include <vector>

namespace boost::asyncio {

/** The task that `loop` runs in this thread; empty if there is none.

    The form without an argument stands in task.hpp.
*/
BOOST_ASYNCIO_COLD_DECL any_task current_task(event_loop const& loop);

/** The tasks of the running loop that are not done, oldest first, with the
    current one and those that have not started. Python's `asyncio.all_tasks`.

    @throws std::runtime_error There is no running loop.
*/
BOOST_ASYNCIO_COLD_DECL std::vector<any_task> all_tasks();

/** The same for a loop that this thread runs, or that nobody runs now.

    @throws std::runtime_error Another thread runs it.
*/
BOOST_ASYNCIO_COLD_DECL std::vector<any_task> all_tasks(event_loop const& loop);

/** What a task waits for, and who waits for the task. Python's
    `asyncio.FutureCallGraph`.
*/
struct call_graph
{
    /// The task.
    any_task task;

    /// What it waits for, in words: "sleep()", "a task", "a lock 'accounts'";
    /// empty if it runs, or has not started.
    std::string waits_for;

    /// The same with what it does in the other cases: "runs", "has not
    /// started", "waits for sleep()".
    std::string state;

    /// Where it waits: the call that made what it waits for. Line 0 if that is
    /// not known, as for an operation of Asio.
    std::source_location where;

    /// The tasks that await this one, or wait for it at the end of a group.
    std::vector<call_graph> awaited_by;
};

/** The call graph of a task; of the current one if none is given.

    @par Example
    @snippet looking_inside.cpp graph

    @returns `std::nullopt` if none is given and there is no current task.
    @throws std::runtime_error Another thread runs the task's loop; or no task
    is given and there is no running loop.
*/
BOOST_ASYNCIO_COLD_DECL std::optional<call_graph> capture_call_graph();
BOOST_ASYNCIO_COLD_DECL std::optional<call_graph>
capture_call_graph(any_task const& task);

/// Prints a call graph to `out`: the task, where it waits, and "Awaited by" in
/// turn; of the current task if none is given. Python's
/// `asyncio.print_call_graph`.
BOOST_ASYNCIO_COLD_DECL void print_call_graph(std::ostream& out);
BOOST_ASYNCIO_COLD_DECL void
print_call_graph(std::ostream& out, any_task const& task);

/// What `print_call_graph` prints, as a string; empty without a task.
BOOST_ASYNCIO_COLD_DECL std::string format_call_graph();
BOOST_ASYNCIO_COLD_DECL std::string format_call_graph(any_task const& task);

/** Prints all tasks of a loop to `out` as a tree: below each task those that it
    waits for, each with its name, what it waits for and where, and where it was
    created. Tasks that wait for one another in a circle are named at the end.

    Costs a task that nobody looks at a few stores.

    @par Example
    @snippet stuck.cpp print_tasks
    @throws std::runtime_error No loop runs; or another thread runs `loop`.
*/
BOOST_ASYNCIO_COLD_DECL void print_tasks(std::ostream& out);
BOOST_ASYNCIO_COLD_DECL void
print_tasks(std::ostream& out, event_loop const& loop);

/** Prints the tasks of a loop to standard error whenever a signal arrives, as
    `kill -USR1` sends it: a look at a program that hangs, from outside.

    Replaces an earlier handler of that signal in this loop.
    `loop.remove_signal_handler(signal)` ends it.

    @throws boost::system::system_error The signal cannot be caught.
*/
BOOST_ASYNCIO_COLD_DECL void
print_tasks_on_signal(event_loop& loop, int signal);

} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/introspection.ipp>
#endif

#endif // BOOST_ASYNCIO_INTROSPECTION_HPP
