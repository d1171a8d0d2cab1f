// sleep: every kind of delay.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/sleep.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/task.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_sleep)

namespace {

using asyncio_test::now;
using asyncio_test::run;

using seconds = std::chrono::duration<double>;

// Sleeps, and gives the time that it took.
template<class D>
asio::awaitable<std::chrono::steady_clock::duration> measure(D d)
{
    auto const begin = now();
    co_await asyncio::sleep(d);
    co_return now() - begin;
}

BOOST_AUTO_TEST_CASE(any_duration)
{
    BOOST_TEST((run(measure(5ns)) == 5ns));
    BOOST_TEST((run(measure(5ms)) == 5ms));
    BOOST_TEST((run(measure(2h)) == 2h));
    BOOST_TEST((run(measure(seconds(0.25))) == 250ms));
    BOOST_TEST((run(measure(std::chrono::duration<float>(0.5f))) == 500ms));
    BOOST_TEST(
        (run(measure(std::chrono::duration<std::int8_t>(100))) == 100s));
}

BOOST_AUTO_TEST_CASE(a_fraction_of_a_tick_is_rounded_up)
{
    using picoseconds = std::chrono::duration<long long, std::pico>;
    BOOST_TEST((run(measure(picoseconds(1))) == 1ns));
    BOOST_TEST((run(measure(picoseconds(1001))) == 2ns));
}

// One turn of the loop, no more and no less.
template<class D>
void check_yield(D d)
{
    std::vector<int> order;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const other = [&]() -> asio::awaitable<void>
            {
                order.push_back(1);
                co_await asyncio::sleep(0s);
                order.push_back(3);
            };
            auto const t = asyncio::create_task(other);
            co_await asyncio::sleep(d);
            order.push_back(2);
            co_await t.get();
            BOOST_TEST((now() == 0s));
        });
    BOOST_TEST((order == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(zero_and_negative_delays_are_one_turn)
{
    check_yield(0s);
    check_yield(-1s);
    check_yield(seconds(-0.0));
    check_yield(seconds(-1e300));
    check_yield(seconds(-std::numeric_limits<double>::infinity()));
    check_yield(std::chrono::hours::min());
    check_yield(std::chrono::nanoseconds::min());
}

template<class D>
void check_very_long(D d)
{
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(asyncio::sleep(d));
            co_await asyncio::sleep(24h * 365 * 50);
            BOOST_TEST(!t.done());
            t.cancel();
        });
}

BOOST_AUTO_TEST_CASE(huge_delays_do_not_overflow)
{
    check_very_long(std::chrono::hours::max());
    check_very_long(std::chrono::nanoseconds::max());
    check_very_long(seconds(1e300));
    check_very_long(seconds(std::numeric_limits<double>::infinity()));
    check_very_long(std::chrono::years(100000));
}

BOOST_AUTO_TEST_CASE(not_a_number)
{
    try
    {
        static_cast<void>(
            asyncio::sleep(seconds(std::numeric_limits<double>::quiet_NaN())));
        BOOST_ERROR("no exception");
    }
    catch (std::invalid_argument const& e)
    {
        BOOST_TEST(
            e.what() == std::string("Invalid delay: NaN (not a number)"));
    }
}

BOOST_AUTO_TEST_CASE(with_a_value)
{
    run(
        []() -> asio::awaitable<void>
        {
            int const number = co_await asyncio::sleep(1s, 5);
            BOOST_TEST(number == 5);
            char const text[] = "hello";
            char const* const decayed = co_await asyncio::sleep(1s, text);
            BOOST_TEST(decayed == text);
            std::string const original(100, 'x');
            auto const copy = co_await asyncio::sleep(0s, original);
            BOOST_TEST(copy == original);
            auto p = std::make_unique<int>(7);
            auto const moved = co_await asyncio::sleep(1s, std::move(p));
            BOOST_TEST(*moved == 7);
        });
}

BOOST_AUTO_TEST_CASE(nothing_happens_before_it_is_awaited)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto operation = asyncio::sleep(1s);
            co_await asyncio::sleep(10s);
            co_await std::move(operation);
            BOOST_TEST((now() == 11s));
        });
}

BOOST_AUTO_TEST_CASE(until_a_time)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const start = asyncio::get_running_loop().time();
            co_await asyncio::sleep_until(start + 5s);
            BOOST_TEST((now() == 5s));
            // One that has passed takes no time.
            co_await asyncio::sleep_until(start + 1s);
            BOOST_TEST((now() == 5s));
            co_await asyncio::sleep_until({});
            co_await asyncio::sleep_until(
                std::chrono::steady_clock::time_point::min());
            BOOST_TEST((now() == 5s));
        });
}

BOOST_AUTO_TEST_CASE(equal_deadlines_in_order_of_the_calls)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<int> order;
            auto const sleeper = [&](int n, seconds d) -> asio::awaitable<void>
            {
                co_await asyncio::sleep(d);
                order.push_back(n);
            };
            asyncio::create_task(sleeper, 1, seconds(2));
            asyncio::create_task(sleeper, 2, seconds(1));
            asyncio::create_task(sleeper, 3, seconds(2));
            asyncio::create_task(sleeper, 4, seconds(1));
            asyncio::create_task(sleeper, 5, seconds(2));
            co_await asyncio::sleep(3s);
            BOOST_TEST((order == std::vector{2, 4, 1, 3, 5}));
        });
}

BOOST_AUTO_TEST_CASE(cancelled_it_ends_at_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(asyncio::sleep(100s, 1));
            auto const u = asyncio::create_task(asyncio::sleep(0s, 1));
            co_await asyncio::sleep(1s);
            BOOST_TEST(u.result() == 1);
            t.cancel();
            BOOST_CHECK_THROW(co_await t.get(), asyncio::cancelled_error);
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_cancelled_sleep_does_not_keep_the_context_running)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, asyncio::sleep(1h));
    context.poll();
    BOOST_TEST(!context.stopped());
    t.cancel();
    context.poll();
    BOOST_TEST(t.cancelled());
    BOOST_TEST(context.stopped());
}

BOOST_AUTO_TEST_CASE(on_the_real_clock_it_takes_at_least_as_long)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const begin = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point end;
    auto const body = [&]() -> asio::awaitable<void>
    {
        co_await asyncio::sleep(2ms);
        co_await asyncio::sleep_until(loop.time() + 2ms);
        end = std::chrono::steady_clock::now();
    };
    loop.run_until_complete(body);
    BOOST_TEST((end - begin >= 4ms));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
