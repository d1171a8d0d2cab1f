// Conformance: names of tasks, and how awaiting them takes turns.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_task_await)

namespace {

using asyncio_test::trace;

asio::awaitable<std::string> own_name()
{
    co_return asyncio::current_task().get_name();
}

asio::awaitable<void> names(trace& t)
{
    t.print("main is", asyncio::current_task().get_name());
    auto const a = asyncio::create_task(own_name());
    auto const b = asyncio::create_task(own_name(), {.name = "named"});
    auto const c = asyncio::create_task(own_name());
    t.print(a.get_name(), b.get_name(), c.get_name());
    c.set_name(std::to_string(123));
    auto const name_a = co_await a.get();
    auto const name_b = co_await b.get();
    auto const name_c = co_await c.get();
    t.print(name_a, name_b, name_c);
}

// The first of its program: the numbers of tasks count up in the process.
BOOST_AUTO_TEST_CASE(scenario_060_task_names)
{
    trace t("scenario_060_task_names");
    asyncio_test::run(names(t));
    t.check();
}

asio::awaitable<int> seven()
{
    co_return 7;
}

asio::awaitable<void> await_done(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const task = asyncio::create_task(seven());
    co_await asyncio::sleep(0s);
    auto const fut = loop.create_future<int>();
    fut.set_result(8);
    loop.call_soon([&] { t.print("loop iteration"); });
    t.print("task", co_await task.get());
    t.print("task again", co_await task.get());
    t.print("future", co_await fut.get());
    t.print("now yield");
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_033_task_await_done_no_suspend)
{
    trace t("scenario_033_task_await_done_no_suspend");
    asyncio_test::run(await_done(t));
    t.check();
}

asio::awaitable<void> ticker(trace& t, int n)
{
    for (int i = 0; i != n; ++i)
    {
        t.print("tick", i);
        co_await asyncio::sleep(0s);
    }
}

asio::awaitable<std::string> child(trace& t)
{
    t.print("child body");
    co_return "x";
}

template<class T>
asio::awaitable<void> waiter(trace& t, asyncio::task<T> task)
{
    t.print("waiter waits");
    if constexpr (std::is_void_v<T>)
    {
        co_await task.get();
        t.print("waiter got", nullptr);
    }
    else
        t.print("waiter got", co_await task.get());
}

asio::awaitable<void> latency(trace& t)
{
    auto const tick = asyncio::create_task(ticker(t, 5));
    auto const task = asyncio::create_task(child(t));
    auto const w = asyncio::create_task(waiter(t, task));
    auto const t2 = asyncio::create_task(waiter(t, tick));
    co_await asyncio::wait({tick, w, t2});
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_034_task_wakeup_latency)
{
    trace t("scenario_034_task_wakeup_latency");
    asyncio_test::run(latency(t));
    t.check();
}

asio::awaitable<std::string> pass_on(asyncio::future<std::string> fut)
{
    co_return co_await fut.get();
}

asio::awaitable<void>
named_waiter(trace& t, std::string name, asyncio::task<std::string> task)
{
    t.print(name, "awaits");
    t.print(name, "got", co_await task.get());
}

asio::awaitable<void> awaiters(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    auto const task = asyncio::create_task(pass_on(fut));
    std::vector<asyncio::task<void>> ws;
    for (char const* const name : {"w3", "w1", "w2"})
        ws.push_back(asyncio::create_task(named_waiter(t, name, task)));
    co_await asyncio::sleep(0s);
    fut.set_result("v");
    co_await asyncio::gather(ws);
}

BOOST_AUTO_TEST_CASE(scenario_037_task_awaiters_fifo)
{
    trace t("scenario_037_task_awaiters_fifo");
    asyncio_test::run(awaiters(t));
    t.check();
}

asio::awaitable<std::string> quick(trace& t, asyncio::any_task creator)
{
    t.print(
        "quick runs, current task is the new one:",
        asyncio::current_task() != creator);
    co_return "q";
}

asio::awaitable<std::string> blocks(trace& t)
{
    t.print("blocks part 1");
    co_await asyncio::sleep(0s);
    t.print("blocks part 2");
    co_return "b";
}

// eager_start stands for the eager task factory.
asio::awaitable<void> eager_order(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const me = asyncio::current_task();
    loop.call_soon([&] { t.print("loop iteration"); });
    auto const t1 =
        asyncio::create_task(quick(t, me), {.eager_start = true});
    t.print("t1 done", t1.done());
    t1.add_done_callback([&] { t.print("t1 callback"); });
    auto const t2 = asyncio::create_task(blocks(t), {.eager_start = true});
    t.print("t2 done", t2.done());
    t.print("current task restored", asyncio::current_task() == me);
    t.print("await t1 (no suspension)", co_await t1.get());
    t.print("await t2", co_await t2.get());
}

BOOST_AUTO_TEST_CASE(scenario_061_task_eager_order)
{
    trace t("scenario_061_task_eager_order");
    asyncio_test::run(eager_order(t));
    t.check();
}

asio::awaitable<void>
sleeper(trace& t, std::chrono::milliseconds delay, std::string name)
{
    t.print("slept", co_await asyncio::sleep(delay, name));
}

asio::awaitable<void> sleep_semantics(trace& t)
{
    using seconds = std::chrono::duration<double>;
    t.print("result", co_await asyncio::sleep(0s, "zero"));
    asyncio::get_running_loop().call_soon([&] { t.print("iteration"); });
    t.print("result", co_await asyncio::sleep(-5s, "negative"));
    try
    {
        co_await asyncio::sleep(
            seconds(std::numeric_limits<double>::quiet_NaN()));
    }
    catch (std::invalid_argument const&)
    {
        t.print("ValueError");
    }
    std::vector<asyncio::task<void>> ts;
    ts.push_back(asyncio::create_task(sleeper(t, 30ms, "30 ms")));
    ts.push_back(asyncio::create_task(sleeper(t, 10ms, "10 ms")));
    ts.push_back(asyncio::create_task(sleeper(t, 20ms, "20 ms")));
    co_await asyncio::sleep(0s);
    static_cast<asyncio::virtual_loop&>(asyncio::get_running_loop())
        .advance(50ms);
    t.print("loop was blocked, all timers are late");
    for (auto const& task : ts)
        co_await task.get();
}

BOOST_AUTO_TEST_CASE(scenario_064_task_sleep_semantics)
{
    trace t("scenario_064_task_sleep_semantics");
    asyncio_test::run(sleep_semantics(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
