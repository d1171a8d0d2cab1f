// Conformance: cancellation between tasks, converted, and taken back.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>

BOOST_AUTO_TEST_SUITE(asyncio_task_cancel_chain)

namespace {

using asyncio_test::finally;
using asyncio_test::trace;

asio::awaitable<std::string> swallowing_inner(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("inner swallows");
        co_return "inner value";
    }
    co_return "";
}

asio::awaitable<std::string> outer(trace& t, asyncio::task<std::string> task)
{
    auto const r = co_await task.get();
    t.print(
        "outer got", r, "cancelling", asyncio::current_task().cancelling());
    co_await asyncio::sleep(0s);
    t.print("outer goes on");
    co_return "outer value";
}

asio::awaitable<void> inner_swallows(trace& t)
{
    auto const ti = asyncio::create_task(swallowing_inner(t));
    auto const to = asyncio::create_task(outer(t, ti));
    co_await asyncio::sleep(0s);
    t.print("cancel", to.cancel());
    auto const result = co_await to.get();
    t.print("result", result, "cancelled", to.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_048_task_cancel_inner_swallows)
{
    trace t("scenario_048_task_cancel_inner_swallows");
    asyncio_test::run(inner_swallows(t));
    t.check();
}

asio::awaitable<void> child()
{
    co_await asyncio::sleep(100s);
}

template<class TaskOrFuture>
asio::awaitable<std::string> catcher(trace& t, TaskOrFuture awaited)
{
    try
    {
        co_await awaited.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "catcher: CancelledError, cancelling",
            asyncio::current_task().cancelling());
    }
    co_return "catcher ok";
}

asio::awaitable<void> passer(asyncio::task<void> task)
{
    co_await task.get();
}

asio::awaitable<void> third_party(trace& t)
{
    auto const task = asyncio::create_task(child());
    auto const a = asyncio::create_task(catcher(t, task));
    auto const b = asyncio::create_task(passer(task));
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::wait({a, b});
    t.print("a", a.result(), "cancelled", a.cancelled());
    t.print("b cancelled", b.cancelled(), "cancelling", b.cancelling());
    auto const fut = asyncio::get_running_loop().create_future<void>();
    auto const c = asyncio::create_task(catcher(t, fut));
    co_await asyncio::sleep(0s);
    fut.cancel();
    t.print("c", co_await c.get());
}

BOOST_AUTO_TEST_CASE(scenario_049_task_cancel_third_party)
{
    trace t("scenario_049_task_cancel_third_party");
    asyncio_test::run(third_party(t));
    t.check();
}

asio::awaitable<void> converting_worker(trace& t)
{
    // A cancellation is a std::exception here, so its handler comes first.
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        throw std::invalid_argument("during cancel");
    }
    catch (std::exception const&)
    {
        t.print("except Exception must not run");
    }
}

asio::awaitable<void> other_exception(trace& t)
{
    auto const task = asyncio::create_task(converting_worker(t));
    co_await asyncio::sleep(0s);
    task.cancel();
    try
    {
        co_await task.get();
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
    t.print("cancelled", task.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_051_task_cancel_other_exception)
{
    trace t("scenario_051_task_cancel_other_exception");
    asyncio_test::run(other_exception(t));
    t.differs(
        "cancelled False context CancelledError",
        "cancelled False",
        "exception-context");
    t.check();
}

asio::awaitable<void> self_made_worker()
{
    co_await asyncio::sleep(0s);
    throw asyncio::cancelled_error("self-made");
}

asio::awaitable<void> raises_cancelled_error(trace& t)
{
    auto const task = asyncio::create_task(self_made_worker());
    try
    {
        co_await task.get();
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("CancelledError", e.message());
    }
    t.print(
        "cancelled", task.cancelled(), "cancelling", task.cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_052_task_raises_cancelled_error)
{
    trace t("scenario_052_task_raises_cancelled_error");
    asyncio_test::run(raises_cancelled_error(t));
    t.check();
}

asio::awaitable<void> worker(trace& t, asyncio::future<std::string> fut)
{
    try
    {
        t.print("worker got", co_await fut.get());
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "worker cancelled, cancelling",
            asyncio::current_task().cancelling());
        throw;
    }
}

asio::awaitable<void> uncancel_revokes(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto fut = loop.create_future<std::string>();
    auto task = asyncio::create_task(worker(t, fut));
    co_await asyncio::sleep(0s);
    fut.set_result("value");
    task.cancel();
    t.print("uncancel", task.uncancel());
    co_await asyncio::wait({task});
    t.print("cancelled", task.cancelled());

    task = asyncio::create_task(worker(t, fut));
    task.cancel();
    task.uncancel();
    co_await asyncio::wait({task});
    t.print(
        "cancelled before start then uncancelled:", task.cancelled());

    fut = loop.create_future<std::string>();
    task = asyncio::create_task(worker(t, fut));
    co_await asyncio::sleep(0s);
    task.cancel();
    t.print("uncancel", task.uncancel());
    co_await asyncio::wait({task});
    t.print("cancelled", task.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_054_task_uncancel_revokes)
{
    trace t("scenario_054_task_uncancel_revokes");
    asyncio_test::run(uncancel_revokes(t));
    t.check();
}

using milliseconds = std::chrono::milliseconds;

asio::awaitable<void> block(trace& t, milliseconds work, milliseconds limit)
{
    auto const task = asyncio::current_task();
    bool timed_out = false;
    auto const on_timeout = [&]
    {
        timed_out = true;
        task.cancel();
    };
    auto const handle =
        asyncio::get_running_loop().call_later(limit, on_timeout);
    finally const end([&] { handle.cancel(); });
    try
    {
        co_await asyncio::sleep(work);
        t.print("work done");
    }
    catch (asyncio::cancelled_error const&)
    {
        if (timed_out && task.uncancel() == 0)
        {
            t.print("converted");
            throw asyncio::timeout_error();
        }
        t.print("not ours, cancelling", task.cancelling());
        throw;
    }
}

asio::awaitable<void> user(trace& t, milliseconds work, milliseconds limit)
{
    try
    {
        co_await block(t, work, limit);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print(
            "TimeoutError, cancelling",
            asyncio::current_task().cancelling());
    }
    co_await asyncio::sleep(0s);
    t.print("outer code reached");
}

asio::awaitable<void> structured_block(trace& t)
{
    co_await asyncio::create_task(user(t, 0s, 10s));
    co_await asyncio::create_task(user(t, 10s, 20ms));
    auto const task = asyncio::create_task(user(t, 10s, 10s));
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::wait({task});
    t.print("cancelled", task.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_069_task_structured_block)
{
    trace t("scenario_069_task_structured_block");
    asyncio_test::run(structured_block(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
