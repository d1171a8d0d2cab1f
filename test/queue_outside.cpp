// queue: callbacks, coroutines that are no tasks, other loops, the end.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/queue.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/priority_queue.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_queue_outside)

namespace {

using numbers = std::vector<int>;

void rethrow(std::exception_ptr e)
{
    if (e)
        std::rethrow_exception(e);
}

std::string message(std::exception_ptr const& e)
{
    try
    {
        rethrow(e);
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
    return "";
}

// Can only be moved, and has no default.
struct precious
{
    explicit precious(int n)
        : value(std::make_unique<int>(n))
    {
    }

    std::unique_ptr<int> value;
};

// ---- completion tokens ------------------------------------------------------

// A handler is never called from inside the initiation, and runs in order.
BOOST_AUTO_TEST_CASE(callbacks)
{
    asio::io_context context;
    asyncio::queue<int> q(1);
    numbers got;
    int put = 0;
    bool joined = false;
    auto const in = [&](auto handler)
    { return asio::bind_executor(context, std::move(handler)); };
    auto const get = [&](std::exception_ptr e, int n)
    { got.push_back(e ? -1 : n); };
    for (int i = 0; i != 3; ++i)
        q.get()(in(get));
    for (int i = 0; i != 4; ++i)
        q.put(i)(in([&](std::exception_ptr e) { put += !e; }));
    q.join()(in([&](std::exception_ptr e) { joined = !e; }));
    BOOST_TEST(put == 0);
    context.poll();
    context.restart();
    BOOST_TEST(put == 4);
    BOOST_TEST((got == numbers{0, 1, 2}));
    BOOST_TEST(!joined);
    BOOST_TEST(q.qsize() == 1u);
    q.next()(in(
        [&](std::exception_ptr, std::optional<int> n)
        { got.push_back(n.value_or(-1)); }));
    context.poll();
    context.restart();
    q.shutdown();
    q.next()(in(
        [&](std::exception_ptr, std::optional<int> n)
        { got.push_back(n.value_or(-2)); }));
    q.get()(in(get));
    for (int i = 0; i != 4; ++i)
        q.task_done();
    context.run();
    BOOST_TEST((got == numbers{0, 1, 2, 3, -2, -1}));
    BOOST_TEST(joined);
}

BOOST_AUTO_TEST_CASE(use_future)
{
    asio::io_context context;
    asyncio::queue<precious> q(1);
    auto const token = [&]
    { return asio::bind_executor(context, asio::use_future); };
    auto first = q.emplace(1)(token());
    auto second = q.put(precious(2))(token());
    auto item = q.get()(token());
    auto other = q.next()(token());
    context.run();
    first.get();
    second.get();
    BOOST_TEST(*item.get()->value == 1);
    BOOST_TEST(*other.get()->value == 2);
}

asio::awaitable<void> all_tokens(asyncio::queue<int>& q)
{
    co_await q.put(1)(asio::use_awaitable);
    auto deferred = q.get()(asio::deferred);
    BOOST_TEST(co_await std::move(deferred)(asio::use_awaitable) == 1);
    auto const [put] =
        co_await q.emplace(2)(asio::as_tuple(asio::use_awaitable));
    BOOST_TEST(!put);
    auto const [error, n] =
        co_await q.get()(asio::as_tuple(asio::use_awaitable));
    BOOST_TEST(!error);
    BOOST_TEST(n == 2);
    q.shutdown();
    auto const [down, none] =
        co_await q.get()(asio::as_tuple(asio::use_awaitable));
    BOOST_TEST(message(down) == "the queue is shut down");
    BOOST_TEST(none == 0);
    auto const [ok, end] =
        co_await q.next()(asio::as_tuple(asio::use_awaitable));
    BOOST_TEST(!ok);
    BOOST_TEST(!end.has_value());
    q.task_done();
    auto join = q.join()(asio::deferred);
    q.task_done();
    co_await std::move(join)(asio::use_awaitable);
}

BOOST_AUTO_TEST_CASE(other_tokens_in_coroutines)
{
    asio::io_context context;
    asyncio::queue<int> in_plain;
    int done = 0;
    asio::co_spawn(
        context,
        all_tokens(in_plain),
        [&](std::exception_ptr e)
        {
            rethrow(e);
            ++done;
        });
    context.run();
    context.restart();
    BOOST_TEST(done == 1);
    asyncio::queue<int> in_task;
    auto const t = asyncio::create_task(context, all_tokens(in_task));
    context.run();
    t.result();
}

BOOST_AUTO_TEST_CASE(cancelled_through_a_slot)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::queue<int> q(1);
    q.put_nowait(0);
    auto const check = [&](char const* name, auto op, auto provide)
    {
        asio::cancellation_signal signal;
        int calls = 0;
        std::exception_ptr error;
        std::move(op)(asio::bind_cancellation_slot(
            signal.slot(),
            asio::bind_executor(
                context,
                [&](std::exception_ptr e, auto&&...)
                {
                    ++calls;
                    error = e;
                })));
        context.poll();
        context.restart();
        BOOST_CHECK_MESSAGE(calls == 0, name);
        // What it waits for comes, and in the same moment the request.
        loop.call_soon(
            [&]
            {
                provide();
                signal.emit(asio::cancellation_type::total);
            });
        context.poll();
        context.restart();
        BOOST_CHECK_MESSAGE(calls == 1 && asyncio::is_cancelled(error), name);
        signal.emit(asio::cancellation_type::terminal);
    };
    auto const nothing = [] {};
    check("put", q.put(1), nothing);
    check("woken put", q.put(1), [&] { q.get_nowait(); });
    BOOST_TEST(q.empty());
    check("get", q.get(), nothing);
    check("next", q.next(), nothing);
    check("woken get", q.get(), [&] { q.put_nowait(5); });
    check("join", q.join(), nothing);
    BOOST_TEST(q.qsize() == 1u);
    BOOST_TEST(q.get_nowait() == 5);
}

// Calls `f` when an operation that was just begun inside the loop has started,
// and before it goes on.
template<class F>
void after_the_start(asyncio::event_loop& loop, F f)
{
    loop.call_soon([&loop, f] { loop.call_soon(f); });
}

// An item that was taken is not lost by a request that comes before the handler
// is called, and no put is taken back.
BOOST_AUTO_TEST_CASE(a_request_that_comes_too_late)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::queue<int> q(1);
    asio::cancellation_signal put_signal;
    asio::cancellation_signal get_signal;
    int got = 0;
    int put = 0;
    loop.call_soon(
        [&]
        {
            q.put(1)(asio::bind_cancellation_slot(
                put_signal.slot(),
                [&](std::exception_ptr e) { put += !e; }));
            q.get()(asio::bind_cancellation_slot(
                get_signal.slot(),
                [&](std::exception_ptr e, int n) { got = e ? -1 : n; }));
            after_the_start(
                loop,
                [&]
                {
                    BOOST_TEST(q.empty());
                    BOOST_TEST(put + got == 0);
                    put_signal.emit(asio::cancellation_type::terminal);
                    get_signal.emit(asio::cancellation_type::terminal);
                });
        });
    context.run();
    BOOST_TEST(put == 1);
    BOOST_TEST(got == 1);
}

