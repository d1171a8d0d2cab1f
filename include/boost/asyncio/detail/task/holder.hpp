// Who has something that others wait for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_HOLDER_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_HOLDER_HPP

#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>

namespace boost::asyncio::detail {

// A few stores, and valid as long as the loop: a runner outlives its tasks.
class holder
{
public:
    void set_current() noexcept
    {
        runner_ = current.runner;
        task_ = runner_ ? runner_->task : nullptr;
    }

    void clear() noexcept
    {
        runner_ = nullptr;
    }

    // Null if it is no task, or has ended.
    task_base* task() const noexcept
    {
        return runner_ && runner_->task == task_ ? task_ : nullptr;
    }

private:
    runner_base* runner_ = nullptr;
    task_base* task_ = nullptr;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_HOLDER_HPP
