// Waiting, without a lock one holds, for what others do while they hold it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONDITION_HPP
#define BOOST_ASYNCIO_CONDITION_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/sync/condition_state.hpp>
#include <boost/asyncio/lock.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** Lets coroutines of one loop wait until others change what a lock protects.
    Python's `asyncio.Condition`.

    Who waits, and who notifies, holds the lock. Several conditions may share
    one lock, which outlives them.

    A context manager, and for `scoped`, in place of the lock:
    `auto g = co_await asyncio::scoped(condition);`

    Whoever still waits when it is destroyed gets a `std::runtime_error`; with a
    lock of the condition's own there is nothing left then to release.

    @par Example
    @snippet condition.cpp quick_look

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.
*/
class condition
{
public:
    /// A condition with a lock of its own.
    condition()
        : lock_(own_.emplace())
    {
    }

    /// A condition for what `l` protects.
    explicit condition(lock& l) noexcept
        : lock_(l)
    {
    }

    condition(condition const&) = delete;
    condition& operator=(condition const&) = delete;

    /// `lock::acquire`
    auto acquire(
        std::source_location where = std::source_location::current())
    {
        return lock_.acquire(where);
    }

    /// `lock::try_acquire`
    bool try_acquire()
    {
        return lock_.try_acquire();
    }

    /// `lock::release`
    void release()
    {
        lock_.release();
    }

    /// `lock::locked`
    bool locked() const noexcept
    {
        return lock_.locked();
    }

    /** Releases the lock, waits to be notified, and acquires the lock again.

        It may return without having been notified: ask again for what was
        waited for, or use `wait_for`.

        @par Completion
        Without a value, with the lock held.

        @par Per-Operation Cancellation
        Supports every type. The lock is acquired again before it ends, also if
        that takes long. If it had been notified already, the next one is.

        @throws std::runtime_error The lock is not held, or others have waited
        in a different loop.
    */
    auto wait(std::source_location where = std::source_location::current())
    {
        return detail::condition_operation(state_, where);
    }

    /** Waits until `predicate()` is true.

        It is called with the lock held, on behalf of who waits; at first as
        things are. If it is true then, nothing is waited for.

        @par Completion
        With what `predicate` returned, with the lock held; or with what it
        threw.

        @par Per-Operation Cancellation
        That of `wait`.

        @throws std::runtime_error The lock is not held, or others have waited
        in a different loop.
    */
    template<class Predicate>
        requires std::is_invocable_v<std::decay_t<Predicate>&>
    auto wait_for(
        Predicate&& predicate,
        std::source_location where = std::source_location::current())
    {
        BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Predicate);
        return detail::condition_wait_for_operation<std::decay_t<Predicate>>(
            state_, std::forward<Predicate>(predicate), where);
    }

    /** Wakes the `n` that wait longest. They go on when they get the lock.

        @throws std::runtime_error The lock is not held.
    */
    void notify(std::ptrdiff_t n = 1)
    {
        state_.notify(n);
    }

    /** Wakes all that wait.

        @throws std::runtime_error The lock is not held.
    */
    void notify_all()
    {
        state_.notify_all();
    }

    /// What `with` calls; acquires the lock.
    auto aenter()
    {
        return lock_.aenter();
    }

    /// What `with` calls; releases the lock, whatever `e` is.
    auto aexit(std::exception_ptr const& e)
    {
        return lock_.aexit(e);
    }

private:
    std::optional<lock> own_;
    lock& lock_;
    detail::condition_state state_{lock_.state_};
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_CONDITION_HPP
