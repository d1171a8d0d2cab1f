// How late a busy loop sees what comes by way of its executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/loop/pace.hpp>

#include <boost/asyncio.hpp>
#include <boost/test/unit_test.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>

BOOST_AUTO_TEST_SUITE(unit_pace)

namespace {

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asyncio::detail::pace;
using clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

// Runs a loop whose turns take `turn`, for `turns` of them. Gives the largest
// number of turns, and the longest time, between two visits.
struct lateness
{
    lateness(pace& p, clock::time_point& now, clock::duration turn, int turns)
    {
        int since = 0;
        int items = pace::most_items;
        while (turns > 0)
        {
            int const n = p.turns();
            now += n * turn;
            turns -= n;
            since += n;
            items -= n;
            if (p.is_due(now) || items <= 0)
            {
                most_turns = (std::max)(most_turns, since);
                longest = (std::max)(longest, since * turn);
                since = 0;
                items = pace::most_items;
            }
        }
    }

    int most_turns = 0;
    clock::duration longest = clock::duration::zero();
};

BOOST_AUTO_TEST_CASE(within_16_turns_or_a_millisecond)
{
    for (auto const turn :
         {clock::duration(10ns), clock::duration(100ns), clock::duration(1us),
          clock::duration(10us), clock::duration(16us), clock::duration(50us),
          clock::duration(100us), clock::duration(400us), clock::duration(1ms),
          clock::duration(50ms)})
        BOOST_TEST_CONTEXT(turn.count() << " ns a turn")
        {
            pace p;
            clock::time_point now = clock::time_point() + 1h;
            lateness const l(p, now, turn, 10'000);
            BOOST_TEST(
                l.most_turns <= pace::most_items + pace::most_turns);
            if (turn >= 16us)
                BOOST_TEST(l.most_turns <= pace::most_turns / 2);
            // It learns from what it sees, so one look may come late.
            bool const in_time =
                l.longest <= (std::max)(clock::duration(1ms), turn);
            BOOST_TEST(in_time);
        }
}

BOOST_AUTO_TEST_CASE(short_turns_share_a_visit)
{
    pace p;
    clock::time_point now = clock::time_point() + 1h;
    lateness(p, now, 30ns, 100);
    int looks = 0;
    for (int n = 0; n < 200; n += p.turns())
    {
        now += p.turns() * clock::duration(30ns);
        BOOST_TEST(!p.is_due(now));
        ++looks;
    }
    BOOST_TEST(looks <= 200 / pace::most_turns + 1);
}

BOOST_AUTO_TEST_CASE(turns_that_become_long_are_noticed_in_the_first_look)
{
    pace p;
    clock::time_point now = clock::time_point() + 1h;
    lateness(p, now, 30ns, 1000);
    BOOST_TEST(p.turns() == pace::most_turns);
    now += p.turns() * clock::duration(2ms);
    BOOST_TEST(p.is_due(now));
    BOOST_TEST(p.turns() == 1);
    now += 2ms;
    BOOST_TEST(p.is_due(now));
    BOOST_TEST(p.turns() == 1);
}

void work()
{
    for (auto const end = clock::now() + 100us; clock::now() < end;)
    {
    }
}

// A task that never waits; `f` is called in its 100th turn. Gives the turns
// until it is told to stop.
template<class F>
asio::awaitable<int> turns_until(bool const& stop, F f)
{
    int turns = 0;
    for (int i = 0; i != 4000 && !stop; ++i)
    {
        if (i == 100)
            f();
        if (i >= 100)
            ++turns;
        work();
        co_await asyncio::sleep(0s);
    }
    co_return turns;
}

BOOST_AUTO_TEST_CASE(a_limit)
{
    int late = 0;
    auto const body = [&]() -> asio::awaitable<void>
    {
        auto const deadline = clock::now() + 20ms;
        auto const compute = [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i != 4000; ++i)
            {
                late += clock::now() > deadline;
                work();
                co_await asyncio::sleep(0s);
            }
        };
        BOOST_CHECK_THROW(
            co_await asyncio::timeout(20ms, compute), asyncio::timeout_error);
    };
    asyncio::run(body());
    BOOST_TEST(late <= 16);
}

BOOST_AUTO_TEST_CASE(a_completion)
{
    bool stop = false;
    auto const body = [&]() -> asio::awaitable<int>
    {
        auto const ex = asyncio::get_running_loop().get_executor();
        auto& context = asio::query(ex, asio::execution::context);
        auto const post = [&]
        {
            asio::post(
                static_cast<asio::io_context&>(context), [&] { stop = true; });
        };
        co_return co_await turns_until(stop, post);
    };
    int const turns = asyncio::run(body());
    BOOST_TEST(turns <= 17);
}

BOOST_AUTO_TEST_CASE(a_signal)
{
    bool stop = false;
    auto const body = [&]() -> asio::awaitable<int>
    {
        auto& loop = asyncio::get_running_loop();
        loop.add_signal_handler(SIGUSR1, [&] { stop = true; });
        auto const raise = [] { std::raise(SIGUSR1); };
        co_return co_await turns_until(stop, raise);
    };
    int const turns = asyncio::run(body());
    // The signal comes through a pipe: one visit finds it, the next runs it.
    BOOST_TEST(turns <= 34);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
