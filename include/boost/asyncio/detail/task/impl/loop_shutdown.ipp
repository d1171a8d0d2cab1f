// Bodies of loop_state that destroy what the rooms above it have put there.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SHUTDOWN_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SHUTDOWN_IPP

#include <boost/asyncio/detail/loop/thread_jobs.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/loop_shutdown.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/detail/task/user_callback.hpp>

#include <atomic>
#include <mutex>
#include <utility>

namespace boost::asyncio::detail {

void loop_state::shutdown() noexcept
{
    {
        std::lock_guard lock(foreign_mutex_);
        // Asio may call this twice.
        if (down_.exchange(true, std::memory_order_relaxed))
            return;
    }
    // Functions in threads may refer to what is destroyed below: all are told
    // to stop, and then waited for.
    for (auto* j = threads.pending.empty() ? nullptr : &threads.pending.front();
         j;
         j = threads.pending.after(*j))
        j->leave();
    while (!threads.pending.empty())
        threads.pending.front().finish_leaving();
    // What is forgotten first is what the destructors below would touch.
    idle_runners = {};
    queue_.close();
    signals.reset();
    timers.abandon();
    collect_handlers();
    if (all_at_hand())
        finish_shutdown();
    else
        post_last();
}

void loop_state::collect_handlers() noexcept
{
    item_list all;
    item_list others;
    queue_.take_all(all);
    while (!all.empty())
    {
        item& i = all.pop_front();
        auto* const r = i.handler_of();
        (r ? r->handlers : others).push_back(i);
    }
    queue_.push_all(others);
}

bool loop_state::all_at_hand() const noexcept
{
    for (auto* t = tasks.empty() ? nullptr : &tasks.front(); t;
         t = tasks.after(*t))
        if (!t->at_hand())
            return false;
    return true;
}

// What is pending now can never be done.
void loop_state::drop_callbacks() noexcept
{
    for (;;)
    {
        user_callback* c = nullptr;
        {
            std::lock_guard lock(callbacks_mutex);
            while (!c && !callbacks.empty())
            {
                auto& first = callbacks.pop_front();
                // Else its state is about to destroy it, in another thread.
                if (first.state().try_add_ref())
                    c = &first;
            }
        }
        if (!c)
            return;
        intrusive_ptr<state_base> const state(&c->state(), false);
        static_cast<item&>(*c).unlink();
        c->abandon();
    }
}

void loop_state::finish_shutdown() noexcept
{
    if (std::exchange(finished_, true))
        return;
    collect_handlers();
    linked_list<task_base, registry_tag> out_of_reach;
    while (!tasks.empty())
    {
        task_base& t = tasks.back();
        if (t.at_hand())
            t.destroy_suspended();
        else
        {
            static_cast<list_links<registry_tag>&>(t).unlink();
            out_of_reach.push_back(t);
        }
    }
    tasks.splice_back(out_of_reach);
    // One at a time, since each destruction may take others along.
    queue_.push_all(root.handlers);
    queue_.abandon();
    while (!parked.empty())
        parked.front().destroy();
    for (auto const& r : runners_)
    {
        queue_.push_all(r->handlers);
        r->destroy_idle();
        queue_.abandon();
    }
    drop_callbacks();
    // The handler may own what belongs to the loop, too.
    exception_handler = nullptr;
    queue_.abandon();
    references_.add_up_all();
    threads.pools.clear();
    drop_executor();
}

void loop_state::end() noexcept
{
    // For a context that does not destroy what stands in its queue.
    finish_shutdown();
    queue_.abandon();
    drop_callbacks();
    ended_ = true;
    if (references_.end())
        delete this;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SHUTDOWN_IPP
