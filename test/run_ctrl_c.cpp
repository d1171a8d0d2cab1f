// Ctrl-C during run(): none is lost, and none that was not meant.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/run.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_run_ctrl_c)

namespace {

using handler = void (*)(int);

handler disposition(int signal)
{
    struct sigaction action = {};
    ::sigaction(signal, nullptr, &action);
    return action.sa_handler;
}

using body = std::function<asio::awaitable<int>()>;

template<class F>
std::string outcome(F run)
{
    try
    {
        return "result " + std::to_string(run());
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        return "interrupt";
    }
    catch (asyncio::cancelled_error const&)
    {
        return "cancelled";
    }
    catch (std::exception const& e)
    {
        return e.what();
    }
}

// By each form; all are to end in the same way.
void check(body const& b, std::string const& expected)
{
    BOOST_TEST(outcome([&] { return asyncio::run(b); }) == expected);
    asyncio::runner r;
    BOOST_TEST(outcome([&] { return r.run(b); }) == expected);
    BOOST_TEST(outcome([&] { return r.run(b); }) == expected);
    r.close();
    asio::io_context context;
    BOOST_TEST(
        outcome([&] { return asyncio::run(context, b); }) == expected);
    BOOST_TEST((disposition(SIGINT) == SIG_DFL));
}

asio::awaitable<int> raise_and_return(int steps)
{
    for (int i = 0; i != steps; ++i)
        co_await asyncio::sleep(0s);
    std::raise(SIGINT);
    co_return 1;
}

BOOST_AUTO_TEST_CASE(in_the_last_step_of_main)
{
    check([] { return raise_and_return(0); }, "interrupt");
    check([] { return raise_and_return(1); }, "interrupt");
    check([] { return raise_and_return(5); }, "interrupt");
}

BOOST_AUTO_TEST_CASE(a_few_steps_before_the_last_one)
{
    for (int steps = 1; steps != 5; ++steps)
        check(
            [steps]() -> asio::awaitable<int>
            {
                std::raise(SIGINT);
                for (int i = 0; i != steps; ++i)
                    co_await asyncio::sleep(0s);
                co_return 1;
            },
            "interrupt");
}

// In Python it is the turn in which the loop learns that main is done.
BOOST_AUTO_TEST_CASE(when_main_is_done_and_run_has_not_returned)
{
    check(
        []() -> asio::awaitable<int>
        {
            asyncio::current_task().add_done_callback(
                [] { std::raise(SIGINT); });
            co_return 1;
        },
        "interrupt");
}

BOOST_AUTO_TEST_CASE(beside_an_exception_of_main)
{
    // Python: main answers with another exception.
    check(
        []() -> asio::awaitable<int>
        {
            std::raise(SIGINT);
            throw std::out_of_range("boom");
            co_return 1;
        },
        "boom");
}

BOOST_AUTO_TEST_CASE(beside_another_request)
{
    // Two requests: uncancel() does not come to zero.
    check(
        []() -> asio::awaitable<int>
        {
            asyncio::current_task().cancel();
            std::raise(SIGINT);
            co_await asyncio::sleep(1h);
            co_return 1;
        },
        "cancelled");
    check(
        []() -> asio::awaitable<int>
        {
            asyncio::get_running_loop().call_later(
                5ms,
                [t = asyncio::current_task()]
                {
                    t.cancel();
                    std::raise(SIGINT);
                });
            co_await asyncio::sleep(1h);
            co_return 1;
        },
        "cancelled");
}

BOOST_AUTO_TEST_CASE(main_cancels_itself_without_a_request)
{
    check(
        []() -> asio::awaitable<int>
        {
            std::raise(SIGINT);
            throw asyncio::cancelled_error();
            co_return 1;
        },
        "interrupt");
}

BOOST_AUTO_TEST_CASE(two_in_the_last_step)
{
    check(
        []() -> asio::awaitable<int>
        {
            std::raise(SIGINT);
            std::raise(SIGINT);
            co_return 1;
        },
        "interrupt");
}

// Main takes the first one for itself; the second one is not its to take.
asio::awaitable<int> take_one(int more)
{
    std::raise(SIGINT);
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        asyncio::current_task().uncancel();
    }
    for (int i = 0; i != more; ++i)
        std::raise(SIGINT);
    co_return 1;
}

BOOST_AUTO_TEST_CASE(one_that_main_takes)
{
    check([] { return take_one(0); }, "result 1");
    check([] { return take_one(1); }, "interrupt");
}

asio::awaitable<int> step(int i)
{
    co_await asyncio::sleep(0s);
    if (i % 40 == 7)
        std::raise(SIGINT);
    co_return i;
}

BOOST_AUTO_TEST_CASE(in_four_hundred_runs)
{
    int interrupts = 0;
    int results = 0;
    asio::io_context context;
    for (int i = 0; i != 400; ++i)
    {
        try
        {
            if (i % 2)
                asyncio::run(step(i));
            else
                asyncio::run(context, step(i + 1));
            ++results;
        }
        catch (asyncio::keyboard_interrupt const&)
        {
            ++interrupts;
        }
    }
    BOOST_TEST(interrupts == 20);
    BOOST_TEST(results == 380);
    BOOST_TEST((disposition(SIGINT) == SIG_DFL));
}

