// The executor of a loop, and what keeps a context running.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/executor.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_executor)

namespace {

using asyncio_test::run;

static_assert(asio::execution::is_executor<asyncio::executor>::value);
static_assert(std::is_convertible_v<asyncio::executor, asio::any_io_executor>);
static_assert(std::is_nothrow_copy_constructible_v<asyncio::executor>);

BOOST_AUTO_TEST_CASE(equality)
{
    asyncio::virtual_loop loop;
    asyncio::virtual_loop other;
    BOOST_TEST((loop.get_executor() == loop.get_executor()));
    BOOST_TEST((loop.get_executor() != other.get_executor()));
    run(
        []() -> asio::awaitable<void>
        {
            auto const mine = co_await asio::this_coro::executor;
            asio::any_io_executor const loops =
                asyncio::get_running_loop().get_executor();
            BOOST_TEST((mine != loops));
            BOOST_TEST((mine == co_await asio::this_coro::executor));
        });
}

BOOST_AUTO_TEST_CASE(properties)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const ex = loop.get_executor();
    BOOST_TEST(
        &asio::query(ex, asio::execution::context) ==
        static_cast<asio::execution_context*>(&context));
    BOOST_TEST(
        (asio::query(ex, asio::execution::blocking) ==
         asio::execution::blocking.possibly));
    auto const never = asio::require(ex, asio::execution::blocking.never);
    BOOST_TEST(
        (asio::query(never, asio::execution::blocking) ==
         asio::execution::blocking.never));
    BOOST_TEST((never != ex));
    BOOST_TEST(
        (asio::require(never, asio::execution::blocking.possibly) == ex));
    auto const tracked =
        asio::prefer(ex, asio::execution::outstanding_work.tracked);
    BOOST_TEST(
        (asio::query(tracked, asio::execution::outstanding_work) ==
         asio::execution::outstanding_work.tracked));
    BOOST_TEST(
        (asio::query(ex, asio::execution::outstanding_work) ==
         asio::execution::outstanding_work.untracked));
}

BOOST_AUTO_TEST_CASE(what_it_runs_runs_inside_the_loop)
{
    asyncio::virtual_loop loop;
    asyncio::event_loop* inside = nullptr;
    asio::post(
        loop.get_executor(), [&] { inside = &asyncio::get_running_loop(); });
    BOOST_TEST(inside == nullptr);
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(inside == &loop);
}

BOOST_AUTO_TEST_CASE(dispatch_is_inline_where_post_is_not)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    loop.call_soon(
        [&]
        {
            asio::post(loop.get_executor(), [&] { order.push_back(3); });
            order.push_back(1);
        });
    loop.call_soon([&] { order.push_back(2); });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST((order == std::vector{1, 2, 3}));
    order.clear();
    asio::post(
        loop.get_executor(),
        [&]
        {
            asio::dispatch(
                loop.get_executor(), [&] { order.push_back(1); });
            order.push_back(2);
        });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST((order == std::vector{1, 2}));
}

BOOST_AUTO_TEST_CASE(a_work_guard_keeps_the_context_running)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::optional guard(asio::make_work_guard(loop.get_executor()));
    context.poll();
    BOOST_TEST(!context.stopped());
    auto copy = guard;
    guard.reset();
    context.poll();
    BOOST_TEST(!context.stopped());
    copy.reset();
    context.poll();
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(tracked_executors_are_counted_one_by_one)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    {
        auto a = asio::prefer(
            loop.get_executor(), asio::execution::outstanding_work.tracked);
        auto b = a;
        auto c = std::move(a);
        b = loop.get_executor();
        auto const d = asio::require(c, asio::execution::blocking.never);
        c = loop.get_executor();
        context.poll();
        BOOST_TEST(!context.stopped());
    }
    context.poll();
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(a_plain_executor_keeps_nothing_running)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const ex = loop.get_executor();
    context.poll();
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(a_finished_task_does_not_keep_the_context_running)
{
    asio::io_context context;
    for (int i = 0; i != 3; ++i)
    {
        auto const t = asyncio::create_task(context, asyncio::sleep(0s));
        context.run();
        BOOST_TEST(t.done());
        BOOST_TEST(context.stopped());
        context.restart();
    }
}

BOOST_AUTO_TEST_CASE(a_suspended_task_keeps_the_context_running)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const f = loop.create_future<void>();
    auto const t = loop.create_task(f);
    context.poll();
    BOOST_TEST(!context.stopped());
    asio::post(context, [&] { f.set_result(); });
    context.run();
    BOOST_TEST(t.done());
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(a_task_that_waits_for_nothing_keeps_it_running_as_well)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, asyncio::sleep(1h));
    context.poll();
    BOOST_TEST(!context.stopped());
    t.cancel();
    context.run();
    BOOST_TEST(t.cancelled());
}

BOOST_AUTO_TEST_CASE(a_timer_keeps_it_running_until_it_is_cancelled)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const h = loop.call_later(1h, [] {});
    context.poll();
    BOOST_TEST(!context.stopped());
    h.cancel();
    context.poll();
    BOOST_TEST(context.stopped());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
