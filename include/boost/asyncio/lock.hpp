// Mutual exclusion of coroutines.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_LOCK_HPP
#define BOOST_ASYNCIO_LOCK_HPP

#include <boost/asyncio/detail/operation/done_operation.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/detail/task/holder.hpp>

#include <boost/config.hpp>

#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio {

namespace detail {

class condition_waiter;
class lock_waiter;

} // namespace detail

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
        : name_(std::move(name))
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
        return detail::primitive_operation<detail::lock_waiter, void, lock>(
            *this, where);
    }

    /// Acquires the lock if that needs no waiting.
    BOOST_FORCEINLINE bool try_acquire()
    {
        queue_.check_thread();
        if (!available())
            return false;
        take();
        return true;
    }

    /** Releases the lock; the one that waits longest goes on.

        @throws std::runtime_error It is not locked.
    */
    void release()
    {
        queue_.check_thread();
        if (!locked_)
        {
            released_by_nobody();
            return;
        }
        set_free();
    }

    /// Whether somebody has it.
    bool locked() const noexcept
    {
        return locked_;
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
    friend class detail::condition_waiter;
    friend class detail::lock_waiter;

    // Who is destroyed while he waits for a condition has a guard all the same.
    BOOST_NOINLINE void released_by_nobody() const
    {
        if (!queue_.going_down())
            throw std::runtime_error("Lock is not acquired.");
    }

    // Whether a newcomer gets it.
    bool available() const noexcept
    {
        return !locked_ && !queue_.anybody();
    }

    void take() noexcept
    {
        locked_ = true;
        holder_.set_current();
    }

    BOOST_FORCEINLINE void set_free() noexcept
    {
        locked_ = false;
        holder_.clear();
        if (queue_.first())
            wake_front();
    }

    BOOST_FORCEINLINE void
    enter(detail::queue_place& p, detail::loop_state& l) noexcept
    {
        queue_.enter(p, l);
        if (BOOST_UNLIKELY(queue_.is_front(p)))
            wake_first();
    }

    // One that was woken before takes it when it goes on, and one that was
    // cancelled calls this then.
    void wake_first() noexcept
    {
        if (!locked_)
            wake_front();
    }

    BOOST_NOINLINE void wake_front() noexcept
    {
        if (auto* const p = queue_.front())
            queue_.wake(*p);
    }

    void describe(detail::wait_info& info) const
    {
        info.what = "a lock";
        if (!name_.empty())
            info.what += " '" + name_ + '\'';
        if (auto* const t = holder_.task())
            info.holders.push_back(t);
    }

    detail::wait_queue queue_{"a lock"};
    bool locked_ = false;
    detail::holder holder_;
    std::string name_;
};

namespace detail {

class lock_waiter : public queued_waiter
{
public:
    template<class Op>
    explicit lock_waiter(Op&& op) noexcept
        : queued_waiter(op.where()), lock_(op.primitive())
    {
    }

    // It may have been given a turn that it did not come to take.
    BOOST_FORCEINLINE ~lock_waiter()
    {
        if (in_queue() || unclaimed())
            give_back();
    }

    BOOST_FORCEINLINE bool ready()
    {
        return lock_.try_acquire();
    }

    BOOST_FORCEINLINE void start() override
    {
        lock_.enter(*this, loop());
    }

    bool cancel_wait(std::string const&) override
    {
        return cancel_in(lock_.queue_);
    }

    loop_state* home() const noexcept
    {
        return lock_.queue_.home();
    }

    void describe(wait_info& info) const override
    {
        if (abandoned())
            info.what = "a lock";
        else
            lock_.describe(info);
    }

    void take()
    {
        auto const f = foreign() ? settled() : lock_waiter::accept();
        if (f != fate::none && f != fate::woken)
            fail(f, "a lock");
    }

private:
    BOOST_FORCEINLINE fate accept() noexcept override
    {
        auto const f = leave();
        if (f == fate::woken)
            lock_.take();
        else if (f == fate::cancelled)
            lock_.wake_first();
        return f;
    }

    BOOST_NOINLINE void pass_on() noexcept override
    {
        if (!in_queue())
            return;
        leave();
        lock_.wake_first();
    }

    BOOST_NOINLINE void give_back() noexcept
    {
        pass_on();
        if (unclaimed())
            lock_.set_free();
    }

    asyncio::lock& lock_;
};

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_LOCK_HPP
