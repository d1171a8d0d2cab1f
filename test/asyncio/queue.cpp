// Conformance: queues.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_queue)

namespace {

using asyncio_test::trace;

asio::awaitable<void> fifo_and_nowait(trace& t)
{
    asyncio::queue<std::string> q(2);
    t.print(
        "maxsize",
        q.maxsize(),
        "empty",
        q.empty(),
        "full",
        q.full());
    asyncio::get_running_loop().call_soon([&] { t.print("loop iteration"); });
    co_await q.put("a");
    q.put_nowait("b");
    t.print("size", q.qsize(), "full", q.full());
    try
    {
        q.put_nowait("c");
    }
    catch (asyncio::queue_full const&)
    {
        t.print("QueueFull");
    }
    {
        auto const a = co_await q.get();
        t.print("get", a, q.get_nowait());
    }
    try
    {
        q.get_nowait();
    }
    catch (asyncio::queue_empty const&)
    {
        t.print("QueueEmpty");
    }
    co_await asyncio::sleep(0s);
    asyncio::queue<int> unbounded;
    for (int i = 0; i != 1000; ++i)
        unbounded.put_nowait(i);
    t.print(
        "unbounded: size", unbounded.qsize(), "full", unbounded.full());
}

BOOST_AUTO_TEST_CASE(scenario_209_queue_fifo_and_nowait)
{
    trace t("scenario_209_queue_fifo_and_nowait");
    asyncio_test::run(fifo_and_nowait(t));
    t.check();
}

asio::awaitable<void> producer(trace& t, asyncio::queue<int>& q)
{
    for (int i = 0; i != 4; ++i)
    {
        t.print("put", i);
        co_await q.put(i);
        t.print("put done", i);
    }
}

asio::awaitable<void> consumer(trace& t, asyncio::queue<int>& q)
{
    for (int i = 0; i != 4; ++i)
    {
        int const got = co_await q.get();
        t.print("got", got);
    }
}

asio::awaitable<void> blocking_put_get(trace& t)
{
    asyncio::queue<int> q(1);
    auto const p = asyncio::create_task(producer(t, q));
    auto const c = asyncio::create_task(consumer(t, q));
    co_await asyncio::wait({p, c});
}

BOOST_AUTO_TEST_CASE(scenario_210_queue_blocking_put_get)
{
    trace t("scenario_210_queue_blocking_put_get");
    asyncio_test::run(blocking_put_get(t));
    t.check();
}

using strings = asyncio::queue<std::string>;

asio::awaitable<void> getter(trace& t, strings& q, std::string name)
{
    auto const got = co_await q.get();
    t.print(name, "got", got);
}

asio::awaitable<void> barging(trace& t)
{
    strings q;
    auto const g1 = asyncio::create_task(getter(t, q, "g1"));
    auto const g2 = asyncio::create_task(getter(t, q, "g2"));
    co_await asyncio::sleep(0s);
    q.put_nowait("first");
    t.print("stolen:", q.get_nowait());
    co_await asyncio::sleep(0s);
    t.print("g1 done", g1.done(), "g2 done", g2.done());
    q.put_nowait("second");
    q.put_nowait("third");
    co_await asyncio::wait({g1, g2});
}

BOOST_AUTO_TEST_CASE(scenario_212_queue_barging)
{
    trace t("scenario_212_queue_barging");
    asyncio_test::run(barging(t));
    t.check();
}

asio::awaitable<void>
getter_that_tells(trace& t, strings& q, std::string name)
{
    try
    {
        auto const got = co_await q.get();
        t.print(name, "got", got);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled");
        throw;
    }
}

asio::awaitable<void> cancel_getter(trace& t)
{
    strings q;
    auto const g1 = asyncio::create_task(getter_that_tells(t, q, "g1"));
    auto const g2 = asyncio::create_task(getter_that_tells(t, q, "g2"));
    co_await asyncio::sleep(0s);
    q.put_nowait("item");
    g1.cancel();
    co_await asyncio::wait({g1, g2});
    t.print("size", q.qsize());
    try
    {
        co_await asyncio::wait_for(q.get(), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("wait_for(get) TimeoutError");
    }
    q.put_nowait("kept");
    t.print("got", q.get_nowait());
}

BOOST_AUTO_TEST_CASE(scenario_213_queue_cancel_getter)
{
    trace t("scenario_213_queue_cancel_getter");
    asyncio_test::run(cancel_getter(t));
    t.check();
}

asio::awaitable<void> worker(trace& t, asyncio::queue<int>& q)
{
    for (;;)
    {
        int const x = co_await q.get();
        co_await asyncio::sleep(0s);
        t.print("processed", x);
        q.task_done();
    }
}

asio::awaitable<void> join(trace& t)
{
    asyncio::queue<int> q;
    co_await q.join();
    t.print("join on a new queue returns");
    for (int i = 0; i != 3; ++i)
        q.put_nowait(i);
    auto const w = asyncio::create_task(worker(t, q));
    co_await q.join();
    t.print("joined, size", q.qsize());
    w.cancel();
    co_await asyncio::wait({w});
    try
    {
        q.task_done();
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
    q.put_nowait(0);
    q.get_nowait();
    auto const j = asyncio::create_task(q.join());
    co_await asyncio::sleep(0s);
    t.print("got but not task_done: join done", j.done());
    q.task_done();
    co_await j.get();
    t.print("joined");
}

BOOST_AUTO_TEST_CASE(scenario_215_queue_join)
{
    trace t("scenario_215_queue_join");
    asyncio_test::run(join(t));
    t.check();
}

asio::awaitable<void> priority_and_lifo(trace& t)
{
    {
        asyncio::priority_queue<int> q;
        for (int const x : {3, 1, 2, 1})
            co_await q.put(x);
        int const a = co_await q.get();
        int const b = co_await q.get();
        int const c = co_await q.get();
        int const d = co_await q.get();
        t.print("priority", a, b, c, d);
    }
    {
        asyncio::priority_queue<std::pair<int, std::string>> q;
        co_await q.emplace(2, "low");
        co_await q.emplace(1, "high");
        auto const first = co_await q.get();
        auto const second = co_await q.get();
        t.print("pair", first.second, second.second);
    }
    {
        asyncio::lifo_queue<int> q;
        for (int const x : {1, 3, 2})
            co_await q.put(x);
        int const a = co_await q.get();
        int const b = co_await q.get();
        int const c = co_await q.get();
        t.print("lifo", a, b, c);
    }
}

BOOST_AUTO_TEST_CASE(scenario_216_queue_priority_lifo)
{
    trace t("scenario_216_queue_priority_lifo");
    asyncio_test::run(priority_and_lifo(t));
    t.check();
}

asio::awaitable<void>
getter_until_shutdown(trace& t, strings& q, std::string name)
{
    try
    {
        auto const got = co_await q.get();
        t.print(name, "got", got);
    }
    catch (asyncio::queue_shut_down const&)
    {
        t.print(name, "QueueShutDown");
    }
}

asio::awaitable<void>
putter_until_shutdown(trace& t, strings& q, std::string x)
{
    try
    {
        co_await q.put(x);
        t.print("put", x);
    }
    catch (asyncio::queue_shut_down const&)
    {
        t.print("put", x, "QueueShutDown");
    }
}

asio::awaitable<void> shutdown(trace& t)
{
    {
        strings q;
        auto const g1 =
            asyncio::create_task(getter_until_shutdown(t, q, "g1"));
        auto const g2 =
            asyncio::create_task(getter_until_shutdown(t, q, "g2"));
        co_await asyncio::sleep(0s);
        q.shutdown();
        co_await asyncio::wait({g1, g2});
    }
    t.print("-- not empty");
    strings q(2);
    q.put_nowait("a");
    q.put_nowait("b");
    auto const p = asyncio::create_task(putter_until_shutdown(t, q, "c"));
    co_await asyncio::sleep(0s);
    q.shutdown();
    q.shutdown();
    co_await asyncio::wait({p});
    t.print("size", q.qsize());
    try
    {
        q.put_nowait("d");
    }
    catch (asyncio::queue_shut_down const&)
    {
        t.print("put_nowait QueueShutDown");
    }
    {
        auto const a = co_await q.get();
        t.print("get", a, q.get_nowait());
    }
    co_await getter_until_shutdown(t, q, "after the last item:");
    try
    {
        q.get_nowait();
    }
    catch (asyncio::queue_shut_down const&)
    {
        t.print("get_nowait QueueShutDown (not QueueEmpty)");
    }
    auto const j = asyncio::create_task(q.join());
    co_await asyncio::sleep(0s);
    q.task_done();
    t.print("join needs both task_done, done", j.done());
    q.task_done();
    co_await j.get();
    t.print("joined");
}

BOOST_AUTO_TEST_CASE(scenario_218_queue_shutdown)
{
    trace t("scenario_218_queue_shutdown");
    asyncio_test::run(shutdown(t));
    t.check();
}

asio::awaitable<void>
joiner(trace& t, asyncio::queue<int>& q, std::string name)
{
    co_await q.join();
    t.print(name, "joined");
}

asio::awaitable<void> shutdown_immediate(trace& t)
{
    {
        asyncio::queue<int> q;
        q.put_nowait(1);
        q.put_nowait(2);
        auto const j = asyncio::create_task(joiner(t, q, "j1"));
        co_await asyncio::sleep(0s);
        q.shutdown(true);
        t.print("size", q.qsize());
        co_await j.get();
        try
        {
            q.task_done();
        }
        catch (std::invalid_argument const&)
        {
            t.print("ValueError: nothing unfinished");
        }
        try
        {
            co_await q.get();
        }
        catch (asyncio::queue_shut_down const&)
        {
            t.print("get QueueShutDown");
        }
    }
    asyncio::queue<int> q;
    q.put_nowait(1);
    q.put_nowait(2);
    q.get_nowait();
    q.shutdown();
    t.print("normal shutdown, size", q.qsize());
    q.shutdown(true);
    t.print("then immediate, size", q.qsize());
    auto const j = asyncio::create_task(joiner(t, q, "j2"));
    co_await asyncio::sleep(0s);
    t.print("j2 done", j.done());
    q.task_done();
    co_await j.get();
}

BOOST_AUTO_TEST_CASE(scenario_219_queue_shutdown_immediate)
{
    trace t("scenario_219_queue_shutdown_immediate");
    asyncio_test::run(shutdown_immediate(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
