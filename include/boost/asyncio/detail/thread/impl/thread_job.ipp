// Bodies of thread_job.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_IPP
#define BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_IPP

#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/detail/thread/thread_job.hpp>

#include <boost/asio/thread_pool.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void require_open(loop_state const& l)
{
    if (l.closed)
        throw std::runtime_error("Event loop is closed");
}

asio::thread_pool& default_pool(loop_state& l)
{
    require_open(l);
    if (l.threads.shut_down)
        throw std::runtime_error("Executor shutdown has been called");
    auto& pools = l.threads.pools;
    if (pools.empty())
        pools.push_back(
            asio::use_service<loop_service>(l.context).thread_pool());
    return *pools.back();
}

posted_job
begin_job(thread_job_base& j, context_slot const& context, bool on_default)
{
    j.begin(context, on_default);
    j.state().add_ref();
    return posted_job(j);
}

void begin_job_in(
    asio::thread_pool& pool, thread_job_base& j, context_slot const& context)
{
    asio::post(pool.get_executor(), begin_job(j, context, true));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_IPP
