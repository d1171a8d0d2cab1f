// Bodies of tasks_of.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_TASKS_OF_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_TASKS_OF_IPP

#include <boost/asyncio/detail/wait/tasks_of.hpp>

namespace boost::asyncio::detail {

any_task handle_of(task_base& t)
{
    return handle_access::make<any_task>(intrusive_ptr<task_base>(&t));
}

std::vector<any_task> tasks_of(loop_state& l)
{
    std::vector<any_task> result;
    for (task_base* t = l.tasks.empty() ? nullptr : &l.tasks.front(); t;
         t = l.tasks.after(*t))
        result.push_back(handle_of(*t));
    return result;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_TASKS_OF_IPP
