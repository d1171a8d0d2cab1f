// A number of permits that coroutines wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_SEMAPHORE_HPP
#define BOOST_ASYNCIO_SEMAPHORE_HPP

#include <boost/asyncio/detail/operation/done_operation.hpp>
#include <boost/asyncio/detail/sync/semaphore_state.hpp>

#include <cstddef>
#include <exception>
#include <limits>
#include <source_location>

namespace boost::asyncio {

/** Permits for coroutines of one loop. Python's `asyncio.Semaphore`.

    Served in order of arrival: `release` gives the permit to the one that
    waits longest. Any task may release, also more often than was acquired.

    A context manager, and for `scoped`:
    `auto g = co_await asyncio::scoped(semaphore);`

    Whoever still waits when it is destroyed gets a `std::runtime_error`.

    @par Example
    @snippet semaphore.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.

    @see bounded_semaphore
*/
class semaphore
{
public:
    /** @param value The permits at the start.
        @throws std::invalid_argument `value` is negative.
    */
    explicit semaphore(std::ptrdiff_t value = 1)
        : semaphore(value, (std::numeric_limits<std::ptrdiff_t>::max)())
    {
    }

    semaphore(semaphore const&) = delete;
    semaphore& operator=(semaphore const&) = delete;

    /** Acquires a permit, waiting for one.

        @par Completion
        Without a value. At once, without a turn of the loop, if there is a
        permit and nobody waits for one.

        @par Per-Operation Cancellation
        Supports every type. If it had been given a permit already, the next one
        gets that.

        @throws std::runtime_error It has to wait, and others have waited for
        the semaphore in a different loop.
    */
    auto acquire(
        std::source_location where = std::source_location::current())
    {
        return detail::semaphore_operation(state_, where);
    }

    /// Acquires a permit if that needs no waiting.
    bool try_acquire()
    {
        return state_.try_take();
    }

    /** Gives a permit back, or a new one.

        @throws std::invalid_argument It is a `bounded_semaphore` and has all of
        its permits.
    */
    void release()
    {
        state_.release();
    }

    /// Whether `acquire` would have to wait: no permit is left, or others wait
    /// for their turn.
    bool locked() const noexcept
    {
        return state_.locked();
    }

    /// What `with` calls; acquires a permit.
    auto aenter()
    {
        return acquire(std::source_location());
    }

    /// What `with` calls; releases a permit.
    auto aexit(std::exception_ptr const&)
    {
        release();
        return detail::done_operation();
    }

private:
    friend class bounded_semaphore;

    semaphore(std::ptrdiff_t value, std::ptrdiff_t bound)
        : state_(value, bound)
    {
    }

    detail::semaphore_state state_;
};

/** A semaphore that refuses to be released too often. Python's
    `asyncio.BoundedSemaphore`.

    @par Thread Safety
    That of `semaphore`.
*/
class bounded_semaphore : public semaphore
{
public:
    /** @param value The permits at the start, and never more.
        @throws std::invalid_argument `value` is negative.
    */
    explicit bounded_semaphore(std::ptrdiff_t value = 1)
        : semaphore(value, value)
    {
    }
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_SEMAPHORE_HPP
