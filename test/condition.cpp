// Tests of condition.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/condition.hpp>

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

BOOST_AUTO_TEST_SUITE(unit_condition)

namespace {

static_assert(asyncio::lockable<asyncio::condition>);
static_assert(asyncio::context_manager_type<asyncio::condition>);

std::string message(asyncio::any_task const& t)
{
    try
    {
        std::rethrow_exception(t.exception());
    }
    catch (std::exception const& e)
    {
        return e.what();
    }
}

asio::awaitable<void>
wait(asyncio::condition& c, std::vector<int>& order, int n)
{
    auto const guard = co_await asyncio::scoped(c);
    co_await c.wait();
    BOOST_CHECK(c.locked());
    order.push_back(n);
}

asio::awaitable<void> notify(asyncio::condition& c, std::ptrdiff_t n)
{
    auto const guard = co_await asyncio::scoped(c);
    c.notify(n);
}

BOOST_AUTO_TEST_CASE(notified_in_order_of_arrival)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            std::vector<int> order;
            std::vector<asyncio::task<void>> ts;
            for (int i = 0; i != 4; ++i)
                ts.push_back(asyncio::create_task(wait(c, order, i)));
            co_await asyncio::sleep(1ms);
            co_await notify(c, 0);
            co_await notify(c, -1);
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(order.empty());
            co_await notify(c, 3);
            co_await asyncio::sleep(1ms);
            BOOST_CHECK((order == std::vector{0, 1, 2}));
            co_await notify(c, 100);
            co_await asyncio::gather(ts);
            BOOST_CHECK((order == std::vector{0, 1, 2, 3}));
            BOOST_CHECK(!c.locked());
        });
}

BOOST_AUTO_TEST_CASE(its_lock)
{
    asyncio::condition c;
    BOOST_CHECK(c.try_acquire());
    BOOST_CHECK(c.locked());
    BOOST_CHECK(!c.try_acquire());
    c.notify_all(); // nobody waits
    c.release();
    BOOST_CHECK_THROW(c.release(), std::runtime_error);
    asyncio::lock l;
    asyncio::condition of_l(l);
    BOOST_CHECK(of_l.try_acquire());
    BOOST_CHECK(l.locked());
    l.release();
    BOOST_CHECK(!of_l.locked());
}

// COND-11
BOOST_AUTO_TEST_CASE(a_notification_is_passed_on)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            std::vector<int> order;
            auto const a = asyncio::create_task(wait(c, order, 1));
            auto const b = asyncio::create_task(wait(c, order, 2));
            auto const d = asyncio::create_task(wait(c, order, 3));
            co_await asyncio::sleep(1ms);
            // Cancelled in the turn of the notification.
            co_await notify(c, 1);
            a.cancel();
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(a.cancelled());
            BOOST_CHECK((order == std::vector{2}));
            // Cancelled while it waits for the lock.
            co_await c.acquire();
            c.notify();
            co_await asyncio::sleep(1ms);
            auto const e = asyncio::create_task(wait(c, order, 4));
            co_await asyncio::sleep(1ms);
            d.cancel();
            c.release();
            co_await asyncio::wait({b, d, e}, {.timeout = 1ms});
            BOOST_CHECK(d.cancelled());
            // `e` came after the notification: it waits still, or is told of
            // it, but nobody else is left.
            co_await notify(c, 1);
            co_await asyncio::wait({e});
            BOOST_CHECK((order == std::vector{2, 4}));
            BOOST_CHECK(!c.locked());
        });
}

BOOST_AUTO_TEST_CASE(cancelling_who_was_not_notified_wakes_nobody)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            std::vector<int> order;
            auto const a = asyncio::create_task(wait(c, order, 1));
            auto const b = asyncio::create_task(wait(c, order, 2));
            co_await asyncio::sleep(1ms);
            a.cancel();
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(a.cancelled());
            BOOST_CHECK(!b.done());
            b.cancel();
            co_await asyncio::wait({b});
            BOOST_CHECK(order.empty());
            BOOST_CHECK(!c.locked());
        });
}

// COND-10
BOOST_AUTO_TEST_CASE(the_last_request_is_thrown)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            std::vector<int> order;
            auto const a = asyncio::create_task(wait(c, order, 1));
            co_await asyncio::sleep(1ms);
            co_await c.acquire();
            a.cancel("first");
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(!a.done());
            a.cancel("second");
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(!a.done());
            c.release();
            co_await asyncio::wait({a});
            BOOST_CHECK(a.cancelled());
            try
            {
                a.result();
                BOOST_ERROR("not cancelled");
            }
            catch (asyncio::cancelled_error const& e)
            {
                BOOST_CHECK_EQUAL(e.message(), "second");
            }
        });
}

