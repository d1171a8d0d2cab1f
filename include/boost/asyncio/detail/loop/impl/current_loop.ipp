// Bodies of current_loop.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CURRENT_LOOP_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CURRENT_LOOP_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void no_running_loop(char const* message)
{
    throw std::runtime_error(message);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CURRENT_LOOP_IPP
