// Interrupts what waits for threads after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <stop_token>

BOOST_AUTO_TEST_SUITE(interrupt_threads)

namespace {

using asyncio_test::interrupt;
using asyncio_test::stage;

// Objects that threads create and destroy.
std::atomic<int> objects = 0;

class object
{
public:
    object() noexcept
    {
        ++objects;
    }

    object(object const&) noexcept
    {
        ++objects;
    }

    object& operator=(object const&) = default;

    ~object()
    {
        --objects;
    }
};

using pool_ptr = std::shared_ptr<asio::thread_pool>;

// Makes a pool of one thread the default one.
pool_ptr set_pool()
{
    auto pool = std::make_shared<asio::thread_pool>(1);
    asyncio::get_running_loop().set_default_executor(pool);
    return pool;
}

// Lets a few turns pass, and blocks until the pool has done everything: how
// many turns it needs does not depend on the machine.
asio::awaitable<void> settle(pool_ptr pool, int turns)
{
    co_await asyncio::sleep(1ms * turns);
    std::promise<void> done;
    asio::post(*pool, [&] { done.set_value(); });
    done.get_future().wait();
}

asio::awaitable<void> poll(std::shared_ptr<asio::io_context> pool, int turns)
{
    co_await asyncio::sleep(1ms * turns);
    pool->poll();
}

asio::awaitable<int> child(stage& s, int n)
{
    auto const own = s.object();
    co_await asyncio::sleep(1ms * n);
    co_return n;
}

// Runs it, and checks that nothing is left.
void interrupt_threads(char const* name, asyncio_test::body const& b)
{
    interrupt(name, b);
    BOOST_CHECK_EQUAL(objects.load(), 0);
}

BOOST_AUTO_TEST_CASE(to_thread)
{
    interrupt_threads(
        "to_thread",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const pool = set_pool();
            asyncio::create_task(place, settle(pool, 2));
            auto work = [o = object()] { return std::make_unique<object>(o); };
            auto const result = co_await asyncio::to_thread(work);
            BOOST_CHECK(result);
        });
}

BOOST_AUTO_TEST_CASE(to_thread_that_throws)
{
    interrupt_threads(
        "to_thread(throws)",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const pool = set_pool();
            asyncio::create_task(place, settle(pool, 2));
            auto work = [o = object()] { throw std::invalid_argument("no"); };
            try
            {
                co_await asyncio::to_thread(work);
                BOOST_ERROR("no exception");
            }
            catch (std::invalid_argument const&)
            {
            }
        });
}

BOOST_AUTO_TEST_CASE(to_thread_with_a_stop_token)
{
    interrupt_threads(
        "to_thread(stop_token)",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const pool = set_pool();
            // After the limit: then it has been asked to stop.
            asyncio::create_task(place, settle(pool, 5));
            auto const kept = std::make_unique<object>();
            auto work = [&kept, o = object()](std::stop_token stop)
            {
                std::promise<void> stopped;
                std::stop_callback const callback(
                    stop, [&] { stopped.set_value(); });
                stopped.get_future().wait();
                object const copy(*kept);
            };
            try
            {
                co_await asyncio::wait_for(asyncio::to_thread(work), 3ms);
                BOOST_ERROR("no timeout");
            }
            catch (asyncio::timeout_error const&)
            {
            }
        });
}

BOOST_AUTO_TEST_CASE(run_in_executor)
{
    interrupt_threads(
        "run_in_executor",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const pool = std::make_shared<asio::io_context>();
            asyncio::create_task(place, poll(pool, 2));
            auto work = [o = object()] { return o; };
            auto const f =
                asyncio::get_running_loop().run_in_executor(*pool, work);
            co_await asyncio::sleep(1ms);
            co_await f.get();
            // It goes with its pool.
            auto lost = std::make_unique<asio::io_context>();
            auto const g =
                asyncio::get_running_loop().run_in_executor(*lost, work);
            co_await asyncio::sleep(1ms);
            lost.reset();
            try
            {
                co_await g.get();
                BOOST_ERROR("not cancelled");
            }
            catch (asyncio::cancelled_error const&)
            {
                if (!g.cancelled())
                    throw;
            }
        });
}

BOOST_AUTO_TEST_CASE(shutdown_default_executor)
{
    interrupt_threads(
        "shutdown_default_executor",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const pool = set_pool();
            asyncio::create_task(place, settle(pool, 3));
            // Opens in the next turn, or when the loop goes.
            auto gate = std::make_shared<std::promise<void>>();
            auto work = [f = gate->get_future().share(), o = object()]
            { f.wait(); };
            auto const f = asyncio::get_running_loop().run_in_executor(work);
            asyncio::get_running_loop().call_soon(
                [gate] { gate->set_value(); });
            co_await asyncio::get_running_loop().shutdown_default_executor();
            BOOST_CHECK(f.done());
        });
}

BOOST_AUTO_TEST_CASE(run_coroutine_threadsafe)
{
    interrupt_threads(
        "run_coroutine_threadsafe",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const own = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto f = asyncio::run_coroutine_threadsafe(child(s, 2), place);
            auto const wrapped = asyncio::wrap_future(f);
            BOOST_CHECK_EQUAL(co_await wrapped.get(), 2);
            BOOST_CHECK_EQUAL(f.result(), 2);
            BOOST_CHECK_EQUAL(
                co_await asyncio::wrap_future(
                    asyncio::run_coroutine_threadsafe(child(s, 1), place)),
                1);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
