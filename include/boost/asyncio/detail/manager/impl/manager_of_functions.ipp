// Bodies of manager_of_functions.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_MANAGER_IMPL_MANAGER_OF_FUNCTIONS_IPP
#define BOOST_ASYNCIO_DETAIL_MANAGER_IMPL_MANAGER_OF_FUNCTIONS_IPP

#include <boost/asyncio/detail/manager/manager_of_functions.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void throw_entered_before()
{
    throw std::runtime_error("The context manager has already been entered");
}

void throw_not_entered()
{
    throw std::runtime_error("The context manager has not been entered");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_MANAGER_IMPL_MANAGER_OF_FUNCTIONS_IPP
