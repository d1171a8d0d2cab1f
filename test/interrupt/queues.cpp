// Interrupts the operations of queues after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

BOOST_AUTO_TEST_SUITE(interrupt_queues)

namespace {

using asyncio_test::counted;
using asyncio_test::interrupt;
using asyncio_test::stage;

// Items that are counted, in a queue that can be compared with what was put.
struct item
{
    item(stage& s, int n) noexcept
        : object(s.object()), number(n)
    {
    }

    friend bool operator<(item const& a, item const& b) noexcept
    {
        return a.number < b.number;
    }

    counted object;
    int number;
};

template<class Queue>
asio::awaitable<int> produce(stage& s, std::shared_ptr<Queue> p, int n)
{
    auto const object = s.object();
    auto& q = *p;
    for (int i = 0; i != n; ++i)
    {
        co_await q.emplace(s, i);
        if (i % 2 == 0)
            co_await asyncio::sleep(1ms);
    }
    q.shutdown();
    co_return n;
}

template<class Queue>
asio::awaitable<int> consume(stage& s, std::shared_ptr<Queue> p)
{
    auto const object = s.object();
    auto& q = *p;
    int count = 0;
    while (auto const i = co_await q.next())
    {
        ++count;
        q.task_done();
        if (count % 3 == 0)
            co_await asyncio::sleep(1ms);
    }
    co_return count;
}

template<class Queue>
asio::awaitable<void> all_of_it(stage& s, std::ptrdiff_t size)
{
    auto const object = s.object();
    auto const p = std::make_shared<Queue>(size);
    auto& q = *p;
    auto const [produced, a, b] = co_await asyncio::gather(
        produce(s, p, 4), consume(s, p), consume(s, p));
    BOOST_CHECK_EQUAL(produced, 4);
    BOOST_CHECK_EQUAL(a + b, 4);
    co_await q.join();
    BOOST_CHECK(q.empty());
}

BOOST_AUTO_TEST_CASE(queue)
{
    interrupt(
        "queue",
        [](stage& s) { return all_of_it<asyncio::queue<item>>(s, 1); });
    interrupt(
        "queue without limit",
        [](stage& s) { return all_of_it<asyncio::queue<item>>(s, 0); });
}

BOOST_AUTO_TEST_CASE(priority_queue)
{
    interrupt(
        "priority_queue",
        [](stage& s)
        { return all_of_it<asyncio::priority_queue<item>>(s, 2); });
}

BOOST_AUTO_TEST_CASE(lifo_queue)
{
    interrupt(
        "lifo_queue",
        [](stage& s) { return all_of_it<asyncio::lifo_queue<item>>(s, 1); });
}

// The body itself waits, and the helper serves it.
BOOST_AUTO_TEST_CASE(get_and_join)
{
    interrupt(
        "get and join",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const p = std::make_shared<asyncio::queue<item>>();
            auto& q = *p;
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, produce(s, p, 3));
            for (int n = 0; n != 3; ++n)
            {
                item const i = co_await q.get();
                BOOST_CHECK_EQUAL(i.number, n);
            }
            auto const finish = [&]() -> asio::awaitable<void>
            {
                co_await asyncio::sleep(2ms);
                for (int n = 0; n != 3; ++n)
                    q.task_done();
            };
            co_await asyncio::gather(q.join(), finish());
            co_await t.get();
        });
}

BOOST_AUTO_TEST_CASE(put)
{
    interrupt(
        "put",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const p = std::make_shared<asyncio::queue<item>>(1);
            auto& q = *p;
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, consume(s, p));
            for (int n = 0; n != 5; ++n)
                co_await q.emplace(s, n);
            q.shutdown();
            BOOST_CHECK_EQUAL(co_await t.get(), 5);
        });
}

// What is awaited at the end of a limit.
BOOST_AUTO_TEST_CASE(wait_for)
{
    interrupt(
        "wait_for",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            asyncio::queue<item> q(1);
            for (auto const limit : {2ms, 3ms})
            {
                try
                {
                    co_await asyncio::wait_for(q.get(), limit);
                    BOOST_ERROR("there is nothing to get");
                }
                catch (asyncio::timeout_error const&)
                {
                }
            }
            co_await q.emplace(s, 1);
            try
            {
                co_await asyncio::wait_for(q.emplace(s, 2), 2ms);
                BOOST_ERROR("there is no room");
            }
            catch (asyncio::timeout_error const&)
            {
            }
            BOOST_CHECK_EQUAL(q.qsize(), 1);
            item const i = co_await asyncio::wait_for(q.get(), 2ms);
            BOOST_CHECK_EQUAL(i.number, 1);
        });
}

// A queue that goes while somebody waits for it.
BOOST_AUTO_TEST_CASE(destroyed_queue)
{
    interrupt(
        "a destroyed queue",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto q = std::make_unique<asyncio::queue<item>>();
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, q->get());
            t.add_done_callback(
                [](asyncio::task<item> const& done)
                {
                    // The body may be interrupted before it looks.
                    if (!done.cancelled())
                        static_cast<void>(done.exception());
                });
            co_await asyncio::sleep(2ms);
            q.reset();
            try
            {
                co_await t.get();
                BOOST_ERROR("there is nothing to get");
            }
            catch (boost::system::system_error const&)
            {
                throw;
            }
            catch (std::runtime_error const&)
            {
            }
        });
}

// Waiting beside an operation of Asio: the steps of other executors.
BOOST_AUTO_TEST_CASE(with_raw_operations)
{
    interrupt(
        "with raw operations",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            asyncio::queue<item> q(1);
            for (int n = 0; n != 3; ++n)
            {
                co_await q.put(item(s, n))(asio::use_awaitable);
                co_await asio::post(asio::use_awaitable);
                item const i = co_await q.get();
                BOOST_CHECK_EQUAL(i.number, n);
            }
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
