// Tests of lock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/lock.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_lock)

namespace {

static_assert(asyncio::lockable<asyncio::lock>);
static_assert(asyncio::context_manager_type<asyncio::lock>);

std::string message(std::exception_ptr const& e)
{
    try
    {
        if (e)
            std::rethrow_exception(e);
        return "none";
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
}

BOOST_AUTO_TEST_CASE(without_a_loop)
{
    asyncio::lock l;
    BOOST_CHECK(!l.locked());
    BOOST_CHECK(l.try_acquire());
    BOOST_CHECK(l.locked());
    BOOST_CHECK(!l.try_acquire());
    l.release();
    BOOST_CHECK(!l.locked());
    BOOST_CHECK_EXCEPTION(
        l.release(),
        std::runtime_error,
        [](std::runtime_error const& e)
        { return e.what() == std::string("Lock is not acquired."); });
}

asio::awaitable<void>
hold(asyncio::lock& l, std::vector<int>& order, int n, int& inside)
{
    auto const guard = co_await asyncio::scoped(l);
    BOOST_CHECK_EQUAL(++inside, 1);
    order.push_back(n);
    co_await asyncio::sleep(1ms);
    --inside;
}

BOOST_AUTO_TEST_CASE(one_at_a_time_in_order_of_arrival)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            std::vector<int> order;
            int inside = 0;
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i != 5; ++i)
                all.push_back(hold(l, order, i, inside));
            co_await asyncio::gather(std::move(all));
            BOOST_CHECK((order == std::vector{0, 1, 2, 3, 4}));
            BOOST_CHECK(!l.locked());
        });
}

// LOCK-08
BOOST_AUTO_TEST_CASE(no_newcomer_overtakes_one_that_was_woken)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            std::vector<int> order;
            int inside = 0;
            co_await l.acquire();
            auto const a = asyncio::create_task(hold(l, order, 1, inside));
            co_await asyncio::sleep(0s);
            l.release();
            BOOST_CHECK(!l.locked());
            BOOST_CHECK(!l.try_acquire());
            co_await l.acquire();
            BOOST_CHECK(a.done());
            BOOST_CHECK((order == std::vector{1}));
            l.release();
        });
}

// LOCK-09
BOOST_AUTO_TEST_CASE(left_by_every_kind_of_end)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            co_await asyncio::with(
                l,
                [&]() -> asio::awaitable<void>
                {
                    BOOST_CHECK(l.locked());
                    co_return;
                });
            BOOST_CHECK(!l.locked());
            bool thrown = false;
            try
            {
                co_await asyncio::with(
                    l,
                    []() -> asio::awaitable<void>
                    {
                        co_await asyncio::sleep(0s);
                        throw std::invalid_argument("x");
                    });
            }
            catch (std::invalid_argument const&)
            {
                thrown = true;
            }
            BOOST_CHECK(thrown);
            BOOST_CHECK(!l.locked());
            auto const t = asyncio::create_task(asyncio::with(
                l,
                []() -> asio::awaitable<void>
                { co_await asyncio::sleep(1h); }));
            co_await asyncio::sleep(1ms);
            BOOST_CHECK(l.locked());
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_CHECK(t.cancelled());
            BOOST_CHECK(!l.locked());
        });
}

asio::awaitable<void> wait_5ms(asyncio::lock& l, bool& waited)
{
    try
    {
        co_await asyncio::wait_for(l.acquire(), 5ms);
        waited = true;
    }
    catch (asyncio::timeout_error const&)
    {
    }
}

BOOST_AUTO_TEST_CASE(a_turn_that_came_with_the_limit_is_passed_on)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            co_await l.acquire();
            bool waited = false;
            auto const a = asyncio::create_task(wait_5ms(l, waited));
            co_await asyncio::sleep(0s);
            std::vector<int> order;
            int inside = 0;
            auto const b = asyncio::create_task(hold(l, order, 2, inside));
            co_await asyncio::sleep(0s);
            // The limit passes before the one that is woken goes on.
            asyncio_test::block(6ms);
            l.release();
            co_await asyncio::gather(a, b);
            BOOST_CHECK(!waited);
            BOOST_CHECK((order == std::vector{2}));
            BOOST_CHECK(!l.locked());
        });
}

