// What is no template, for the one source of a program that compiles it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_SRC_HPP
#define BOOST_ASYNCIO_SRC_HPP

#ifndef BOOST_ASYNCIO_SEPARATE_COMPILATION
#error "Compile everything with BOOST_ASYNCIO_SEPARATE_COMPILATION defined"
#endif

#include <boost/asyncio.hpp>

#include <boost/asyncio/detail/loop/impl/callback.ipp>
#include <boost/asyncio/detail/loop/impl/context.ipp>
#include <boost/asyncio/detail/loop/impl/context_value.ipp>
#include <boost/asyncio/detail/loop/impl/current_loop.ipp>
#include <boost/asyncio/detail/loop/impl/loop_impl.ipp>
#include <boost/asyncio/detail/loop/impl/loop_settings.ipp>
#include <boost/asyncio/detail/loop/impl/loop_state.ipp>
#include <boost/asyncio/detail/loop/impl/raw_requests.ipp>
#include <boost/asyncio/detail/loop/impl/stop_notice.ipp>
#include <boost/asyncio/detail/loop/impl/turn_queue.ipp>
#include <boost/asyncio/detail/loop/impl/waiter.ipp>
#include <boost/asyncio/detail/manager/impl/manager_of_functions.ipp>
#include <boost/asyncio/detail/operation/impl/basic_handle.ipp>
#include <boost/asyncio/detail/operation/impl/get_operation.ipp>
#include <boost/asyncio/detail/operation/impl/operation.ipp>
#include <boost/asyncio/detail/operation/impl/usable.ipp>
#include <boost/asyncio/detail/run/impl/clean_up.ipp>
#include <boost/asyncio/detail/run/impl/interrupt_guard.ipp>
#include <boost/asyncio/detail/run/impl/main_run.ipp>
#include <boost/asyncio/detail/run/impl/run_end.ipp>
#include <boost/asyncio/detail/run/impl/running_scope.ipp>
#include <boost/asyncio/detail/run/impl/signal_wait.ipp>
#include <boost/asyncio/detail/run/impl/when_done.ipp>
#include <boost/asyncio/detail/sync/impl/barrier_state.ipp>
#include <boost/asyncio/detail/sync/impl/condition_state.ipp>
#include <boost/asyncio/detail/sync/impl/lock_state.ipp>
#include <boost/asyncio/detail/sync/impl/primitive.ipp>
#include <boost/asyncio/detail/sync/impl/queue_core.ipp>
#include <boost/asyncio/detail/sync/impl/queue_waiter.ipp>
#include <boost/asyncio/detail/sync/impl/semaphore_state.ipp>
#include <boost/asyncio/detail/sync/impl/wait_queue.ipp>
#include <boost/asyncio/detail/task/impl/aborted.ipp>
#include <boost/asyncio/detail/task/impl/loop_index.ipp>
#include <boost/asyncio/detail/task/impl/loop_service.ipp>
#include <boost/asyncio/detail/task/impl/loop_shutdown.ipp>
#include <boost/asyncio/detail/task/impl/state.ipp>
#include <boost/asyncio/detail/task/impl/task_base.ipp>
#include <boost/asyncio/detail/task/impl/task_report.ipp>
#include <boost/asyncio/detail/task/impl/user_callback.ipp>
#include <boost/asyncio/detail/thread/impl/concurrent_state.ipp>
#include <boost/asyncio/detail/thread/impl/executor_shutdown.ipp>
#include <boost/asyncio/detail/thread/impl/thread_job.ipp>
#include <boost/asyncio/detail/thread/impl/thread_job_base.ipp>
#include <boost/asyncio/detail/thread/impl/to_thread_operation.ipp>
#include <boost/asyncio/detail/wait/impl/as_completed_state.ipp>
#include <boost/asyncio/detail/wait/impl/duplicates.ipp>
#include <boost/asyncio/detail/wait/impl/gather_state.ipp>
#include <boost/asyncio/detail/wait/impl/group_operation.ipp>
#include <boost/asyncio/detail/wait/impl/group_state.ipp>
#include <boost/asyncio/detail/wait/impl/limit_watch.ipp>
#include <boost/asyncio/detail/wait/impl/shield_link.ipp>
#include <boost/asyncio/detail/wait/impl/tasks_of.ipp>
#include <boost/asyncio/detail/wait/impl/wait_core.ipp>
#include <boost/asyncio/impl/concurrent_future.ipp>
#include <boost/asyncio/impl/context_var.ipp>
#include <boost/asyncio/impl/error.ipp>
#include <boost/asyncio/impl/event_loop.ipp>
#include <boost/asyncio/impl/exception_group.ipp>
#include <boost/asyncio/impl/introspection.ipp>
#include <boost/asyncio/impl/run.ipp>
#include <boost/asyncio/impl/scoped.ipp>
#include <boost/asyncio/impl/task.ipp>
#include <boost/asyncio/impl/testing.ipp>
#include <boost/asyncio/impl/timeout.ipp>

namespace boost::asyncio::detail {

template class runner<asio::any_io_executor>;
template class runner<executor>;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_SRC_HPP
