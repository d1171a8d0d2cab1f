// Bodies of basic_handle.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_BASIC_HANDLE_IPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_BASIC_HANDLE_IPP

#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>

namespace boost::asyncio::detail {

std::exception_ptr exception_of(state_base& s)
{
    if (s.status() == status::pending)
        throw invalid_state_error("Exception is not set.");
    if (s.status() == status::cancelled)
        std::rethrow_exception(s.cancellation());
    return s.exception();
}

void report_callback(loop_state& l)
{
    l.report_error(
        {.message = "Exception in callback",
         .exception = std::current_exception()});
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_BASIC_HANDLE_IPP