BOOST_AUTO_TEST_CASE(wait_for_a_predicate)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            int value = 0;
            int asked = 0;
            asyncio::any_task caller;
            auto const t = asyncio::create_task(
                [&]() -> asio::awaitable<int>
                {
                    auto const guard = co_await asyncio::scoped(c);
                    co_return co_await c.wait_for(
                        [&]
                        {
                            BOOST_CHECK(c.locked());
                            BOOST_CHECK(asyncio::current_task() == caller);
                            ++asked;
                            return value;
                        });
                });
            caller = t;
            co_await asyncio::sleep(1ms);
            BOOST_CHECK_EQUAL(asked, 1);
            co_await notify(c, 1);
            co_await asyncio::sleep(1ms);
            BOOST_CHECK_EQUAL(asked, 2);
            BOOST_CHECK(!c.locked());
            value = 7;
            co_await notify(c, 1);
            BOOST_CHECK_EQUAL(co_await t.get(), 7);
            BOOST_CHECK_EQUAL(asked, 3);
            BOOST_CHECK(!c.locked());
        });
}

BOOST_AUTO_TEST_CASE(a_predicate_that_throws)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            bool bad = false;
            auto const body = [&]() -> asio::awaitable<void>
            {
                auto const guard = co_await asyncio::scoped(c);
                co_await c.wait_for(
                    [&]
                    {
                        if (bad)
                            throw std::out_of_range("bad");
                        return false;
                    });
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1ms);
            bad = true;
            co_await notify(c, 1);
            co_await asyncio::wait({t});
            BOOST_CHECK_EQUAL(message(t), "bad");
            BOOST_CHECK(!c.locked());
            BOOST_CHECK_THROW(co_await body(), std::out_of_range);
            BOOST_CHECK(!c.locked());
        });
}

BOOST_AUTO_TEST_CASE(a_predicate_that_cancels_its_task)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            int asked = 0;
            auto const t = asyncio::create_task(
                [&]() -> asio::awaitable<void>
                {
                    auto const guard = co_await asyncio::scoped(c);
                    co_await c.wait_for(
                        [&]
                        {
                            if (++asked == 2)
                                asyncio::current_task().cancel();
                            return false;
                        });
                });
            co_await asyncio::sleep(1ms);
            co_await notify(c, 1);
            co_await asyncio::wait({t});
            BOOST_CHECK_EQUAL(asked, 2);
            BOOST_CHECK(t.cancelled());
            BOOST_CHECK(!c.locked());
        });
}

// COND-12
BOOST_AUTO_TEST_CASE(a_limit_that_passes_while_others_hold_the_lock)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::condition c;
            auto const t = asyncio::create_task(
                [&]() -> asio::awaitable<void>
                {
                    auto const guard = co_await asyncio::scoped(c);
                    try
                    {
                        co_await asyncio::wait_for(c.wait(), 5ms);
                        BOOST_ERROR("no timeout");
                    }
                    catch (asyncio::timeout_error const&)
                    {
                        BOOST_CHECK(c.locked());
                    }
                });
            co_await asyncio::sleep(1ms);
            co_await c.acquire();
            co_await asyncio::sleep(10ms);
            BOOST_CHECK(!t.done());
            c.release();
            co_await t.get();
            BOOST_CHECK(asyncio_test::now() == 11ms);
            BOOST_CHECK(!c.locked());
        });
}

