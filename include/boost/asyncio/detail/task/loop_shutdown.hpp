// The end of a context: destroys what is suspended in its loops.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_LOOP_SHUTDOWN_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_LOOP_SHUTDOWN_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

// Tasks are destroyed from the youngest to the oldest, as a task may have made
// what those that it created use in their destructors: a lock, of which they
// have a guard.
//
// Those suspended in operations of Asio are destroyed by the services of the
// context, some of them before loop_service and some after it. Asio destroys a
// coroutine by way of its executor, so that it comes into the queue of the loop
// and stands there until all have come: at the latest when the context empties
// its own queue, after the end of its services. Coroutines that are no tasks
// are destroyed there, after the tasks that they may have created.

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/loop_shutdown.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_LOOP_SHUTDOWN_HPP
