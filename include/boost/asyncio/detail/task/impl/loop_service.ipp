// Bodies of loop_service.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SERVICE_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SERVICE_IPP

#include <boost/asyncio/detail/loop/loop_impl.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/detail/task/loop_shutdown.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <thread>

namespace boost::asyncio::detail {

loop_service::~loop_service()
{
    for (loop_state* const l : loops_)
        l->end();
}

void loop_service::shutdown()
{
    for (loop_state* const l : loops_)
        l->shutdown();
}

loop_ptr loop_service::get(executor_facts const& facts)
{
    std::lock_guard lock(mutex_);
    for (loop_state* const l : loops_)
        if (auto const* const ex = l->executor(); ex && *ex == facts.any)
            return loop_ptr(l);
    for (loop_state* const l : loops_)
        if (l->rebind(facts))
            return loop_ptr(l);
    loops_.reserve(loops_.size() + 1);
    loops_.push_back(make_loop(facts));
    return loop_ptr(loops_.back());
}

std::shared_ptr<asio::thread_pool> loop_service::thread_pool()
{
    std::lock_guard lock(mutex_);
    auto pool = pool_.lock();
    if (!pool)
    {
        // As many as Python has: most of what runs there waits.
        auto const n = (std::max)(std::thread::hardware_concurrency(), 1u);
        pool = std::make_shared<asio::thread_pool>((std::min)(32u, n + 4));
        pool_ = pool;
    }
    return pool;
}

loop_ptr loop_of_facts(executor_facts const& facts)
{
    auto& context = asio::query(facts.any, asio::execution::context);
    return asio::use_service<loop_service>(context).get(facts);
}

// What is known of the executor in `ex`, if that is an E or one of the others.
template<class E, class... Others>
executor_facts facts_of_any(asio::any_io_executor const& ex)
{
    if (auto const* const p = ex.target<E>())
        return facts_of_held(ex, *p);
    if constexpr (sizeof...(Others) > 0)
        return facts_of_any<Others...>(ex);
    else
        return facts_of_held(ex, ex);
}

loop_ptr loop_of_any(asio::any_io_executor const& ex)
{
    if (auto const* const p = ex.target<executor>())
        return loop_ptr(&executor_access::identity(*p).loop);
    using context = asio::io_context::executor_type;
    using pool = asio::thread_pool::executor_type;
    return loop_of_facts(
        facts_of_any<
            context,
            pool,
            asio::strand<context>,
            asio::strand<pool>,
            asio::strand<asio::any_io_executor>>(ex));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_SERVICE_IPP
