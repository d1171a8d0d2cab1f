// What a loop has: tasks, what is parked, runners, functions in threads.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REGISTRY_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REGISTRY_HPP

#include <boost/asyncio/detail/loop/block_pool.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/thread_jobs.hpp>

#include <array>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

class request_walk;
class task_base;
class user_callback;
class waiter;

struct callback_tag
{
};

struct registry_tag
{
};

struct parked_tag
{
};

// Used inside the loop only, but for what says otherwise.
class loop_registry
{
public:
    block_pool blocks;
    linked_list<task_base, registry_tag> tasks; // those not done
    linked_list<waiter, parked_tag> parked;     // those of other coroutines
    linked_list<user_callback, callback_tag> callbacks; // of what is pending
    std::mutex callbacks_mutex; // futures may end in any thread
    thread_jobs threads;
    request_walk* walk = nullptr; // that is under way

    // The runners that have nothing to do, by lane: see is_lane.
    std::array<runner_base*, 2> idle_runners = {};

    void adopt(std::unique_ptr<runner_base> r)
    {
        runners_.push_back(std::move(r));
    }

protected:
    std::vector<std::unique_ptr<runner_base>> runners_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REGISTRY_HPP
