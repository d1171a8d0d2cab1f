// Bodies of limit_watch.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_LIMIT_WATCH_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_LIMIT_WATCH_IPP

#include <boost/asyncio/detail/wait/limit_watch.hpp>

namespace boost::asyncio::detail {

bool limit_watch::arm(loop_state& l)
{
    if (!limit_)
        return false;
    loop_ = &l;
    l.arm(alarm_, limit_->deadline(l));
    return true;
}

void limit_watch::relay_item::run()
{
    watch_.relayed();
}

void limit_watch::relay_item::abandon() noexcept
{
}

void limit_watch::alarm::expire()
{
    watch_.time_has_passed();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_LIMIT_WATCH_IPP
