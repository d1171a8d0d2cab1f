// Conformance: functions in threads, and calls from threads.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

BOOST_AUTO_TEST_SUITE(asyncio_thread)

namespace {

using asyncio_test::trace;

asio::awaitable<void> to_thread(trace& t)
{
    auto const main_thread = std::this_thread::get_id();
    std::latch gate(1);
    auto work = [](int a, int b, int scale) { return (a + b) * scale; };
    auto fails = [] { throw std::invalid_argument("in thread"); };
    auto blocked = [&]
    {
        gate.wait();
        return std::string("released");
    };

    t.print("result", co_await asyncio::to_thread(work, 1, 2, 10));
    auto other_thread = [=]
    { return std::this_thread::get_id() != main_thread; };
    t.print("other thread", co_await asyncio::to_thread(other_thread));
    try
    {
        co_await asyncio::to_thread(fails);
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
    auto const task = asyncio::create_task(asyncio::to_thread(blocked));
    for (int i = 0; i != 3; ++i)
    {
        co_await asyncio::sleep(0s);
        t.print("loop alive", i);
    }
    gate.count_down();
    t.print(co_await task.get());
    auto must_not_run = [&] { t.print("must not run"); };
    [[maybe_unused]] auto const c = asyncio::to_thread(must_not_run);
}

BOOST_AUTO_TEST_CASE(scenario_221_thread_to_thread)
{
    trace t("scenario_221_thread_to_thread");
    asyncio_test::run(to_thread(t));
    t.check();
}

asyncio::context_var<std::string> var("var", "default");

asio::awaitable<void> thread_context(trace& t)
{
    auto work = [&]
    {
        auto const seen = var.get();
        var.set("set in thread");
        try
        {
            asyncio::get_running_loop();
            t.print("running loop found");
        }
        catch (std::runtime_error const& e)
        {
            t.print("RuntimeError", e.what());
        }
        return seen;
    };
    var.set("set by main");
    t.print("thread saw", co_await asyncio::to_thread(work));
    t.print("main sees", var.get());
}

BOOST_AUTO_TEST_CASE(scenario_222_thread_context)
{
    trace t("scenario_222_thread_context");
    asyncio_test::run(thread_context(t));
    t.check();
}

asio::awaitable<void> cancel_queued(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const started = loop.create_future<void>();
    std::latch gate(1);
    auto blocker = [&]
    {
        started.set_result_threadsafe();
        gate.wait();
        return std::string("blocker done");
    };
    auto victim = [&] { t.print("must not run"); };

    loop.set_default_executor(std::make_shared<asio::thread_pool>(1));
    auto const a = asyncio::create_task(asyncio::to_thread(blocker));
    co_await started.get();
    auto const b = asyncio::create_task(asyncio::to_thread(victim));
    co_await asyncio::sleep(0s);
    b.cancel();
    co_await asyncio::wait({b});
    t.print("b cancelled", b.cancelled());
    gate.count_down();
    t.print(co_await a.get());
}

BOOST_AUTO_TEST_CASE(scenario_224_thread_cancel_queued)
{
    trace t("scenario_224_thread_cancel_queued");
    asyncio_test::run(cancel_queued(t));
    t.check();
}

asio::awaitable<int> add(int a, int b)
{
    co_await asyncio::sleep(0s);
    co_return a + b;
}

asio::awaitable<void> fails_in_loop()
{
    co_await asyncio::sleep(0s);
    throw std::invalid_argument("in loop");
}

asio::awaitable<void> cancels_itself()
{
    asyncio::current_task().cancel();
    co_await asyncio::sleep(0s);
}

std::string in_thread(trace& t, asyncio::event_loop& loop)
{
    auto f = asyncio::run_coroutine_threadsafe(add(1, 2), loop);
    t.print("thread: result", f.result(5s));
    auto const g = asyncio::run_coroutine_threadsafe(fails_in_loop(), loop);
    try
    {
        g.result(5s);
    }
    catch (std::invalid_argument const& e)
    {
        t.print("thread: ValueError", e.what());
    }
    auto const h = asyncio::run_coroutine_threadsafe(cancels_itself(), loop);
    try
    {
        h.result(5s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("thread: CancelledError, cancelled", h.cancelled());
    }
    return "thread done";
}

asio::awaitable<void> run_coroutine_threadsafe(trace& t)
{
    t.print(
        co_await asyncio::to_thread(
            in_thread, std::ref(t), std::ref(asyncio::get_running_loop())));
}

BOOST_AUTO_TEST_CASE(scenario_225_thread_run_coroutine_threadsafe)
{
    trace t("scenario_225_thread_run_coroutine_threadsafe");
    asyncio_test::run(run_coroutine_threadsafe(t));
    t.differs(
        "thread: TypeError A coroutine object is required", {}, "type-error");
    t.check();
}

asio::awaitable<void> call_soon_threadsafe(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const fut = loop.create_future<std::string>();
    std::thread th;
    auto calls = [&]
    {
        for (int i = 0; i != 3; ++i)
            loop.call_soon_threadsafe([&t, i] { t.print("callback", i); });
        loop.call_soon_threadsafe([fut] { fut.set_result("woken"); });
    };
    loop.call_soon([&] { th = std::thread(calls); });
    t.print(co_await fut.get());
    th.join();
    auto call = [&]
    { loop.call_soon_threadsafe([&t] { t.print("from to_thread"); }); };
    co_await asyncio::to_thread(call);
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_227_thread_call_soon_threadsafe)
{
    trace t("scenario_227_thread_call_soon_threadsafe");
    asyncio_test::run(call_soon_threadsafe(t));
    t.check();
}

asio::awaitable<void> concurrent(trace& t)
{
    std::latch meet(3);
    auto work = [&](int n)
    {
        meet.arrive_and_wait();
        return n;
    };
    auto const [a, b, c] = co_await asyncio::gather(
        asyncio::to_thread(work, 0),
        asyncio::to_thread(work, 1),
        asyncio::to_thread(work, 2));
    t.print("results", a, b, c);
}

BOOST_AUTO_TEST_CASE(scenario_228_thread_concurrent)
{
    trace t("scenario_228_thread_concurrent");
    asyncio_test::run(concurrent(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
