// Bodies of condition_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_IMPL_CONDITION_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_SYNC_IMPL_CONDITION_STATE_IPP

#include <boost/asyncio/detail/sync/condition_state.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

void condition_state::lock_not_held()
{
    throw std::runtime_error("cannot notify on un-acquired lock");
}

condition_waiter::condition_waiter(
    condition_state& c, std::source_location where) noexcept
    : stepping_waiter(where)
    , queue_place(next_item())
    , condition_(c)
    , lock_(c.lock)
{
}

bool condition_waiter::ready()
{
    condition_.queue.check_thread();
    checked_ = true;
    if (satisfied(false))
        return true;
    check_locked();
    return false;
}

void condition_waiter::start()
{
    try
    {
        // Outside of a task nobody has asked whether it is ready.
        if (checked_ || !ready_for_caller())
        {
            wait();
            return;
        }
    }
    catch (...)
    {
        failure_ = std::current_exception();
    }
    over_ = true;
    wake();
}

bool condition_waiter::cancel_wait(std::string const& message)
{
    if (over_)
        return false;
    // Several requests before the next step are one.
    if (requested_)
        return true;
    requested_ = cancelled_ = true;
    message_ = message;
    if (waiting())
        condition_.queue.cancel(*this);
    else if (for_lock_.waiting())
        lock_.queue.cancel(for_lock_);
    return true;
}

void condition_waiter::describe(wait_info& info) const
{
    if (for_lock_.waiting())
        lock_.describe(info);
    else
        info.what = "a condition";
}

void condition_waiter::check() const
{
    if (failure_)
        std::rethrow_exception(failure_);
    if (cancelled_)
        throw cancelled_error(message_);
}

// The condition has gone, and the lock may be about to: it gets in line for the
// lock at once, and so hears of that.
void condition_waiter::deserted(loop_state&, bool) noexcept
{
    if (wants_lock_)
        return;
    cancel_step();
    want_lock();
}

bool condition_waiter::ready_for_caller()
{
    runner_scope const caller(identity());
    return ready();
}

void condition_waiter::check_locked() const
{
    if (!lock_.locked())
        throw std::runtime_error("cannot wait on un-acquired lock");
}

void condition_waiter::wait()
{
    check_locked();
    for (auto* const q : {&condition_.queue, &lock_.queue})
        if (!q->bind(loop()))
            throw q->lost(fate::refused);
    wants_lock_ = false;
    lock_.release();
    leave();
    condition_.queue.enter(*this, loop());
    // The predicate may have asked for it.
    if (requested_)
        condition_.queue.cancel(*this);
}

void condition_waiter::want_lock() noexcept
{
    wants_lock_ = true;
    lock_.enter(for_lock_, loop());
}

bool condition_waiter::advance()
{
    bool const requested = std::exchange(requested_, false);
    if (wants_lock_)
    {
        auto const f = for_lock_.leave();
        if (f == fate::abandoned || f == fate::refused)
            return lost(f);
        if (f == fate::woken && !requested)
            return take_lock();
        // As in Python, the next one has the lock first.
        lock_.wake_first();
    }
    if (lock_.available())
        return take_lock();
    want_lock();
    return false;
}

bool condition_waiter::take_lock()
{
    lock_.taken();
    try
    {
        if (abandoned())
            return lost(fate::abandoned);
        if (!cancelled_ && !satisfied(true))
        {
            wait();
            return false;
        }
    }
    catch (...)
    {
        failure_ = std::current_exception();
    }
    if (leave() == fate::woken && cancelled_)
        condition_.notify_first();
    over_ = true;
    return true;
}

bool condition_waiter::lost(fate f)
{
    failure_ = std::make_exception_ptr(wait_queue::lost(
        f, abandoned() ? "a condition" : lock_state::what));
    leave();
    over_ = true;
    return true;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_SYNC_IMPL_CONDITION_STATE_IPP