BOOST_AUTO_TEST_CASE(callbacks)
{
    asio::io_context context;
    asyncio::lock l;
    std::vector<int> order;
    auto const handler = [&](int n)
    {
        return asio::bind_executor(
            context,
            [&order, n](std::exception_ptr e)
            {
                BOOST_CHECK(!e);
                order.push_back(n);
            });
    };
    l.acquire()(handler(1));
    l.acquire()(handler(2));
    BOOST_CHECK(order.empty());
    context.poll();
    BOOST_CHECK((order == std::vector{1}));
    l.release();
    // While it waits it keeps the context running.
    context.restart();
    context.run();
    BOOST_CHECK((order == std::vector{1, 2}));
    BOOST_CHECK(l.locked());
    l.release();
    BOOST_CHECK(l.try_acquire());
}

BOOST_AUTO_TEST_CASE(tokens)
{
    asio::io_context context;
    asyncio::lock l;
    auto future = l.acquire()(asio::bind_executor(context, asio::use_future));
    auto guard =
        asyncio::scoped(l)(asio::bind_executor(context, asio::use_future));
    context.poll();
    future.get();
    BOOST_CHECK(guard.wait_for(0s) == std::future_status::timeout);
    l.release();
    context.restart();
    context.run();
    guard.get().release();
    BOOST_CHECK(!l.locked());
    bool done = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto deferred = l.acquire()(asio::deferred);
            co_await std::move(deferred)(asio::use_awaitable);
            l.release();
            auto const [e] =
                co_await l.acquire()(asio::as_tuple(asio::use_awaitable));
            BOOST_CHECK(!e);
            l.release();
            co_await l.acquire()(asio::use_awaitable);
            l.release();
            auto const g = co_await asyncio::scoped(l);
            BOOST_CHECK(l.locked());
            done = true;
        },
        asio::detached);
    context.restart();
    context.run();
    BOOST_CHECK(done);
    BOOST_CHECK(!l.locked());
}

BOOST_AUTO_TEST_CASE(a_callback_that_runs_elsewhere)
{
    asio::thread_pool pool(1);
    asyncio::lock l;
    asyncio_test::run(
        [&]() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const where = loop.create_future<std::thread::id>();
            co_await l.acquire();
            // It waits in this loop, as the others do.
            l.acquire()(asio::bind_executor(
                pool,
                [&](std::exception_ptr e)
                {
                    BOOST_TEST(!e);
                    where.set_result_threadsafe(std::this_thread::get_id());
                }));
            co_await asyncio::sleep(0s);
            auto const t = asyncio::create_task(l.acquire());
            co_await asyncio::sleep(0s);
            l.release();
            auto const id = co_await where.get();
            BOOST_TEST((id != std::this_thread::get_id()));
            BOOST_TEST(!t.done());
            l.release();
            co_await t.get();
            l.release();
        });
}

// A coroutine of Asio goes on when its executor says so: the lock is its own
// from its turn on.
BOOST_AUTO_TEST_CASE(a_coroutine_that_goes_on_later)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::lock l;
    std::vector<std::string> trace;
    BOOST_REQUIRE(l.try_acquire());
    asio::co_spawn(
        asio::require(context.get_executor(), asio::execution::blocking.never),
        [&]() -> asio::awaitable<void>
        {
            co_await l.acquire();
            trace.push_back("it has the lock");
            l.release();
        },
        asio::detached);
    context.poll();
    loop.call_soon(
        [&]
        {
            l.release();
            loop.call_soon(
                [&] { trace.push_back(l.locked() ? "locked" : "not locked"); });
        });
    context.restart();
    context.run();
    BOOST_TEST(
        trace == (std::vector<std::string>{"locked", "it has the lock"}),
        boost::test_tools::per_element());
    BOOST_TEST(!l.locked());
}

BOOST_AUTO_TEST_CASE(a_callback_is_cancelled_through_its_slot)
{
    asio::io_context context;
    asyncio::lock l;
    BOOST_REQUIRE(l.try_acquire());
    asio::cancellation_signal signal;
    std::exception_ptr first;
    bool second = false;
    l.acquire()(asio::bind_cancellation_slot(
        signal.slot(),
        asio::bind_executor(
            context, [&](std::exception_ptr e) { first = e; })));
    l.acquire()(asio::bind_executor(
        context, [&](std::exception_ptr e) { second = !e; }));
    context.poll();
    // It is woken, and then cancelled: the other one is next.
    asyncio::event_loop(context).call_soon(
        [&]
        {
            l.release();
            signal.emit(asio::cancellation_type::total);
        });
    context.restart();
    context.run();
    BOOST_CHECK(asyncio::is_cancelled(first));
    BOOST_CHECK(second);
    BOOST_CHECK(l.locked());
}

