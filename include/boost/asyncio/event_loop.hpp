// The event loop: where tasks run.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EVENT_LOOP_HPP
#define BOOST_ASYNCIO_EVENT_LOOP_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/exception_context.hpp>
#include <boost/asyncio/executor.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/handle.hpp>
#include <boost/asyncio/task.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>

namespace boost::asyncio {

/** An event loop. Python's loop object.

    It owns an `asio::io_context`, or is a handle to the loop of an executor:
    equal executors have one loop. A loop is a strand: what it runs, it runs one
    at a time, inside the executor, on whatever threads that has.

    @par Example
    @snippet run.cpp loop

    @par Thread Safety
    `create_task`, `call_soon_threadsafe` and `get_executor` are safe from any
    thread; the rest belongs to the loop, or to the thread about to run it.
*/
class event_loop
{
public:
    /// The clock of its timers.
    using clock = std::chrono::steady_clock;
    /// A point in `time()`.
    using time_point = clock::time_point;
    /// What `get_executor` gives.
    using executor_type = executor;

    /// What is told of exceptions that nobody else can be told of.
    using exception_handler =
        std::function<void(event_loop&, exception_context const&)>;

    /// A loop with an `io_context` of its own.
    BOOST_ASYNCIO_COLD_DECL event_loop();

    /// The loop of `place`: an execution context or executor.
    template<detail::place P>
        requires(!std::is_base_of_v<event_loop, std::remove_cvref_t<P>>)
    explicit event_loop(P&& place);

    event_loop(event_loop const&) = delete;
    event_loop& operator=(event_loop const&) = delete;

    /// Destroys an own context and what is suspended there, no other's loop.
    BOOST_ASYNCIO_COLD_DECL virtual ~event_loop();

    /** Runs until a child is done, and gives its result.

        Where it ends early the child stays in the loop, which is the caller's:
        it goes on when the loop runs again.

        @throws std::runtime_error The loop runs or is closed, another loop runs
        in this thread, or a handler of the loop's executor calls it: nothing
        has begun. Or the loop, its context or its thread pool was stopped.
        @throws std::invalid_argument A task or future of another loop.
    */
    template<child C>
    auto run_until_complete(
        C&& c, std::source_location where = std::source_location::current());

    /// Runs until `stop()`.
    BOOST_ASYNCIO_COLD_DECL void run_forever();
    /// Ends `run_forever` when the current turn of the loop is complete.
    BOOST_ASYNCIO_COLD_DECL void stop();

    /// Refuses all further work. Callbacks that are queued are not called.
    /// Throws `std::runtime_error` if it is running.
    BOOST_ASYNCIO_COLD_DECL void close();
    /// Whether it runs now.
    bool is_running() const noexcept;
    /// Whether it was closed.
    bool is_closed() const noexcept;

    /// Creates a task of a child, or of `f(args...)`, in this loop: the forms
    /// of the free `create_task`. From any thread.
    template<child C>
    auto create_task(
        C&& c,
        std::source_location location = std::source_location::current());
    template<child C>
    auto create_task(C&& c, task_options options);
    template<class F, class... Args>
        requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
    auto create_task(F&& f, Args&&... args);
    template<class F, class... Args>
        requires detail::async_call<F, Args...>
    auto create_task(task_options options, F&& f, Args&&... args);

    /// A new pending future.
    template<class T>
    future<T> create_future();

    /** Calls `f()` in the next turn of the loop, in order of the calls. An
        exception that leaves it goes to the exception handler.

        @param in The context it runs in; null for a copy of the current one.
        @throws std::runtime_error The loop is closed; in debug mode also if
        another thread runs it.
    */
    template<std::invocable F>
    handle call_soon(F&& f, context const* in = nullptr);
    /// As `call_soon(f, in)`, from any thread.
    template<std::invocable F>
    handle call_soon_threadsafe(F&& f, context const* in = nullptr);

    /// Calls `f()` after a delay, in the context `in` as `call_soon` does.
    /// Dropping the handle cancels nothing.
    template<duration D, std::invocable F>
    timer_handle call_later(D delay, F&& f, context const* in = nullptr);
    /// Calls `f()` at the point `when` of `time()`, in the context `in` as
    /// `call_soon` does; those of the same point in order of the calls.
    template<std::invocable F>
    timer_handle call_at(time_point when, F&& f, context const* in = nullptr);

    /// The loop's clock.
    time_point time() const noexcept;

