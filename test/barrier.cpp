// Tests of barrier.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/barrier.hpp>

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

BOOST_AUTO_TEST_SUITE(unit_barrier)

namespace {

static_assert(asyncio::context_manager_type<asyncio::barrier>);
static_assert(
    std::is_base_of_v<std::runtime_error, asyncio::broken_barrier_error>);

// What wait() came to: the index, -1 for a broken barrier.
asio::awaitable<std::ptrdiff_t> pass(asyncio::barrier& b)
{
    try
    {
        co_return co_await b.wait();
    }
    catch (asyncio::broken_barrier_error const&)
    {
        co_return -1;
    }
}

using tasks = std::vector<asyncio::task<std::ptrdiff_t>>;

tasks start(asyncio::barrier& b, int n)
{
    tasks ts;
    while (n-- > 0)
        ts.push_back(asyncio::create_task(pass(b)));
    return ts;
}

BOOST_AUTO_TEST_CASE(parties_are_positive)
{
    BOOST_CHECK_THROW(asyncio::barrier(0), std::invalid_argument);
    BOOST_CHECK_THROW(asyncio::barrier(-1), std::invalid_argument);
    asyncio::barrier const b(4);
    BOOST_CHECK_EQUAL(b.parties(), 4);
    BOOST_CHECK_EQUAL(b.n_waiting(), 0);
    BOOST_CHECK(!b.broken());
}

// BARRIER-04
BOOST_AUTO_TEST_CASE(a_latecomer_counts_for_the_next_time)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::barrier b(2);
            auto const ts = start(b, 1);
            co_await asyncio::sleep(0s);
            BOOST_CHECK_EQUAL(co_await b.wait(), 1);
            // The other one has not left yet: this waits in front. When it may
            // go in, somebody has come who did not have to wait.
            BOOST_CHECK_EQUAL(b.n_waiting(), 0);
            auto const other = start(b, 1);
            BOOST_CHECK_EQUAL(co_await b.wait(), 1);
            BOOST_CHECK_EQUAL(ts[0].result(), 0);
            BOOST_CHECK_EQUAL(co_await other[0].get(), 0);
        });
}

// BARRIER-08, BARRIER-09
BOOST_AUTO_TEST_CASE(abort_and_reset)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::barrier b(3);
            auto const ts = start(b, 2);
            co_await asyncio::sleep(0s);
            b.abort();
            BOOST_CHECK(b.broken());
            BOOST_CHECK_EQUAL(b.n_waiting(), 0);
            BOOST_CHECK_THROW(
                co_await b.wait(), asyncio::broken_barrier_error);
            for (auto const& t : ts)
                BOOST_CHECK_EQUAL(co_await t.get(), -1);
            BOOST_CHECK_EQUAL(co_await pass(b), -1);
            b.reset();
            BOOST_CHECK(!b.broken());
            auto const again = start(b, 3);
            BOOST_CHECK_EQUAL(co_await again[0].get(), 0);
            BOOST_CHECK_EQUAL(co_await again[1].get(), 1);
            BOOST_CHECK_EQUAL(co_await again[2].get(), 2);
        });
}

// BARRIER-10
BOOST_AUTO_TEST_CASE(a_cancelled_waiter_leaves)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::barrier b(3);
            auto const ts = start(b, 2);
            co_await asyncio::sleep(0s);
            ts[0].cancel();
            co_await asyncio::wait({ts[0]});
            BOOST_CHECK_EQUAL(b.n_waiting(), 1);
            // All have come, and one is cancelled before it goes on: it takes
            // nobody along, and the barrier is empty after it.
            auto const more = start(b, 1);
            co_await asyncio::sleep(0s);
            BOOST_CHECK_EQUAL(co_await b.wait(), 2);
            ts[1].cancel();
            BOOST_CHECK_EQUAL(co_await more[0].get(), 1);
            co_await asyncio::wait({ts[1]});
            BOOST_CHECK(ts[1].cancelled());
            BOOST_CHECK_EQUAL(b.n_waiting(), 0);
            auto const next = start(b, 2);
            BOOST_CHECK_EQUAL(co_await b.wait(), 0);
            co_await asyncio::gather(next);
        });
}

