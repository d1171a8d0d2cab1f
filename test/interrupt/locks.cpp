// Interrupts the operations of the locks after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <exception>

BOOST_AUTO_TEST_SUITE(interrupt_locks)

namespace {

using asyncio_test::interrupt;
using asyncio_test::stage;

// Counts blocks that exclude each other, also when it is destroyed.
class inside
{
public:
    explicit inside(stage& s, int most = 1) : stage_(s)
    {
        BOOST_CHECK_LE(++stage_.entered, most);
    }

    inside(inside const&) = delete;
    inside& operator=(inside const&) = delete;

    ~inside()
    {
        --stage_.entered;
    }

private:
    stage& stage_;
};

template<class Lockable>
asio::awaitable<void> hold(stage& s, Lockable& l, int most)
{
    auto const object = s.object();
    auto const guard = co_await asyncio::scoped(l);
    inside const i(s, most);
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(1ms);
}

template<class Lockable>
asio::awaitable<void> hold_with(stage& s, Lockable& l, int most)
{
    auto const object = s.object();
    co_await asyncio::with(
        l,
        [&]() -> asio::awaitable<void>
        {
            inside const i(s, most);
            co_await asyncio::sleep(0s);
        });
}

template<class Lockable>
asio::awaitable<void> contend(stage& s, Lockable& l, int most)
{
    auto const object = s.object();
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& g) -> asio::awaitable<void>
        {
            for (int n = 0; n != 2; ++n)
            {
                g.create_task(hold(s, l, most));
                g.create_task(hold_with(s, l, most));
            }
            co_await hold(s, l, most);
            try
            {
                co_await asyncio::wait_for(l.acquire(), 1ms);
                l.release();
            }
            catch (asyncio::timeout_error const&)
            {
            }
        });
}

BOOST_AUTO_TEST_CASE(lock)
{
    interrupt(
        "lock",
        [](stage& s) -> asio::awaitable<void>
        {
            asyncio::lock l;
            std::exception_ptr error;
            try
            {
                co_await contend(s, l, 1);
            }
            catch (...)
            {
                error = std::current_exception();
            }
            // However it ended: the lock is free.
            BOOST_CHECK(l.try_acquire());
            if (error)
                std::rethrow_exception(error);
        });
}

BOOST_AUTO_TEST_CASE(semaphore)
{
    interrupt(
        "semaphore",
        [](stage& s) -> asio::awaitable<void>
        {
            asyncio::bounded_semaphore sem(2);
            std::exception_ptr error;
            try
            {
                co_await contend(s, sem, 2);
            }
            catch (...)
            {
                error = std::current_exception();
            }
            // Both permits are there.
            BOOST_CHECK(sem.try_acquire());
            BOOST_CHECK(sem.try_acquire());
            if (error)
                std::rethrow_exception(error);
        });
}

asio::awaitable<void> wait_for_event(stage& s, asyncio::event& e)
{
    auto const object = s.object();
    co_await e.wait();
    co_await asyncio::sleep(0s);
    co_await e.wait();
}

BOOST_AUTO_TEST_CASE(event)
{
    interrupt(
        "event",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            asyncio::event e;
            co_await asyncio::with(
                asyncio::task_group(),
                [&](asyncio::task_group& g) -> asio::awaitable<void>
                {
                    for (int n = 0; n != 3; ++n)
                        g.create_task(wait_for_event(s, e));
                    co_await asyncio::sleep(1ms);
                    e.set();
                    e.clear();
                    co_await asyncio::sleep(2ms);
                    e.set();
                    co_await e.wait();
                });
        });
}

// What a lock protects.
struct account
{
    asyncio::lock lock;
    asyncio::condition changed{lock};
    int balance = 0;
};

asio::awaitable<void> withdraw(stage& s, account& a)
{
    auto const object = s.object();
    auto const guard = co_await asyncio::scoped(a.changed);
    co_await a.changed.wait_for([&] { return a.balance > 0; });
    BOOST_CHECK(a.lock.locked());
    inside const i(s);
    --a.balance;
}

asio::awaitable<void> deposit(stage& s, account& a, int n)
{
    auto const object = s.object();
    while (n-- > 0)
    {
        auto const guard = co_await asyncio::scoped(a.lock);
        inside const i(s);
        ++a.balance;
        a.changed.notify();
        co_await asyncio::sleep(0s);
    }
}

BOOST_AUTO_TEST_CASE(condition)
{
    interrupt(
        "condition",
        [](stage& s) -> asio::awaitable<void>
        {
            account a;
            std::exception_ptr error;
            try
            {
                co_await asyncio::with(
                    asyncio::task_group(),
                    [&](asyncio::task_group& g) -> asio::awaitable<void>
                    {
                        g.create_task(withdraw(s, a));
                        g.create_task(withdraw(s, a));
                        g.create_task(deposit(s, a, 3));
                        co_await withdraw(s, a);
                        auto const guard = co_await asyncio::scoped(a.changed);
                        try
                        {
                            co_await asyncio::wait_for(a.changed.wait(), 2ms);
                        }
                        catch (asyncio::timeout_error const&)
                        {
                        }
                        BOOST_CHECK(a.lock.locked());
                    });
            }
            catch (...)
            {
                error = std::current_exception();
            }
            BOOST_CHECK(a.lock.try_acquire());
            if (error)
                std::rethrow_exception(error);
            BOOST_CHECK_EQUAL(a.balance, 0);
        });
}

asio::awaitable<void> pass(stage& s, asyncio::barrier& b)
{
    auto const object = s.object();
    for (int round = 0; round != 2; ++round)
    {
        auto const index = co_await b.wait();
        BOOST_CHECK_LT(index, b.parties());
        co_await asyncio::sleep(0s);
    }
}

BOOST_AUTO_TEST_CASE(barrier)
{
    interrupt(
        "barrier",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            asyncio::barrier b(3);
            std::exception_ptr error;
            try
            {
                co_await asyncio::with(
                    asyncio::task_group(),
                    [&](asyncio::task_group& g) -> asio::awaitable<void>
                    {
                        g.create_task(pass(s, b));
                        g.create_task(pass(s, b));
                        co_await pass(s, b);
                    });
                co_await asyncio::with(
                    asyncio::task_group(),
                    [&](asyncio::task_group& g) -> asio::awaitable<void>
                    {
                        g.create_task(b.wait());
                        g.create_task(b.wait());
                        co_await asyncio::sleep(1ms);
                        g.cancel();
                    });
            }
            catch (...)
            {
                error = std::current_exception();
            }
            // Nobody is inside any more.
            BOOST_CHECK_EQUAL(b.n_waiting(), 0);
            if (error)
                std::rethrow_exception(error);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
