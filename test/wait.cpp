// wait: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/wait.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/sleep.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <ranges>
#include <set>
#include <stdexcept>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_wait)

namespace {

using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<int> number(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    co_return n;
}

asio::awaitable<void> fails()
{
    throw std::runtime_error("failure");
    co_return;
}

asio::awaitable<std::unique_ptr<int>> unique(int n)
{
    co_return std::make_unique<int>(n);
}

BOOST_AUTO_TEST_CASE(nothing_to_wait_for)
{
    run(
        []() -> asio::awaitable<void>
        {
            BOOST_CHECK_THROW(
                (void)asyncio::wait(std::vector<asyncio::task<int>>()),
                std::invalid_argument);
            BOOST_CHECK_THROW(
                (void)asyncio::wait(asyncio::task_list()),
                std::invalid_argument);
            BOOST_CHECK_THROW(
                (void)asyncio::wait({asyncio::task<int>()}),
                std::invalid_argument);
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(duplicates_count_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const a = asyncio::create_task(number(1));
            auto const b = asyncio::create_task(number(2));
            auto const [done, pending] =
                co_await asyncio::wait({a, b, a, a}, {.timeout = 1500ms});
            BOOST_TEST(done.size() == 1u);
            BOOST_TEST(pending.size() == 1u);
            BOOST_TEST((done[0] == a));
            BOOST_TEST((pending[0] == b));
        });
}

BOOST_AUTO_TEST_CASE(ranges)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::list<asyncio::task<int>> tasks;
            for (int const i : {3, 1, 2})
                tasks.push_back(asyncio::create_task(number(i)));
            auto r = co_await asyncio::wait(tasks, {.timeout = 2.5s});
            static_assert(
                std::is_same_v<
                    decltype(r),
                    asyncio::wait_result<asyncio::task<int>>>);
            // In the order of the arguments.
            BOOST_TEST(r.done.size() == 2u);
            BOOST_TEST(r.done[0].result() == 1);
            BOOST_TEST(r.done[1].result() == 2);
            BOOST_TEST((r.pending[0] == tasks.front()));
            r = co_await asyncio::wait(
                tasks | std::views::filter([](auto const& t)
                                           { return !t.done(); }));
            BOOST_TEST(r.done.size() == 1u);

            std::vector<asyncio::future<int>> futures;
            for (int i = 0; i != 2; ++i)
                futures.push_back(
                    asyncio::get_running_loop().create_future<int>());
            futures[1].set_result(1);
            auto const f = co_await asyncio::wait(
                futures, {.return_when = asyncio::first_completed});
            BOOST_TEST((f.done[0] == futures[1]));
            BOOST_TEST((f.pending[0] == futures[0]));
        });
}

BOOST_AUTO_TEST_CASE(results_that_can_only_be_moved)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<asyncio::task<std::unique_ptr<int>>> tasks;
            tasks.push_back(asyncio::create_task(unique(1)));
            tasks.push_back(asyncio::create_task(unique(2)));
            auto r = co_await asyncio::wait(tasks);
            auto const p = std::move(r.done[1]).result();
            BOOST_TEST(*p == 2);
            auto const q = asyncio::create_task(unique(3));
            auto const any = co_await asyncio::wait({q, tasks[0]});
            BOOST_TEST(any.done.size() == 2u);
        });
}

BOOST_AUTO_TEST_CASE(timeouts)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(10));
            constexpr auto nan = std::chrono::duration<double>(
                std::numeric_limits<double>::quiet_NaN());
            BOOST_CHECK_THROW(
                (void)asyncio::wait({t}, {.timeout = nan}),
                std::invalid_argument);
            for (int i = 0; i != 2; ++i)
            {
                auto const delay = i == 0 ? -1s : -1h;
                auto const r = co_await asyncio::wait({t}, {.timeout = delay});
                BOOST_TEST(r.done.empty());
                BOOST_TEST(r.pending.size() == 1u);
                BOOST_TEST((now() == 0s));
            }
            auto r = co_await asyncio::wait({t}, {.timeout = 9.5s});
            BOOST_TEST(r.pending.size() == 1u);
            BOOST_TEST((now() == 9500ms));
            r = co_await asyncio::wait(
                {t}, {.timeout = std::chrono::hours::max()});
            BOOST_TEST(r.done.size() == 1u);
            BOOST_TEST((now() == 10s));
            auto const u = asyncio::create_task(number(1));
            r = co_await asyncio::wait({u}, {.timeout = std::nullopt});
            BOOST_TEST(r.done.size() == 1u);
            // The timers are gone: nothing is cancelled, now or later.
            co_await asyncio::sleep(1h);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

