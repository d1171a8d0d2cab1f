// The deadlines of a loop, and its clock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_TIMERS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_TIMERS_HPP

#include <boost/asyncio/detail/loop/timer_heap.hpp>

namespace boost::asyncio::detail {

// Says for when the loop's one timer of Asio is to be set, and what is due when
// it has expired. It is set again only for an earlier deadline: one that was
// disarmed costs an expiry for nothing, and no call.
class timers
{
public:
    clock::time_point now() const noexcept
    {
        return virtual_ ? virtual_now_ : clock::now();
    }

    bool empty() const noexcept
    {
        return heap_.empty();
    }

    // The earliest deadline.
    clock::time_point first() const noexcept
    {
        return heap_.top().when();
    }

    bool has_passed(clock::time_point t) const noexcept
    {
        return !empty() && first() <= t;
    }

    // True if the timer is to be set().
    bool arm(timer_node& n, clock::time_point when)
    {
        heap_.insert(n, when);
        return &heap_.top() == &n && is_too_late(when);
    }

    void disarm(timer_node& n) noexcept
    {
        heap_.remove(n);
    }

    // For when; it counts as set from now on.
    clock::time_point set() noexcept
    {
        is_set_ = true;
        set_for_ = first();
        return set_for_;
    }

    // The timer has expired.
    void expired() noexcept
    {
        is_set_ = false;
    }

    // Runs what is due. What is armed meanwhile waits for the next time round,
    // and so does the rest if one throws.
    void fire()
    {
        auto const newest = heap_.next_order();
        auto const t = now();
        while (has_passed(t) && timer_heap::order(heap_.top()) < newest)
            pop().expire();
    }

    // Whether the timer is to be set() after that.
    bool must_be_set() const noexcept
    {
        return !empty() && is_too_late(first());
    }

    // Nothing but a deadline may keep the context running. True if the timer is
    // set for none, and is to be cancelled.
    bool unset_if_empty() noexcept
    {
        if (!is_set_ || !empty())
            return false;
        is_set_ = false;
        return true;
    }

    // The loop goes away.
    void abandon() noexcept
    {
        while (!empty())
            pop().abandon_timer();
    }

    // ---- the virtual clock -------------------------------------------------

    // It starts at zero, and stands still. No timer is set.
    void use_virtual_clock() noexcept
    {
        virtual_ = true;
        virtual_now_ = clock::time_point();
    }

    bool is_virtual() const noexcept
    {
        return virtual_;
    }

    void advance_to(clock::time_point t) noexcept
    {
        if (t > virtual_now_)
            virtual_now_ = t;
    }

private:
    // Whether the timer, as it is set, would expire after `when`.
    bool is_too_late(clock::time_point when) const noexcept
    {
        return (!is_set_ || when < set_for_) && !virtual_;
    }

    timer_node& pop() noexcept
    {
        timer_node& n = heap_.top();
        heap_.remove(n);
        return n;
    }

    timer_heap heap_;
    bool is_set_ = false;
    bool virtual_ = false;
    clock::time_point set_for_;
    clock::time_point virtual_now_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_TIMERS_HPP
