// Includes the whole library.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_HPP
#define BOOST_ASYNCIO_HPP

#include <boost/asyncio/as_completed.hpp>
#include <boost/asyncio/barrier.hpp>
#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/concurrent_future.hpp>
#include <boost/asyncio/condition.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/context_manager.hpp>
#include <boost/asyncio/context_var.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/event.hpp>
#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/exception_context.hpp>
#include <boost/asyncio/exception_group.hpp>
#include <boost/asyncio/executor.hpp>
#include <boost/asyncio/exit_stack.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/handle.hpp>
#include <boost/asyncio/introspection.hpp>
#include <boost/asyncio/lifo_queue.hpp>
#include <boost/asyncio/lock.hpp>
#include <boost/asyncio/priority_queue.hpp>
#include <boost/asyncio/queue.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/scoped.hpp>
#include <boost/asyncio/semaphore.hpp>
#include <boost/asyncio/shield.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/task_group.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/to_thread.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#endif // BOOST_ASYNCIO_HPP