// Python: one pass through the loop.
BOOST_AUTO_TEST_CASE(a_timeout_of_zero_lets_what_is_ready_run)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(1));
            auto const quick = asyncio::create_task(unique(1));
            auto const [done, pending] =
                co_await asyncio::wait({t, quick}, {.timeout = 0s});
            BOOST_TEST(done.size() == 1u);
            BOOST_TEST((done[0] == quick));
        });
}

// `done` says what is done when the caller goes on.
BOOST_AUTO_TEST_CASE(more_than_the_first)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const a = asyncio::create_task(unique(1));
            auto const b = asyncio::create_task(unique(2));
            auto const [done, pending] = co_await asyncio::wait(
                {a, b}, {.return_when = asyncio::first_completed});
            BOOST_TEST(done.size() == 2u);
            BOOST_TEST(pending.empty());
        });
}

BOOST_AUTO_TEST_CASE(the_first_exception_was_there_already)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::create_task(fails());
            auto const t = asyncio::create_task(number(10));
            co_await asyncio::sleep(1s);
            auto const r = co_await asyncio::wait(
                {t, f}, {.return_when = asyncio::first_exception});
            BOOST_TEST(r.done.size() == 1u);
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_failure_that_is_not_read_is_reported)
{
    int reports = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::get_running_loop().set_exception_handler(
                [&](auto&, auto const&) { ++reports; });
            auto f = asyncio::create_task(fails());
            {
                auto const r = co_await asyncio::wait({f});
                BOOST_TEST(r.done.size() == 1u);
            }
            BOOST_TEST(reports == 0);
            f = {};
            BOOST_TEST(reports == 1);
        });
    BOOST_TEST(reports == 1);
}

// In turns of the loop: 3 for a task that never suspends, 2 if it is done.
BOOST_AUTO_TEST_CASE(latency)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int turns = 0;
            bool stop = false;
            std::function<void()> const tick = [&]
            {
                ++turns;
                if (!stop)
                    loop.call_soon(tick);
            };
            loop.call_soon(tick);
            auto const t = asyncio::create_task(unique(1));
            co_await asyncio::wait({t});
            BOOST_TEST(turns == 3);
            turns = 0;
            co_await asyncio::wait({t});
            BOOST_TEST(turns == 2);
            stop = true;
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(10));
            auto const body = [&]() -> asio::awaitable<void>
            { co_await asyncio::wait({t}, {.timeout = 5s}); };
            auto const w = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            w.cancel("stop");
            std::string message;
            try
            {
                co_await w.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "stop");
            BOOST_TEST(t.cancelling() == 0u);
            int const r = co_await t.get();
            BOOST_TEST(r == 10);
        });
}

// The completion and the cancellation in one turn.
BOOST_AUTO_TEST_CASE(cancelled_when_it_has_ended)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<void>();
            std::vector const all(1, f);
            auto const body = [&]() -> asio::awaitable<void>
            { co_await asyncio::wait(all); };
            auto const w = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            f.set_result();
            co_await asyncio::sleep(0s);
            w.cancel();
            co_await asyncio::wait({w});
            BOOST_TEST(w.cancelled());
            BOOST_TEST(!f.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    std::size_t done = 0;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(context, number(0));
            auto const r = co_await asyncio::wait({t}, {.timeout = 5s});
            done = r.done.size();
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(done == 1u);
}

BOOST_AUTO_TEST_CASE(with_a_completion_token)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, number(0));
    auto all = asyncio::wait({t})(asio::use_future);
    context.run();
    BOOST_TEST(all.get().done.size() == 1u);
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, number(1000));
    auto const body = [&]() -> asio::awaitable<void>
    { co_await asyncio::wait({t}, {.timeout = 1h}); };
    asyncio::create_task(context, body);
    context.run_for(5ms);
}

BOOST_AUTO_TEST_CASE(tasks_of_different_loops)
{
    asio::io_context one;
    asio::io_context two;
    auto const t = asyncio::create_task(one, number(0));
    auto const u = asyncio::create_task(two, number(0));
    BOOST_CHECK_THROW(
        static_cast<void>(asyncio::wait({t, u})), std::invalid_argument);
    one.run();
    two.run();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
