// Mutual exclusion of coroutines.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_LOCK_HPP
#define BOOST_ASYNCIO_LOCK_HPP

#include <boost/asyncio/detail/done_operation.hpp>
#include <boost/asyncio/detail/holder.hpp>
#include <boost/asyncio/detail/operation.hpp>

#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio {

class lock;

namespace detail {

struct lock_tag
{
};

// Waits for its turn to have a lock.
class lock_waiter
    : public waiter
    , public list_links<lock_tag>
{
public:
    static constexpr bool runs = false;

    template<class Op>
    explicit lock_waiter(Op&& op) noexcept
        : waiter(op.where()), lock_(op.lock())
    {
    }

    // It may have been given a turn that it did not come to take.
    ~lock_waiter()
    {
        pass_on();
    }

    loop_state* home() const noexcept
    {
        return nullptr;
    }

    bool ready() noexcept;
    void start() override;
    bool cancel_wait(std::string const& message) override;
    void describe(wait_info& info) const override;
    void take();

    // A request that comes after the wake-up.
    bool take_request()
    {
        if (!waiter::take_request())
            return false;
        pass_on();
        return true;
    }

private:
    friend class asyncio::lock;

    enum class outcome
    {
        none,
        woken,     // it may take the lock when it goes on
        acquired,  // it has the lock
        cancelled,
        abandoned  // the lock has gone
    };

    void end(outcome o) noexcept
    {
        outcome_ = o;
        wake();
    }

    void leave() noexcept
    {
        if (list_links<lock_tag>::linked())
            list_links<lock_tag>::unlink();
    }

    void pass_on() noexcept;

    asyncio::lock* lock_;
    outcome outcome_ = outcome::none;
};

class [[nodiscard]] lock_operation
    : public operation_base<lock_operation, void>
{
public:
    using wait_state = lock_waiter;

    lock_operation(asyncio::lock& l, std::source_location where) noexcept
        : lock_(&l), where_(where)
    {
    }

    asyncio::lock* lock() const noexcept
    {
        return lock_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    asyncio::lock* lock_;
    std::source_location where_;
};

} // namespace detail

/** A mutex for coroutines of one loop. Python's `asyncio.Lock`.

    @par Thread Safety
    Belongs to one loop: all calls come from inside it. From another thread,
    use `event_loop::call_soon_threadsafe`.

    Served in order of arrival. Not recursive: a task that acquires it twice
    waits for itself. It has no owner: any task may release it.

    A context manager, and for `scoped`:
    `auto g = co_await asyncio::scoped(lock);`

    @par Example
    @snippet lock.cpp quick_look
*/
class lock
{
public:
    lock() = default;

    /// A lock with a name for those who look at what waits for it.
    explicit lock(std::string name)
        : name_(std::move(name))
    {
    }

    lock(lock const&) = delete;
    lock& operator=(lock const&) = delete;

    /// Whoever still waits gets a `std::runtime_error`.
    ~lock()
    {
        while (!waiters_.empty())
        {
            auto& w = waiters_.pop_front();
            w.lock_ = nullptr;
            if (w.outcome_ == outcome::none)
                w.end(outcome::abandoned);
            else if (w.outcome_ == outcome::woken)
                w.outcome_ = outcome::abandoned;
        }
    }

    /** Acquires the lock, waiting for it to be free.

        @par Completion
        Without a value. At once, without a turn of the loop, if it is free.

        @par Per-Operation Cancellation
        Supports every type. If the lock had been handed to it already, the next
        one gets it.
    */
    auto acquire(
        std::source_location where = std::source_location::current())
    {
        return detail::lock_operation(*this, where);
    }

    /// Acquires the lock if that needs no waiting.
    bool try_acquire() noexcept
    {
        if (locked_ || others_wait())
            return false;
        take();
        return true;
    }

    /** Releases the lock; the one that waits longest goes on.

        @throws std::runtime_error It is not locked.
    */
    void release()
    {
        if (!locked_)
            throw std::runtime_error("Lock is not acquired.");
        locked_ = false;
        holder_.clear();
        wake_first();
    }

    /// Whether somebody has it.
    bool locked() const noexcept
    {
        return locked_;
    }

    /// What `with` calls.
    auto aenter()
    {
        return acquire(std::source_location());
    }

    auto aexit(std::exception_ptr const&)
    {
        release();
        return detail::done_operation();
    }

private:
    friend class detail::lock_waiter;

    using outcome = detail::lock_waiter::outcome;

    void take() noexcept
    {
        locked_ = true;
        holder_.set_current();
    }

    // The first, if it was cancelled, does this itself when it goes on.
    void wake_first() noexcept
    {
        if (!waiters_.empty() && waiters_.front().outcome_ == outcome::none)
            waiters_.front().end(outcome::woken);
    }

    // Whether a newcomer has to wait behind others.
    bool others_wait() const noexcept
    {
        auto const* w = waiters_.empty() ? nullptr : &waiters_.front();
        while (w && w->outcome_ == outcome::cancelled)
            w = waiters_.after(*w);
        return w != nullptr;
    }

    detail::linked_list<detail::lock_waiter, detail::lock_tag> waiters_;
    bool locked_ = false;
    detail::holder holder_;
    std::string name_;
};

namespace detail {

inline bool lock_waiter::ready() noexcept
{
    return lock_->try_acquire();
}

inline void lock_waiter::start()
{
    // Outside of a task nobody has asked whether it is ready.
    if (lock_->try_acquire())
        end(outcome::acquired);
    else
        lock_->waiters_.push_back(*this);
}

inline bool lock_waiter::cancel_wait(std::string const&)
{
    if (outcome_ != outcome::none)
        return false;
    end(outcome::cancelled);
    return true;
}

inline void lock_waiter::describe(wait_info& info) const
{
    info.what = "a lock";
    if (!lock_)
        return;
    if (!lock_->name_.empty())
        info.what += " '" + lock_->name_ + '\'';
    if (auto* const t = lock_->holder_.task())
        info.holders.push_back(t);
}

inline void lock_waiter::take()
{
    leave();
    switch (std::exchange(outcome_, outcome::none))
    {
    case outcome::woken:
        lock_->take();
        break;
    case outcome::cancelled:
        if (lock_ && !lock_->locked_)
            lock_->wake_first();
        throw_cancelled(*this);
    case outcome::abandoned:
        throw std::runtime_error(
            "a lock was destroyed while a coroutine waited for it");
    case outcome::none:
    case outcome::acquired:
        break;
    }
}

inline void lock_waiter::pass_on() noexcept
{
    leave();
    auto const o = std::exchange(outcome_, outcome::none);
    if (!lock_ || o == outcome::none || loop().down())
        return;
    if (o == outcome::acquired)
        lock_->release();
    else if (!lock_->locked_)
        lock_->wake_first();
}

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_LOCK_HPP
