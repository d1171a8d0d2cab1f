// A lock: whether somebody has it, and who is next.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_LOCK_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_LOCK_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>
#include <boost/asyncio/detail/task/holder.hpp>

#include <boost/config.hpp>

#include <string>
#include <utility>

namespace boost::asyncio::detail {

class lock_state
{
public:
    static constexpr char what[] = "a lock";

    lock_state() = default;

    explicit lock_state(std::string name) noexcept
        : name_(std::move(name))
    {
    }

    bool locked() const noexcept
    {
        return locked_;
    }

    BOOST_ASYNCIO_FORCEINLINE bool try_take()
    {
        queue.check_thread();
        if (!available())
            return false;
        taken();
        return true;
    }

    BOOST_ASYNCIO_FORCEINLINE void release()
    {
        queue.check_thread();
        if (!locked_)
        {
            released_by_nobody();
            return;
        }
        put_back();
    }

    // Whether a newcomer gets it.
    bool available() const noexcept
    {
        return !locked_ && !queue.anybody();
    }

    BOOST_ASYNCIO_FORCEINLINE void enter(queue_place& p, loop_state& l) noexcept
    {
        queue.enter(p, l);
        if (BOOST_UNLIKELY(queue.is_front(p)))
            wake_first();
    }

    void taken() noexcept
    {
        locked_ = true;
        holder_.set_current();
    }

    void left(fate) noexcept
    {
        wake_first();
    }

    BOOST_ASYNCIO_FORCEINLINE void put_back() noexcept
    {
        locked_ = false;
        holder_.clear();
        if (queue.first())
            wake_front();
    }

    // One that was woken before takes it when it goes on, and one that was
    // cancelled calls this then.
    void wake_first() noexcept
    {
        if (!locked_)
            wake_front();
    }

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const;

    wait_queue queue{what};

private:
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void released_by_nobody() const;
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void wake_front() noexcept;

    bool locked_ = false;
    holder holder_;
    std::string name_;
};

class lock_waiter : public primitive_waiter<lock_state>
{
public:
    using primitive_waiter::primitive_waiter;
};

using lock_operation = primitive_operation<lock_waiter, void, lock_state>;

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/lock_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_LOCK_STATE_HPP
