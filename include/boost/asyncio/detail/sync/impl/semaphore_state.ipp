// Bodies of semaphore_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_SEMAPHORE_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_SEMAPHORE_STATE_IPP

#include <boost/asyncio/detail/sync/semaphore_state.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

semaphore_state::semaphore_state(std::ptrdiff_t value, std::ptrdiff_t bound)
    : value_(value), bound_(bound)
{
    if (value < 0)
        throw std::invalid_argument("Semaphore initial value must be >= 0");
}

void semaphore_state::released_too_often()
{
    throw std::invalid_argument("BoundedSemaphore released too many times");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_SEMAPHORE_STATE_IPP
