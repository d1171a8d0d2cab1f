// What run() does with the tasks that are left: when, and with what they use.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/run.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_run_leftovers)

namespace {

using body = std::function<asio::awaitable<void>()>;

// Runs `b` by each form that cleans up.
template<class Check>
void by_each_form(std::function<body()> make, Check check)
{
    BOOST_TEST_CONTEXT("run")
    {
        auto const b = make();
        check([&] { asyncio::run(b); });
    }
    BOOST_TEST_CONTEXT("runner")
    {
        auto const b = make();
        check(
            [&]
            {
                asyncio::runner r;
                r.run(b);
                r.close();
            });
    }
    BOOST_TEST_CONTEXT("runner that goes")
    {
        auto const b = make();
        check(
            [&]
            {
                asyncio::runner r;
                r.run(b);
            });
    }
    BOOST_TEST_CONTEXT("run(context)")
    {
        asio::io_context context;
        auto const b = make();
        check([&] { asyncio::run(context, b); });
    }
}

// ---- turns -----------------------------------------------------------------

// The traces of Python 3.13 for the same program: a dot for each turn, m for
// the end of main, and what a leftover does. Python goes on for four more
// turns, in which it has other things to close.
std::string trace;

void tick()
{
    trace += '.';
    asyncio::get_running_loop().call_soon(tick);
}

asio::awaitable<void> cleans_up(int turns)
{
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    trace += 'c';
    for (int i = 0; i != turns; ++i)
        co_await asyncio::sleep(0s);
    trace += 'e';
    std::rethrow_exception(cancelled);
}

asio::awaitable<void> leave(int tasks, int turns)
{
    for (int i = 0; i != tasks; ++i)
        asyncio::create_task(cleans_up(turns));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    asyncio::get_running_loop().call_soon(tick);
    trace += 'm';
}

void check_turns(body const& b, std::string const& python)
{
    by_each_form(
        [&]
        {
            trace.clear();
            return b;
        },
        [&](auto run)
        {
            run();
            // As in Python up to the end of the last task, and then no longer.
            auto const last = python.find_last_not_of('.') + 1;
            BOOST_TEST(
                trace.substr(0, last) == python.substr(0, last));
            BOOST_TEST(trace.size() <= python.size());
            BOOST_TEST(python.starts_with(trace));
        });
}

BOOST_AUTO_TEST_CASE(the_end_takes_no_more_turns_than_in_python)
{
    check_turns([] { return leave(0, 0); }, "m.....");
    check_turns([] { return leave(1, 0); }, "m..ce......");
    check_turns([] { return leave(2, 0); }, "m..cece......");
    check_turns([] { return leave(1, 2); }, "m..c..e......");
}

asio::awaitable<void> busy()
{
    try
    {
        for (;;)
        {
            trace += 'b';
            co_await asyncio::sleep(0s);
        }
    }
    catch (asyncio::cancelled_error const&)
    {
        trace += 'x';
    }
}

asio::awaitable<void> leave_busy(bool begun)
{
    asyncio::create_task(busy());
    if (begun)
        co_await asyncio::sleep(0s);
    asyncio::get_running_loop().call_soon(tick);
    trace += 'm';
}

BOOST_AUTO_TEST_CASE(a_task_that_is_ready_is_cancelled_in_the_turn_of_python)
{
    check_turns([] { return leave_busy(true); }, "bmb.x.......");
    check_turns([] { return leave_busy(false); }, "mb.x.......");
}

// One that was created in the last turn never begins.
asio::awaitable<void> leave_unborn()
{
    asyncio::get_running_loop().call_soon(
        [] { asyncio::create_task(busy()); });
    asyncio::get_running_loop().call_soon(tick);
    trace += 'm';
    co_return;
}

BOOST_AUTO_TEST_CASE(a_task_of_the_last_turn_never_begins)
{
    check_turns([] { return leave_unborn(); }, "m.........");
}

// ---- I/O objects that main owned -------------------------------------------

enum class how
{
    returns,
    throws,
    is_cancelled,
    is_stopped
};

constexpr std::array all_ways{
    how::returns, how::throws, how::is_cancelled, how::is_stopped};

asio::awaitable<void> end(how h)
{
    switch (h)
    {
    case how::returns:
        break;
    case how::throws:
        throw std::out_of_range("boom");
    case how::is_cancelled:
        asyncio::current_task().cancel();
        co_await asyncio::sleep(1h);
        break;
    case how::is_stopped:
        asyncio::get_running_loop().stop();
        co_await asyncio::sleep(1h);
    }
}

template<class Object, class Wait>
asio::awaitable<void> use(Object& object, Wait& wait, int& ended)
{
    try
    {
        co_await wait(object);
    }
    catch (std::exception const&)
    {
    }
    ++ended;
}

// Main makes an object and tasks that wait for it, and ends.
template<class Object, class Make, class Wait>
void check_object(Make make, Wait wait)
{
    for (how const h : all_ways)
    {
        int ended = 0;
        by_each_form(
            [&]() -> body
            {
                ended = 0;
                return [&, h]() -> asio::awaitable<void>
                {
                    Object object =
                        make(co_await asio::this_coro::executor);
                    asyncio::create_task(use(object, wait, ended));
                    asyncio::create_task(use(object, wait, ended));
                    co_await asyncio::sleep(1ms);
                    co_await end(h);
                };
            },
            [&](auto run)
            {
                try
                {
                    run();
                }
                catch (std::exception const&)
                {
                }
                BOOST_TEST(ended == 2);
            });
    }
}

asio::steady_timer make_timer(asio::any_io_executor ex)
{
    return asio::steady_timer(std::move(ex), 1h);
}

BOOST_AUTO_TEST_CASE(a_timer)
{
    check_object<asio::steady_timer>(
        make_timer,
        [](asio::steady_timer& t)
        { return t.async_wait(asio::use_awaitable); });
}

BOOST_AUTO_TEST_CASE(a_timer_with_a_limit)
{
    check_object<asio::steady_timer>(
        make_timer,
        [](asio::steady_timer& t)
        { return asyncio::wait_for(t.async_wait(asio::deferred), 2h); });
}

BOOST_AUTO_TEST_CASE(a_timer_beside_another)
{
    using namespace asio::experimental::awaitable_operators;
    check_object<asio::steady_timer>(
        make_timer,
        [](asio::steady_timer& t) -> asio::awaitable<void>
        {
            co_await (
                t.async_wait(asio::use_awaitable) ||
                t.async_wait(asio::use_awaitable));
        });
}

BOOST_AUTO_TEST_CASE(a_timer_of_a_child)
{
    check_object<asio::steady_timer>(
        make_timer,
        [](asio::steady_timer& t) -> asio::awaitable<void>
        {
            auto const inner =
                asyncio::create_task(t.async_wait(asio::deferred));
            co_await inner.get();
        });
}

BOOST_AUTO_TEST_CASE(a_socket)
{
    using asio::ip::udp;
    check_object<udp::socket>(
        [](asio::any_io_executor ex)
        {
            return udp::socket(
                std::move(ex),
                udp::endpoint(asio::ip::address_v4::loopback(), 0));
        },
        [](udp::socket& s)
        { return s.async_wait(udp::socket::wait_read, asio::use_awaitable); });
}

BOOST_AUTO_TEST_CASE(an_acceptor)
{
    using asio::ip::tcp;
    check_object<tcp::acceptor>(
        [](asio::any_io_executor ex)
        {
            return tcp::acceptor(
                std::move(ex),
                tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        },
        [](tcp::acceptor& a) -> asio::awaitable<void>
        { co_await a.async_accept(asio::use_awaitable); });
}

BOOST_AUTO_TEST_CASE(a_signal_set)
{
    check_object<asio::signal_set>(
        [](asio::any_io_executor ex)
        { return asio::signal_set(std::move(ex), SIGUSR2); },
        [](asio::signal_set& s) -> asio::awaitable<void>
        { co_await s.async_wait(asio::use_awaitable); });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
