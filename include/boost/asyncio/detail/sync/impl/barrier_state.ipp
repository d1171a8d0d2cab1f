// Bodies of barrier_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_BARRIER_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_BARRIER_STATE_IPP

#include <boost/asyncio/detail/sync/barrier_state.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

barrier_state::barrier_state(std::ptrdiff_t parties)
    : parties_(parties)
{
    if (parties < 1)
        throw std::invalid_argument("parties must be > 0");
}

void barrier_state::reset()
{
    queue_.check_thread();
    phase_ = count_ > 0 ? phase::resetting : phase::filling;
    queue_.wake_all();
}

void barrier_state::abort()
{
    queue_.check_thread();
    phase_ = phase::broken;
    queue_.wake_all();
}

void barrier_state::leave() noexcept
{
    if (--count_ > 0)
        return;
    if (closed())
        phase_ = phase::filling;
    queue_.wake_all();
}

bool barrier_waiter::ready()
{
    barrier_.queue_.check_thread();
    if (barrier_.closed() ||
        (!barrier_.broken() && barrier_.count_ + 1 < barrier_.parties_))
        return false;
    return go_on();
}

void barrier_waiter::start()
{
    if (!barrier_.queue_.bind(loop()))
        failure_ =
            std::make_exception_ptr(barrier_.queue_.lost(fate::refused));
    else if (!go_on())
        return;
    over_ = true;
    wake();
}

bool barrier_waiter::cancel_wait(std::string const& message)
{
    if (over_)
        return false;
    if (cancelled_)
        return true;
    cancelled_ = true;
    message_ = message;
    if (waiting())
        barrier_.queue_.cancel(*this);
    return true;
}

void barrier_waiter::describe(wait_info& info) const
{
    info.what = "a barrier";
}

std::ptrdiff_t barrier_waiter::take() const
{
    if (failure_)
        std::rethrow_exception(failure_);
    if (cancelled_)
        throw cancelled_error(message_);
    return index_;
}

bool barrier_waiter::advance()
{
    over_ = true;
    if (abandoned())
        failure_ = std::make_exception_ptr(
            wait_queue::lost(fate::abandoned, "a barrier"));
    else if (cancelled_)
    {
        if (inside_)
            go_out();
    }
    else
        over_ = go_on();
    return over_;
}

bool barrier_waiter::go_on()
{
    if (!inside_)
    {
        if (barrier_.closed())
            return wait();
        if (barrier_.broken())
        {
            fail_broken("Barrier aborted");
            return true;
        }
        go_in();
    }
    if (barrier_.phase_ == phase::filling)
        return wait();
    if (barrier_.phase_ != phase::draining)
        fail_broken("Abort or reset of barrier");
    go_out();
    return true;
}

bool barrier_waiter::wait() noexcept
{
    queue_place::leave();
    barrier_.queue_.enter(*this, loop());
    return false;
}

void barrier_waiter::go_in() noexcept
{
    inside_ = true;
    if (++barrier_.count_ < barrier_.parties_)
        return;
    barrier_.phase_ = phase::draining;
    barrier_.next_ = 0;
    barrier_.queue_.wake_all();
    last_ = true;
}

void barrier_waiter::go_out() noexcept
{
    inside_ = false;
    // They leave in the order in which they came, save the last, who is the
    // first. So the indices are distinct even if some did not stay.
    index_ = last_ ? barrier_.parties_ - 1 : barrier_.next_++;
    queue_place::leave();
    barrier_.leave();
}

void barrier_waiter::fail_broken(char const* why)
{
    failure_ = std::make_exception_ptr(broken_barrier_error(why));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_BARRIER_STATE_IPP
