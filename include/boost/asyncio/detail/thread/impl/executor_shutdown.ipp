// Bodies of executor_shutdown.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_IMPL_EXECUTOR_SHUTDOWN_IPP
#define BOOST_ASYNCIO_DETAIL_THREAD_IMPL_EXECUTOR_SHUTDOWN_IPP

#include <boost/asyncio/detail/thread/executor_shutdown.hpp>

#include <boost/asio/thread_pool.hpp>

namespace boost::asyncio::detail {

executor_shutdown::wait_state::wait_state(executor_shutdown&& op) noexcept
    : loop_(std::move(op.loop_))
{
}

bool executor_shutdown::wait_state::ready() noexcept
{
    loop_->threads.close();
    return loop_->threads.on_default == 0;
}

void executor_shutdown::wait_state::start()
{
    if (ready())
        wake();
    else
        loop_->threads.waiters.push_back(*this);
}

bool executor_shutdown::wait_state::cancel_wait(std::string const&)
{
    if (cancelled_ || loop_->threads.on_default == 0)
        return false;
    item::unlink();
    cancelled_ = true;
    wake();
    return true;
}

void executor_shutdown::wait_state::describe(wait_info& info) const
{
    info.what = "the functions in the default pool";
}

void executor_shutdown::wait_state::take()
{
    if (cancelled_)
        throw_cancelled(*this);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_IMPL_EXECUTOR_SHUTDOWN_IPP
