// What a loop knows of the functions it has given to threads.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_THREAD_JOBS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_THREAD_JOBS_HPP

#include <boost/asyncio/detail/loop/item.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace boost::asio {

class thread_pool;

} // namespace boost::asio

namespace boost::asyncio::detail {

struct job_tag
{
};

// A function in a thread, as its loop knows it until its future is done.
class pending_job
    : public item
    , public list_links<job_tag>
{
public:
    // The loop goes away: the first of two steps, in which all are told.
    virtual void leave() noexcept = 0;

    // The second: a function that takes a stop_token may refer to what its
    // caller owns, so nothing is destroyed before it has returned.
    virtual void finish_leaving() = 0;

protected:
    ~pending_job() = default;
};

// Used inside the loop only.
struct thread_jobs
{
    // The default pool takes no more. It ends with the last function there.
    void close() noexcept
    {
        shut_down = true;
        if (on_default == 0)
            pools.clear();
    }

    // A function in a default pool has ended. True if it was the last one.
    bool ended() noexcept
    {
        if (--on_default > 0)
            return false;
        if (shut_down)
            pools.clear();
        return true;
    }

    // Whether it is not as it was made. The pool of the context may stay.
    bool is_set() const noexcept
    {
        return set_by_user || shut_down;
    }

    linked_list<pending_job, job_tag> pending;

    // The default pool is the last one. Those before it may still be at work.
    std::vector<std::shared_ptr<asio::thread_pool>> pools;
    bool set_by_user = false;
    bool shut_down = false;
    std::size_t on_default = 0; // functions there that have not ended
    item_list waiters;          // for the end of these
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_THREAD_JOBS_HPP
