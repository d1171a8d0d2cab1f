// Bodies of raw_requests.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_RAW_REQUESTS_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_RAW_REQUESTS_IPP

#include <boost/asyncio/detail/loop/cancel_requests.hpp>
#include <boost/asyncio/detail/loop/raw_requests.hpp>

#include <boost/asio/cancellation_type.hpp>

namespace boost::asyncio::detail {

bool raw_requests::ask(runner_base& r) const
{
    auto& requests = *r.requests;
    if (r.in_marked_suspension())
    {
        // Asked already. Several requests before the task goes on are one.
        if (requests.remembered())
            requests.send();
        return false;
    }
    if (requests.sent())
        settle(r);
    if (!requests.remembered() || !r.has_cancellation_handler())
        return false;
    requests.wait_ended();
    return !r.behind.linked();
}

bool raw_requests::may_emit(runner_base const& r) noexcept
{
    return r.requests && r.requests->remembered() && !r.waiting &&
           r.queued == 0 && !r.in_marked_suspension() &&
           r.has_cancellation_handler();
}

void raw_requests::begin(runner_base& r, item_list& ready) noexcept
{
    r.emitted.begin(ready, last_era_, era_);
    r.emitted_to = true;
    r.requests->send();
    r.mark_suspension();
}

void raw_requests::emit(runner_base& r)
{
    // As this task: before Boost 1.83 what co_spawn leaves in the slot passes
    // the request on by way of its executor, with a pointer to a signal of its
    // own, which might be gone if that had to wait.
    runner_scope const scope(&r);
    emission::passing_on const passing_on(r.emitted);
    r.signal.emit(asio::cancellation_type::terminal);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_RAW_REQUESTS_IPP
