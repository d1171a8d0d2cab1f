// Interrupts task groups after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(interrupt_task_group)

namespace {

using asyncio::task_group;
using asyncio::with;
using asyncio_test::interrupt;
using asyncio_test::stage;

class entry
{
public:
    explicit entry(stage& s) noexcept
        : stage_(s)
    {
        ++stage_.entered;
    }

    entry(entry const&) = delete;
    entry& operator=(entry const&) = delete;

    ~entry()
    {
        --stage_.entered;
    }

private:
    stage& stage_;
};

// A child with a few steps, an object of its own, and clean-up that awaits.
asio::awaitable<int> child(stage& s, int n)
{
    auto const object = s.object();
    entry const inside(s);
    co_await asyncio::sleep(0s);
    std::exception_ptr error;
    try
    {
        co_await asyncio::sleep(1ms * n);
    }
    catch (asyncio::cancelled_error const&)
    {
        error = std::current_exception();
    }
    co_await asyncio::sleep(0s);
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

asio::awaitable<void> failing(stage& s, int n)
{
    auto const object = s.object();
    co_await asyncio::sleep(1ms * n);
    throw std::runtime_error("failure");
}

// Ignores one request.
asio::awaitable<void> stubborn(stage& s)
{
    auto const object = s.object();
    try
    {
        co_await asyncio::sleep(5ms);
    }
    catch (asyncio::cancelled_error const&)
    {
    }
    co_await asyncio::sleep(1ms);
}

asio::awaitable<void> adds_children(stage& s, task_group& g)
{
    auto const object = s.object();
    co_await asyncio::sleep(1ms);
    try
    {
        g.create_task(child(s, 1));
        g.create_task(child(s, 2), {.eager_start = true});
    }
    catch (std::runtime_error const&)
    {
        // The group is ending.
    }
}

// A body that awaits, in a block with its own object.
asio::awaitable<void> children(stage& s, task_group& g)
{
    auto const object = s.object();
    auto const a = g.create_task(child(s, 1));
    g.create_task(child(s, 3));
    g.create_task(raw_child(s, 2));
    g.create_task(stubborn(s));
    g.create_task(adds_children(s, g));
    int const n = co_await a.get();
    BOOST_CHECK_EQUAL(n, 1);
    co_await asyncio::sleep(1ms);
}

template<class Body>
asio::awaitable<void> in_group(Body body)
{
    co_await with(task_group(), std::move(body));
}

// An error that has to come when nothing interrupts.
template<class Body>
asio::awaitable<void> failing_group(Body body)
{
    bool failed = false;
    try
    {
        co_await with(task_group(), std::move(body));
    }
    catch (asyncio::exception_group const&)
    {
        failed = true;
    }
    BOOST_CHECK(failed);
    co_await asyncio::sleep(0s);
}

BOOST_AUTO_TEST_CASE(children_and_body)
{
    interrupt(
        "children",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                { return children(s, g); });
            BOOST_CHECK_EQUAL(s.entered, 0);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(body_ends_first)
{
    interrupt(
        "waiting",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(child(s, 1));
                    g.create_task(child(s, 3), {.eager_start = true});
                    g.create_task(raw_child(s, 2));
                    co_return;
                });
            BOOST_CHECK_EQUAL(s.entered, 0);
        });
}

BOOST_AUTO_TEST_CASE(a_child_fails)
{
    interrupt(
        "failing",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await failing_group(
                [&](task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(failing(s, 3));
                    g.create_task(failing(s, 3));
                    co_await children(s, g);
                });
        });
}

BOOST_AUTO_TEST_CASE(ended_by_cancel)
{
    interrupt(
        "cancel",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    auto const inner = s.object();
                    g.create_task(child(s, 3));
                    g.create_task(stubborn(s));
                    co_await asyncio::sleep(1ms);
                    g.cancel();
                    co_await asyncio::sleep(1h);
                });
            BOOST_CHECK_EQUAL(s.entered, 0);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(nested)
{
    interrupt(
        "nested",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const inner = [&](task_group& g) -> asio::awaitable<void>
            { return children(s, g); };
            auto const outer = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(child(s, 2));
                g.create_task(in_group(inner));
                co_await with(task_group(), inner);
            };
            co_await with(task_group(), outer);
            BOOST_CHECK_EQUAL(s.entered, 0);
        });
}

BOOST_AUTO_TEST_CASE(nested_and_failing)
{
    interrupt(
        "nested, failing",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const inner = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(failing(s, 2));
                co_await children(s, g);
            };
            auto const outer = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(child(s, 2));
                co_await with(task_group(), inner);
            };
            co_await failing_group(outer);
        });
}

BOOST_AUTO_TEST_CASE(timeout_outside)
{
    interrupt(
        "timeout outside",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(child(s, 30));
                co_await children(s, g);
            };
            bool late = false;
            try
            {
                co_await asyncio::timeout(
                    10ms, [&] { return in_group(std::ref(body)); });
            }
            catch (asyncio::timeout_error const&)
            {
                late = true;
            }
            BOOST_CHECK(late);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(timeout_inside)
{
    interrupt(
        "timeout inside",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await failing_group(
                [&](task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(child(s, 5));
                    co_await asyncio::wait_for(child(s, 30), 3ms);
                });
        });
}

BOOST_AUTO_TEST_CASE(open_and_close)
{
    struct owner
    {
        explicit owner(stage& s)
            : stage_(s)
        {
            tasks_.open();
            tasks_.create_task(child(stage_, 1));
            tasks_.create_task(child(stage_, 3));
            tasks_.create_task(stubborn(stage_));
        }

        auto close()
        {
            return tasks_.close();
        }

        stage& stage_;
        task_group tasks_;
    };
    interrupt(
        "open and close",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            // open() is for the inside of a loop, where a task is.
            auto const use = [&]() -> asio::awaitable<void>
            {
                owner o(s);
                co_await o.close();
                BOOST_CHECK_EQUAL(s.entered, 0);
            };
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, std::ref(use));
            co_await t.get();
        });
}

// Destroyed without being left: its tasks end by themselves.
BOOST_AUTO_TEST_CASE(open_and_never_closed)
{
    interrupt(
        "open, not closed",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const use = [](stage& st) -> asio::awaitable<void>
            {
                asyncio::get_running_loop().set_exception_handler(
                    [](asyncio::event_loop&, asyncio::exception_context const&)
                    {});
                task_group tasks;
                tasks.open();
                tasks.create_task(child(st, 3));
                tasks.create_task(failing(st, 1));
                co_await asyncio::sleep(2ms);
            };
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, use, std::ref(s));
            co_await t.get();
            co_await asyncio::sleep(3ms);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
