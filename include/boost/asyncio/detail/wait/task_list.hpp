// Tasks of any types in one argument.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_TASK_LIST_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_TASK_LIST_HPP

#include <boost/asyncio/task.hpp>

#include <type_traits>
#include <vector>

namespace boost::asyncio {

/// Tasks of any types, as a braced list: `wait({a, b})`.
class task_list
{
public:
    /// @param tasks Handles of tasks.
    template<class... Tasks>
        requires(std::is_convertible_v<Tasks const&, any_task> && ...)
    task_list(Tasks const&... tasks)
    {
        tasks_.reserve(sizeof...(tasks));
        (tasks_.push_back(any_task(tasks)), ...);
    }

    /// The tasks.
    std::vector<any_task>& tasks() noexcept
    {
        return tasks_;
    }

private:
    std::vector<any_task> tasks_;
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_DETAIL_WAIT_TASK_LIST_HPP
