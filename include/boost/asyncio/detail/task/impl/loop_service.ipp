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
#include <utility>

namespace boost::asyncio::detail {

loop_service::~loop_service()
{
    for (auto& l : loops_)
        l.reset();
}

void loop_service::shutdown()
{
    for (auto const& l : loops_)
        l->shutdown();
}

loop_ptr loop_service::get(executor_facts const& facts)
{
    std::lock_guard lock(mutex_);
    auto const hash = index_.key_of(facts);
    auto* l = index_.find(facts, hash);
    if (!l && facts.may_recycle)
        l = reuse(facts, hash);
    return loop_ptr(l ? l : &make(facts, hash));
}

loop_state& loop_service::make(executor_facts const& facts, std::size_t hash)
{
    owned_loop made(make_loop(facts));
    auto& l = *made;
    l.spares = spares_;
    loops_.push_back(std::move(made));
    try
    {
        index_.insert(l, hash);
    }
    catch (...)
    {
        loops_.pop_back();
        throw;
    }
    return l;
}

// Each of those that turn out to be in use has been left or let go since it
// was looked at, and is looked at once for that.
loop_state*
loop_service::reuse(executor_facts const& facts, std::size_t hash)
{
    while (auto* const spare = spares_->pop())
    {
        auto& l = static_cast<loop_state&>(*spare);
        try
        {
            if (!l.rebind(facts))
                continue;
        }
        catch (...)
        {
            loop_ptr(&l).reset(); // for the next one
            throw;
        }
        index_.move(l, hash);
        return &l;
    }
    return nullptr;
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
