// run and runner: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/run.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_run)

namespace {

asio::awaitable<int> give(int value)
{
    co_await asyncio::sleep(0s);
    co_return value;
}

asio::awaitable<void> fail()
{
    co_await asyncio::sleep(0s);
    throw std::out_of_range("boom");
}

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

int loops_made = 0;

std::unique_ptr<asyncio::event_loop> counting_factory()
{
    ++loops_made;
    return asyncio::new_virtual_loop();
}

BOOST_AUTO_TEST_CASE(any_kind_of_child_and_result)
{
    BOOST_TEST(asyncio::run(give(1)) == 1);
    asyncio::run(asyncio::sleep(0s));
    BOOST_TEST(asyncio::run(asyncio::sleep(0s, 2)) == 2);
    auto const p = asyncio::run(
        []() -> asio::awaitable<std::unique_ptr<int>>
        { co_return std::make_unique<int>(3); });
    BOOST_TEST(*p == 3);
    auto const n = asyncio::run(
        []() -> asio::awaitable<no_default, asyncio::executor>
        { co_return no_default(4); });
    BOOST_TEST(n.value == 4);
    BOOST_CHECK_THROW(asyncio::run(fail()), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(the_loop_factory_makes_the_loop)
{
    loops_made = 0;
    asyncio::run(give(1), {.loop_factory = counting_factory});
    BOOST_TEST(loops_made == 1);
}

BOOST_AUTO_TEST_CASE(run_does_not_nest)
{
    std::string message;
    std::string on_context;
    asio::io_context context;
    asyncio::run(
        [&]() -> asio::awaitable<void>
        {
            try
            {
                asyncio::run(give(1));
            }
            catch (std::runtime_error const& e)
            {
                message = e.what();
            }
            try
            {
                asyncio::run(context, give(1));
            }
            catch (std::runtime_error const& e)
            {
                on_context = e.what();
            }
            co_return;
        });
    BOOST_TEST(
        message ==
        "asyncio.run() cannot be called from a running event loop");
    BOOST_TEST(on_context == message);
}

BOOST_AUTO_TEST_CASE(tasks_that_are_left_are_cancelled_and_awaited)
{
    int cleaned_up = 0;
    asyncio::task<void> left;
    asyncio_test::run(
        [&]() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    ++cleaned_up;
                }
                co_await asyncio::sleep(1s);
                ++cleaned_up;
            };
            left = asyncio::create_task([body] { return body(); });
            co_await asyncio::sleep(1s);
        });
    BOOST_TEST(cleaned_up == 2);
    BOOST_TEST(left.done());
}

// ---- runner ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_runner_runs_several_children_in_one_loop)
{
    loops_made = 0;
    asyncio::runner r({.loop_factory = counting_factory});
    BOOST_TEST(loops_made == 0);
    asyncio::task<int> left;
    r.run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_TEST(&asyncio::get_running_loop() == &r.get_loop());
            left = asyncio::create_task(asyncio::sleep(5s, 7));
            co_await asyncio::sleep(1s);
        });
    BOOST_TEST(!left.done());
    BOOST_TEST(r.run(left) == 7);
    BOOST_CHECK_THROW(r.run(fail()), std::out_of_range);
    BOOST_TEST(r.run(give(1)) == 1);
    BOOST_TEST(loops_made == 1);
}

BOOST_AUTO_TEST_CASE(a_runner_cancels_what_is_left_when_it_is_closed)
{
    asyncio::task<void> left;
    {
        asyncio::runner r({.loop_factory = asyncio::new_virtual_loop});
        left = r.get_loop().create_task(asyncio::sleep(100s));
        r.run(give(1));
        BOOST_TEST(!left.done());
        r.close();
        BOOST_TEST(left.cancelled());
        r.close();
        try
        {
            r.run(give(1));
            BOOST_ERROR("no exception");
        }
        catch (std::runtime_error const& e)
        {
            BOOST_TEST(e.what() == std::string("Runner is closed"));
        }
        BOOST_CHECK_THROW(r.get_loop(), std::runtime_error);
    }
    {
        asyncio::runner r({.loop_factory = asyncio::new_virtual_loop});
        left = r.get_loop().create_task(asyncio::sleep(100s));
        r.run(give(1));
    }
    BOOST_TEST(left.cancelled());
}

