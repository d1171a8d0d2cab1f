// A semaphore: how many permits are left, and who is next.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_SEMAPHORE_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_SEMAPHORE_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>

#include <boost/config.hpp>

#include <cstddef>

namespace boost::asyncio::detail {

class semaphore_state
{
public:
    static constexpr char what[] = "a semaphore";

    BOOST_ASYNCIO_DECL
    semaphore_state(std::ptrdiff_t value, std::ptrdiff_t bound);

    bool locked() const noexcept
    {
        return value_ == 0 || queue.anybody();
    }

    bool try_take()
    {
        queue.check_thread();
        if (locked())
            return false;
        --value_;
        return true;
    }

    void release()
    {
        queue.check_thread();
        if (value_ >= bound_)
            released_too_often();
        ++value_;
        wake_next();
    }

    void enter(queue_place& p, loop_state& l) noexcept
    {
        bool const free = !locked();
        queue.enter(p, l);
        if (free)
            wake_next();
    }

    // Its permit is out of the count already.
    void taken() noexcept
    {
        wake_more();
    }

    void left(fate f) noexcept
    {
        if (f == fate::woken)
            put_back();
        else if (f == fate::cancelled)
            wake_more();
    }

    // Not release(): this may be in a destructor, and outside of the loop.
    void put_back() noexcept
    {
        ++value_;
        wake_more();
    }

    wait_queue queue{what};

private:
    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL static void
    released_too_often();

    // The permit is out of the count from here on.
    bool wake_next() noexcept
    {
        auto* const p = queue.first();
        if (!p)
            return false;
        --value_;
        queue.wake(*p);
        return true;
    }

    // Some may have had to wait only because others were ahead of them.
    void wake_more() noexcept
    {
        while (value_ > 0 && wake_next())
        {
        }
    }

    std::ptrdiff_t value_;
    std::ptrdiff_t const bound_;
};

class semaphore_waiter : public primitive_waiter<semaphore_state>
{
public:
    using primitive_waiter::primitive_waiter;
};

using semaphore_operation =
    primitive_operation<semaphore_waiter, void, semaphore_state>;

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/semaphore_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_SEMAPHORE_STATE_HPP
