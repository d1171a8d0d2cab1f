// Running a program's main coroutine.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_RUN_HPP
#define BOOST_ASYNCIO_RUN_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace boost::asyncio {

namespace detail {

struct runner_access;

} // namespace detail

/// The options of `run`.
struct run_options
{
    /// Sets the loop's debug mode; see `event_loop::set_debug`.
    bool debug = false;

    /// Let SIGINT cancel the main task. Only where its disposition is the
    /// default one.
    bool handle_sigint = true;

    /// Makes the loop, where the call makes one.
    std::unique_ptr<event_loop> (*loop_factory)() = new_event_loop;
};

/** Runs several children one after the other in one loop. Python's
    `asyncio.Runner`.

    The loop is made when it is first needed. Tasks that a call of `run` leaves
    behind go on in the next one, and are cancelled by `close`. So is the child
    of a call that ended early.

    @par Example
    @snippet run.cpp runner

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class runner
{
public:
    /// Makes no loop yet.
    explicit runner(run_options options = {}) noexcept
        : options_(options)
    {
    }

    runner(runner const&) = delete;
    runner& operator=(runner const&) = delete;

    /// Closes the runner. An exception of `close` is reported to the loop's
    /// exception handler.
    BOOST_ASYNCIO_COLD_DECL ~runner();

    /** Runs a child to its end, and gives its result.

        The first SIGINT cancels the child; if it ends by that, or could not be
        told before it returned, the call throws `keyboard_interrupt`. A second
        one ends the call at once.

        @throws std::runtime_error A loop runs in this thread, another thread
        runs this one, or the runner is closed: nothing has begun. Or the loop
        was stopped before the child was done.
    */
    template<child C>
    auto run(
        C&& c, std::source_location where = std::source_location::current());

    /// The same in a given context, instead of the runner's own. That one is a
    /// copy of what was current when the loop was made.
    template<child C>
    auto run(
        C&& c,
        context& in,
        std::source_location where = std::source_location::current());

    /// The runner's loop. The reference is good as long as the runner: after
    /// `close` the loop can be asked `is_closed()`, and refuses to run.
    BOOST_ASYNCIO_COLD_DECL event_loop& get_loop();

    /** Cancels the tasks that are left, waits for them, and closes the loop.

        That is completed whatever happens meanwhile; exceptions go to the
        loop's exception handler. Does nothing the second time.

        @throws keyboard_interrupt One left the loop meanwhile. The runner is
        closed.
        @throws std::runtime_error The loop cannot run here and now. The runner
        is as it was.
    */
    BOOST_ASYNCIO_COLD_DECL void close();

private:
    friend struct detail::runner_access;

    BOOST_ASYNCIO_COLD_DECL std::exception_ptr end();

    run_options options_;
    std::unique_ptr<event_loop> loop_;
    std::optional<context> context_;
    bool closed_ = false;
};

/** Runs a child in a new loop, and gives its result. Python's `asyncio.run`.

    However it ends, tasks that are left are cancelled and awaited, and so is
    `c` if it is not done. An exception that one of them throws is reported to
    the loop's exception handler.

    @par Example
    @snippet run.cpp quick_look

    @param c The program's main coroutine.
    @throws std::runtime_error A loop runs in this thread, and `c` has not
    begun; or the loop was stopped before `c` was done.
    @throws keyboard_interrupt SIGINT ended it.
*/
template<child C>
auto run(
    C&& c,
    run_options options = {},
    std::source_location where = std::source_location::current());

/** The same in the loop of a context of the caller, which other threads may
    run, too.

    Returns when `c` is done and the tasks that were created in that loop since
    it began are cancelled and awaited. Older tasks and all other work of the
    context stay. A context that the caller has stopped, before or meanwhile, is
    stopped at the end.

    @throws std::runtime_error Called by a handler of the context, or while
    another thread is in such a call, and `c` has not begun; or the loop or the
    context was stopped before `c` was done.
*/
template<child C>
auto run(
    asio::io_context& context,
    C&& c,
    run_options options = {},
    std::source_location where = std::source_location::current());

} // namespace boost::asyncio

#include <boost/asyncio/impl/run.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/run.ipp>
#endif

#endif // BOOST_ASYNCIO_RUN_HPP
