// Bodies of usable.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_USABLE_IPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_USABLE_IPP

#include <boost/asyncio/detail/operation/usable.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void throw_used_awaitable()
{
    throw std::invalid_argument(
        "cannot reuse already awaited coroutine: this awaitable was awaited or "
        "moved from; call the function again for another one");
}

void throw_empty_function()
{
    throw std::invalid_argument(
        "an empty function is to be called: a null pointer, or a "
        "std::function without a target");
}

void throw_empty_awaited()
{
    throw std::invalid_argument("an empty task or future is awaited");
}

void throw_empty_used()
{
    throw std::invalid_argument("an empty task or future is used");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_USABLE_IPP