BOOST_AUTO_TEST_CASE(the_loop_of_a_closed_runner_can_be_asked)
{
    asyncio::runner r;
    auto& loop = r.get_loop();
    auto const never = loop.create_task(asyncio::sleep(1h));
    auto const left = r.run(
        []() -> asio::awaitable<asyncio::task<void>>
        { co_return asyncio::create_task(asyncio::sleep(1h)); });
    BOOST_TEST(!loop.is_closed());
    r.close();
    BOOST_TEST(left.cancelled());
    BOOST_TEST(never.cancelled());
    BOOST_TEST(loop.is_closed());
    BOOST_TEST(!loop.is_running());
    BOOST_TEST((&left.get_loop() == &loop));
    loop.close();
    loop.stop();
    BOOST_CHECK_THROW(loop.call_soon([] {}), std::runtime_error);
    BOOST_CHECK_THROW(loop.run_forever(), std::runtime_error);
    BOOST_CHECK_THROW(loop.create_task(give(1)), std::runtime_error);
    BOOST_CHECK_THROW(
        loop.run_until_complete(give(1)), std::runtime_error);
    BOOST_TEST(!loop.remove_signal_handler(2));
}

BOOST_AUTO_TEST_CASE(a_runner_whose_loop_was_closed)
{
    asyncio::task<void> left;
    asyncio::runner r;
    r.run(
        [&]() -> asio::awaitable<void>
        {
            left = asyncio::create_task(asyncio::sleep(1h));
            co_return;
        });
    r.get_loop().close();
    BOOST_CHECK_THROW(r.run(give(1)), std::runtime_error);
    r.close();
    BOOST_TEST(left.cancelled());
}

BOOST_AUTO_TEST_CASE(a_runner_that_cannot_be_closed_now)
{
    asyncio::runner r;
    std::string message;
    bool ended = false;
    auto const left = [&]() -> asio::awaitable<void>
    {
        try
        {
            co_await asyncio::sleep(1h);
        }
        catch (asyncio::cancelled_error const&)
        {
            ended = true;
        }
    };
    r.run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::create_task(left);
            try
            {
                r.close();
            }
            catch (std::runtime_error const& e)
            {
                message = e.what();
            }
            co_return;
        });
    BOOST_TEST(message == "This event loop is already running");
    // Nothing has happened.
    BOOST_TEST(r.run(give(1)) == 1);
    r.close();
    BOOST_TEST(ended);
}

// What goes wrong in the clean-up takes nothing from the result, and the
// functions in threads are waited for all the same.
BOOST_AUTO_TEST_CASE(a_clean_up_that_fails)
{
    std::atomic<bool> returned = false;
    std::vector<std::string> reported;
    auto const main = [&](bool interrupt) -> asio::awaitable<int>
    {
        auto& loop = asyncio::get_running_loop();
        loop.set_exception_handler(
            [&](asyncio::event_loop&, asyncio::exception_context const& c)
            { reported.push_back(c.message); });
        loop.run_in_executor(
            [&]
            {
                std::this_thread::sleep_for(5ms);
                returned = true;
            });
        auto const fails = [interrupt]() -> asio::awaitable<void>
        {
            try
            {
                co_await asyncio::sleep(1h);
            }
            catch (asyncio::cancelled_error const&)
            {
                if (interrupt)
                    throw asyncio::keyboard_interrupt();
                throw std::out_of_range("clean-up");
            }
        };
        asyncio::create_task(fails);
        co_await asyncio::sleep(0s);
        co_return 7;
    };
    BOOST_TEST(asyncio::run([&] { return main(false); }) == 7);
    BOOST_TEST(returned);
    BOOST_TEST(
        (reported ==
         std::vector<std::string>{
             "unhandled exception during asyncio.run() shutdown"}));
    returned = false;
    BOOST_CHECK_THROW(
        asyncio::run([&] { return main(true); }),
        asyncio::keyboard_interrupt);
    BOOST_TEST(returned);
}

