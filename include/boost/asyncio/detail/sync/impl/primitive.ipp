// Bodies of primitive.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_PRIMITIVE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_PRIMITIVE_IPP

#include <boost/asyncio/detail/sync/primitive.hpp>

namespace boost::asyncio::detail {

bool queued_waiter::cancel_in(wait_queue& q) noexcept
{
    if (!waiting())
        return false;
    q.cancel(*this);
    return true;
}

void queued_waiter::fail(fate f, char const* what) const
{
    if (f == fate::cancelled)
        throw_cancelled(*this);
    throw wait_queue::lost(f, what);
}

void queued_waiter::settle() noexcept
{
    if (waiter::take_request())
    {
        pass_on();
        settled_ = fate::cancelled;
    }
    else
        settled_ = accept();
}

void stepping_waiter::next_step::run()
{
    bool goes_on;
    {
        runner_scope const identity(waiter_.identity());
        goes_on = waiter_.advance();
    }
    if (goes_on)
        static_cast<item&>(waiter_).run();
}

// The waiter itself is destroyed by other ways.
void stepping_waiter::next_step::abandon() noexcept
{
}

step_info stepping_waiter::next_step::step() const noexcept
{
    return static_cast<item const&>(waiter_).step();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_PRIMITIVE_IPP
