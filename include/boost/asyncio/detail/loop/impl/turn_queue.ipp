// Bodies of turn_queue.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_TURN_QUEUE_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_TURN_QUEUE_IPP

#include <boost/asyncio/detail/loop/turn_queue.hpp>

namespace boost::asyncio::detail {

void turn_queue::look_behind()
{
    constexpr int most_looks = 16;
    item_list arrived;
    inbox_.take(arrived);
    if (!arrived.empty())
    {
        if (++looks_ < most_looks)
        {
            ready_.splice_back(arrived);
            return;
        }
        // Something arrives all the time: it comes first, and nothing else.
        batch_.splice_back(arrived);
        while (!batch_.empty())
            batch_.pop_front().run();
    }
    looks_ = 0;

    // What comes meanwhile waits for the next time.
    struct scope
    {
        ~scope()
        {
            queue.behind_.splice_front(items);
        }

        turn_queue& queue;
        item_list items = {};
    } now{*this};
    now.items.splice_back(behind_);
    while (!now.items.empty())
        now.items.pop_front().run();
}

void turn_queue::abandon() noexcept
{
    if (auto* const i = urgent_.exchange(nullptr))
        i->abandon();
    inbox_.take(ready_);
    while (!ready_.empty())
        ready_.pop_front().abandon();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_TURN_QUEUE_IPP
