// virtual_loop: the clock of tests.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/testing.hpp>

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_testing)

namespace {

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

// The loop's time, which starts at zero.
std::chrono::steady_clock::duration now(asyncio::event_loop const& l)
{
    return l.time().time_since_epoch();
}

BOOST_AUTO_TEST_CASE(the_time_starts_at_zero_and_stands_still)
{
    asyncio::virtual_loop loop;
    BOOST_TEST((now(loop) == 0s));
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST((now(loop) == 0s));
}

BOOST_AUTO_TEST_CASE(an_hour_takes_no_time)
{
    asyncio::virtual_loop loop;
    auto const begin = std::chrono::steady_clock::now();
    loop.run_until_complete(asyncio::sleep(1h));
    BOOST_TEST((now(loop) == 1h));
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 1h));
    loop.run_until_complete(asyncio::sleep(24h));
    BOOST_TEST((now(loop) == 25h));
}

BOOST_AUTO_TEST_CASE(it_jumps_from_deadline_to_deadline)
{
    asyncio::virtual_loop loop;
    std::vector<std::chrono::steady_clock::duration> times;
    auto const note = [&] { times.push_back(now(loop)); };
    loop.call_later(3s, note);
    loop.call_later(1s, note);
    loop.call_at(asyncio::event_loop::time_point(2s), note);
    loop.call_later(
        1s,
        [&]
        {
            note();
            loop.call_later(500ms, note);
        });
    loop.run_until_complete(asyncio::sleep(10s));
    BOOST_REQUIRE(times.size() == 5u);
    BOOST_TEST((times[0] == 1s));
    BOOST_TEST((times[1] == 1s));
    BOOST_TEST((times[2] == 1500ms));
    BOOST_TEST((times[3] == 2s));
    BOOST_TEST((times[4] == 3s));
}

BOOST_AUTO_TEST_CASE(it_does_not_jump_while_something_is_ready)
{
    asyncio::virtual_loop loop;
    bool late = false;
    loop.call_later(1s, [&] { late = true; });
    auto const body = [&]() -> asio::awaitable<void>
    {
        for (int i = 0; i != 1000; ++i)
            co_await asyncio::sleep(0s);
        for (int i = 0; i != 1000; ++i)
            co_await asio::post(asio::use_awaitable);
    };
    loop.run_until_complete(body);
    BOOST_TEST(!late);
    BOOST_TEST((now(loop) == 0s));
}

BOOST_AUTO_TEST_CASE(a_step_sees_one_time)
{
    asyncio::virtual_loop loop;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            co_await asyncio::sleep(1s);
            auto const begin = loop.time();
            std::this_thread::sleep_for(1ms);
            BOOST_TEST((loop.time() == begin));
        });
}

BOOST_AUTO_TEST_CASE(advance_in_a_task_runs_what_is_due_later)
{
    asyncio::virtual_loop loop;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            std::vector<int> order;
            loop.call_later(2s, [&] { order.push_back(2); });
            loop.call_later(1s, [&] { order.push_back(1); });
            loop.call_later(10s, [&] { order.push_back(10); });
            loop.advance(5s);
            BOOST_TEST((now(loop) == 5s));
            BOOST_TEST(order.empty());
            co_await asyncio::sleep(0s);
            BOOST_TEST((order == std::vector{1, 2}));
            BOOST_TEST((now(loop) == 5s));
            co_await asyncio::sleep(5s);
            BOOST_TEST((order == std::vector{1, 2, 10}));
        });
}

BOOST_AUTO_TEST_CASE(advance_outside_of_the_run)
{
    asyncio::virtual_loop loop;
    int calls = 0;
    loop.call_later(1s, [&] { ++calls; });
    loop.run_until_complete(asyncio::sleep(0s));
    loop.advance(2s);
    BOOST_TEST((now(loop) == 2s));
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST(calls == 1);
    BOOST_TEST((now(loop) == 2s));
}

BOOST_AUTO_TEST_CASE(advance_does_not_go_back)
{
    asyncio::virtual_loop loop;
    loop.advance(2s);
    loop.advance(-1s);
    BOOST_TEST((now(loop) == 2s));
    loop.advance(std::chrono::duration<double>(0.5));
    BOOST_TEST((now(loop) == 2500ms));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_does_not_set_the_clock_back)
{
    asyncio::virtual_loop loop;
    loop.advance(10s);
    bool called = false;
    loop.call_at(asyncio::event_loop::time_point(1s), [&] { called = true; });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(called);
    BOOST_TEST((now(loop) == 11s));
}

BOOST_AUTO_TEST_CASE(a_cancelled_timer_is_no_reason_to_jump)
{
    asyncio::virtual_loop loop;
    auto const h = loop.call_later(1h, [] {});
    loop.run_until_complete(asyncio::sleep(0s));
    h.cancel();
    // Only this one is left to wait for.
    asio::steady_timer timer(loop.get_executor(), 1ms);
    bool fired = false;
    timer.async_wait(
        [&](boost::system::error_code)
        {
            fired = true;
            loop.stop();
        });
    loop.run_forever();
    BOOST_TEST(fired);
    BOOST_TEST((now(loop) == 0s));
}

BOOST_AUTO_TEST_CASE(a_timer_of_asio_is_waited_for_in_real_time)
{
    asyncio::virtual_loop loop;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
            co_await timer.async_wait(asio::use_awaitable);
        });
    BOOST_TEST((now(loop) == 0s));
}

BOOST_AUTO_TEST_CASE(another_thread_can_wake_it)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    asio::thread_pool pool(1);
    asio::post(pool, [&] { f.set_result_threadsafe(1); });
    loop.run_until_complete(f);
    BOOST_TEST(f.result() == 1);
    pool.join();
}

BOOST_AUTO_TEST_CASE(run_takes_one_by_its_factory)
{
    auto const elapsed = asyncio::run(
        []() -> asio::awaitable<std::chrono::steady_clock::duration>
        {
            co_await asyncio::sleep(1h);
            co_return now(asyncio::get_running_loop());
        },
        {.loop_factory = asyncio::new_virtual_loop});
    BOOST_TEST((elapsed == 1h));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
