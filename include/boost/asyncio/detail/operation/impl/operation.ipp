// Bodies of operation.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_OPERATION_IPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_OPERATION_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void throw_cancelled(waiter const& w)
{
    throw cancelled_error(w.request_message());
}

void refuse_task()
{
    if (current_task_base())
        throw std::runtime_error(
            "The awaited task or future is attached to a different loop");
}

loop_state& loop_for_handler()
{
    return current_loop(
        "no running event loop: outside of tasks, an executor is bound to the "
        "handler");
}

loop_state& loop_for_token()
{
    return current_loop(
        "no running event loop: outside of tasks, an executor is bound to the "
        "whole completion token, as in bind_executor(ex, cancel_after(1s, "
        "token))");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_IMPL_OPERATION_IPP