// The queue is used in the loop that it is used from, the handler runs where it
// says.
BOOST_AUTO_TEST_CASE(handlers_of_another_executor)
{
    asio::io_context context;
    asio::thread_pool pool(1);
    asyncio::event_loop loop(context);
    asyncio::queue<int> q(1);
    std::promise<bool> in_pool;
    loop.call_soon(
        [&]
        {
            q.get()(asio::bind_executor(
                pool,
                [&](std::exception_ptr e, int n)
                {
                    in_pool.set_value(
                        !e && n == 1 &&
                        pool.get_executor().running_in_this_thread());
                }));
        });
    context.poll();
    context.restart();
    q.put_nowait(1);
    context.run();
    BOOST_TEST(in_pool.get_future().get());
    pool.join();
}

// ---- coroutines that are no tasks -------------------------------------------

asio::awaitable<void> produce(asyncio::queue<precious>& q, int n)
{
    for (int i = 0; i != n; ++i)
        co_await q.emplace(i);
    q.shutdown();
}

asio::awaitable<void> consume(asyncio::queue<precious>& q, numbers& out)
{
    while (auto item = co_await q.next())
        out.push_back(*item->value);
}

BOOST_AUTO_TEST_CASE(plain_coroutines)
{
    for (int const size : {0, 1, 3})
    {
        asio::io_context context;
        asyncio::queue<precious> q(size);
        numbers got;
        asio::co_spawn(context, consume(q, got), rethrow);
        asio::co_spawn(context, produce(q, 10), rethrow);
        context.run();
        BOOST_TEST((got == numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }
}

BOOST_AUTO_TEST_CASE(a_plain_coroutine_and_a_task)
{
    asio::io_context context;
    asyncio::queue<precious> q(2);
    numbers got;
    asio::co_spawn(context, consume(q, got), rethrow);
    auto const t = asyncio::create_task(context, produce(q, 5));
    context.run();
    t.result();
    BOOST_TEST((got == numbers{0, 1, 2, 3, 4}));
}

// A coroutine of another executor waits in the loop of the queue, and goes on
// where it belongs.
BOOST_AUTO_TEST_CASE(a_coroutine_of_a_thread_pool)
{
    asyncio::queue<precious> q(2);
    numbers got;
    asio::io_context context;
    auto const waits = asyncio::create_task(context, consume(q, got));
    context.poll(); // now the queue belongs to this loop
    context.restart();
    asio::thread_pool pool(1);
    std::atomic<bool> always_in_pool = true;
    auto const put = [&]() -> asio::awaitable<void>
    {
        for (int i = 0; i != 100; ++i)
        {
            co_await q.emplace(i);
            if (!pool.get_executor().running_in_this_thread())
                always_in_pool = false;
        }
    };
    auto work = asio::make_work_guard(context);
    asio::co_spawn(
        pool,
        put,
        [&](std::exception_ptr e)
        {
            rethrow(e);
            asyncio::event_loop(context).call_soon_threadsafe(
                [&]
                {
                    q.shutdown();
                    work.reset();
                });
        });
    context.run();
    pool.join();
    waits.result();
    BOOST_TEST(always_in_pool);
    BOOST_REQUIRE(got.size() == 100u);
    for (int i = 0; i != 100; ++i)
        BOOST_TEST(got[static_cast<unsigned>(i)] == i);
}

// ---- calls from elsewhere ---------------------------------------------------

// A handler of the loop's context is not inside the loop, and wakes all the
// same.
BOOST_AUTO_TEST_CASE(a_handler_of_the_context)
{
    asio::io_context context;
    asyncio::queue<int> q(1);
    auto const t = asyncio::create_task(context, q.get());
    context.poll();
    context.restart();
    asio::post(context, [&] { q.put_nowait(1); });
    context.run();
    BOOST_TEST(t.result() == 1);
}

BOOST_AUTO_TEST_CASE(call_soon_threadsafe)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::queue<int> q;
    auto const t = asyncio::create_task(context, q.get());
    std::thread other(
        [&] { loop.call_soon_threadsafe([&] { q.put_nowait(1); }); });
    context.run();
    other.join();
    BOOST_TEST(t.result() == 1);
}

BOOST_AUTO_TEST_CASE(filled_before_the_loop_runs_and_read_after_it)
{
    asyncio::queue<int> in;
    asyncio::queue<int> out;
    in.put_nowait(1);
    in.shutdown();
    asyncio_test::run(
        [&]() -> asio::awaitable<void>
        {
            while (auto const n = co_await in.next())
                co_await out.put(*n + 1);
        });
    BOOST_TEST(out.get_nowait() == 2);
}

// As in Python, a loop has it when somebody has waited there.
BOOST_AUTO_TEST_CASE(another_loop_is_refused)
{
    constexpr char refused[] = "a queue is bound to a different event loop";
    asio::io_context context;
    asyncio::queue<int> q(1);
    auto const waits = asyncio::create_task(context, q.get());
    context.poll();
    context.restart();
    auto const use = [&]() -> asio::awaitable<void>
    {
        int refusals = 0;
        auto const check = [&](auto f)
        {
            try
            {
                f();
            }
            catch (std::runtime_error const& e)
            {
                BOOST_TEST(e.what() == refused);
                ++refusals;
            }
        };
        check([&] { q.put_nowait(1); });
        check([&] { q.get_nowait(); });
        check([&] { q.task_done(); });
        check([&] { q.shutdown(); });
        BOOST_TEST(refusals == 4);
        try
        {
            co_await q.get();
        }
        catch (std::runtime_error const& e)
        {
            BOOST_TEST(e.what() == refused);
            ++refusals;
        }
        try
        {
            co_await q.put(1);
        }
        catch (std::runtime_error const& e)
        {
            BOOST_TEST(e.what() == refused);
            ++refusals;
        }
        BOOST_TEST(refusals == 6);
    };
    asyncio_test::run(use);
    q.put_nowait(7);
    context.run();
    BOOST_TEST(waits.result() == 7);
}

// Both are on their way in before the queue belongs to any loop.
BOOST_AUTO_TEST_CASE(the_second_of_two_loops_is_refused)
{
    asio::io_context first;
    asio::io_context second;
    asyncio::queue<int> q;
    auto a = q.get()(asio::bind_executor(first, asio::use_future));
    auto b = q.get()(asio::bind_executor(second, asio::use_future));
    first.poll();
    second.run();
    BOOST_CHECK_THROW(b.get(), std::runtime_error);
    q.put_nowait(1);
    first.restart();
    first.run();
    BOOST_TEST(a.get() == 1);
}

BOOST_AUTO_TEST_CASE(debug_mode_refuses_a_call_of_another_thread)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            asyncio::queue<int> q;
            auto const t = asyncio::create_task(q.get());
            co_await asyncio::sleep(0s);
            bool refused = false;
            auto const call = [&]
            {
                try
                {
                    q.put_nowait(1);
                }
                catch (std::runtime_error const&)
                {
                    refused = true;
                }
            };
            std::thread(call).join();
            BOOST_TEST(refused);
            BOOST_TEST(q.empty());
            loop.call_soon([&] { q.put_nowait(1); });
            co_await t.get();
        },
        {.debug = true});
}

