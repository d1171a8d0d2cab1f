// Bodies of request_walk.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_REQUEST_WALK_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_REQUEST_WALK_IPP

#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/request_walk.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <algorithm>
#include <limits>

namespace boost::asyncio::detail {

request_walk::request_walk(loop_state& l) noexcept
    : loop_(l), walk_(l.inside() && l.walk ? *l.walk : *this)
{
    if (l.inside())
        l.walk = &walk_;
}

request_walk::~request_walk()
{
    if (&walk_ != this || !loop_.inside())
        return;
    // There are some on the path if an exception has ended it.
    forget(path_);
    forget(passed_);
    forget(settled_);
    loop_.walk = nullptr;
}

void request_walk::begin(task_base& t, std::string const& message)
{
    inner const i(walk_);
    auto const* const floor = walk_.front();
    walk_.reach(t);
    walk_.follow(floor, message);
}

void request_walk::reach(task_base& t) noexcept
{
    if (t.place_ == walk_place::passed)
    {
        constexpr auto most = std::numeric_limits<unsigned>::max();
        t.repeats_ += std::min(now_.times, most - t.repeats_);
        repeated_ = true;
        return;
    }
    t.place_ = walk_place::reached;
    t.repeats_ = now_.times - 1;
    path_.push_front(t);
}

// Until `floor` is the end of the path again.
void request_walk::follow(item const* floor, std::string const& message)
{
    while (front() != floor)
    {
        auto& t = static_cast<task_base&>(path_.front());
        if (t.place_ != walk_place::asked)
        {
            now_ = {.asking = &t, .goes_on = t.place_ == walk_place::paused};
            t.ask_awaited(message);
            t.place_ = now_.paused ? walk_place::paused : walk_place::asked;
        }
        else
        {
            path_.pop_front();
            passed_.push_front(t);
            t.place_ = walk_place::passed;
        }
    }
}

void request_walk::finish(std::string const& message)
{
    if (&walk_ == this && repeated_)
        settle(message);
}

void request_walk::settle(std::string const& message)
{
    while (!passed_.empty())
    {
        auto& t = static_cast<task_base&>(passed_.pop_front());
        settled_.push_back(t);
        t.place_ = walk_place::settled;
        if (t.repeats_ > 0)
            ask(
                [&](std::string const& m)
                {
                    now_.times = t.repeats_;
                    return t.ask_awaited(m);
                },
                message);
    }
}

void request_walk::forget(item_list& tasks) noexcept
{
    while (!tasks.empty())
        static_cast<task_base&>(tasks.pop_front()).place_ = walk_place::none;
}

bool loop_state::ask(waiter& w, std::string const& message)
{
    return detail::ask(
        *this,
        [&w](std::string const& m) { return w.cancel_wait(m); },
        message);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_REQUEST_WALK_IPP
