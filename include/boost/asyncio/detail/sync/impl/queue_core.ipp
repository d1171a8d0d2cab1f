// Bodies of queue_core.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_CORE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_CORE_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/sync/queue_core.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

void queue_core::items_dropped() noexcept
{
    auto const dropped = std::exchange(size_, 0);
    unfinished_ -= dropped < unfinished_ ? dropped : unfinished_;
    if (finished())
        wake_all(joiners);
}

void queue_core::shut_down() noexcept
{
    shut_down_ = true;
    wake_all(getters);
    wake_all(putters);
}

void queue_core::throw_wrong_loop()
{
    throw std::runtime_error(wrong_loop);
}

void queue_core::no_item() const
{
    if (shut_down_)
        throw queue_shut_down();
    throw queue_empty();
}

void queue_core::no_room() const
{
    if (shut_down_)
        throw queue_shut_down();
    throw queue_full();
}

void queue_core::done_too_often()
{
    throw std::invalid_argument("task_done() called too many times");
}

void queue_core::called_from_elsewhere() const
{
    if (current.loop)
        throw_wrong_loop();
    require_here(*loop_);
}

void queue_core::abandon() noexcept
{
    if (loop_->debug && !loop_->down())
        loop_->report_error({.message = destroyed});
    abandon(woken);
    abandon(getters);
    abandon(putters);
    abandon(joiners);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_CORE_IPP
