// Whether a coroutine is the body of a task.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_THIS_TASK_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_THIS_TASK_HPP

#include <boost/asyncio/detail/loop/awaited.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/suspended_coroutine.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

namespace boost::asyncio::detail {

// `co_await this_task()` gives the task whose body this coroutine belongs to,
// or null: identity alone says who runs, not who waits.
struct this_task : awaited_tag
{
    template<class E>
    class awaiter
    {
    public:
        explicit awaiter(this_task&&) noexcept
        {
        }

        bool await_ready() const noexcept
        {
            return !current_task_base();
        }

        bool park_now(suspended_coroutine<E> const&) const noexcept
        {
            return false;
        }

        bool await_suspend(suspended_coroutine<E> const& c) noexcept
        {
            runner_base* const r = current.runner;
            if (r->coroutine == c.identity())
                task_ = r->task;
            return false;
        }

        task_base* await_resume() const noexcept
        {
            return task_;
        }

    private:
        task_base* task_ = nullptr;
    };
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_THIS_TASK_HPP
