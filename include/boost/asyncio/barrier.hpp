// A point that coroutines pass together.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_BARRIER_HPP
#define BOOST_ASYNCIO_BARRIER_HPP

#include <boost/asyncio/detail/operation/done_operation.hpp>
#include <boost/asyncio/detail/sync/barrier_state.hpp>
#include <boost/asyncio/error.hpp>

#include <cstddef>
#include <exception>
#include <source_location>

namespace boost::asyncio {

/** A point that coroutines of one loop pass together. Python's
    `asyncio.Barrier`.

    It can be used again and again: who comes while others are still leaving
    waits until they have left, and counts for the next time. A waiter that is
    cancelled leaves; the barrier is not broken by that.

    A context manager; the body gets the index.

    Whoever still waits when it is destroyed gets a `std::runtime_error`.

    @par Example
    @snippet barrier.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.
*/
class barrier
{
public:
    /** @param parties How many pass together.
        @throws std::invalid_argument It is not positive.
    */
    explicit barrier(std::ptrdiff_t parties)
        : state_(parties)
    {
    }

    barrier(barrier const&) = delete;
    barrier& operator=(barrier const&) = delete;

    /** Waits until all parties have come.

        @par Completion
        With an index of its own from 0 to `parties() - 1`, in order of arrival.
        The last one goes on at once, without a turn of the loop.

        @par Per-Operation Cancellation
        Supports every type. It counts as if it had not come.

        @throws broken_barrier_error The barrier was reset or aborted.
        @throws std::runtime_error It has to wait, and others have waited for
        the barrier in a different loop.
    */
    auto wait(std::source_location where = std::source_location::current())
    {
        return detail::barrier_operation(state_, where);
    }

    /// Empties the barrier, and mends it if it was aborted: who waits gets a
    /// `broken_barrier_error`, and who comes now is for the next time.
    void reset()
    {
        state_.reset();
    }

    /// Breaks the barrier: who waits, and who comes before `reset`, gets a
    /// `broken_barrier_error`.
    void abort()
    {
        state_.abort();
    }

    /// How many pass together.
    std::ptrdiff_t parties() const noexcept
    {
        return state_.parties();
    }

    /// How many have come and wait for the others.
    std::ptrdiff_t n_waiting() const noexcept
    {
        return state_.n_waiting();
    }

    /// Whether it was aborted.
    bool broken() const noexcept
    {
        return state_.broken();
    }

    /// What `with` calls; that of `wait`.
    auto aenter()
    {
        return wait(std::source_location());
    }

    /// What `with` calls; does nothing.
    auto aexit(std::exception_ptr const&)
    {
        return detail::done_operation();
    }

private:
    detail::barrier_state state_;
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_BARRIER_HPP
