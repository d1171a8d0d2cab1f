// Conformance: how tasks start and take turns.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_task_start)

namespace {

using asyncio_test::trace;

asio::awaitable<void> print_and_yield(trace& t, std::string name, int n)
{
    for (int i = 0; i != n; ++i)
    {
        t.print(name, i);
        co_await asyncio::sleep(0s);
    }
    t.print(name, "end");
}

asio::awaitable<void> start_order(trace& t)
{
    auto const worker = [&](char const* name) -> asio::awaitable<void>
    {
        t.print(name, "runs");
        co_return;
    };
    for (char const* const name : {"a", "b", "c"})
    {
        asyncio::create_task(worker, name);
        t.print("created", name);
    }
    co_await asyncio::sleep(0s);
    t.print("main after sleep(0)");
}

BOOST_AUTO_TEST_CASE(scenario_030_task_start_order)
{
    trace t("scenario_030_task_start_order");
    asyncio_test::run(start_order(t));
    t.check();
}

asio::awaitable<void> interleave(trace& t)
{
    auto const a = asyncio::create_task(print_and_yield(t, "a", 2));
    auto const b = asyncio::create_task(print_and_yield(t, "b", 3));
    auto const c = asyncio::create_task(print_and_yield(t, "c", 1));
    for (int i = 0; i != 5; ++i)
    {
        t.print("main", i);
        co_await asyncio::sleep(0s);
    }
    t.print(a.done(), b.done(), c.done());
}

BOOST_AUTO_TEST_CASE(scenario_031_task_interleave_sleep0)
{
    trace t("scenario_031_task_interleave_sleep0");
    asyncio_test::run(interleave(t));
    t.check();
}

// How many turns of the loop each kind of await takes.
class turns
{
public:
    turns()
    {
        tick();
    }

    int count = 0;
    bool running = true;

private:
    void tick()
    {
        asyncio::get_running_loop().call_soon(
            [this]
            {
                ++count;
                if (running)
                    tick();
            });
    }
};

asio::awaitable<int> noop()
{
    co_return 1;
}

asio::awaitable<int> wait_for_future(turns& n, asyncio::future<int> fut)
{
    co_await fut.get();
    co_return n.count;
}

asio::awaitable<int> wait_for_lock(turns& n, asyncio::lock& lock)
{
    co_await lock.acquire();
    co_return n.count;
}

asio::awaitable<void>
cancelled_at(turns& n, asyncio::future<int> fut, int& out)
{
    try
    {
        co_await fut.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        out = n.count;
        throw;
    }
}

asio::awaitable<void> latency_of_one_await(trace& t, turns& n)
{
    auto const done = asyncio::create_task(noop());
    co_await done.get();

    int c = n.count;
    co_await noop();
    co_await done.get();
    co_await asyncio::gather(done, done);
    co_await asyncio::shield(done);
    co_await asyncio::wait_for(noop(), 1s);
    {
        asyncio::lock lock;
        co_await asyncio::with(
            lock, []() -> asio::awaitable<void> { co_return; });
    }
    t.print(
        "coroutine, done task, done gather, done shield, wait_for(coroutine), "
        "free lock:",
        n.count - c);
    c = n.count;
    co_await asyncio::sleep(0s);
    t.print("sleep(0):", n.count - c);
    c = n.count;
    co_await asyncio::create_task(noop());
    t.print("task:", n.count - c);
    c = n.count;
    co_await asyncio::gather(noop(), noop());
    t.print("gather:", n.count - c);
    c = n.count;
    co_await asyncio::wait({asyncio::create_task(noop())});
    t.print("wait, pending task:", n.count - c);
    c = n.count;
    co_await asyncio::wait({done});
    t.print("wait, done task:", n.count - c);
    c = n.count;
    co_await asyncio::shield(noop());
    t.print("shield:", n.count - c);
    c = n.count;
    co_await asyncio::with(
        asyncio::task_group(),
        [](asyncio::task_group& g) -> asio::awaitable<void>
        {
            g.create_task(noop());
            co_return;
        });
    t.print("TaskGroup:", n.count - c);
    c = n.count;
    co_await asyncio::wait_for(asyncio::create_task(noop()), 1s);
    t.print("wait_for(task):", n.count - c);
    c = n.count;
    try
    {
        co_await asyncio::wait_for(noop(), 0s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("wait_for(coroutine, 0):", n.count - c);
    }
}

asio::awaitable<void> latency_of_a_wake_up(trace& t, turns& n)
{
    auto& loop = asyncio::get_running_loop();
    auto const fut = loop.create_future<int>();
    auto const a = asyncio::create_task(wait_for_future(n, fut));
    co_await asyncio::sleep(0s);
    int c = n.count;
    fut.set_result(1);
    int at = co_await a.get();
    t.print("set_result to resumption:", at - c);
    asyncio::lock lock;
    co_await lock.acquire();
    auto const b = asyncio::create_task(wait_for_lock(n, lock));
    co_await asyncio::sleep(0s);
    c = n.count;
    lock.release();
    at = co_await b.get();
    t.print("release to acquisition:", at - c);
    int out = 0;
    auto const d = asyncio::create_task(
        cancelled_at(n, loop.create_future<int>(), out));
    co_await asyncio::sleep(0s);
    c = n.count;
    d.cancel();
    try
    {
        co_await d.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "cancel to CancelledError inside:",
            out - c,
            "to the awaiter:",
            n.count - c);
    }
}

asio::awaitable<void> latency_table(trace& t)
{
    turns n;
    co_await asyncio::sleep(0s);
    co_await latency_of_one_await(t, n);
    co_await latency_of_a_wake_up(t, n);
    n.running = false;
    co_await asyncio::sleep(0s);
}

BOOST_AUTO_TEST_CASE(scenario_067_task_latency_table)
{
    trace t("scenario_067_task_latency_table");
    asyncio_test::run(latency_table(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