BOOST_AUTO_TEST_CASE(a_limit)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::barrier b(2);
            BOOST_CHECK_THROW(
                co_await asyncio::wait_for(b.wait(), 1s),
                asyncio::timeout_error);
            BOOST_CHECK_EQUAL(b.n_waiting(), 0);
            auto const ts = start(b, 1);
            co_await asyncio::sleep(0s);
            BOOST_CHECK_EQUAL(
                co_await asyncio::wait_for(b.wait(), 1s), 1);
            co_await asyncio::gather(ts);
        });
}

BOOST_AUTO_TEST_CASE(tokens)
{
    asio::io_context context;
    asyncio::barrier b(4);
    std::ptrdiff_t index = -1;
    b.wait()(asio::bind_executor(
        context,
        [&](std::exception_ptr e, std::ptrdiff_t i)
        {
            BOOST_CHECK(!e);
            index = i;
        }));
    auto future = b.wait()(asio::bind_executor(context, asio::use_future));
    auto const t = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<std::ptrdiff_t>
        {
            auto const [e, i] =
                co_await b.wait()(asio::as_tuple(asio::use_awaitable));
            BOOST_CHECK(!e);
            co_return i;
        });
    context.poll();
    BOOST_CHECK_EQUAL(b.n_waiting(), 3);
    auto const last = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<std::ptrdiff_t>
        {
            auto deferred = b.wait()(asio::deferred);
            co_return co_await std::move(deferred)(asio::use_awaitable);
        });
    context.restart();
    context.run();
    BOOST_CHECK_EQUAL(index, 0);
    BOOST_CHECK_EQUAL(future.get(), 1);
    BOOST_CHECK_EQUAL(t.result(), 2);
    BOOST_CHECK_EQUAL(last.result(), 3);
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            auto b = std::make_unique<asyncio::barrier>(3);
            auto ts = start(*b, 2);
            co_await asyncio::sleep(0s);
            // The barrier goes while two are leaving and one is in front.
            static_cast<void>(co_await b->wait());
            ts.push_back(
                asyncio::create_task(b->wait(), {.eager_start = true}));
            b.reset();
            co_await asyncio::wait(ts);
            for (auto const& t : ts)
                BOOST_CHECK_EXCEPTION(
                    t.result(),
                    std::runtime_error,
                    [](std::runtime_error const& e)
                    {
                        return e.what() ==
                               std::string(
                                   "a barrier was destroyed while a "
                                   "coroutine waited for it");
                    });
        });
}

BOOST_AUTO_TEST_CASE(outlives_the_context_with_waiters_parked)
{
    asyncio::barrier b(3);
    {
        asio::io_context context;
        asyncio::create_task(context, b.wait());
        b.wait()(asio::bind_executor(context, asio::detached));
        context.poll();
        BOOST_CHECK_EQUAL(b.n_waiting(), 2);
    }
    BOOST_CHECK_EQUAL(b.n_waiting(), 0);
}

BOOST_AUTO_TEST_CASE(belongs_to_the_loop_in_which_it_was_waited_for_first)
{
    asyncio::barrier b(2);
    auto const wait_a_little = [&]() -> asio::awaitable<void>
    { co_await asyncio::wait_for(b.wait(), 1s); };
    BOOST_CHECK_THROW(
        asyncio_test::run(wait_a_little), asyncio::timeout_error);
    BOOST_CHECK_EXCEPTION(
        asyncio_test::run(wait_a_little),
        std::runtime_error,
        [](std::runtime_error const& e)
        {
            return e.what() ==
                   std::string("a barrier is bound to a different event loop");
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