BOOST_AUTO_TEST_CASE(a_runner_does_not_run_inside_a_loop)
{
    asyncio::runner r;
    std::string message;
    asyncio::run(
        [&]() -> asio::awaitable<void>
        {
            try
            {
                r.run(give(1));
            }
            catch (std::runtime_error const& e)
            {
                message = e.what();
            }
            co_return;
        });
    BOOST_TEST(
        message == "Runner.run() cannot be called from a running event loop");
}

// ---- on a context of the caller ---------------------------------------------

BOOST_AUTO_TEST_CASE(on_a_context_any_kind_of_child_and_result)
{
    asio::io_context context;
    BOOST_TEST(asyncio::run(context, give(1)) == 1);
    BOOST_TEST(asyncio::run(context, asyncio::sleep(0s, 2)) == 2);
    auto const p = asyncio::run(
        context,
        []() -> asio::awaitable<std::unique_ptr<int>>
        { co_return std::make_unique<int>(3); });
    BOOST_TEST(*p == 3);
    auto const t = asyncio::create_task(context, give(4));
    BOOST_TEST(asyncio::run(context, t) == 4);
    BOOST_CHECK_THROW(asyncio::run(context, fail()), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(on_a_context_older_tasks_and_foreign_work_stay)
{
    asio::io_context context;
    bool fired = false;
    asio::steady_timer timer(context, 1h);
    timer.async_wait(
        [&](boost::system::error_code const& e) { fired = !e; });
    auto const older = asyncio::create_task(context, asyncio::sleep(1h));
    asyncio::task<void> younger;
    asyncio::run(
        context,
        [&]() -> asio::awaitable<void>
        {
            younger = asyncio::create_task(asyncio::sleep(1h));
            co_await asyncio::sleep(1ms);
        });
    BOOST_TEST(!older.done());
    BOOST_TEST(younger.cancelled());
    BOOST_TEST(!context.stopped());
    BOOST_TEST(timer.cancel() == 1u);
    older.cancel();
    context.run();
    BOOST_TEST(older.cancelled());
    BOOST_TEST(!fired);
}

BOOST_AUTO_TEST_CASE(on_a_context_younger_tasks_go_when_the_child_fails)
{
    asio::io_context context;
    asyncio::task<void> younger;
    auto const body = [&]() -> asio::awaitable<void>
    {
        younger = asyncio::create_task(asyncio::sleep(1h));
        co_await asyncio::sleep(0s);
        throw std::out_of_range("boom");
    };
    BOOST_CHECK_THROW(asyncio::run(context, body), std::out_of_range);
    BOOST_TEST(younger.cancelled());
}

BOOST_AUTO_TEST_CASE(on_a_context_that_another_thread_runs_too)
{
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread thread([&] { context.run(); });
    for (int i = 0; i != 100; ++i)
    {
        asyncio::task<void> younger;
        int const value = asyncio::run(
            context,
            [&]() -> asio::awaitable<int>
            {
                younger = asyncio::create_task(asyncio::sleep(1h));
                co_await asyncio::sleep(0s);
                co_await asyncio::sleep(10us);
                co_return i;
            });
        BOOST_TEST(value == i);
        BOOST_TEST(younger.cancelled());
    }
    std::atomic<bool> alive = false;
    asio::post(context, [&] { alive = true; });
    work.reset();
    thread.join();
    BOOST_TEST(alive);
}

BOOST_AUTO_TEST_CASE(on_a_context_that_was_stopped)
{
    asio::io_context context;
    context.run();
    BOOST_TEST(context.stopped());
    BOOST_TEST(asyncio::run(context, give(1)) == 1);
    context.stop();
    BOOST_TEST(asyncio::run(context, give(2)) == 2);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
