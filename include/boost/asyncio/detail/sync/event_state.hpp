// An event: a flag, and who waits for it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_EVENT_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_EVENT_STATE_HPP

#include <boost/asyncio/detail/sync/primitive.hpp>

namespace boost::asyncio::detail {

class event_state
{
public:
    static constexpr char what[] = "an event";

    bool is_set() const noexcept
    {
        return set_;
    }

    void set()
    {
        queue.check_thread();
        if (set_)
            return;
        set_ = true;
        queue.wake_all();
    }

    void clear()
    {
        queue.check_thread();
        set_ = false;
    }

    // Nothing is taken: it is for all.
    bool try_take()
    {
        queue.check_thread();
        return set_;
    }

    void enter(queue_place& p, loop_state& l) noexcept
    {
        queue.enter(p, l);
        if (set_)
            queue.wake_all();
    }

    void taken() noexcept
    {
    }

    void left(fate) noexcept
    {
    }

    void put_back() noexcept
    {
    }

    wait_queue queue{what};

private:
    bool set_ = false;
};

class event_waiter : public primitive_waiter<event_state>
{
public:
    using primitive_waiter::primitive_waiter;
};

using event_operation = primitive_operation<event_waiter, void, event_state>;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_EVENT_STATE_HPP
