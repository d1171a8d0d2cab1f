// Conformance: lock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_lock)

namespace {

using asyncio_test::trace;

// Python's acquire() gives True. Here it gives nothing, and has it.
asio::awaitable<bool> acquire(asyncio::lock& lock)
{
    co_await lock.acquire();
    co_return true;
}

asio::awaitable<void>
fifo_worker(trace& t, asyncio::lock& lock, std::string name)
{
    t.print(name, "waits");
    bool const acquired = co_await acquire(lock);
    t.print(name, "acquired", acquired);
}

asio::awaitable<void> fifo(trace& t)
{
    asyncio::lock lock;
    {
        bool const acquired = co_await acquire(lock);
        t.print("main acquired", acquired, "locked", lock.locked());
    }
    std::vector<asyncio::task<void>> ts;
    for (char const* const n : {"a", "b", "c"})
        ts.push_back(asyncio::create_task(fifo_worker(t, lock, n)));
    co_await asyncio::sleep(0s);
    for (int i = 0; i != 3; ++i)
    {
        lock.release();
        t.print("released, locked", lock.locked());
        co_await asyncio::sleep(0s);
        t.print("locked", lock.locked());
    }
    lock.release();
    t.print("last release, locked", lock.locked());
    co_await asyncio::wait(ts);
}

BOOST_AUTO_TEST_CASE(scenario_177_lock_fifo)
{
    trace t("scenario_177_lock_fifo");
    asyncio_test::run(fifo(t));
    t.check();
}

asio::awaitable<void> releaser(trace& t, asyncio::lock& lock)
{
    lock.release();
    t.print("released by another task");
    co_return;
}

asio::awaitable<void> uncontended(trace& t)
{
    asyncio::lock lock;
    asyncio::get_running_loop().call_soon([&]
                                          { t.print("loop iteration"); });
    co_await lock.acquire();
    lock.release();
    co_await asyncio::with(
        lock,
        [&]() -> asio::awaitable<void>
        {
            t.print("acquired twice without suspension");
            co_return;
        });
    co_await asyncio::sleep(0s);
    try
    {
        lock.release();
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    co_await lock.acquire();
    co_await asyncio::create_task(releaser(t, lock));
    t.print("locked", lock.locked());
}

BOOST_AUTO_TEST_CASE(scenario_178_lock_uncontended)
{
    trace t("scenario_178_lock_uncontended");
    asyncio_test::run(uncontended(t));
    t.check();
}

asio::awaitable<void>
cancelled_waiter(trace& t, asyncio::lock& lock, std::string name)
{
    try
    {
        co_await lock.acquire();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled, locked", lock.locked());
        throw;
    }
    t.print(name, "has the lock");
}

asio::awaitable<void> cancel_waiter(trace& t)
{
    {
        asyncio::lock lock;
        co_await lock.acquire();
        auto const a = asyncio::create_task(cancelled_waiter(t, lock, "a"));
        auto const b = asyncio::create_task(cancelled_waiter(t, lock, "b"));
        co_await asyncio::sleep(0s);
        a.cancel();
        lock.release();
        co_await asyncio::wait({a, b});
        t.print("cancelled", a.cancelled(), "locked", lock.locked());
        lock.release();
    }
    asyncio::lock lock;
    co_await lock.acquire();
    auto const a = asyncio::create_task(cancelled_waiter(t, lock, "c"));
    co_await asyncio::sleep(0s);
    a.cancel();
    lock.release();
    asyncio::get_running_loop().call_soon([&]
                                          { t.print("loop iteration"); });
    co_await lock.acquire();
    t.print("only cancelled waiters: acquired without suspension");
    co_await asyncio::wait({a});
}

BOOST_AUTO_TEST_CASE(scenario_180_lock_cancel_waiter)
{
    trace t("scenario_180_lock_cancel_waiter");
    asyncio_test::run(cancel_waiter(t));
    t.check();
}

asio::awaitable<void>
woken_waiter(trace& t, asyncio::lock& lock, std::string name)
{
    try
    {
        co_await lock.acquire();
        t.print(name, "has the lock");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled");
        throw;
    }
}

asio::awaitable<void> cancel_woken_waiter(trace& t)
{
    asyncio::lock lock;
    co_await lock.acquire();
    auto const a = asyncio::create_task(woken_waiter(t, lock, "a"));
    auto const b = asyncio::create_task(woken_waiter(t, lock, "b"));
    co_await asyncio::sleep(0s);
    lock.release();
    a.cancel();
    co_await asyncio::wait({a, b});
    t.print("cancelled", a.cancelled(), "locked", lock.locked());
}

BOOST_AUTO_TEST_CASE(scenario_181_lock_cancel_woken_waiter)
{
    trace t("scenario_181_lock_cancel_woken_waiter");
    asyncio_test::run(cancel_woken_waiter(t));
    t.check();
}

asio::awaitable<void> not_reentrant(trace& t)
{
    asyncio::lock lock;
    co_await asyncio::with(
        lock,
        [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await asyncio::timeout(
                    20ms,
                    [&]() -> asio::awaitable<void>
                    { co_await lock.acquire(); });
            }
            catch (asyncio::timeout_error const&)
            {
                t.print("second acquire timed out, locked", lock.locked());
            }
        });
    t.print("locked", lock.locked());
}

BOOST_AUTO_TEST_CASE(scenario_183_lock_not_reentrant)
{
    trace t("scenario_183_lock_not_reentrant");
    asyncio_test::run(not_reentrant(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