// ---- the end ----------------------------------------------------------------

constexpr char destroyed[] =
    "a queue was destroyed while a coroutine waited for it";

// Waiting, woken, cancelled, in tasks and outside: nothing dangles.
BOOST_AUTO_TEST_CASE(destroyed_under_those_who_wait)
{
    asio::io_context context;
    auto q = std::make_unique<asyncio::queue<int>>(1);
    auto const woken = asyncio::create_task(context, q->get());
    auto const cancelled = asyncio::create_task(context, q->get());
    auto const waiting = asyncio::create_task(context, q->next());
    int calls = 0;
    std::exception_ptr error;
    q->get()(asio::bind_executor(
        context,
        [&](std::exception_ptr e, int)
        {
            ++calls;
            error = e;
        }));
    auto full = std::make_unique<asyncio::queue<int>>(1);
    full->put_nowait(1);
    auto const put = asyncio::create_task(context, full->put(2));
    auto const join = asyncio::create_task(context, full->join());
    context.poll();
    context.restart();
    asyncio::event_loop loop(context);
    loop.call_soon(
        [&]
        {
            q->put_nowait(1);
            cancelled.cancel();
            loop.call_soon(
                [&]
                {
                    q.reset();
                    full.reset();
                });
        });
    context.run();
    BOOST_TEST(woken.result() == 1);
    BOOST_TEST(cancelled.cancelled());
    BOOST_TEST(message(waiting.exception()) == destroyed);
    BOOST_TEST(message(put.exception()) == destroyed);
    BOOST_TEST(message(join.exception()) == destroyed);
    BOOST_TEST(calls == 1);
    BOOST_TEST(message(error) == destroyed);
}