    /** Calls `f(args...)` in a thread from now on: of the default pool, or of
        `pool`, any execution context or executor.

        As `to_thread`, but it starts at the call, and cancelling the future is
        what cancels the function. If `pool` is destroyed before it has begun,
        the future is cancelled.

        @throws std::runtime_error The loop is closed, or that pool shut down.
    */
    template<class F, class... Args>
        requires(!detail::place<F>)
    auto run_in_executor(F&& f, Args&&... args);
    template<detail::place P, class F, class... Args>
    auto run_in_executor(P&& pool, F&& f, Args&&... args);

    /// Sets the default pool; what runs in an earlier one stays there. Without
    /// this call the loops of a context share one of `min(32, processors + 4)`
    /// threads, made when first needed. Throws `std::invalid_argument` if null.
    BOOST_ASYNCIO_COLD_DECL void
    set_default_executor(std::shared_ptr<asio::thread_pool> pool);

    /** Shuts the default pool down, at once for new functions. `run` does it at
        its end. Give a limit by `wait_for`.

        @par Completion
        When every function that this loop has given to the pool has ended, also
        if its future was cancelled. Unless others use the pool its threads end.

        @par Per-Operation Cancellation
        Supports every type; ends the waiting only.
    */
    auto shutdown_default_executor();

    /// Sets what is told of lost exceptions; `h` is null for the default, which
    /// prints to standard error. What turns up when the context is destroyed,
    /// or later, is always printed.
    BOOST_ASYNCIO_COLD_DECL void set_exception_handler(exception_handler h);
    /// Tells the exception handler of `context`.
    BOOST_ASYNCIO_COLD_DECL void
    call_exception_handler(exception_context const& context);

    /** Turns debug mode `on` or off. On from the start if the environment has
        `BOOST_ASYNCIO_DEBUG`. It refuses calls from a thread that is not the
        loop's, prints tasks that are pending when their context is destroyed,
        and reports to the exception handler

        - steps of `slow_callback_duration()` or longer, their task and place,
        - tasks that end as if a cancellation had not been requested,
        - children that were given to an operation which nobody awaits,
        - exceptions of `gather` after the first, which nobody will see,
        - exceptions of functions in threads whose futures were cancelled.
    */
    void set_debug(bool on) noexcept;
    /// Whether debug mode is on.
    bool get_debug() const noexcept;
    /// How long a step may take in debug mode; 100 ms.
    clock::duration slow_callback_duration() const noexcept;
    /// Lets a step take `d` in debug mode.
    template<duration D>
    void set_slow_callback_duration(D d);

    /// Calls `f()` in the loop whenever a signal arrives. Replaces an earlier
    /// one: the signal stays the loop's, and one that is on its way is for `f`.
    /// Throws `boost::system::system_error` if the signal cannot be caught.
    template<std::invocable F>
    void add_signal_handler(int signal, F&& f);
    /// Removes the handler of `signal`; returns whether there was one.
    BOOST_ASYNCIO_COLD_DECL bool remove_signal_handler(int signal);

    /// The loop as an executor: without a task, and counting work.
    executor get_executor() const noexcept;

protected:
    /// Runs an own context; what a loop with another clock replaces.
    BOOST_ASYNCIO_COLD_DECL virtual void run_context(asio::io_context& context);

    /// The inside of the loop, for the library.
    detail::loop_state& state() const noexcept;

private:
    friend struct detail::loop_access;

    BOOST_ASYNCIO_COLD_DECL explicit event_loop(detail::loop_ptr s) noexcept;

    detail::loop_ptr state_;
    std::unique_ptr<asio::io_context> own_context_;
    bool owner_ = false; // also when the context has gone
};

/// The loop that runs in this thread; throws `std::runtime_error` without one.
BOOST_ASYNCIO_COLD_DECL event_loop& get_running_loop();

/// The running loop, or the one set for this thread; throws
/// `std::runtime_error` if there is neither.
BOOST_ASYNCIO_COLD_DECL event_loop& get_event_loop();

/// Sets the loop that `get_event_loop` gives outside of a running one.
BOOST_ASYNCIO_COLD_DECL void set_event_loop(event_loop* loop) noexcept;

/// A loop with an `io_context` of its own.
BOOST_ASYNCIO_COLD_DECL std::unique_ptr<event_loop> new_event_loop();

} // namespace boost::asyncio

#include <boost/asyncio/impl/event_loop.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/event_loop.ipp>
#endif

#endif // BOOST_ASYNCIO_EVENT_LOOP_HPP
