// Interrupts shield and as_completed after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <memory>
#include <algorithm>
#include <exception>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <vector>

BOOST_AUTO_TEST_SUITE(interrupt_waiting)

namespace {

using asyncio_test::interrupt;
using asyncio_test::stage;

// A child with a few steps, an object of its own, and clean-up that awaits.
asio::awaitable<int> child(stage& s, int n)
{
    auto const object = s.object();
    std::exception_ptr error;
    try
    {
        co_await asyncio::sleep(1ms * n);
    }
    catch (asyncio::cancelled_error const&)
    {
        error = std::current_exception();
    }
    co_await asyncio::sleep(0s);
    if (error)
        std::rethrow_exception(error);
    co_return n;
}

asio::awaitable<int> failing(stage& s, int n)
{
    auto const object = s.object();
    co_await asyncio::sleep(1ms * n);
    throw std::runtime_error("failure");
}

template<class P>
std::vector<asyncio::task<int>>
tasks(stage& s, P const& place, std::initializer_list<int> all)
{
    std::vector<asyncio::task<int>> result;
    for (int const n : all)
        result.push_back(asyncio::create_task(place, child(s, n)));
    return result;
}

BOOST_AUTO_TEST_CASE(shield)
{
    interrupt(
        "shield",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const t = asyncio::create_task(place, child(s, 3));
            int n = co_await asyncio::shield(t);
            BOOST_CHECK_EQUAL(n, 3);
            n = co_await asyncio::shield(t);
            BOOST_CHECK_EQUAL(n, 3);
        });
}

// Whoever is interrupted: the child ends by itself.
BOOST_AUTO_TEST_CASE(what_is_shielded)
{
    interrupt(
        "what is shielded",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const t = asyncio::create_task(place, child(s, 4));
            std::exception_ptr error;
            try
            {
                co_await asyncio::shield(t);
            }
            catch (asyncio::cancelled_error const&)
            {
                error = std::current_exception();
            }
            if (!error)
                co_return;
            BOOST_CHECK_EQUAL(t.cancelling(), 0);
            int const n = co_await t.get();
            BOOST_CHECK_EQUAL(n, 4);
            std::rethrow_exception(error);
        });
}

BOOST_AUTO_TEST_CASE(shield_and_wait_for)
{
    interrupt(
        "wait_for(shield)",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const t = asyncio::create_task(place, child(s, 6));
            int timeouts = 0;
            for (auto const limit : {2ms, 0ms})
                try
                {
                    co_await asyncio::wait_for(asyncio::shield(t), limit);
                    BOOST_ERROR("no timeout");
                }
                catch (asyncio::timeout_error const&)
                {
                    ++timeouts;
                }
            BOOST_CHECK_EQUAL(timeouts, 2);
            BOOST_CHECK_EQUAL(t.cancelling(), 0);
            int const n = co_await t.get();
            BOOST_CHECK_EQUAL(n, 6);
        });
}

BOOST_AUTO_TEST_CASE(shield_of_a_failure)
{
    interrupt(
        "shield of a failure",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            // Where the failure comes too late for anybody to see it.
            asyncio::get_running_loop().set_exception_handler(
                [](auto&, auto const&) {});
            auto const t = asyncio::create_task(place, failing(s, 2));
            bool failed = false;
            try
            {
                co_await asyncio::shield(t);
            }
            catch (std::runtime_error const& e)
            {
                if (asyncio::is_cancelled(e))
                    throw;
                failed = true;
            }
            BOOST_CHECK(failed);
        });
}

BOOST_AUTO_TEST_CASE(as_completed)
{
    interrupt(
        "as_completed",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const all = tasks(s, place, {3, 1, 2});
            auto it = asyncio::as_completed(all, 1h);
            int sum = 0;
            while (auto t = co_await it.next())
                sum = 10 * sum + t->result();
            BOOST_CHECK_EQUAL(sum, 123);
            auto again = asyncio::as_completed(all);
            int count = 0;
            while (auto t = co_await again.next())
                ++count;
            BOOST_CHECK_EQUAL(count, 3);
        });
}

BOOST_AUTO_TEST_CASE(as_completed_with_a_timeout)
{
    interrupt(
        "as_completed, timeout",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const all = tasks(s, place, {20, 1, 30});
            auto it = asyncio::as_completed(all, 10ms);
            int given = 0;
            int timeouts = 0;
            for (bool more = true; more;)
                try
                {
                    auto const t = co_await it.next();
                    more = t.has_value();
                    given += more;
                }
                catch (asyncio::timeout_error const&)
                {
                    ++timeouts;
                }
            BOOST_CHECK_EQUAL(given, 1);
            BOOST_CHECK_EQUAL(timeouts, 2);
        });
}

// Whatever becomes of a call of next(): each item is given out once.
BOOST_AUTO_TEST_CASE(next_loses_nothing)
{
    interrupt(
        "next",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const all = tasks(s, place, {2, 3, 3, 5});
            auto it = asyncio::as_completed(all);
            std::vector<asyncio::task<int>> given;
            std::exception_ptr error;
            for (bool more = true; more;)
                try
                {
                    auto const t = co_await it.next();
                    more = t.has_value();
                    if (more)
                        given.push_back(*t);
                }
                catch (asyncio::cancelled_error const&)
                {
                    error = std::current_exception();
                }
            BOOST_CHECK_EQUAL(given.size(), 4);
            for (auto const& t : all)
                BOOST_CHECK_EQUAL(
                    std::count(given.begin(), given.end(), t), 1);
            if (error)
                std::rethrow_exception(error);
        });
}

// Two who share an iterator; one of them has little patience.
BOOST_AUTO_TEST_CASE(two_who_call_next)
{
    interrupt(
        "two callers",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto it = asyncio::as_completed(tasks(s, place, {1, 2, 3, 5}));
            int count = 0;
            auto const consume = [&](auto limit) -> asio::awaitable<void>
            {
                for (bool more = true; more;)
                    try
                    {
                        auto const t =
                            co_await asyncio::wait_for(it.next(), limit);
                        more = t.has_value();
                        count += more;
                    }
                    catch (asyncio::timeout_error const&)
                    {
                    }
            };
            auto const patient = asyncio::create_task(
                place, std::bind_front(consume, std::nullopt));
            auto const impatient =
                asyncio::create_task(place, std::bind_front(consume, 1ms));
            std::exception_ptr error;
            for (auto const& t : {patient, impatient})
                for (;;)
                    try
                    {
                        co_await asyncio::wait({t});
                        break;
                    }
                    catch (asyncio::cancelled_error const&)
                    {
                        error = std::current_exception();
                    }
            BOOST_CHECK_EQUAL(count, 4);
            if (error)
                std::rethrow_exception(error);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
