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
#include <boost/asyncio/detail/sync/primitive.hpp>

#include <cstddef>
#include <exception>
#include <limits>
#include <source_location>
#include <stdexcept>
#include <string>

namespace boost::asyncio {

namespace detail {

class semaphore_waiter;

} // namespace detail

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
        return detail::
            primitive_operation<detail::semaphore_waiter, void, semaphore>(
                *this, where);
    }

    /// Acquires a permit if that needs no waiting.
    bool try_acquire()
    {
        queue_.check_thread();
        if (locked())
            return false;
        --value_;
        return true;
    }

    /** Gives a permit back, or a new one.

        @throws std::invalid_argument It is a `bounded_semaphore` and has all of
        its permits.
    */
    void release()
    {
        queue_.check_thread();
        if (value_ >= bound_)
            throw std::invalid_argument(
                "BoundedSemaphore released too many times");
        ++value_;
        wake_next();
    }

    /// Whether `acquire` would have to wait: no permit is left, or others wait
    /// for their turn.
    bool locked() const noexcept
    {
        return value_ == 0 || queue_.anybody();
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
    friend class detail::semaphore_waiter;

    semaphore(std::ptrdiff_t value, std::ptrdiff_t bound)
        : value_(value), bound_(bound)
    {
        if (value < 0)
            throw std::invalid_argument(
                "Semaphore initial value must be >= 0");
    }

    // The permit is out of the count from here on.
    bool wake_next() noexcept
    {
        auto* const p = queue_.first();
        if (!p)
            return false;
        --value_;
        queue_.wake(*p);
        return true;
    }

    // Some may have had to wait only because others were ahead of them.
    void wake_more() noexcept
    {
        while (value_ > 0 && wake_next())
        {
        }
    }

    void enter(detail::queue_place& p, detail::loop_state& l) noexcept
    {
        bool const free = !locked();
        queue_.enter(p, l);
        if (free)
            wake_next();
    }

    detail::wait_queue queue_{"a semaphore"};
    std::ptrdiff_t value_;
    std::ptrdiff_t const bound_;
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

namespace detail {

class semaphore_waiter : public queued_waiter
{
public:
    template<class Op>
    explicit semaphore_waiter(Op&& op) noexcept
        : queued_waiter(op.where()), semaphore_(op.primitive())
    {
    }

    // It may have been given a permit that it did not come to take.
    ~semaphore_waiter()
    {
        pass_on();
        if (unclaimed())
            put_back();
    }

    bool ready()
    {
        return semaphore_.try_acquire();
    }

    void start() override
    {
        semaphore_.enter(*this, loop());
    }

    bool cancel_wait(std::string const&) override
    {
        return cancel_in(semaphore_.queue_);
    }

    loop_state* home() const noexcept
    {
        return semaphore_.queue_.home();
    }

    void describe(wait_info& info) const override
    {
        info.what = "a semaphore";
    }

    void take()
    {
        auto const f = foreign() ? settled() : semaphore_waiter::accept();
        if (f != fate::none && f != fate::woken)
            fail(f, "a semaphore");
    }

private:
    fate accept() noexcept override
    {
        auto const f = leave();
        if (f == fate::woken || f == fate::cancelled)
            semaphore_.wake_more();
        return f;
    }

    void pass_on() noexcept override
    {
        auto const f = leave();
        if (f == fate::woken)
            put_back();
        else if (f == fate::cancelled)
            semaphore_.wake_more();
    }

    // Not release(): this may be in a destructor, and outside of the loop.
    void put_back() noexcept
    {
        ++semaphore_.value_;
        semaphore_.wake_more();
    }

    asyncio::semaphore& semaphore_;
};

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_SEMAPHORE_HPP