BOOST_AUTO_TEST_CASE(tokens)
{
    asio::io_context context;
    asyncio::condition c;
    std::exception_ptr unlocked;
    c.wait()(asio::bind_executor(
        context, [&](std::exception_ptr e) { unlocked = e; }));
    context.run();
    BOOST_CHECK_THROW(std::rethrow_exception(unlocked), std::runtime_error);

    BOOST_REQUIRE(c.try_acquire());
    int called = 0;
    c.wait()(asio::bind_executor(
        context, [&](std::exception_ptr e) { called += !e; }));
    context.restart();
    context.poll();
    BOOST_CHECK(!c.locked());
    BOOST_REQUIRE(c.try_acquire());
    int value = 0;
    auto future = c.wait_for([&] { return value; })(
        asio::bind_executor(context, asio::use_future));
    context.restart();
    context.poll();
    BOOST_REQUIRE(c.try_acquire());
    value = 3;
    c.notify_all();
    c.release();
    context.restart();
    context.poll();
    // The first has the lock and the second waits for it.
    BOOST_CHECK_EQUAL(called, 1);
    BOOST_CHECK(future.wait_for(0s) == std::future_status::timeout);
    c.release();
    context.restart();
    context.run();
    BOOST_CHECK_EQUAL(future.get(), 3);
    BOOST_CHECK(c.locked());

    auto const t = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto deferred = c.wait_for([] { return true; })(asio::deferred);
            bool const yes =
                co_await std::move(deferred)(asio::use_awaitable);
            BOOST_CHECK(yes);
            auto const [e, n] = co_await c.wait_for([] { return 5; })(
                asio::as_tuple(asio::use_awaitable));
            BOOST_CHECK(!e);
            BOOST_CHECK_EQUAL(n, 5);
        });
    context.restart();
    context.run();
    t.result();
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            auto const body = [](asyncio::condition& c) -> asio::awaitable<void>
            { co_await c.wait(); };
            auto c = std::make_unique<asyncio::condition>();
            std::vector<asyncio::task<void>> ts;
            for (int i = 0; i != 3; ++i)
            {
                BOOST_REQUIRE(c->try_acquire());
                ts.push_back(asyncio::create_task(body, std::ref(*c)));
                co_await asyncio::sleep(0s);
            }
            // One waits for the lock, one is notified, one only waits.
            co_await c->acquire();
            c->notify();
            co_await asyncio::sleep(0s);
            c->notify();
            c.reset();
            co_await asyncio::wait(ts);
            for (auto const& t : ts)
                BOOST_CHECK_EQUAL(
                    message(t),
                    "a condition was destroyed while a coroutine waited for "
                    "it");
        });
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters_that_have_a_guard_of_the_lock)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            auto c = std::make_unique<asyncio::condition>(l);
            auto const body = [&]() -> asio::awaitable<void>
            {
                auto const guard = co_await asyncio::scoped(l);
                co_await c->wait();
            };
            std::vector<asyncio::task<void>> ts;
            for (int i = 0; i != 3; ++i)
                ts.push_back(asyncio::create_task(body));
            co_await asyncio::sleep(1ms);
            co_await l.acquire();
            c->notify();
            co_await asyncio::sleep(1ms);
            c->notify();
            c.reset();
            co_await asyncio::sleep(1ms);
            l.release();
            co_await asyncio::wait(ts);
            for (auto const& t : ts)
                BOOST_CHECK_EQUAL(
                    message(t),
                    "a condition was destroyed while a coroutine waited for "
                    "it");
            BOOST_CHECK(!l.locked());
        });
}

BOOST_AUTO_TEST_CASE(outlives_the_context_with_waiters_parked)
{
    asyncio::lock l;
    asyncio::condition c(l);
    {
        asio::io_context context;
        for (int i = 0; i != 2; ++i)
        {
            BOOST_REQUIRE(c.try_acquire());
            c.wait()(asio::bind_executor(context, asio::detached));
            context.restart();
            context.poll();
            asyncio::create_task(
                context,
                [&]() -> asio::awaitable<void>
                {
                    auto const guard = co_await asyncio::scoped(c);
                    co_await c.wait();
                });
            context.restart();
            context.poll();
        }
        // Two of the four are on their way to the lock.
        BOOST_REQUIRE(c.try_acquire());
        c.notify();
        context.restart();
        context.poll();
        c.notify();
    }
    // The guards of those who waited have released it.
    BOOST_CHECK(l.try_acquire());
    c.notify_all();
}

// COND-15
BOOST_AUTO_TEST_CASE(belongs_to_the_loop_in_which_it_was_waited_for_first)
{
    asyncio::condition c;
    auto const wait_a_little = [&]() -> asio::awaitable<void>
    {
        auto const guard = co_await asyncio::scoped(c);
        co_await asyncio::wait_for(c.wait(), 1s);
    };
    BOOST_CHECK_THROW(
        asyncio_test::run(wait_a_little), asyncio::timeout_error);
    BOOST_CHECK_EXCEPTION(
        asyncio_test::run(wait_a_little),
        std::runtime_error,
        [](std::runtime_error const& e)
        {
            return e.what() ==
                   std::string(
                       "a condition is bound to a different event loop");
        });
    BOOST_CHECK(!c.locked());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