// Nothing of one run's signals is left for the next one.
BOOST_AUTO_TEST_CASE(a_run_after_an_interrupted_one)
{
    asio::io_context context;
    asyncio::runner r;
    for (int i = 0; i != 5; ++i)
    {
        BOOST_CHECK_THROW(
            r.run(raise_and_return(1)), asyncio::keyboard_interrupt);
        r.run(asyncio::sleep(2ms));
        BOOST_CHECK_THROW(
            asyncio::run(context, raise_and_return(1)),
            asyncio::keyboard_interrupt);
        asyncio::run(context, asyncio::sleep(2ms));
        asyncio::run(asyncio::sleep(2ms));
    }
}

// ---- the disposition -------------------------------------------------------

void ignore(int)
{
}

BOOST_AUTO_TEST_CASE(a_handler_of_the_program_is_left_alone)
{
    std::signal(SIGINT, ignore);
    BOOST_TEST(
        outcome([] { return asyncio::run(raise_and_return(1)); }) ==
        "result 1");
    BOOST_TEST((disposition(SIGINT) == ignore));
    std::signal(SIGINT, SIG_DFL);
}

BOOST_AUTO_TEST_CASE(a_handler_that_main_installs_stays)
{
    auto const b = []() -> asio::awaitable<int>
    {
        std::signal(SIGINT, ignore);
        std::raise(SIGINT);
        co_return 1;
    };
    BOOST_TEST(outcome([&] { return asyncio::run(b); }) == "result 1");
    BOOST_TEST((disposition(SIGINT) == ignore));
    std::signal(SIGINT, SIG_DFL);
}

// A signal_set of Asio's for the same signal gets it as well, and keeps it.
BOOST_AUTO_TEST_CASE(a_signal_set_beside_it)
{
    asio::io_context other;
    asio::signal_set set(other);
    int got = 0;
    auto const b = [&]() -> asio::awaitable<int>
    {
        set.add(SIGINT);
        set.async_wait(
            [&](boost::system::error_code const& e, int)
            { got += !e; });
        std::raise(SIGINT);
        co_return 1;
    };
    BOOST_TEST(outcome([&] { return asyncio::run(b); }) == "interrupt");
    BOOST_TEST((disposition(SIGINT) != SIG_DFL));
    other.run();
    BOOST_TEST(got == 1);
    set.async_wait(
        [&](boost::system::error_code const& e, int) { got += !e; });
    std::raise(SIGINT);
    other.restart();
    other.run();
    BOOST_TEST(got == 2);
    set.clear();
    BOOST_TEST((disposition(SIGINT) == SIG_DFL));
}

BOOST_AUTO_TEST_CASE(not_where_it_is_not_wanted)
{
    handler during = nullptr;
    asyncio::run(
        [&]() -> asio::awaitable<void>
        {
            during = disposition(SIGINT);
            co_return;
        },
        {.handle_sigint = false});
    BOOST_TEST((during == SIG_DFL));
}

// ---- add_signal_handler ----------------------------------------------------

BOOST_AUTO_TEST_CASE(a_replaced_handler)
{
    asyncio::event_loop loop;
    std::string calls;
    loop.add_signal_handler(SIGUSR1, [&] { calls += 'a'; });
    auto const caught = disposition(SIGUSR1);
    BOOST_TEST((caught != SIG_DFL));
    std::raise(SIGUSR1); // on its way: for whoever is there when it comes
    loop.add_signal_handler(SIGUSR1, [&] { calls += 'b'; });
    BOOST_TEST((disposition(SIGUSR1) == caught));
    std::raise(SIGUSR1);
    loop.run_until_complete(asyncio::sleep(20ms));
    BOOST_TEST(calls == "bb");
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            // Also one that replaces itself.
            asyncio::get_running_loop().add_signal_handler(
                SIGUSR1,
                [&]
                {
                    calls += 'c';
                    loop.add_signal_handler(SIGUSR1, [&] { calls += 'd'; });
                });
            std::raise(SIGUSR1);
            co_await asyncio::sleep(20ms);
            std::raise(SIGUSR1);
            co_await asyncio::sleep(20ms);
        });
    BOOST_TEST(calls == "bbcd");
    BOOST_TEST(loop.remove_signal_handler(SIGUSR1));
    BOOST_TEST((disposition(SIGUSR1) == SIG_DFL));
    BOOST_TEST(!loop.remove_signal_handler(SIGUSR1));
}

BOOST_AUTO_TEST_CASE(a_handler_that_cannot_be_installed)
{
    asyncio::event_loop loop;
    BOOST_CHECK_THROW(
        loop.add_signal_handler(-1, [] {}), boost::system::system_error);
    BOOST_CHECK_THROW(
        loop.add_signal_handler(SIGKILL, [] {}), boost::system::system_error);
    BOOST_TEST(!loop.remove_signal_handler(SIGKILL));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
