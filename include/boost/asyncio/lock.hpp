// Mutual exclusion of coroutines.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_LOCK_HPP
#define BOOST_ASYNCIO_LOCK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/operation/done_operation.hpp>
#include <boost/asyncio/detail/sync/lock_state.hpp>

#include <boost/config.hpp>

#include <exception>
#include <source_location>
#include <string>
#include <utility>

namespace boost::asyncio {

/** A mutex for coroutines of one loop. Python's `asyncio.Lock`.

    Served in order of arrival. Not recursive: a task that acquires it twice
    waits for itself. It has no owner: any task may release it.

    A context manager, and for `scoped`:
    `auto g = co_await asyncio::scoped(lock);`

    Whoever still waits when it is destroyed gets a `std::runtime_error`.

    @par Example
    @snippet lock.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.
*/
class lock
{
public:
    /// A lock without a name.
    lock() = default;

    /// A lock with a name for those who look at what waits for it.
    explicit lock(std::string name)
        : state_(std::move(name))
    {
    }

    lock(lock const&) = delete;
    lock& operator=(lock const&) = delete;

    /** Acquires the lock, waiting for it to be free.

        @par Completion
        Without a value. At once, without a turn of the loop, if it is free and
        nobody waits for it.

        @par Per-Operation Cancellation
        Supports every type. If the lock had been handed to it already, the next
        one gets it.

        @throws std::runtime_error It has to wait, and others have waited for
        the lock in a different loop.
    */
    auto acquire(
        std::source_location where = std::source_location::current())
    {
        return detail::lock_operation(state_, where);
    }

    /// Acquires the lock if that needs no waiting.
    BOOST_ASYNCIO_FORCEINLINE bool try_acquire()
    {
        return state_.try_take();
    }

    /** Releases the lock; the one that waits longest goes on.

        @throws std::runtime_error It is not locked.
    */
    BOOST_ASYNCIO_FORCEINLINE void release()
    {
        state_.release();
    }

    /// Whether somebody has it.
    bool locked() const noexcept
    {
        return state_.locked();
    }

    /// What `with` calls; acquires the lock.
    auto aenter()
    {
        return acquire(std::source_location());
    }

    /// What `with` calls; releases the lock.
    auto aexit(std::exception_ptr const&)
    {
        release();
        return detail::done_operation();
    }

private:
    friend class condition;

    detail::lock_state state_;
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_LOCK_HPP
