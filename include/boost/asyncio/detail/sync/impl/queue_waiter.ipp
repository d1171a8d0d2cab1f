// Bodies of queue_waiter.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_WAITER_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_WAITER_IPP

#include <boost/asyncio/detail/sync/queue_waiter.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

bool queue_waiter::cancel_wait(std::string const& message)
{
    if (error_ || stage_ == stage::idle || stage_ == stage::ended)
        return false;
    auto e = std::make_exception_ptr(cancelled_error(message));
    if (stage_ == stage::woken)
        error_ = std::move(e);
    else
        end(std::move(e));
    return true;
}

void queue_waiter::end(std::exception_ptr e) noexcept
{
    leave();
    stage_ = stage::ended;
    error_ = std::move(e);
    queue_step();
}

void queue_waiter::refuse()
{
    end(std::make_exception_ptr(std::runtime_error(queue_core::wrong_loop)));
}

void queue_waiter::abandon_queue() noexcept
{
    bool const queued = stage_ == stage::woken;
    leave();
    stage_ = stage::ended;
    if (!error_)
        error_ = std::make_exception_ptr(
            std::runtime_error(queue_core::destroyed));
    if (!queued)
        queue_step();
}

bool queue_waiter::advance()
{
    leave();
    return stage_ == stage::ended || try_to_end();
}

void queue_get_waiter::describe(wait_info& info) const
{
    info.what = "an item of a queue";
}

bool queue_get_waiter::must_wait() const noexcept
{
    return !ready();
}

void queue_get_waiter::pass_on() noexcept
{
    if (!core().empty())
        queue_core::wake_first(core().getters);
}

void queue_put_waiter::describe(wait_info& info) const
{
    info.what = "room in a queue";
}

bool queue_put_waiter::must_wait() const noexcept
{
    return !ready();
}

void queue_put_waiter::pass_on() noexcept
{
    if (!core().full())
        queue_core::wake_first(core().putters);
}

void queue_joiner::describe(wait_info& info) const
{
    info.what = "the work of a queue";
}

bool queue_joiner::must_wait() const noexcept
{
    return !ready();
}

// All was done when it was woken: what came since does not count.
bool queue_joiner::take_turn()
{
    return true;
}

void queue_joiner::pass_on() noexcept
{
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_QUEUE_WAITER_IPP
