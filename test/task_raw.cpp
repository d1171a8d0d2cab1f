// task: operations of Asio awaited in it, and cancelled.
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
#include <boost/asyncio/wait.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task_raw)

namespace {

using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<void> wait_raw()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

// Waits until cancelled, and gives the error code inside.
asio::awaitable<boost::system::error_code> raw_error()
{
    try
    {
        co_await wait_raw();
    }
    catch (boost::system::system_error const& e)
    {
        co_return e.code();
    }
    co_return boost::system::error_code();
}

BOOST_AUTO_TEST_CASE(a_cancelled_raw_operation_throws_operation_aborted)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(raw_error());
            co_await asyncio::sleep(1s);
            BOOST_TEST(t.cancel());
            auto const code = co_await t.get();
            BOOST_TEST((code == asio::error::operation_aborted));
            BOOST_TEST(!t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_task_that_ends_by_it_counts_as_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(wait_raw());
            co_await asyncio::sleep(1s);
            t.cancel("enough");
            std::string message;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "enough");
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_request_before_the_raw_operation_interrupts_it)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                asyncio::current_task().cancel();
                co_await wait_raw();
            };
            auto const t = asyncio::create_task(body);
            BOOST_CHECK_THROW(co_await t.get(), asyncio::cancelled_error);
        });
}

// Closing or destroying what a task waits for, and asking it to stop, are one
// end of one wait, in either order.
BOOST_AUTO_TEST_CASE(a_request_and_the_end_of_the_object_are_one)
{
    for (bool const request_first : {false, true})
        run(
            [request_first]() -> asio::awaitable<void>
            {
                auto timer = std::make_unique<asio::steady_timer>(
                    co_await asio::this_coro::executor, 1h);
                int cleaned_up = 0;
                auto const body = [&]() -> asio::awaitable<void>
                {
                    std::exception_ptr error;
                    try
                    {
                        co_await timer->async_wait(asio::use_awaitable);
                    }
                    catch (std::exception const& e)
                    {
                        BOOST_TEST(asyncio::is_cancelled(e));
                        error = std::current_exception();
                    }
                    co_await asyncio::sleep(1ms);
                    co_await asio::post(asio::use_awaitable);
                    ++cleaned_up;
                    std::rethrow_exception(error);
                };
                auto const t = asyncio::create_task(body);
                co_await asyncio::sleep(1s);
                if (request_first)
                    BOOST_TEST(t.cancel());
                timer.reset();
                if (!request_first)
                    BOOST_TEST(t.cancel());
                BOOST_TEST(t.cancelling() == 1u);
                co_await asyncio::wait({t});
                BOOST_TEST(t.cancelled());
                BOOST_TEST(cleaned_up == 1);
            });
}

// As in Python: the wait has ended by it, but nobody counts it any more.
BOOST_AUTO_TEST_CASE(a_request_that_is_taken_back_has_ended_the_wait)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(raw_error());
            co_await asyncio::sleep(1s);
            BOOST_TEST(t.cancel());
            BOOST_TEST(t.uncancel() == 0u);
            auto const code = co_await t.get();
            BOOST_TEST((code == asio::error::operation_aborted));
        });
}

BOOST_AUTO_TEST_CASE(raw_operations_work_after_a_cancellation)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool ended = false;
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await raw_error();
                asio::steady_timer timer(
                    co_await asio::this_coro::executor, 0s);
                co_await timer.async_wait(asio::use_awaitable);
                co_await asio::post(asio::use_awaitable);
                co_await asyncio::sleep(1s);
                ended = true;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            t.cancel();
            co_await t.get();
            BOOST_TEST(ended);
            BOOST_TEST(t.cancelling() == 1u);
        });
}

BOOST_AUTO_TEST_CASE(each_request_interrupts_one_raw_operation)
{
    run(
        []() -> asio::awaitable<void>
        {
            int interrupted = 0;
            auto const body = [&]() -> asio::awaitable<void>
            {
                for (int i = 0; i != 3; ++i)
                {
                    auto const code = co_await raw_error();
                    interrupted += code == asio::error::operation_aborted;
                }
            };
            auto const t = asyncio::create_task(body);
            for (int i = 0; i != 3; ++i)
            {
                co_await asyncio::sleep(1s);
                BOOST_TEST(interrupted == i);
                t.cancel();
            }
            co_await t.get();
            BOOST_TEST(interrupted == 3);
        });
}

BOOST_AUTO_TEST_CASE(a_socket_closed_under_it_is_a_failure)
{
    run(
        []() -> asio::awaitable<void>
        {
            asio::local::stream_protocol::socket a(
                co_await asio::this_coro::executor);
            asio::local::stream_protocol::socket b(a.get_executor());
            asio::local::connect_pair(a, b);
            auto const body = [&]() -> asio::awaitable<void>
            {
                std::array<char, 1> data;
                co_await a.async_read_some(
                    asio::buffer(data), asio::use_awaitable);
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            a.close();
            boost::system::error_code code;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const&)
            {
                BOOST_ERROR("nobody cancelled it");
            }
            catch (boost::system::system_error const& e)
            {
                code = e.code();
            }
            BOOST_TEST((code == asio::error::operation_aborted));
            BOOST_TEST(!t.cancelled());
            BOOST_TEST((t.exception() != nullptr));
        });
}

BOOST_AUTO_TEST_CASE(an_operation_that_has_completed_already_keeps_its_result)
{
    using boost::system::error_code;
    run(
        []() -> asio::awaitable<void>
        {
            asio::experimental::channel<void(error_code, int)> channel(
                co_await asio::this_coro::executor);
            std::vector<std::string> events;
            auto const body = [&]() -> asio::awaitable<void>
            {
                int const item =
                    co_await channel.async_receive(asio::use_awaitable);
                events.push_back("item " + std::to_string(item));
                try
                {
                    co_await asyncio::sleep(1s);
                }
                catch (asyncio::cancelled_error const& e)
                {
                    events.push_back(e.message());
                }
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            BOOST_TEST(channel.try_send(error_code(), 5));
            BOOST_TEST(t.cancel("late"));
            co_await t.get();
            BOOST_TEST(
                (events == std::vector<std::string>{"item 5", "late"}));
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_request_before_the_last_raw_operation_is_not_lost)
{
    using boost::system::error_code;
    run(
        []() -> asio::awaitable<void>
        {
            asio::experimental::channel<void(error_code, int)> channel(
                co_await asio::this_coro::executor);
            auto const body = [&]() -> asio::awaitable<int>
            {
                co_return co_await channel.async_receive(asio::use_awaitable);
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            channel.try_send(error_code(), 5);
            t.cancel();
            BOOST_CHECK_THROW(co_await t.get(), asyncio::cancelled_error);
        });
}

BOOST_AUTO_TEST_CASE(a_request_waits_for_an_operation_that_cannot_be_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<int> events;
            auto const body = [&]() -> asio::awaitable<void>
            {
                events.push_back(1);
                co_await asio::post(asio::use_awaitable);
                events.push_back(2);
                co_await asio::post(asio::use_awaitable);
                events.push_back(3);
                co_await asyncio::sleep(0s);
                events.push_back(4);
            };
            auto const t = asyncio::create_task(body);
            while (events.empty())
                co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancel());
            BOOST_CHECK_THROW(co_await t.get(), asyncio::cancelled_error);
            BOOST_TEST((events == std::vector{1, 2, 3}));
        });
}

BOOST_AUTO_TEST_CASE(such_a_request_meets_the_next_raw_operation)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<bool>
            {
                co_await asio::post(asio::use_awaitable);
                auto const code = co_await raw_error();
                co_return code == asio::error::operation_aborted;
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            t.cancel();
            bool const interrupted = co_await t.get();
            BOOST_TEST(interrupted);
        });
}

BOOST_AUTO_TEST_CASE(cancellation_settings_do_not_reach_the_next_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const deaf = []() -> asio::awaitable<void>
            {
                co_await asio::this_coro::reset_cancellation_state(
                    asio::disable_cancellation());
                co_await asio::this_coro::throw_if_cancelled(true);
            };
            for (int i = 0; i != 3; ++i)
            {
                co_await asyncio::create_task(deaf).get();
                auto const t = asyncio::create_task(wait_raw());
                co_await asyncio::sleep(1s);
                t.cancel();
                BOOST_CHECK_THROW(
                    co_await t.get(), asyncio::cancelled_error);
            }
        });
}

BOOST_AUTO_TEST_CASE(a_cancelled_task_leaves_no_trace_for_the_next_one)
{
    run(
        []() -> asio::awaitable<void>
        {
            for (int i = 0; i != 3; ++i)
            {
                auto const t = asyncio::create_task(wait_raw());
                co_await asyncio::sleep(1s);
                t.cancel();
                BOOST_CHECK_THROW(
                    co_await t.get(), asyncio::cancelled_error);
                // Of the same type: the same runner.
                bool done = false;
                auto const next = [&]() -> asio::awaitable<void>
                {
                    auto const state =
                        co_await asio::this_coro::cancellation_state;
                    BOOST_CHECK(
                        state.cancelled() == asio::cancellation_type::none);
                    asio::steady_timer timer(
                        co_await asio::this_coro::executor, 0s);
                    co_await timer.async_wait(asio::use_awaitable);
                    co_await asyncio::sleep(1s);
                    done = true;
                };
                co_await asyncio::create_task(next).get();
                BOOST_TEST(done);
            }
        });
}

BOOST_AUTO_TEST_CASE(a_raw_operation_cancelled_from_outside_of_the_loop)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, wait_raw());
    context.poll();
    BOOST_TEST(!t.done());
    BOOST_TEST(t.cancel());
    context.run();
    BOOST_TEST(t.cancelled());
}

// ---- current_task ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(current_task_in_every_step_of_a_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<bool>
            {
                auto const self = asyncio::current_task();
                bool same = self.get_name() == "me";
                co_await asyncio::sleep(0s);
                same = same && asyncio::current_task() == self;
                co_await asyncio::sleep(1s);
                same = same && asyncio::current_task() == self;
                co_await asio::post(asio::use_awaitable);
                same = same && asyncio::current_task() == self;
                asio::steady_timer timer(
                    co_await asio::this_coro::executor, 0s);
                co_await timer.async_wait(asio::use_awaitable);
                same = same && asyncio::current_task() == self;
                co_return same;
            };
            auto const a = asyncio::create_task(body, {.name = "me"});
            auto const b = asyncio::create_task(body, {.name = "me"});
            bool const in_a = co_await a.get();
            bool const in_b = co_await b.get();
            BOOST_TEST(in_a);
            BOOST_TEST(in_b);
        });
}

BOOST_AUTO_TEST_CASE(current_task_is_empty_in_callbacks_and_an_error_outside)
{
    BOOST_CHECK_THROW(asyncio::current_task(), std::runtime_error);
    int empty = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const check = [&] { empty += !asyncio::current_task(); };
            loop.call_soon(check);
            loop.call_later(1s, check);
            asyncio::create_task(asyncio::sleep(0s)).add_done_callback(check);
            asio::post(loop.get_executor(), check);
            co_await asyncio::sleep(2s);
            BOOST_TEST(static_cast<bool>(asyncio::current_task()));
        });
    BOOST_TEST(empty == 4);
    BOOST_CHECK_THROW(asyncio::current_task(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(current_task_inside_a_spawned_coroutine)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const self = asyncio::current_task();
            bool of_the_task = false;
            bool of_the_loop = false;
            auto const on_task = [&]() -> asio::awaitable<void>
            {
                co_await asio::post(asio::use_awaitable);
                of_the_task = asyncio::current_task() == self;
            };
            auto const on_loop = [&]() -> asio::awaitable<void>
            {
                co_await asio::post(asio::use_awaitable);
                of_the_loop = !asyncio::current_task();
            };
            auto const ex = co_await asio::this_coro::executor;
            asio::co_spawn(ex, on_task, asio::detached);
            asio::co_spawn(
                asyncio::get_running_loop().get_executor(),
                on_loop,
                asio::detached);
            co_await asyncio::sleep(1s);
            BOOST_TEST(of_the_task);
            BOOST_TEST(of_the_loop);
        });
}

BOOST_AUTO_TEST_CASE(a_coroutine_spawned_by_a_task_is_awaited_in_it)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<int>
            {
                co_await asyncio::sleep(1s);
                co_return 7;
            };
            auto const ex = co_await asio::this_coro::executor;
            int const value =
                co_await asio::co_spawn(ex, body, asio::use_awaitable);
            BOOST_TEST(value == 7);
            BOOST_TEST((now() == 1s));
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
