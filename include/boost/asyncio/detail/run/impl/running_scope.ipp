// Bodies of running_scope.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUNNING_SCOPE_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUNNING_SCOPE_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/run/running_scope.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

running_scope::running_scope(loop_state& l)
    : loop_(l)
{
    if (l.closed)
        throw std::runtime_error("Event loop is closed");
    if (l.inside() || l.is_running)
        throw std::runtime_error("This event loop is already running");
    if (running_loop())
        throw std::runtime_error(
            "Cannot run the event loop while another loop is running");
    if (l.on_executor_thread())
        throw std::runtime_error(
            "Cannot run the event loop from a thread of its own executor");
    // Another thread may have come first.
    if (l.is_running.exchange(true))
        throw std::runtime_error("This event loop is already running");
    current.running = &l;
    l.count_work(true);
}

running_scope::~running_scope()
{
    loop_.count_work(false);
    loop_.clear_stop();
    current.running = nullptr;
    loop_.is_running = false;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_RUNNING_SCOPE_IPP
