// The loops of a context, and the end of them.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/executor_facts.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/spare_loops.hpp>
#include <boost/asyncio/detail/task/loop_index.hpp>
#include <boost/asyncio/detail/task/task_report.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace boost::asio {

class thread_pool;

} // namespace boost::asio

namespace boost::asyncio::detail {

// Equal executors have one loop. It is made when it is first asked for, and
// stays until the context is destroyed. The context's own executor has one, for
// ever. A loop of another executor that nobody can reach any more, with its
// tasks, handles and executors gone, becomes that of the next such executor, so
// that a strand for each connection does not cost a loop for each. Neither the
// loop of an executor nor an abandoned one is searched for.
class loop_service final : public asio::execution_context::service
{
public:
    using key_type = loop_service;
    static inline asio::execution_context::id id;

    explicit loop_service(asio::execution_context& context)
        : service(context)
    {
    }

    BOOST_ASYNCIO_COLD_DECL ~loop_service() override;

    BOOST_ASYNCIO_DECL loop_ptr get(executor_facts const& facts);

    // The threads for functions: one pool for all loops of the context that
    // want it. The last of them ends it.
    BOOST_ASYNCIO_COLD_DECL std::shared_ptr<asio::thread_pool> thread_pool();

private:
    BOOST_ASYNCIO_COLD_DECL void shutdown() override;

    // Gives up what the service has in a loop.
    struct leave_to_others
    {
        void operator()(loop_state* l) const noexcept
        {
            l->end();
        }
    };

    using owned_loop = std::unique_ptr<loop_state, leave_to_others>;

    BOOST_ASYNCIO_DECL loop_state&
    make(executor_facts const& facts, std::size_t hash);
    BOOST_ASYNCIO_DECL loop_state*
    reuse(executor_facts const& facts, std::size_t hash);

    std::mutex mutex_;
    std::vector<owned_loop> loops_;
    loop_index index_;
    std::shared_ptr<spare_loops> const spares_ =
        std::make_shared<spare_loops>();
    std::weak_ptr<asio::thread_pool> pool_;
};

// The loop of the executor that an asio::any_io_executor holds.
BOOST_ASYNCIO_DECL loop_ptr loop_of_any(asio::any_io_executor const& ex);

BOOST_ASYNCIO_DECL loop_ptr loop_of_facts(executor_facts const& facts);

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
        return loop_of_any(x);
    else
    {
        static_assert(
            asio::execution::is_executor<type>::value,
            "a loop is found by an executor, an execution context, or an "
            "event_loop");
        if constexpr (context_executor<type>)
            return loop_of_facts(facts_of(plain_executor(x)));
        else
            return loop_of_facts(facts_of(x));
    }
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/loop_service.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_LOOP_SERVICE_HPP
