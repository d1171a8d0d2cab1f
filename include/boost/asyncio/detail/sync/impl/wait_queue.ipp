// Bodies of wait_queue.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_WAIT_QUEUE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_WAIT_QUEUE_IPP

#include <boost/asyncio/detail/sync/wait_queue.hpp>

#include <stdexcept>
#include <string>

namespace boost::asyncio::detail {

void queue_place::deserted(loop_state& l, bool waited) noexcept
{
    if (waited)
        l.wake(item_);
}

bool wait_queue::bind(loop_state& l) noexcept
{
    if (!loop_)
        loop_ = loop_ptr(&l);
    return loop_.get() == &l;
}

std::runtime_error wait_queue::lost(fate f) const
{
    return lost(f, what_);
}

std::runtime_error wait_queue::lost(fate f, char const* what)
{
    return std::runtime_error(
        std::string(what) +
        (f == fate::refused
             ? " is bound to a different event loop"
             : " was destroyed while a coroutine waited for it"));
}

void wait_queue::refuse(queue_place& p, loop_state& l) noexcept
{
    p.end(fate::refused, l);
}

void wait_queue::abandon() noexcept
{
    // Debug mode: it is an error, and safe.
    if (first_ && loop_->debug && !loop_->down())
        loop_->report_error({.message = lost(fate::abandoned).what()});
    first_ = nullptr;
    while (!places_.empty())
    {
        queue_place& p = places_.pop_front();
        p.queue_ = nullptr;
        bool const waited = p.waiting();
        p.fate_ = fate::abandoned;
        p.deserted(*loop_, waited);
    }
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_WAIT_QUEUE_IPP
