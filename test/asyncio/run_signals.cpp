// Conformance: what SIGINT does to run().
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

#include <csignal>
#include <exception>
#include <stdexcept>

BOOST_AUTO_TEST_SUITE(asyncio_run_signals)

namespace {

using asyncio_test::trace;

// Python's default_int_handler has the place of the default disposition here.
void use_default_handler()
{
    std::signal(SIGINT, SIG_DFL);
}

bool is_default_handler()
{
    struct sigaction action = {};
    ::sigaction(SIGINT, nullptr, &action);
    return action.sa_handler == SIG_DFL;
}

void raise_sigint()
{
    std::raise(SIGINT);
}

asio::awaitable<void> leftover(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("leftover cancelled");
        throw;
    }
}

asio::awaitable<void> cancelled_by_sigint(trace& t)
{
    asyncio::create_task(leftover(t), {.name = "keep"});
    asyncio::get_running_loop().call_later(20ms, raise_sigint);
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
    {
        t.print(
            "main cancelled, cancelling() =",
            asyncio::current_task().cancelling());
        co_await asyncio::sleep(0s);
        t.print("main cleanup done");
        std::rethrow_exception(cancelled);
    }
}

BOOST_AUTO_TEST_CASE(scenario_023_run_sigint_cancels_main)
{
    trace t("scenario_023_run_sigint_cancels_main");
    use_default_handler();
    try
    {
        asyncio::run(cancelled_by_sigint(t));
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        t.print("run raised KeyboardInterrupt");
    }
    t.print("handler restored", is_default_handler());
    t.check();
}

asio::awaitable<void> converts_sigint()
{
    asyncio::get_running_loop().call_soon(raise_sigint);
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        throw std::invalid_argument("converted");
    }
}

BOOST_AUTO_TEST_CASE(scenario_025_run_sigint_other_exception)
{
    trace t("scenario_025_run_sigint_other_exception");
    use_default_handler();
    try
    {
        asyncio::run(converts_sigint());
    }
    catch (std::invalid_argument const& e)
    {
        t.print("run raised ValueError", e.what());
    }
    t.check();
}

asio::awaitable<void> interrupted_twice(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.call_soon(raise_sigint);
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main: first interrupt");
    }
    loop.call_soon(raise_sigint);
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main: cancelled by shutdown of run()");
        throw;
    }
}

BOOST_AUTO_TEST_CASE(scenario_026_run_sigint_second_raises)
{
    trace t("scenario_026_run_sigint_second_raises");
    use_default_handler();
    try
    {
        asyncio::run(interrupted_twice(t));
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        t.print("run raised KeyboardInterrupt");
    }
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
