// Tests of event.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_event)

namespace {

BOOST_AUTO_TEST_CASE(without_a_loop)
{
    asyncio::event e;
    BOOST_CHECK(!e.is_set());
    e.set();
    e.set();
    BOOST_CHECK(e.is_set());
    e.clear();
    BOOST_CHECK(!e.is_set());
}

asio::awaitable<void> wait(asyncio::event& e, std::vector<int>& order, int n)
{
    co_await e.wait();
    order.push_back(n);
}

// EVENT-02: who comes while others are woken does not wait for them.
BOOST_AUTO_TEST_CASE(wakes_all_in_order_of_arrival)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::event e;
            std::vector<int> order;
            std::vector<asyncio::task<void>> ts;
            for (int i = 0; i != 3; ++i)
                ts.push_back(asyncio::create_task(wait(e, order, i)));
            co_await asyncio::sleep(0s);
            e.set();
            co_await wait(e, order, 9);
            BOOST_CHECK((order == std::vector{9}));
            co_await asyncio::gather(ts);
            BOOST_CHECK((order == std::vector{9, 0, 1, 2}));
        });
}

// EVENT-04
BOOST_AUTO_TEST_CASE(a_cancelled_waiter_leaves)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::event e;
            std::vector<int> order;
            auto const a = asyncio::create_task(wait(e, order, 1));
            auto const b = asyncio::create_task(wait(e, order, 2));
            auto const c = asyncio::create_task(wait(e, order, 3));
            co_await asyncio::sleep(0s);
            // One before it was woken, one after.
            a.cancel();
            e.set();
            b.cancel();
            co_await asyncio::wait({a, b, c});
            BOOST_CHECK(a.cancelled());
            BOOST_CHECK(b.cancelled());
            BOOST_CHECK((order == std::vector{3}));
            BOOST_CHECK(e.is_set());
        });
}

BOOST_AUTO_TEST_CASE(a_limit)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::event e;
            auto const begin = asyncio_test::now();
            bool timed_out = false;
            try
            {
                co_await asyncio::wait_for(e.wait(), 1h);
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
            BOOST_CHECK(timed_out);
            BOOST_CHECK(asyncio_test::now() - begin == 1h);
            asyncio::get_running_loop().call_later(1s, [&] { e.set(); });
            co_await asyncio::wait_for(e.wait(), 1h);
            BOOST_CHECK(asyncio_test::now() - begin == 1h + 1s);
        });
}

BOOST_AUTO_TEST_CASE(set_from_another_thread)
{
    asyncio::event e;
    asyncio::run(
        [&]() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const setter = std::async(
                std::launch::async,
                [&]
                { loop.call_soon_threadsafe([&e] { e.set(); }); });
            co_await e.wait();
        });
    BOOST_CHECK(e.is_set());
}

BOOST_AUTO_TEST_CASE(tokens)
{
    asio::io_context context;
    asyncio::event e;
    int called = 0;
    e.wait()(asio::bind_executor(
        context, [&](std::exception_ptr error) { called += !error; }));
    auto future = e.wait()(asio::bind_executor(context, asio::use_future));
    auto const t = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto deferred = e.wait()(asio::deferred);
            co_await std::move(deferred)(asio::use_awaitable);
            auto const [error] =
                co_await e.wait()(asio::as_tuple(asio::use_awaitable));
            BOOST_CHECK(!error);
        });
    context.poll();
    BOOST_CHECK_EQUAL(called, 0);
    e.set();
    // It is set now, but nobody's handler runs inside the call.
    e.wait()(asio::bind_executor(
        context, [&](std::exception_ptr error) { called += !error; }));
    BOOST_CHECK_EQUAL(called, 0);
    context.restart();
    context.run();
    BOOST_CHECK_EQUAL(called, 2);
    future.get();
    BOOST_CHECK(t.done());
    t.result();
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            auto e = std::make_unique<asyncio::event>();
            std::vector<int> order;
            auto const a = asyncio::create_task(wait(*e, order, 1));
            co_await asyncio::sleep(0s);
            e.reset();
            co_await asyncio::wait({a});
            std::string message;
            try
            {
                a.result();
            }
            catch (std::runtime_error const& error)
            {
                message = error.what();
            }
            BOOST_CHECK_EQUAL(
                message,
                "an event was destroyed while a coroutine waited for it");
        });
}

BOOST_AUTO_TEST_CASE(outlives_the_context_with_waiters_parked)
{
    asyncio::event e;
    {
        asio::io_context context;
        asyncio::create_task(context, e.wait());
        e.wait()(asio::bind_executor(context, asio::detached));
        context.poll();
    }
    e.set();
}

BOOST_AUTO_TEST_CASE(belongs_to_the_loop_in_which_it_was_waited_for_first)
{
    asyncio::event e;
    auto const wait_a_little = [&]() -> asio::awaitable<void>
    { co_await asyncio::wait_for(e.wait(), 1s); };
    BOOST_CHECK_THROW(
        asyncio_test::run(wait_a_little), asyncio::timeout_error);
    BOOST_CHECK_EXCEPTION(
        asyncio_test::run(wait_a_little),
        std::runtime_error,
        [](std::runtime_error const& error)
        {
            return error.what() ==
                   std::string("an event is bound to a different event loop");
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