BOOST_AUTO_TEST_CASE(destroyed_under_one_that_was_woken)
{
    asio::io_context context;
    auto q = std::make_unique<asyncio::queue<int>>(1);
    auto const woken = asyncio::create_task(context, q->get());
    auto const both = asyncio::create_task(context, q->get());
    context.poll();
    context.restart();
    asyncio::event_loop(context).call_soon(
        [&]
        {
            q->put_nowait(1);
            q->get_nowait();
            q->put_nowait(2);
            both.cancel();
            q.reset();
        });
    context.run();
    BOOST_TEST(message(woken.exception()) == destroyed);
    BOOST_TEST(both.cancelled());
}

BOOST_AUTO_TEST_CASE(debug_mode_reports_who_still_waited)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    loop.set_debug(true);
    std::vector<std::string> reports;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { reports.push_back(c.message); });
    asyncio::task<int> t;
    {
        asyncio::queue<int> q;
        t = asyncio::create_task(context, q.get());
        context.poll();
        context.restart();
    }
    context.run();
    BOOST_TEST(message(t.exception()) == destroyed);
    BOOST_REQUIRE(reports.size() == 1u);
    BOOST_TEST(reports[0] == destroyed);
}

asio::awaitable<void>
put_item(asyncio::queue<std::shared_ptr<int>>& q, std::shared_ptr<int> item)
{
    co_await q.put(item);
}

// The context goes first, with a queue that outlives it, and the other way
// round; with waiters, and with those that were woken.
BOOST_AUTO_TEST_CASE(a_context_destroyed_with_waiters)
{
    auto const item = std::make_shared<int>(1);
    using queue = asyncio::queue<std::shared_ptr<int>>;
    for (bool const outlives : {false, true})
        for (bool const woken : {false, true})
        {
            queue outer(1);
            {
                asio::io_context context;
                queue own(1);
                queue& q = outlives ? outer : own;
                q.put_nowait(item);
                auto const put =
                    asyncio::create_task(context, put_item(q, item));
                asio::co_spawn(context, put_item(q, item), asio::detached);
                q.put(item)(asio::bind_executor(
                    context, [i = item](std::exception_ptr) {}));
                auto const join = asyncio::create_task(context, q.join());
                context.poll();
                BOOST_TEST(item.use_count() > 5);
                if (woken)
                    q.shutdown(true);
            }
        }
    BOOST_TEST(item.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_queue_of_the_coroutine_that_waits)
{
    asio::io_context context;
    auto const t = asyncio::create_task(
        context,
        []() -> asio::awaitable<void>
        {
            asyncio::priority_queue<int> q(1);
            auto const other = asyncio::create_task(q.get());
            co_await q.get();
        });
    context.poll();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
