// Tests of semaphore and bounded_semaphore.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/semaphore.hpp>

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

BOOST_AUTO_TEST_SUITE(unit_semaphore)

namespace {

static_assert(asyncio::lockable<asyncio::semaphore>);
static_assert(asyncio::lockable<asyncio::bounded_semaphore>);
static_assert(asyncio::context_manager_type<asyncio::semaphore>);
static_assert(asyncio::context_manager_type<asyncio::bounded_semaphore>);

// SEM-01, SEM-06, SEM-14
BOOST_AUTO_TEST_CASE(without_a_loop)
{
    BOOST_CHECK_EXCEPTION(
        asyncio::semaphore(-1),
        std::invalid_argument,
        [](std::invalid_argument const& e)
        {
            return e.what() ==
                   std::string("Semaphore initial value must be >= 0");
        });
    asyncio::semaphore s(0);
    BOOST_CHECK(s.locked());
    BOOST_CHECK(!s.try_acquire());
    s.release();
    s.release();
    BOOST_CHECK(s.try_acquire());
    BOOST_CHECK(!s.locked());
    BOOST_CHECK(s.try_acquire());
    BOOST_CHECK(s.locked());
    asyncio::semaphore one;
    BOOST_CHECK(one.try_acquire());
    BOOST_CHECK(!one.try_acquire());
}

// SEM-15
BOOST_AUTO_TEST_CASE(bounded)
{
    BOOST_CHECK_THROW(asyncio::bounded_semaphore(-1), std::invalid_argument);
    asyncio::bounded_semaphore s(2);
    auto const refused = [](std::invalid_argument const& e)
    {
        return e.what() ==
               std::string("BoundedSemaphore released too many times");
    };
    BOOST_CHECK_EXCEPTION(s.release(), std::invalid_argument, refused);
    BOOST_CHECK(s.try_acquire());
    s.release();
    BOOST_CHECK_EXCEPTION(s.release(), std::invalid_argument, refused);
    asyncio_test::run(
        [&]() -> asio::awaitable<void>
        {
            co_await asyncio::with(
                s,
                [&]() -> asio::awaitable<void>
                {
                    auto const g = co_await asyncio::scoped(s);
                    BOOST_CHECK(s.locked());
                    co_return;
                });
        });
    BOOST_CHECK(!s.locked());
    BOOST_CHECK_EXCEPTION(s.release(), std::invalid_argument, refused);
}

asio::awaitable<void>
take(asyncio::semaphore& s, std::vector<int>& order, int n)
{
    co_await s.acquire();
    order.push_back(n);
}

// SEM-04, SEM-05, SEM-09
BOOST_AUTO_TEST_CASE(no_newcomer_overtakes)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::semaphore s(0);
            std::vector<int> order;
            auto const a = asyncio::create_task(take(s, order, 1));
            auto const b = asyncio::create_task(take(s, order, 2));
            co_await asyncio::sleep(0s);
            s.release();
            s.release();
            s.release();
            // One permit is free, and two are on their way.
            BOOST_CHECK(s.locked());
            BOOST_CHECK(!s.try_acquire());
            co_await take(s, order, 3);
            BOOST_CHECK((order == std::vector{1, 2, 3}));
            BOOST_CHECK(s.locked());
            co_await asyncio::gather(a, b);
        });
}

BOOST_AUTO_TEST_CASE(a_permit_that_came_with_the_limit_is_passed_on)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::semaphore s(0);
            auto const a = asyncio::create_task(
                asyncio::wait_for(s.acquire(), 5ms));
            co_await asyncio::sleep(0s);
            asyncio_test::block(6ms);
            s.release();
            co_await asyncio::wait({a});
            BOOST_CHECK_THROW(a.result(), asyncio::timeout_error);
            BOOST_CHECK(s.try_acquire());
            BOOST_CHECK(!s.try_acquire());
        });
}

BOOST_AUTO_TEST_CASE(tokens)
{
    asio::io_context context;
    asyncio::semaphore s(1);
    int called = 0;
    auto handler = asio::bind_executor(
        context, [&](std::exception_ptr e) { called += !e; });
    s.acquire()(handler);
    s.acquire()(handler);
    BOOST_CHECK_EQUAL(called, 0);
    auto future = s.acquire()(asio::bind_executor(context, asio::use_future));
    context.poll();
    BOOST_CHECK_EQUAL(called, 1);
    s.release();
    s.release();
    context.restart();
    context.run();
    BOOST_CHECK_EQUAL(called, 2);
    future.get();
    BOOST_CHECK(s.locked());
    s.release();
    auto const t = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto deferred = s.acquire()(asio::deferred);
            co_await std::move(deferred)(asio::use_awaitable);
            s.release();
            auto const [e] =
                co_await s.acquire()(asio::as_tuple(asio::use_awaitable));
            BOOST_CHECK(!e);
        });
    context.restart();
    context.run();
    t.result();
    BOOST_CHECK(!s.try_acquire());
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            auto s = std::make_unique<asyncio::semaphore>(0);
            std::vector<int> order;
            auto const a = asyncio::create_task(take(*s, order, 1));
            auto const b = asyncio::create_task(take(*s, order, 2));
            co_await asyncio::sleep(0s);
            s->release();
            s.reset();
            co_await asyncio::wait({a, b});
            BOOST_CHECK(order.empty());
            for (auto const& t : {a, b})
                BOOST_CHECK_EXCEPTION(
                    t.result(),
                    std::runtime_error,
                    [](std::runtime_error const& e)
                    {
                        return e.what() ==
                               std::string(
                                   "a semaphore was destroyed while a "
                                   "coroutine waited for it");
                    });
        });
}

BOOST_AUTO_TEST_CASE(outlives_the_context_with_waiters_parked)
{
    asyncio::semaphore s(0);
    {
        asio::io_context context;
        asyncio::create_task(context, s.acquire());
        s.acquire()(asio::bind_executor(context, asio::detached));
        context.poll();
    }
    s.release();
    BOOST_CHECK(s.try_acquire());
    BOOST_CHECK(!s.try_acquire());
}

BOOST_AUTO_TEST_CASE(belongs_to_the_loop_in_which_it_was_waited_for_first)
{
    asyncio::semaphore s(0);
    auto const wait_a_little = [&]() -> asio::awaitable<void>
    { co_await asyncio::wait_for(s.acquire(), 1s); };
    BOOST_CHECK_THROW(
        asyncio_test::run(wait_a_little), asyncio::timeout_error);
    BOOST_CHECK_EXCEPTION(
        asyncio_test::run(wait_a_little),
        std::runtime_error,
        [](std::runtime_error const& e)
        {
            return e.what() ==
                   std::string(
                       "a semaphore is bound to a different event loop");
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
