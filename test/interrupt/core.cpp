// Interrupts the operations of the core after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(interrupt_core)

namespace {

using asyncio_test::interrupt;
using asyncio_test::stage;

// A child with a few steps, an object of its own, and clean-up that awaits.
asio::awaitable<int> child(stage& s, int n)
{
    auto const object = s.object();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(1ms * n);
    std::exception_ptr error;
    try
    {
        co_await asyncio::sleep(1ms);
    }
    catch (asyncio::cancelled_error const&)
    {
        error = std::current_exception();
    }
    co_await asyncio::sleep(0s);
    if (error)
        std::rethrow_exception(error);
    co_return n;
}

// The same over operations of Asio.
asio::awaitable<int> raw_child(stage& s, int n)
{
    auto const object = s.object();
    co_await asio::post(asio::use_awaitable);
    asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
    co_await timer.async_wait(asio::use_awaitable);
    co_await asyncio::sleep(0s);
    co_return n;
}

struct manager
{
    explicit manager(stage& s) noexcept
        : stage_(s)
    {
    }

    asio::awaitable<std::reference_wrapper<manager>> aenter()
    {
        co_await asyncio::sleep(0s);
        ++stage_.entered;
        co_return std::ref(*this);
    }

    asio::awaitable<bool> aexit(std::exception_ptr)
    {
        --stage_.entered;
        co_await asyncio::sleep(0s);
        co_return false;
    }

    stage& stage_;
};

// Something lockable that gives way after a turn.
struct gate
{
    explicit gate(stage& s) noexcept
        : stage_(s)
    {
    }

    auto acquire()
    {
        return asyncio::sleep(0s);
    }

    void release()
    {
        ++released;
    }

    stage& stage_;
    int released = 0;
};

BOOST_AUTO_TEST_CASE(sleep)
{
    interrupt(
        "sleep",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(3ms);
            int const value = co_await asyncio::sleep(1ms, 5);
            BOOST_CHECK_EQUAL(value, 5);
            co_await asyncio::sleep_until(
                asyncio::get_running_loop().time() + 2ms);
        });
}

BOOST_AUTO_TEST_CASE(create_task_and_join)
{
    interrupt(
        "create_task",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const a = asyncio::create_task(
                co_await asio::this_coro::executor, child(s, 2));
            BOOST_CHECK_EQUAL(co_await a.get(), 2);
            BOOST_CHECK_EQUAL(co_await a.get(), 2);
        });
}

BOOST_AUTO_TEST_CASE(raw_operations)
{
    interrupt(
        "raw",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            BOOST_CHECK_EQUAL(co_await raw_child(s, 1), 1);
        });
}

BOOST_AUTO_TEST_CASE(gather)
{
    interrupt(
        "gather",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const [a, b, c] = co_await asyncio::gather(
                child(s, 1), child(s, 2), raw_child(s, 3));
            BOOST_CHECK_EQUAL(a + b + c, 6);
            std::vector<asio::awaitable<int>> children;
            children.push_back(child(s, 1));
            children.push_back(child(s, 0));
            auto const results =
                co_await asyncio::gather(std::move(children));
            BOOST_CHECK_EQUAL(results.size(), 2);
        });
}

BOOST_AUTO_TEST_CASE(gather_return_exceptions)
{
    interrupt(
        "gather(return_exceptions)",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const results = co_await asyncio::gather(
                asyncio::return_exceptions, child(s, 1), child(s, 2));
            BOOST_CHECK_EQUAL(std::get<1>(results).value(), 2);
        });
}

BOOST_AUTO_TEST_CASE(wait)
{
    interrupt(
        "wait",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const a = asyncio::create_task(place, child(s, 1));
            auto const b = asyncio::create_task(place, child(s, 3));
            asyncio::task_list both(a, b);
            auto const first = co_await asyncio::wait(
                both, {.return_when = asyncio::first_completed});
            BOOST_CHECK(!first.done.empty());
            auto const timed = co_await asyncio::wait(
                both, {.timeout = 1ms});
            BOOST_CHECK_EQUAL(timed.done.size() + timed.pending.size(), 2);
            auto const all = co_await asyncio::wait(both);
            BOOST_CHECK(all.pending.empty());
        });
}

BOOST_AUTO_TEST_CASE(wait_for)
{
    interrupt(
        "wait_for",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            BOOST_CHECK_EQUAL(
                co_await asyncio::wait_for(child(s, 1), 50ms), 1);
            bool timed_out = false;
            try
            {
                co_await asyncio::wait_for(child(s, 10), 3ms);
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
            BOOST_CHECK(timed_out);
            try
            {
                co_await asyncio::wait_for(asyncio::sleep(10ms), 2ms);
                BOOST_ERROR("no timeout");
            }
            catch (asyncio::timeout_error const&)
            {
            }
            asio::steady_timer timer(
                co_await asio::this_coro::executor, 1h);
            try
            {
                co_await asyncio::wait_for(
                    timer.async_wait(asio::deferred), 2ms);
                BOOST_ERROR("no timeout");
            }
            catch (asyncio::timeout_error const&)
            {
            }
        });
}

BOOST_AUTO_TEST_CASE(wait_for_task)
{
    interrupt(
        "wait_for(task)",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const place = co_await asio::this_coro::executor;
            auto const t = asyncio::create_task(place, child(s, 9));
            try
            {
                co_await asyncio::wait_for(t, 3ms);
                BOOST_ERROR("no timeout");
            }
            catch (asyncio::timeout_error const&)
            {
            }
            BOOST_CHECK(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(timeout)
{
    interrupt(
        "timeout",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto slow = [&s](asyncio::timeout_scope& scope)
                -> asio::awaitable<void>
            {
                auto const inner = s.object();
                scope.reschedule(*scope.when() + 1ms);
                co_await asyncio::sleep(10ms);
                BOOST_ERROR("not interrupted");
            };
            auto slow_at_once = []() -> asio::awaitable<void>
            { co_await asyncio::sleep(10ms); };
            try
            {
                co_await asyncio::timeout(2ms, slow);
            }
            catch (asyncio::timeout_error const&)
            {
            }
            auto quick = [&s]() -> asio::awaitable<int>
            { return child(s, 1); };
            BOOST_CHECK_EQUAL(co_await asyncio::timeout(50ms, quick), 1);
            try
            {
                co_await asyncio::timeout_at(
                    std::chrono::steady_clock::time_point(), slow_at_once);
            }
            catch (asyncio::timeout_error const&)
            {
            }
        });
}

BOOST_AUTO_TEST_CASE(with)
{
    interrupt(
        "with",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            manager outer(s);
            auto inside = [&s](manager& m, manager& n)
                -> asio::awaitable<int>
            {
                BOOST_CHECK(&m != &n);
                BOOST_CHECK_EQUAL(s.entered, 2);
                return child(s, 1);
            };
            int const value =
                co_await asyncio::with(outer, manager(s), inside);
            BOOST_CHECK_EQUAL(value, 1);
        });
}

BOOST_AUTO_TEST_CASE(scoped)
{
    interrupt(
        "scoped",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            gate g(s);
            {
                auto const guard = co_await asyncio::scoped(g);
                co_await asyncio::sleep(1ms);
            }
            BOOST_CHECK_EQUAL(g.released, 1);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
