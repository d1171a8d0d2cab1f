// task: cancelling, in every state of the task.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task_cancel)

namespace {

using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<void> sleep_long()
{
    co_await asyncio::sleep(100s);
}

asio::awaitable<int> give(int value)
{
    co_return value;
}

BOOST_AUTO_TEST_CASE(a_task_that_has_not_started_never_runs)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool started = false;
            auto const body = [&]() -> asio::awaitable<void>
            {
                started = true;
                co_return;
            };
            auto const t = asyncio::create_task(body);
            BOOST_TEST(t.cancel("early"));
            BOOST_TEST(!t.done());
            BOOST_TEST(t.cancelling() == 1u);
            std::string message;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "early");
            BOOST_TEST(!started);
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_task_cancelled_before_the_loop_runs_never_runs)
{
    asio::io_context context;
    bool started = false;
    auto const body = [&]() -> asio::awaitable<void>
    {
        started = true;
        co_return;
    };
    auto const before = asyncio::create_task(context, give(1));
    auto const t = asyncio::create_task(context, body);
    auto const after = asyncio::create_task(context, give(2));
    BOOST_TEST(t.cancel());
    context.run();
    BOOST_TEST(t.cancelled());
    BOOST_TEST(!started);
    BOOST_TEST(before.result() == 1);
    BOOST_TEST(after.result() == 2);
}

BOOST_AUTO_TEST_CASE(a_waiting_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(sleep_long());
            co_await asyncio::sleep(1s);
            BOOST_TEST(t.cancel());
            BOOST_TEST(!t.done());
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(t.done());
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_finished_task_stays_as_it_is)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(give(1));
            co_await asyncio::sleep(0s);
            BOOST_TEST(!t.cancel());
            BOOST_TEST(!t.cancelled());
            BOOST_TEST(t.cancelling() == 0u);
            BOOST_TEST(t.result() == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_task_that_cancels_itself_goes_on_to_its_next_await)
{
    run(
        []() -> asio::awaitable<void>
        {
            int steps = 0;
            auto const body = [&]() -> asio::awaitable<void>
            {
                asyncio::current_task().cancel();
                ++steps;
                co_await asyncio::sleep(1s);
                ++steps;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0.5s);
            BOOST_TEST(steps == 1);
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_request_that_met_no_await_cancels_the_end)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<int>
            {
                asyncio::current_task().cancel("too late");
                co_return 1;
            };
            auto const t = asyncio::create_task(body);
            std::string message;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "too late");
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(awaiting_works_after_a_cancellation)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool ended = false;
            auto const body = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                }
                co_await asyncio::sleep(1s);
                auto const inner = asyncio::create_task(give(1));
                int const value = co_await inner.get();
                ended = value == 1;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            t.cancel();
            co_await t.get();
            BOOST_TEST(ended);
            BOOST_TEST(!t.cancelled());
            BOOST_TEST(t.cancelling() == 1u);
            BOOST_TEST((now() == 2s));
        });
}

BOOST_AUTO_TEST_CASE(each_request_interrupts_one_await)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<std::string> messages;
            auto const body = [&]() -> asio::awaitable<void>
            {
                for (int i = 0; i != 3; ++i)
                    try
                    {
                        co_await asyncio::sleep(100s);
                    }
                    catch (asyncio::cancelled_error const& e)
                    {
                        messages.push_back(e.message());
                    }
            };
            auto const t = asyncio::create_task(body);
            for (char const* m : {"one", "two", ""})
            {
                co_await asyncio::sleep(1s);
                t.cancel(m);
            }
            co_await t.get();
            BOOST_TEST(
                (messages == std::vector<std::string>{"one", "two", ""}));
            BOOST_TEST(t.cancelling() == 3u);
        });
}

BOOST_AUTO_TEST_CASE(uncancel_counts_down_to_zero_and_no_further)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                auto const self = asyncio::current_task();
                BOOST_TEST(self.uncancel() == 0u);
                self.cancel();
                self.cancel();
                BOOST_TEST(self.cancelling() == 2u);
                BOOST_TEST(self.uncancel() == 1u);
                BOOST_TEST(self.uncancel() == 0u);
                BOOST_TEST(self.uncancel() == 0u);
                // At zero the request is revoked.
                co_await asyncio::sleep(1s);
            };
            auto const t = asyncio::create_task(body);
            co_await t.get();
            BOOST_TEST(!t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(an_uncancel_that_leaves_a_request_revokes_nothing)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                auto const self = asyncio::current_task();
                self.cancel();
                self.cancel();
                self.uncancel();
                co_await asyncio::sleep(1s);
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0.5s);
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_task_that_throws_something_else_has_failed)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    throw std::runtime_error("boom");
                }
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            t.cancel();
            BOOST_CHECK_THROW(co_await t.get(), std::runtime_error);
            BOOST_TEST(!t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_cancelled_error_nobody_requested_cancels_as_well)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                throw asyncio::cancelled_error("mine");
                co_return;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(t.cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(cancelling_the_waiter_of_a_finished_task)
{
    // Both happen in one turn: the waiter is woken, and then cancelled.
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            bool reached = false;
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await f.get();
                reached = true;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            f.set_result(1);
            BOOST_TEST(t.cancel());
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(!reached);
            BOOST_TEST(!f.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_request_is_passed_to_the_innermost_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const inner = asyncio::create_task(sleep_long());
            auto const middle = asyncio::create_task(inner);
            auto const outer = asyncio::create_task(middle);
            co_await asyncio::sleep(1s);
            outer.cancel("deep");
            std::string message;
            try
            {
                co_await outer.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "deep");
            BOOST_TEST(inner.cancelled());
            BOOST_TEST(middle.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(from_another_thread_true_means_handed_over)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, sleep_long());
    context.poll();
    bool taken = false;
    std::thread([&] { taken = t.cancel("remote"); }).join();
    BOOST_TEST(taken);
    BOOST_TEST(!t.done());
    context.run();
    BOOST_TEST(t.cancelled());
    BOOST_TEST(!t.cancel());
}

// ---- is_cancelled ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(is_cancelled_outside_of_a_task)
{
    boost::system::system_error const aborted(asio::error::operation_aborted);
    BOOST_TEST(asyncio::is_cancelled(asyncio::cancelled_error()));
    BOOST_TEST(!asyncio::is_cancelled(aborted));
    BOOST_TEST(!asyncio::is_cancelled(std::runtime_error("x")));
    BOOST_TEST(!asyncio::is_cancelled(asyncio::timeout_error()));
    BOOST_TEST(!asyncio::is_cancelled(std::exception_ptr()));
    BOOST_TEST(
        asyncio::is_cancelled(
            std::make_exception_ptr(asyncio::cancelled_error())));
    BOOST_TEST(!asyncio::is_cancelled(std::make_exception_ptr(1)));
}

BOOST_AUTO_TEST_CASE(is_cancelled_in_a_task_that_is_requested_to_end)
{
    run(
        []() -> asio::awaitable<void>
        {
            boost::system::system_error const aborted(
                asio::error::operation_aborted);
            auto const self = asyncio::current_task();
            BOOST_TEST(!asyncio::is_cancelled(aborted));
            self.cancel();
            BOOST_TEST(asyncio::is_cancelled(aborted));
            BOOST_TEST(
                asyncio::is_cancelled(std::make_exception_ptr(aborted)));
            BOOST_TEST(!asyncio::is_cancelled(std::runtime_error("x")));
            self.uncancel();
            BOOST_TEST(!asyncio::is_cancelled(aborted));
            co_return;
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
