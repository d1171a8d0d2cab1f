// Bodies of lock_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_LOCK_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_LOCK_STATE_IPP

#include <boost/asyncio/detail/sync/lock_state.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void lock_state::describe(wait_info& info) const
{
    info.what = what;
    if (!name_.empty())
        info.what += " '" + name_ + '\'';
    if (auto* const t = holder_.task())
        info.holders.push_back(t);
}

// Who is destroyed while he waits for a condition has a guard all the same.
void lock_state::released_by_nobody() const
{
    if (!queue.going_down())
        throw std::runtime_error("Lock is not acquired.");
}

void lock_state::wake_front() noexcept
{
    if (auto* const p = queue.front())
        queue.wake(*p);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_LOCK_STATE_IPP
