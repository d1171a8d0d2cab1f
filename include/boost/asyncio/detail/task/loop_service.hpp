// The loops of a context, and the end of them.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP

#include <boost/asyncio/detail/loop/loop_impl.hpp>
#include <boost/asyncio/detail/task/loop_shutdown.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace boost::asyncio::detail {

// Equal executors have one loop. It is made when it is first asked for, and
// stays until the context is destroyed. The context's own executor has one, for
// ever. A loop of another executor that nobody can reach any more, with its
// tasks, handles and executors gone, becomes that of the next executor of its
// type, so that a strand for each connection does not cost a loop for each.
class loop_service final : public asio::execution_context::service
{
public:
    using key_type = loop_service;
    static inline asio::execution_context::id id;

    explicit loop_service(asio::execution_context& context)
        : service(context)
    {
    }

    ~loop_service() override
    {
        for (loop_state* const l : loops_)
            l->end();
    }

    template<class Executor>
    loop_ptr get(Executor const& ex)
    {
        std::lock_guard lock(mutex_);
        for (loop_state* const l : loops_)
            if (l->has_executor(type_id<Executor>(), &ex))
                return loop_ptr(l);
        for (loop_state* const l : loops_)
            if (l->rebind(type_id<Executor>(), &ex))
                return loop_ptr(l);
        loops_.reserve(loops_.size() + 1);
        loops_.push_back(new loop_impl<Executor>(ex));
        return loop_ptr(loops_.back());
    }

    // The threads for functions: one pool for all loops of the context that
    // want it. The last of them ends it.
    std::shared_ptr<asio::thread_pool> thread_pool()
    {
        std::lock_guard lock(mutex_);
        auto pool = pool_.lock();
        if (!pool)
        {
            // As many as Python has: most of what runs there waits.
            auto const n =
                (std::max)(std::thread::hardware_concurrency(), 1u);
            pool = std::make_shared<asio::thread_pool>((std::min)(32u, n + 4));
            pool_ = pool;
        }
        return pool;
    }

private:
    void shutdown() override
    {
        for (loop_state* const l : loops_)
            l->shutdown();
    }

    std::mutex mutex_;
    std::vector<loop_state*> loops_;
    std::weak_ptr<asio::thread_pool> pool_;
};

// The loop of an executor or execution context, or of what has an executor.
template<class X>
loop_ptr loop_of(X&& x)
{
    using type = std::remove_cvref_t<X>;
    if constexpr (std::is_same_v<type, executor>)
        return loop_ptr(&executor_access::identity(x).loop);
    else if constexpr (requires { x.get_executor(); })
        return loop_of(x.get_executor());
    else if constexpr (std::is_same_v<type, asio::any_io_executor>)
    {
        if (auto* const p = x.template target<executor>())
            return loop_of(*p);
        if (auto* const p =
                x.template target<asio::io_context::executor_type>())
            return loop_of(*p);
        if (auto* const p =
                x.template target<asio::thread_pool::executor_type>())
            return loop_of(*p);
        if (auto* const p = x.template target<
                asio::strand<asio::io_context::executor_type>>())
            return loop_of(*p);
        if (auto* const p = x.template target<
                asio::strand<asio::thread_pool::executor_type>>())
            return loop_of(*p);
        if (auto* const p =
                x.template target<asio::strand<asio::any_io_executor>>())
            return loop_of(*p);
        auto& context = asio::query(x, asio::execution::context);
        return asio::use_service<loop_service>(context).get(x);
    }
    else
    {
        static_assert(
            asio::execution::is_executor<type>::value,
            "a loop is found by an executor, an execution context, or an "
            "event_loop");
        auto& context = asio::query(x, asio::execution::context);
        auto& service = asio::use_service<loop_service>(context);
        if constexpr (is_context_executor<type>::value)
            return service.get(
                typename is_context_executor<type>::plain(
                    static_cast<typename is_context_executor<type>::context&>(
                        context)
                        .get_executor()));
        else
            return service.get(x);
    }
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP
