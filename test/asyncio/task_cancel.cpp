// Conformance: cancelling a task, whatever it does at that moment.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <exception>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(asyncio_task_cancel)

namespace {

using asyncio_test::finally;
using asyncio_test::trace;

asio::awaitable<void> cleaning_worker(trace& t, asyncio::future<void> fut)
{
    finally const end([&] { t.print("worker finally"); });
    std::exception_ptr cancelled;
    try
    {
        t.print("worker waits");
        co_await fut.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
    {
        t.print("worker cancelled");
        co_await asyncio::sleep(0s);
        t.print("worker cleanup done");
        std::rethrow_exception(cancelled);
    }
}

asio::awaitable<void> cancel_waiting(trace& t)
{
    auto const fut = asyncio::get_running_loop().create_future<void>();
    auto const task = asyncio::create_task(cleaning_worker(t, fut));
    co_await asyncio::sleep(0s);
    t.print("cancel", task.cancel());
    t.print("future cancelled", fut.cancelled(), "task done", task.done());
    try
    {
        co_await task.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main got CancelledError");
    }
    t.print("task cancelled", task.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_039_task_cancel_waiting)
{
    trace t("scenario_039_task_cancel_waiting");
    asyncio_test::run(cancel_waiting(t));
    t.check();
}

asio::awaitable<std::string> swallowing_worker()
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        co_return "swallowed";
    }
    co_return "";
}

asio::awaitable<void> swallow_return(trace& t)
{
    auto const task = asyncio::create_task(swallowing_worker());
    co_await asyncio::sleep(0s);
    t.print("cancel", task.cancel());
    t.print("result", co_await task.get());
    t.print(
        "cancelled", task.cancelled(), "cancelling", task.cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_040_task_cancel_swallow_return)
{
    trace t("scenario_040_task_cancel_swallow_return");
    asyncio_test::run(swallow_return(t));
    t.check();
}

asio::awaitable<void>
runnable_worker(trace& t, asyncio::future<std::string> fut)
{
    try
    {
        t.print("worker got", co_await fut.get());
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("worker cancelled; future result was", fut.result());
        throw;
    }
}

asio::awaitable<void> cancel_runnable(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    auto const task = asyncio::create_task(runnable_worker(t, fut));
    co_await asyncio::sleep(0s);
    fut.set_result("ready");
    t.print("cancel", task.cancel());
    co_await asyncio::wait({task});
    t.print(
        "task cancelled",
        task.cancelled(),
        "future cancelled",
        fut.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_042_task_cancel_runnable)
{
    trace t("scenario_042_task_cancel_runnable");
    asyncio_test::run(cancel_runnable(t));
    t.check();
}

asio::awaitable<void>
then_await(trace& t, asyncio::future<std::string> done_fut)
{
    asyncio::current_task().cancel();
    t.print("still running after cancel()");
    t.print("done future:", co_await done_fut.get());
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("cancelled at the sleep");
        throw;
    }
}

asio::awaitable<void> then_sleep0(trace& t)
{
    asyncio::current_task().cancel();
    try
    {
        co_await asyncio::sleep(0s);
        t.print("not reached");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("cancelled at sleep(0)");
        throw;
    }
}

asio::awaitable<int> then_return(trace& t)
{
    asyncio::current_task().cancel();
    t.print("returns a value");
    co_return 12;
}

// The body of the loop: its values have different types here.
template<class T>
asio::awaitable<void> see_cancelled(trace& t, asio::awaitable<T> c)
{
    auto const task = asyncio::create_task(std::move(c));
    co_await asyncio::wait({task});
    t.print("cancelled", task.cancelled());
}

asio::awaitable<void> cancel_self(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    fut.set_result("x");
    co_await see_cancelled(t, then_await(t, fut));
    co_await see_cancelled(t, then_sleep0(t));
    co_await see_cancelled(t, then_return(t));
}

BOOST_AUTO_TEST_CASE(scenario_043_task_cancel_self)
{
    trace t("scenario_043_task_cancel_self");
    asyncio_test::run(cancel_self(t));
    t.check();
}

asio::awaitable<void> interrupted_worker(trace& t)
{
    finally const end([&] { t.print("finally"); });
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
        t.print("cleanup begins");
        try
        {
            co_await asyncio::sleep(100s);
            t.print("not reached");
        }
        catch (asyncio::cancelled_error const&)
        {
            t.print("cleanup interrupted");
            throw;
        }
    }
}

asio::awaitable<void> cancel_during_cleanup(trace& t)
{
    auto const task = asyncio::create_task(interrupted_worker(t));
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::wait({task});
    t.print("cancelled", task.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_045_task_cancel_during_cleanup)
{
    trace t("scenario_045_task_cancel_during_cleanup");
    asyncio_test::run(cancel_during_cleanup(t));
    t.check();
}

std::string msg(asyncio::cancelled_error const& e)
{
    return e.message().empty() ? "(none)" : e.message();
}

asio::awaitable<void> message_worker(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("worker sees", msg(e));
        throw;
    }
}

asio::awaitable<void> not_started(trace& t)
{
    t.print("must not run");
    co_return;
}

asio::awaitable<void> cancel_message(trace& t)
{
    auto task = asyncio::create_task(message_worker(t));
    co_await asyncio::sleep(0s);
    task.cancel("my message");
    try
    {
        co_await task.get();
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("awaiter sees", msg(e));
    }
    task = asyncio::create_task(not_started(t));
    task.cancel("before start");
    co_await asyncio::wait({task});
    try
    {
        task.result();
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("result() raises", msg(e));
    }
    task = asyncio::create_task(message_worker(t));
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::wait({task});
    try
    {
        task.exception();
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("exception() raises", msg(e));
    }
}

BOOST_AUTO_TEST_CASE(scenario_046_task_cancel_message)
{
    trace t("scenario_046_task_cancel_message");
    asyncio_test::run(cancel_message(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
