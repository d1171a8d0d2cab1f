// The tasks of a loop that are not done.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_TASKS_OF_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_TASKS_OF_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/task.hpp>

#include <vector>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_DECL any_task handle_of(task_base& t);

// Inside, or while nobody runs the loop. Oldest first.
BOOST_ASYNCIO_DECL std::vector<any_task> tasks_of(loop_state& l);

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/tasks_of.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_TASKS_OF_HPP
