// Bodies of duplicates.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_DUPLICATES_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_DUPLICATES_IPP

#include <boost/asyncio/detail/wait/duplicates.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>

namespace boost::asyncio::detail {

void drop_duplicates(std::vector<state_base*>& states)
{
    std::vector<std::size_t> order(states.size());
    for (std::size_t i = 0; i != order.size(); ++i)
        order[i] = i;
    std::sort(
        order.begin(),
        order.end(),
        [&](std::size_t a, std::size_t b)
        {
            std::less<state_base*> const before;
            return states[a] == states[b] ? a < b
                                          : before(states[a], states[b]);
        });
    state_base const* last = nullptr;
    for (std::size_t const i : order)
        if (states[i] == last)
            states[i] = nullptr;
        else
            last = states[i];
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_DUPLICATES_IPP
