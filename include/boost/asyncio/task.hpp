// Tasks: starting, joining and cancelling awaitables.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TASK_HPP
#define BOOST_ASYNCIO_TASK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/context_var.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/operation/basic_task.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <exception>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/// How a task is created.
struct task_options
{
    /// Its name; `Task-N` if empty.
    std::string_view name = {};

    /// Run it in this context itself, instead of a copy of the current one.
    asyncio::context* context = nullptr;

    /// Run it at once, inside `create_task`, up to its first suspension. Only
    /// in a running loop.
    bool eager_start = false;

    /// Where it is created, for reports.
    std::source_location location = std::source_location::current();
};

static_assert(std::is_trivially_destructible_v<task_options>);

/** A handle to a running coroutine. Python's `asyncio.Task`.

    A cheap shared handle: copies refer to the same task, and dropping all of
    them does not stop it. An exception that nobody retrieved is reported to the
    loop's exception handler when the last handle goes.

    `co_await t.get()` gives a copy of the result, `co_await std::move(t)` and
    `co_await std::move(t).get()` move it out. There is a `std::hash` of it.

    @par Example
    @snippet tasks.cpp quick_look

    @par Thread Safety
    Belongs to its loop. Copying, destroying, `done()`, `cancelled()` and
    `cancel()` are safe from any thread.
*/
template<class T>
class task
    : public detail::result_access<
          detail::basic_task<task<T>, detail::task_state<T>>,
          detail::task_state<T>>
    , public detail::operation_base<task<T>, T>
{
public:
    /// The type of the result.
    using value_type = T;

    /// @private What `co_await std::move(t)` makes of it.
    using wait_state =
        detail::get_state<detail::task_state<T>, T, detail::ownership::move>;

    /// An empty handle.
    task() = default;

private:
    friend class any_task;
};

/** A task without the type of its result.

    @par Example
    @snippet tasks.cpp any_task
*/
class any_task : public detail::basic_task<any_task, detail::task_base>
{
public:
    /// It gives no result.
    using value_type = void;

    /// An empty handle.
    any_task() = default;

    /// A handle to the task of `t`.
    template<class T>
    any_task(task<T> const& t)
    {
        state_ = detail::handle_access::state(t);
    }

    /// Awaits its end; throws its exception.
    auto get(std::source_location where =
                 std::source_location::current()) const
    {
        return detail::get_operation<
            detail::task_base,
            void,
            detail::ownership::copy>(state_, where);
    }

    /// True if both refer to the same task.
    template<class T>
    friend bool operator==(any_task const& a, task<T> const& b) noexcept
    {
        return a == any_task(b);
    }
};

/** Starts a child in the running loop. Python's `asyncio.create_task`.

    Never runs it from inside the call, save with `eager_start`: it starts on
    the loop's next turn, after those that are ready already.

    @par Example
    @snippet tasks.cpp forms

    @throws std::runtime_error There is no running loop.
    @throws std::invalid_argument The child is empty: an awaitable that was
    awaited or moved from before, a null function, an empty handle.
*/
template<child C>
auto create_task(
    C&& c,
    std::source_location location = std::source_location::current())
{
    return detail::create_task_in(
        detail::loop_for_task(),
        task_options{.location = location},
        std::forward<C>(c));
}

/// The same with options.
template<child C>
auto create_task(C&& c, task_options options)
{
    return detail::create_task_in(
        detail::loop_for_task(), options, std::forward<C>(c));
}

/// Starts what `f(args...)` returns; the task stores all of them.
template<class F, class... Args>
    requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
auto create_task(F&& f, Args&&... args)
{
    return create_task(
        task_options{.location = {}},
        std::forward<F>(f),
        std::forward<Args>(args)...);
}

template<class F, class... Args>
    requires detail::async_call<F, Args...>
auto create_task(task_options options, F&& f, Args&&... args)
{
    return detail::create_call_in(
        detail::loop_for_task(),
        options,
        std::forward<F>(f),
        std::forward<Args>(args)...);
}

/** The same in the loop of `place`: an executor, an execution context, or an
    `event_loop`.

    It replaces `asio::co_spawn`. The loop need not be running yet.

    @par Thread Safety
    May be called from any thread.
*/
template<detail::place P, child C>
auto create_task(
    P&& place,
    C&& c,
    std::source_location location = std::source_location::current())
{
    return detail::create_task_in(
        *detail::loop_of(place),
        task_options{.location = location},
        std::forward<C>(c));
}

template<detail::place P, child C>
auto create_task(P&& place, C&& c, task_options options)
{
    return detail::create_task_in(
        *detail::loop_of(place), options, std::forward<C>(c));
}

template<detail::place P, class F, class... Args>
    requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
auto create_task(P&& place, F&& f, Args&&... args);

template<detail::place P, class F, class... Args>
    requires detail::async_call<F, Args...>
auto create_task(P&& place, task_options options, F&& f, Args&&... args);

/** The task that runs this code; empty in a callback, or in a coroutine that
    is no task.

    @par Example
    @snippet tasks.cpp current

    @throws std::runtime_error There is no running loop.
*/
BOOST_ASYNCIO_DECL any_task current_task();

/** Whether an exception is a cancellation: a `cancelled_error`, or, while a
    cancel of the current task is requested, a `system_error`, of Boost or
    `std`, whose code is equivalent to `errc::operation_canceled`, as Asio's
    `operation_aborted` is, or is `channel_cancelled`; or Asio's
    `multiple_exceptions` of which the first is one of these.

    Every broad handler inside a task begins with it. Where it says so of an
    operation whose object has gone while a request to its task was on its way,
    that request has arrived.

    @par Example
    @snippet cancellation.cpp handler

    Compiled with -fno-rtti it answers for the exception that is being handled,
    as `e` is there, and for no other.
*/
BOOST_ASYNCIO_DECL bool is_cancelled(std::exception const& e) noexcept;

/// The same for an `exception_ptr`, which may be null.
BOOST_ASYNCIO_DECL bool is_cancelled(std::exception_ptr const& e) noexcept;

} // namespace boost::asyncio

#include <boost/asyncio/impl/task.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/task.ipp>
#endif

#endif // BOOST_ASYNCIO_TASK_HPP
