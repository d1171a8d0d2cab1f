// Bodies of signal_wait.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_SIGNAL_WAIT_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_SIGNAL_WAIT_IPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/run/signal_wait.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/signal_set.hpp>

#include <utility>

namespace boost::asyncio::detail {

struct signal_wait::signal_set : asio::signal_set
{
    using asio::signal_set::signal_set;
};

signal_wait::signal_wait(loop_state& l, int signal)
    : set_(std::make_unique<signal_set>(executor_access::make(l.root), signal))
{
}

signal_wait::~signal_wait() = default;

void signal_wait::wait(std::function<void()> f)
{
    set_->async_wait(
        [f = std::move(f)](boost::system::error_code const& error, int)
        {
            if (!error)
                f();
        });
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_SIGNAL_WAIT_IPP
