// Conformance: semaphore.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_semaphore)

namespace {

using asyncio_test::trace;

// Python's acquire() gives True.
asio::awaitable<bool> acquire(asyncio::semaphore& sem)
{
    co_await sem.acquire();
    co_return true;
}

asio::awaitable<void>
worker(trace& t, asyncio::semaphore& sem, std::string name)
{
    co_await sem.acquire();
    t.print(name, "acquired");
}

asio::awaitable<void> basic(trace& t)
{
    asyncio::semaphore sem(2);
    asyncio::get_running_loop().call_soon([&]
                                          { t.print("loop iteration"); });
    bool const first = co_await acquire(sem);
    bool const second = co_await acquire(sem);
    t.print("acquire", first, second);
    t.print("locked", sem.locked(), "(no suspension so far)");
    std::vector<asyncio::task<void>> ts;
    for (char const* const n : {"a", "b", "c"})
        ts.push_back(asyncio::create_task(worker(t, sem, n)));
    co_await asyncio::sleep(0s);
    sem.release();
    t.print("released once, locked", sem.locked());
    co_await asyncio::sleep(0s);
    sem.release();
    sem.release();
    co_await asyncio::wait(ts);
    t.print("locked", sem.locked());
    t.print("zero start locked", asyncio::semaphore(0).locked());
}

BOOST_AUTO_TEST_CASE(scenario_194_semaphore_basic)
{
    trace t("scenario_194_semaphore_basic");
    asyncio_test::run(basic(t));
    t.check();
}

asio::awaitable<void> limited_worker(
    trace& t, asyncio::semaphore& sem, int& running, std::string name)
{
    co_await asyncio::with(
        sem,
        [&]() -> asio::awaitable<void>
        {
            ++running;
            t.print(name, "in, running", running);
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            --running;
            t.print(name, "out");
        });
}

asio::awaitable<void> limit(trace& t)
{
    asyncio::semaphore sem(2);
    int running = 0;
    std::vector<asio::awaitable<void>> workers;
    for (int i = 0; i != 5; ++i)
        workers.push_back(
            limited_worker(t, sem, running, "w" + std::to_string(i)));
    co_await asyncio::gather(std::move(workers));
}

BOOST_AUTO_TEST_CASE(scenario_195_semaphore_limit)
{
    trace t("scenario_195_semaphore_limit");
    asyncio_test::run(limit(t));
    t.check();
}

asio::awaitable<void>
waiter(trace& t, asyncio::semaphore& sem, std::string name)
{
    try
    {
        co_await sem.acquire();
        t.print(name, "acquired");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled");
        throw;
    }
}

asio::awaitable<void> cancel_before_woken(trace& t)
{
    asyncio::semaphore sem(0);
    std::vector<asyncio::task<void>> ts;
    for (char const* const n : {"a", "b", "c", "d"})
        ts.push_back(asyncio::create_task(waiter(t, sem, n)));
    co_await asyncio::sleep(0s);
    ts[0].cancel();
    ts[1].cancel();
    sem.release();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("done", ts[2].done(), ts[3].done());
    sem.release();
    co_await asyncio::wait(ts);
}

BOOST_AUTO_TEST_CASE(scenario_197_semaphore_cancel_before_woken)
{
    trace t("scenario_197_semaphore_cancel_before_woken");
    asyncio_test::run(cancel_before_woken(t));
    t.check();
}

asio::awaitable<void> cancel_woken(trace& t)
{
    asyncio::semaphore sem(0);
    auto const a = asyncio::create_task(waiter(t, sem, "a"));
    auto const b = asyncio::create_task(waiter(t, sem, "b"));
    co_await asyncio::sleep(0s);
    sem.release();
    a.cancel();
    co_await asyncio::wait({a, b});
    auto const c = asyncio::create_task(waiter(t, sem, "c"));
    co_await asyncio::sleep(0s);
    sem.release();
    c.cancel();
    co_await asyncio::wait({c});
    t.print("permit restored, locked", sem.locked());
}

BOOST_AUTO_TEST_CASE(scenario_198_semaphore_cancel_woken)
{
    trace t("scenario_198_semaphore_cancel_woken");
    asyncio_test::run(cancel_woken(t));
    t.check();
}

using tasks = std::vector<asyncio::task<void>>;

asio::awaitable<void> c4(trace& t)
{
    t.print("c4");
    co_return;
}

asio::awaitable<void> c1(trace& t, asyncio::semaphore& sem, tasks& keep)
{
    co_await sem.acquire();
    t.print("c1");
    keep.push_back(asyncio::create_task(c4(t)));
}

asio::awaitable<void> c2(trace& t, asyncio::semaphore& sem)
{
    sem.release();
    sem.release();
    sem.release();
    t.print("c2 released three, locked", sem.locked());
    co_await sem.acquire();
    t.print("c2");
}

asio::awaitable<void> c3(trace& t, asyncio::semaphore& sem)
{
    co_await sem.acquire();
    t.print("c3");
}

asio::awaitable<void> multi_release(trace& t)
{
    asyncio::semaphore sem(0);
    tasks keep;
    keep.push_back(asyncio::create_task(c1(t, sem, keep)));
    keep.push_back(asyncio::create_task(c2(t, sem)));
    keep.push_back(asyncio::create_task(c3(t, sem)));
    while (keep.size() < 4)
        co_await asyncio::sleep(0s);
    co_await asyncio::gather(keep);
}

BOOST_AUTO_TEST_CASE(scenario_200_semaphore_multi_release)
{
    trace t("scenario_200_semaphore_multi_release");
    asyncio_test::run(multi_release(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
