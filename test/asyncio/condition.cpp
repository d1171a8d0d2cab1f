// Conformance: condition.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_condition)

namespace {

using asyncio_test::trace;

// Python's wait() gives True.
asio::awaitable<bool> wait(asyncio::condition& cond)
{
    co_await cond.wait();
    co_return true;
}

asio::awaitable<void>
notified(trace& t, asyncio::condition& cond, std::string name)
{
    auto const guard = co_await asyncio::scoped(cond);
    t.print(name, "waits");
    bool const r = co_await wait(cond);
    t.print(name, "woken", r, "locked", cond.locked());
}

asio::awaitable<void> notify(trace& t)
{
    asyncio::condition cond;
    std::vector<asyncio::task<void>> ts;
    for (int i = 0; i != 6; ++i)
        ts.push_back(asyncio::create_task(
            notified(t, cond, "w" + std::to_string(i))));
    co_await asyncio::sleep(0s);
    t.print("all wait, locked", cond.locked());
    {
        auto const guard = co_await asyncio::scoped(cond);
        cond.notify();
        t.print("notified one");
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(0s);
        t.print("still holding the lock");
    }
    co_await asyncio::sleep(0s);
    {
        auto const guard = co_await asyncio::scoped(cond);
        cond.notify(2);
        t.print("notified two");
    }
    for (int i = 0; i != 4; ++i)
        co_await asyncio::sleep(0s);
    {
        auto const guard = co_await asyncio::scoped(cond);
        cond.notify_all();
        t.print("notified all");
    }
    co_await asyncio::wait(ts);
    auto const guard = co_await asyncio::scoped(cond);
    cond.notify(5);
    t.print("nobody waits");
}

BOOST_AUTO_TEST_CASE(scenario_187_condition_notify)
{
    trace t("scenario_187_condition_notify");
    asyncio_test::run(notify(t));
    t.check();
}

// What Python's predicate gives: a string is true if it is not empty.
class text
{
public:
    explicit text(char const* s) noexcept
        : text_(s)
    {
    }

    explicit operator bool() const noexcept
    {
        return *text_ != 0;
    }

    friend std::ostream& operator<<(std::ostream& out, text const& t)
    {
        return out << t.text_;
    }

private:
    char const* text_;
};

asio::awaitable<void> unacquired(trace& t)
{
    asyncio::condition cond;
    try
    {
        co_await cond.wait();
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    try
    {
        cond.notify();
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    try
    {
        cond.notify_all();
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    text const value =
        co_await cond.wait_for([] { return text("true at once"); });
    t.print("predicate value", value);
    try
    {
        co_await cond.wait_for([] { return false; });
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_188_condition_unacquired)
{
    trace t("scenario_188_condition_unacquired");
    asyncio_test::run(unacquired(t));
    t.check();
}

asio::awaitable<void> cancelled_waiter(trace& t, asyncio::condition& cond)
{
    {
        auto const guard = co_await asyncio::scoped(cond);
        try
        {
            co_await cond.wait();
        }
        catch (asyncio::cancelled_error const& e)
        {
            t.print("cancelled with", e.message(), "locked", cond.locked());
            throw;
        }
    }
    t.print("not reached");
}

asio::awaitable<void> cancel_waiting(trace& t)
{
    asyncio::condition cond;
    auto const w = asyncio::create_task(cancelled_waiter(t, cond));
    co_await asyncio::sleep(0s);
    t.print("waiting, locked", cond.locked());
    w.cancel("msg");
    co_await asyncio::wait({w});
    t.print("cancelled", w.cancelled(), "locked", cond.locked());
    auto const guard = co_await asyncio::scoped(cond);
    try
    {
        co_await asyncio::wait_for(cond.wait(), 20ms);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError, locked", cond.locked());
    }
}

BOOST_AUTO_TEST_CASE(scenario_190_condition_cancel_waiting)
{
    trace t("scenario_190_condition_cancel_waiting");
    asyncio_test::run(cancel_waiting(t));
    t.check();
}

asio::awaitable<void> reacquiring_waiter(trace& t, asyncio::condition& cond)
{
    auto const guard = co_await asyncio::scoped(cond);
    try
    {
        co_await cond.wait();
        t.print("woken normally");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("CancelledError, locked", cond.locked());
        throw;
    }
}

asio::awaitable<void> cancel_reacquiring(trace& t)
{
    asyncio::condition cond;
    auto const w = asyncio::create_task(reacquiring_waiter(t, cond));
    co_await asyncio::sleep(0s);
    co_await cond.acquire();
    cond.notify();
    co_await asyncio::sleep(0s);
    t.print("waiter is waiting for the lock");
    w.cancel();
    w.cancel();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("cancelled, but not done before the lock is free:", w.done());
    cond.release();
    co_await asyncio::wait({w});
    t.print("cancelled", w.cancelled(), "locked", cond.locked());
}

BOOST_AUTO_TEST_CASE(scenario_191_condition_cancel_reacquiring)
{
    trace t("scenario_191_condition_cancel_reacquiring");
    asyncio_test::run(cancel_reacquiring(t));
    t.check();
}

asio::awaitable<void>
sharing_waiter(trace& t, asyncio::condition& cond, std::string name)
{
    auto const guard = co_await asyncio::scoped(cond);
    co_await cond.wait();
    t.print(name, "woken");
}

asio::awaitable<void> shared_lock(trace& t)
{
    asyncio::lock lock;
    asyncio::condition c1(lock);
    asyncio::condition c2(lock);
    auto const w1 = asyncio::create_task(sharing_waiter(t, c1, "w1"));
    auto const w2 = asyncio::create_task(sharing_waiter(t, c2, "w2"));
    co_await asyncio::sleep(0s);
    {
        auto const guard = co_await asyncio::scoped(lock);
        t.print("locked", c1.locked(), c2.locked());
        c2.notify();
    }
    co_await w2.get();
    t.print("w1 done", w1.done());
    {
        auto const guard = co_await asyncio::scoped(c2);
        c1.notify_all();
    }
    co_await w1.get();
}

BOOST_AUTO_TEST_CASE(scenario_193_condition_shared_lock)
{
    trace t("scenario_193_condition_shared_lock");
    asyncio_test::run(shared_lock(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
