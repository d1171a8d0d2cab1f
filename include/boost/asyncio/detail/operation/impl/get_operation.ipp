// Bodies of get_operation.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_GET_OPERATION_IPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_GET_OPERATION_IPP

#include <boost/asyncio/detail/operation/get_operation.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void throw_awaits_itself()
{
    throw std::runtime_error("Task cannot await on itself");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_GET_OPERATION_IPP
