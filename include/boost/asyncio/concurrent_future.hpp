// Results that any thread may wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONCURRENT_FUTURE_HPP
#define BOOST_ASYNCIO_CONCURRENT_FUTURE_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/detail/thread/concurrent_state.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/task.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

struct concurrent_access;

} // namespace detail

/** A handle to a result that is set once, for any thread. Python's
    `concurrent.futures.Future`.

    `run_coroutine_threadsafe` gives one that gets the result of a task. One
    that is made by its constructor is pending until somebody sets it. Copies
    refer to the same future. It belongs to no loop: a thread waits for it by
    `result()`, a coroutine by `wrap_future`.

    An exception that nobody retrieved is reported when the last handle goes: to
    the exception handler of the task's loop, or to standard error.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. The future to which several
    of them refer: safe, save that nobody may use a result while it is moved
    out.
*/
template<class T>
class concurrent_future
{
    static_assert(
        !std::is_reference_v<T>,
        "a future of a reference: use a pointer or std::reference_wrapper");

public:
    /// The type of the result.
    using value_type = T;

    /// A pending future.
    concurrent_future()
        : state_(std::make_shared<state_type>())
    {
    }

    /// True if there is a result, an exception, or a cancellation.
    bool done() const
    {
        return state().done();
    }

    /// True if it was cancelled, or its task was.
    bool cancelled() const
    {
        return state().cancelled();
    }

    /** Cancels the future at once, and asks its task to end.

        @returns Whether it is cancelled; false if it has a result or exception.
    */
    bool cancel() const
    {
        return state().cancel();
    }

    /** Blocks until it is done, and gives the result.

        @throws cancelled_error It was cancelled. Its exception, if it has one.
        @throws std::runtime_error This thread runs the loop that would have to
        go on for it.
    */
    std::add_lvalue_reference_t<std::add_const_t<T>> result() const&;
    T result() &&;

    /** The same, but not for longer than `limit`.

        @throws timeout_error The limit has passed. Nothing is cancelled.
    */
    template<duration D>
    std::add_lvalue_reference_t<std::add_const_t<T>> result(D limit) const&;
    template<duration D>
    T result(D limit) &&;

    /** Blocks until it is done, and gives its exception, or null.

        @throws cancelled_error It was cancelled.
    */
    std::exception_ptr exception() const
    {
        state().wait();
        return state().exception();
    }

    /// The same, but not for longer than `limit`; throws `timeout_error`.
    template<duration D>
    std::exception_ptr exception(D limit) const
    {
        state().wait(detail::to_clock_duration(limit));
        return state().exception();
    }

    /** Sets the result, and wakes who waits for it.

        @param value What the result is made of; none for `void`.
        @throws invalid_state_error The future is done.
    */
    template<class... Value>
        requires(
            std::is_void_v<T> ? sizeof...(Value) == 0
                              : sizeof...(Value) == 1)
    void set_result(Value&&... value) const;

    /** Sets an exception.

        @param e An exception object or an `exception_ptr`.
        @throws invalid_state_error The future is done.
        @throws std::invalid_argument The pointer is null.
    */
    template<class Exception>
    void set_exception(Exception&& e) const;

    /** Calls `f(future)` or `f()` when it is done: in the thread that completes
        it, or at once if it is done already. In the order of registration.

        An exception that leaves `f` is reported to standard error. An `f` that
        owns the future keeps it alive until it is done.
    */
    template<class F>
        requires std::invocable<std::decay_t<F>&, concurrent_future<T>> ||
                 std::invocable<std::decay_t<F>&>
    void add_done_callback(F&& f) const;

    /// True if both refer to the same future.
    friend bool operator==(
        concurrent_future const& a, concurrent_future const& b) noexcept
    {
        return a.state_ == b.state_;
    }

private:
    friend struct detail::concurrent_access;

    using state_type = detail::concurrent_state<T>;

    template<class F>
    class callback;

    explicit concurrent_future(std::shared_ptr<state_type> s) noexcept
        : state_(std::move(s))
    {
    }

    state_type& state() const;
    std::add_lvalue_reference_t<std::add_const_t<T>> value() const;
    T take() const;
    static void require(bool pending);

    std::shared_ptr<state_type> state_;
};

/** Runs a child in a task of a loop, from another thread. Python's
    `asyncio.run_coroutine_threadsafe`.

    The child moves into the loop, and starts there in a copy of this thread's
    context. Cancelling the future cancels the task; dropping it does not. If
    the loop goes before the task is done, the future is cancelled.

    @par Example
    @snippet concurrent_future.cpp quick_look

    @par Thread Safety
    May be called from any thread.

    @param c What is to run.
    @param loop An `event_loop`, an executor, or an execution context.
    @throws std::runtime_error The loop is closed.
    @see create_task, wrap_future
*/
template<child C, detail::place P>
concurrent_future<detail::child_value<C>> run_coroutine_threadsafe(
    C&& c,
    P&& loop,
    std::source_location location = std::source_location::current());

/** A future of the running loop that gets what `f` gets. Python's
    `asyncio.wrap_future`.

    Cancelling it cancels `f`. The result is copied; `wrap_future(std::move(f))`
    moves it out. If `f` goes without anybody having completed it, the future is
    cancelled.

    @par Example
    @snippet concurrent_future.cpp wrap_future

    @throws std::runtime_error No loop runs in this thread.
*/
template<class T>
future<T> wrap_future(concurrent_future<T> const& f);

template<class T>
future<T> wrap_future(concurrent_future<T>&& f);

/// Gives `f` itself, so that generic code may wrap what it gets.
template<class T>
future<T> wrap_future(future<T> f)
{
    return f;
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/concurrent_future.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/concurrent_future.ipp>
#endif

#endif // BOOST_ASYNCIO_CONCURRENT_FUTURE_HPP