BOOST_AUTO_TEST_CASE(destroyed_with_waiters)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            auto l = std::make_unique<asyncio::lock>();
            std::vector<asyncio::task<void>> ts;
            for (int i = 0; i != 3; ++i)
                ts.push_back(asyncio::create_task(l->acquire()));
            co_await asyncio::sleep(0s);
            // The first has it, the second was just woken, the third waits.
            BOOST_CHECK(ts[0].done());
            l->release();
            l.reset();
            co_await asyncio::wait(ts);
            for (int const i : {1, 2})
                BOOST_CHECK_EQUAL(
                    message(ts[static_cast<std::size_t>(i)].exception()),
                    "a lock was destroyed while a coroutine waited for it");
        });
}

BOOST_AUTO_TEST_CASE(debug_mode_reports_a_lock_destroyed_with_waiters)
{
    std::vector<std::string> reports;
    asyncio::virtual_loop loop;
    loop.set_debug(true);
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { reports.push_back(c.message); });
    loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            std::optional<asyncio::lock> l(std::in_place);
            co_await l->acquire();
            auto const t = asyncio::create_task(l->acquire());
            co_await asyncio::sleep(0s);
            l.reset();
            co_await asyncio::wait({t});
            BOOST_CHECK(t.exception());
        });
    BOOST_REQUIRE_EQUAL(reports.size(), 1);
    BOOST_CHECK_EQUAL(
        reports[0], "a lock was destroyed while a coroutine waited for it");
}

BOOST_AUTO_TEST_CASE(destroyed_while_its_loop_does_not_run)
{
    asyncio::virtual_loop loop;
    auto l = std::make_unique<asyncio::lock>();
    BOOST_REQUIRE(l->try_acquire());
    auto const t = loop.create_task(l->acquire());
    loop.run_until_complete(asyncio::sleep(0s));
    l.reset();
    BOOST_CHECK_THROW(loop.run_until_complete(t), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(used_while_its_loop_does_not_run)
{
    asyncio::virtual_loop loop;
    asyncio::lock l;
    BOOST_REQUIRE(l.try_acquire());
    auto const t = loop.create_task(l.acquire());
    loop.run_until_complete(asyncio::sleep(0s));
    l.release();
    loop.run_until_complete(t);
    BOOST_CHECK(l.locked());
}

BOOST_AUTO_TEST_CASE(outlives_the_context_with_waiters_parked)
{
    asyncio::lock l;
    {
        asio::io_context context;
        BOOST_REQUIRE(l.try_acquire());
        asyncio::create_task(context, l.acquire());
        asio::co_spawn(
            context,
            [&]() -> asio::awaitable<void>
            { auto const g = co_await asyncio::scoped(l); },
            asio::detached);
        l.acquire()(asio::bind_executor(context, asio::detached));
        context.poll();
    }
    l.release();
    BOOST_CHECK(l.try_acquire());
}

// LOCK-12
BOOST_AUTO_TEST_CASE(belongs_to_the_loop_in_which_it_was_waited_for_first)
{
    asyncio::lock l;
    auto const use = [&]() -> asio::awaitable<void>
    {
        co_await l.acquire();
        l.release();
    };
    asyncio_test::run(use);
    asyncio_test::run(use); // nobody has waited yet
    auto const contend = [&]() -> asio::awaitable<void>
    {
        co_await l.acquire();
        auto const t = asyncio::create_task(use);
        co_await asyncio::sleep(0s);
        l.release();
        co_await t.get();
    };
    asyncio_test::run(contend);
    BOOST_CHECK_EXCEPTION(
        asyncio_test::run(contend),
        std::runtime_error,
        [](std::runtime_error const& e)
        {
            return e.what() ==
                   std::string("a lock is bound to a different event loop");
        });
}

BOOST_AUTO_TEST_CASE(debug_mode_refuses_other_threads)
{
    asyncio::virtual_loop loop;
    loop.set_debug(true);
    asyncio::lock l;
    int refused = 0;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            co_await l.acquire();
            auto const t = asyncio::create_task(l.acquire());
            co_await asyncio::sleep(0s);
            std::thread(
                [&]
                {
                    for (auto const& call :
                         {std::function<void()>([&] { l.release(); }),
                          std::function<void()>([&] { l.try_acquire(); })})
                        try
                        {
                            call();
                        }
                        catch (std::runtime_error const&)
                        {
                            ++refused;
                        }
                })
                .join();
            l.release();
            co_await t.get();
        });
    BOOST_CHECK_EQUAL(refused, 2);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
