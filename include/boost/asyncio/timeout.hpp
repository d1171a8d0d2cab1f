// A limit on the time that a block of code may take.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TIMEOUT_HPP
#define BOOST_ASYNCIO_TIMEOUT_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/manager/in_task.hpp>
#include <boost/asyncio/error.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

class timeout_guard;

// A delay counts from the call if there is a loop whose clock can be read.
template<class D>
limit_or_none deadline_of(D delay)
{
    auto const l = limit::after(delay);
    if (auto* const loop = running_loop())
        return limit::at(l.deadline(*loop));
    return l;
}

template<class Scope, class Body>
auto timeout_call(Scope scope, Body&& body);

} // namespace detail

/** The limit of a block that runs under `timeout`. Python's `asyncio.Timeout`.

    The functions below make one and hand it to the body. One that is made
    beforehand can be looked at after the block.

    @par Example
    @snippet timeout.cpp scope
*/
class timeout_scope final
    : private detail::timer_node
    , private detail::item
{
public:
    /// A point in time of `event_loop::time()`.
    using time_point = std::chrono::steady_clock::time_point;

    /** A limit of `delay` from now on.

        @throws std::runtime_error There is no running loop.
    */
    template<duration D>
    explicit timeout_scope(D delay)
        : when_(detail::limit::after(delay).deadline(detail::current_loop()))
    {
    }

    /// A limit at the time `when`; `std::nullopt` for none.
    explicit timeout_scope(std::optional<time_point> when) noexcept
        : when_(when)
    {
    }

    timeout_scope(timeout_scope const&) = delete;
    timeout_scope& operator=(timeout_scope const&) = delete;

    /// The deadline, if there is one.
    std::optional<time_point> when() const noexcept
    {
        return when_;
    }

    /** Moves the deadline to `when`; `std::nullopt` removes it.

        A deadline in the past expires at the next suspension of the body. May
        be called from anywhere inside the loop while the body runs.

        @throws std::runtime_error The block has not begun, is over, or expires.
    */
    BOOST_ASYNCIO_DECL void reschedule(std::optional<time_point> when);

    /// Whether the deadline has passed while the block ran.
    bool expired() const noexcept
    {
        return phase_ == phase::expiring || phase_ == phase::expired;
    }

private:
    friend class detail::timeout_guard;

    enum class phase
    {
        created,
        active,
        expiring,
        expired,
        finished
    };

    BOOST_ASYNCIO_DECL static char const* name(phase p) noexcept;
    BOOST_ASYNCIO_DECL void enter(detail::task_base& t);
    BOOST_ASYNCIO_DECL void leave(std::exception_ptr error);
    BOOST_ASYNCIO_DECL void set(std::optional<time_point> when);
    BOOST_ASYNCIO_DECL void unset() noexcept;
    BOOST_ASYNCIO_DECL void expire() override;
    BOOST_ASYNCIO_DECL void run() override;
    BOOST_ASYNCIO_DECL void abandon() noexcept override;

    std::optional<time_point> when_;
    phase phase_ = phase::created;
    unsigned requests_before_ = 0;
    detail::task_base* task_ = nullptr;
};

/** Runs a body, giving up when a delay has passed. Python's `asyncio.timeout`.

    At the limit the task is cancelled: the body sees `cancelled_error`, or
    `operation_aborted` from an operation of Asio. If it lets that pass, the
    call throws `timeout_error`; if it swallows it, the block ends normally and
    nothing is thrown. A body that never suspends is never interrupted.

    The body runs in the caller's own task; where there is none, in a task that
    is made for the call.

    @par Example
    @snippet timeout.cpp quick_look

    @par Completion
    With what the body returns or throws, or with `timeout_error`.

    @par Per-Operation Cancellation
    Supports every type; cancels the body. A cancellation from outside wins
    over a limit that has passed as well.

    @param delay The time allowed from now on; `std::nullopt` for no limit.
    @param body Called with a `timeout_scope&` or without arguments; returns an
    awaitable.
*/
template<duration D, class Body>
auto timeout(D delay, Body&& body)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Body);
    return detail::timeout_call(
        detail::deadline_of(delay), std::forward<Body>(body));
}

template<class Body>
auto timeout(std::nullopt_t, Body&& body)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Body);
    return detail::timeout_call(
        detail::limit_or_none(), std::forward<Body>(body));
}

/// As `timeout`, with a deadline `when` for `body`; `std::nullopt` for none.
/// Python's `asyncio.timeout_at`.
template<class Body>
auto timeout_at(
    std::optional<timeout_scope::time_point> when, Body&& body)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Body);
    return detail::timeout_call(
        when ? detail::limit_or_none(detail::limit::at(*when))
             : detail::limit_or_none(),
        std::forward<Body>(body));
}

/** The same with a scope of the caller, which must outlive the call.

    @throws std::runtime_error The scope has been used already.
*/
template<class Body>
auto timeout(timeout_scope& scope, Body&& body)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Body);
    return detail::timeout_call(&scope, std::forward<Body>(body));
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/timeout.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/timeout.ipp>
#endif

#endif // BOOST_ASYNCIO_TIMEOUT_HPP
