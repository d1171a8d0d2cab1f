// concurrent_future, run_coroutine_threadsafe, wrap_future.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/concurrent_future.hpp>
#include <boost/asyncio/detail/run/clean_up.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>

#include <future>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_concurrent_future)

namespace {

// What only can be moved and has no default.
class precious
{
public:
    explicit precious(int n)
        : value(std::make_unique<int>(n))
    {
    }

    std::unique_ptr<int> value;
};

asio::awaitable<int> child(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

asio::awaitable<int> failing()
{
    co_await asyncio::sleep(0s);
    throw std::invalid_argument("failed");
}

asio::awaitable<void> forever()
{
    co_await asyncio::get_running_loop().create_future<void>().get();
}

// What the library prints to standard error.
class printed
{
public:
    printed()
        : previous_(std::cerr.rdbuf(out_.rdbuf()))
    {
    }

    printed(printed const&) = delete;
    printed& operator=(printed const&) = delete;

    ~printed()
    {
        std::cerr.rdbuf(previous_);
    }

    std::string text() const
    {
        return out_.str();
    }

private:
    std::ostringstream out_;
    std::streambuf* previous_;
};

// A loop in a thread of its own, as long as the scope lasts.
class loop_thread
{
public:
    loop_thread()
        : thread_([this] { loop_.run_forever(); })
    {
    }

    loop_thread(loop_thread const&) = delete;
    loop_thread& operator=(loop_thread const&) = delete;

    ~loop_thread()
    {
        loop_.call_soon_threadsafe([this] { loop_.stop(); });
        thread_.join();
        asyncio::detail::cancel_all_tasks(loop_);
    }

    asyncio::event_loop& loop() noexcept
    {
        return loop_;
    }

private:
    asyncio::event_loop loop_;
    std::thread thread_;
};

// ---- the future alone -------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_new_one_is_pending)
{
    asyncio::concurrent_future<int> const f;
    BOOST_CHECK(!f.done());
    BOOST_CHECK(!f.cancelled());
    BOOST_CHECK_THROW(f.result(0s), asyncio::timeout_error);
    BOOST_CHECK_THROW(f.exception(1ms), asyncio::timeout_error);
    BOOST_CHECK(!f.done());
}

BOOST_AUTO_TEST_CASE(result)
{
    asyncio::concurrent_future<std::string> f;
    auto const copy = f;
    BOOST_CHECK(copy == f);
    BOOST_CHECK(!(asyncio::concurrent_future<std::string>() == f));
    f.set_result("value");
    BOOST_CHECK(copy.done());
    BOOST_CHECK_EQUAL(copy.result(), "value");
    BOOST_CHECK_EQUAL(copy.result(1h), "value");
    BOOST_CHECK(!copy.exception());
    BOOST_CHECK_EQUAL(std::move(f).result(), "value");
    BOOST_CHECK_EQUAL(copy.result(), ""); // moved out
}

BOOST_AUTO_TEST_CASE(results_of_every_kind)
{
    asyncio::concurrent_future<void> v;
    v.set_result();
    v.result();
    std::move(v).result(0s);
    asyncio::concurrent_future<precious> p;
    p.set_result(precious(7));
    BOOST_CHECK_EQUAL(*p.result().value, 7);
    BOOST_CHECK_EQUAL(*std::move(p).result(1s).value, 7);
}

BOOST_AUTO_TEST_CASE(exception)
{
    asyncio::concurrent_future<int> const f;
    f.set_exception(std::invalid_argument("bad"));
    BOOST_CHECK(f.done());
    BOOST_CHECK(!f.cancelled());
    BOOST_CHECK_THROW(f.result(), std::invalid_argument);
    BOOST_CHECK(f.exception());
    BOOST_CHECK(f.exception(0s) == f.exception());
    BOOST_CHECK(!f.cancel());
    BOOST_CHECK_THROW(
        asyncio::concurrent_future<int>().set_exception(std::exception_ptr()),
        std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(cancel)
{
    asyncio::concurrent_future<int> const f;
    BOOST_CHECK(f.cancel());
    BOOST_CHECK(f.cancel()); // it is cancelled, after all
    BOOST_CHECK(f.done());
    BOOST_CHECK(f.cancelled());
    BOOST_CHECK_THROW(f.result(), asyncio::cancelled_error);
    BOOST_CHECK_THROW(f.exception(), asyncio::cancelled_error);
    asyncio::concurrent_future<int> const g;
    g.set_result(1);
    BOOST_CHECK(!g.cancel());
}

BOOST_AUTO_TEST_CASE(set_twice)
{
    asyncio::concurrent_future<int> const f;
    f.set_result(1);
    BOOST_CHECK_THROW(f.set_result(2), asyncio::invalid_state_error);
    BOOST_CHECK_THROW(
        f.set_exception(std::runtime_error("")), asyncio::invalid_state_error);
    BOOST_CHECK_EQUAL(f.result(), 1);
    asyncio::concurrent_future<void> const g;
    g.cancel();
    BOOST_CHECK_THROW(g.set_result(), asyncio::invalid_state_error);
}

BOOST_AUTO_TEST_CASE(an_empty_handle_says_so)
{
    asyncio::concurrent_future<int> f;
    auto const g = std::move(f);
    BOOST_CHECK_THROW(f.done(), std::invalid_argument);
    BOOST_CHECK(!g.done());
}

BOOST_AUTO_TEST_CASE(result_waits_for_another_thread)
{
    asyncio::concurrent_future<int> const f;
    std::thread t([f] { f.set_result(5); });
    BOOST_CHECK_EQUAL(f.result(), 5);
    t.join();
}

BOOST_AUTO_TEST_CASE(done_callbacks)
{
    asyncio::concurrent_future<int> const f;
    std::string order;
    auto const here = std::this_thread::get_id();
    f.add_done_callback([&] { order += 'a'; });
    // A callback that can only be moved, and that gets the future.
    f.add_done_callback(
        [&, own = std::make_unique<int>(1)](asyncio::concurrent_future<int> g)
        {
            order += g.done() && g == f && *own == 1 ? 'b' : '!';
            order += std::this_thread::get_id() == here ? '!' : 't';
            // Done already: at once.
            g.add_done_callback([&] { order += 'c'; });
        });
    BOOST_CHECK_EQUAL(order, "");
    std::thread([f] { f.set_result(1); }).join();
    BOOST_CHECK_EQUAL(order, "abtc");
    f.add_done_callback([&] { order += 'd'; });
    BOOST_CHECK_EQUAL(order, "abtcd");
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_callback_is_printed)
{
    asyncio::concurrent_future<int> const f;
    bool second = false;
    f.add_done_callback([] { throw std::runtime_error("in callback"); });
    f.add_done_callback([&] { second = true; });
    printed const output;
    f.set_result(1);
    BOOST_CHECK(second);
    BOOST_CHECK_EQUAL(
        output.text(),
        "Exception in callback of a concurrent_future\n"
        "  exception: in callback\n");
}

BOOST_AUTO_TEST_CASE(an_exception_that_nobody_retrieves_is_printed)
{
    printed const output;
    asyncio::concurrent_future<int>().set_exception(std::runtime_error("lost"));
    BOOST_CHECK_EQUAL(
        output.text(),
        "Future exception was never retrieved\n  exception: lost\n");
}

// ---- run_coroutine_threadsafe -----------------------------------------------

BOOST_AUTO_TEST_CASE(run_from_another_thread)
{
    loop_thread t;
    auto f = asyncio::run_coroutine_threadsafe(child(3), t.loop());
    BOOST_CHECK_EQUAL(f.result(), 3);
    // Any child, any place.
    BOOST_CHECK_EQUAL(
        asyncio::run_coroutine_threadsafe(
            [] { return child(4); }, t.loop().get_executor())
            .result(1h),
        4);
    asyncio::run_coroutine_threadsafe(asyncio::sleep(0s), t.loop()).result();
    auto make = []() -> asio::awaitable<precious>
    {
        co_await asyncio::sleep(0s);
        co_return precious(8);
    };
    BOOST_CHECK_EQUAL(
        *asyncio::run_coroutine_threadsafe(make, t.loop()).result().value, 8);
    auto const g = asyncio::run_coroutine_threadsafe(failing(), t.loop());
    BOOST_CHECK_THROW(g.result(), std::invalid_argument);
    BOOST_CHECK(g.exception());
}

BOOST_AUTO_TEST_CASE(it_runs_in_a_copy_of_the_callers_context)
{
    asyncio::context_var<int> var("var", 0);
    loop_thread t;
    auto const guard = asyncio::scoped(var, 1);
    auto read = [&]() -> asio::awaitable<int>
    {
        int const seen = var.get();
        var.set(2);
        co_await asyncio::sleep(0s);
        co_return seen + var.get();
    };
    auto f = asyncio::run_coroutine_threadsafe(read, t.loop());
    BOOST_CHECK_EQUAL(f.result(), 3);
    BOOST_CHECK_EQUAL(var.get(), 1);
}

BOOST_AUTO_TEST_CASE(cancelling_the_future_cancels_the_task)
{
    loop_thread t;
    std::promise<void> begun;
    std::promise<bool> ended;
    auto body = [&]() -> asio::awaitable<void>
    {
        begun.set_value();
        bool cancelled = false;
        try
        {
            co_await forever();
        }
        catch (asyncio::cancelled_error const&)
        {
            cancelled = true;
        }
        co_await asyncio::sleep(0s); // clean-up may await
        ended.set_value(cancelled);
    };
    auto const f = asyncio::run_coroutine_threadsafe(body, t.loop());
    begun.get_future().wait();
    BOOST_CHECK_THROW(f.result(1ms), asyncio::timeout_error);
    BOOST_CHECK(!f.done());
    BOOST_CHECK(f.cancel());
    BOOST_CHECK(f.cancelled()); // at once
    BOOST_CHECK(ended.get_future().get());
}

BOOST_AUTO_TEST_CASE(a_task_that_was_cancelled_in_its_loop)
{
    loop_thread t;
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::current_task().cancel();
        co_await asyncio::sleep(0s);
    };
    auto const f = asyncio::run_coroutine_threadsafe(body, t.loop());
    BOOST_CHECK_THROW(f.result(), asyncio::cancelled_error);
    BOOST_CHECK(f.cancelled());
}

BOOST_AUTO_TEST_CASE(cancelled_before_it_has_come_into_the_loop)
{
    asio::io_context context;
    bool ran = false;
    auto object = std::make_shared<int>(1);
    auto const f = asyncio::run_coroutine_threadsafe(
        [&ran, object]() -> asio::awaitable<void>
        {
            ran = true;
            co_return;
        },
        context);
    BOOST_CHECK(f.cancel());
    context.run();
    BOOST_CHECK(!ran);
    BOOST_CHECK_EQUAL(object.use_count(), 1);
}

BOOST_AUTO_TEST_CASE(cancelled_before_the_task_has_started)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    bool ran = false;
    asyncio::concurrent_future<void> f;
    f = asyncio::run_coroutine_threadsafe(
        [&]() -> asio::awaitable<void>
        {
            ran = true;
            co_return;
        },
        loop);
    // Comes when the task is there and has not started.
    loop.call_soon_threadsafe([&] { f.cancel(); });
    context.run();
    BOOST_CHECK(!ran);
    BOOST_CHECK(f.cancelled());
}

BOOST_AUTO_TEST_CASE(the_result_of_a_task_that_will_not_be_cancelled_is_dropped)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto stubborn = []() -> asio::awaitable<int>
    {
        try
        {
            co_await forever();
        }
        catch (asyncio::cancelled_error const&)
        {
        }
        co_return 1;
    };
    auto const f = asyncio::run_coroutine_threadsafe(stubborn, loop);
    context.poll();
    BOOST_CHECK(f.cancel());
    context.run();
    BOOST_CHECK(f.cancelled());
}

// Nobody can read it any more, so the loop is told.
BOOST_AUTO_TEST_CASE(a_task_that_fails_after_its_future_was_cancelled)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::vector<std::string> told;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { told.push_back(c.message); });
    auto fails = []() -> asio::awaitable<void>
    {
        try
        {
            co_await forever();
        }
        catch (asyncio::cancelled_error const&)
        {
        }
        throw std::runtime_error("in clean-up");
    };
    auto const f = asyncio::run_coroutine_threadsafe(fails, loop);
    context.poll();
    f.cancel();
    context.restart();
    context.run();
    BOOST_REQUIRE_EQUAL(told.size(), 1);
    BOOST_CHECK_EQUAL(told[0], "Task exception was never retrieved");
}

BOOST_AUTO_TEST_CASE(a_failure_that_nobody_reads_is_told_to_the_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::vector<std::string> told;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { told.push_back(c.message); });
    static_cast<void>(asyncio::run_coroutine_threadsafe(failing(), loop));
    context.run();
    context.restart();
    BOOST_REQUIRE_EQUAL(told.size(), 1);
    BOOST_CHECK_EQUAL(told[0], "Task exception was never retrieved");
    // One that is read is not.
    auto const f = asyncio::run_coroutine_threadsafe(failing(), loop);
    context.run();
    BOOST_CHECK(f.exception());
    BOOST_CHECK_EQUAL(told.size(), 1);
}

BOOST_AUTO_TEST_CASE(a_closed_loop_says_so_in_the_calling_thread)
{
    asyncio::event_loop loop;
    loop.close();
    BOOST_CHECK_EXCEPTION(
        asyncio::run_coroutine_threadsafe(child(1), loop),
        std::runtime_error,
        [](std::runtime_error const& e)
        { return e.what() == std::string("Event loop is closed"); });
}

BOOST_AUTO_TEST_CASE(a_loop_that_is_closed_before_the_child_has_come_in)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::string told;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { told = c.message; });
    auto const f = asyncio::run_coroutine_threadsafe(child(1), loop);
    loop.close();
    context.run();
    BOOST_CHECK_THROW(f.result(), std::runtime_error);
    BOOST_CHECK_EQUAL(told, "Exception in callback");
}

BOOST_AUTO_TEST_CASE(a_loop_that_goes_cancels_the_future)
{
    asyncio::concurrent_future<int> queued;
    asyncio::concurrent_future<void> running;
    {
        asyncio::event_loop loop;
        running = asyncio::run_coroutine_threadsafe(forever(), loop);
        loop.run_until_complete(child(1));
        queued = asyncio::run_coroutine_threadsafe(child(1), loop);
        BOOST_CHECK(!running.done());
        BOOST_CHECK(!queued.done());
    }
    BOOST_CHECK(running.cancelled());
    BOOST_CHECK(queued.cancelled());
}

BOOST_AUTO_TEST_CASE(the_loop_may_not_wait_for_itself)
{
    asyncio::event_loop loop;
    auto waits = [&]() -> asio::awaitable<bool>
    {
        auto const f = asyncio::run_coroutine_threadsafe(child(1), loop);
        BOOST_CHECK_THROW(f.result(), std::runtime_error);
        BOOST_CHECK_THROW(f.result(1s), std::runtime_error);
        BOOST_CHECK_THROW(f.exception(), std::runtime_error);
        BOOST_CHECK_THROW(f.result(0s), asyncio::timeout_error);
        // A handler of the same thread that is no step of the loop.
        std::promise<bool> refused;
        asio::post(
            static_cast<asio::io_context&>(asio::query(
                loop.get_executor(), asio::execution::context)),
            [&]
            {
                auto const g =
                    asyncio::run_coroutine_threadsafe(child(2), loop);
                try
                {
                    g.result();
                    refused.set_value(false);
                }
                catch (std::runtime_error const&)
                {
                    refused.set_value(true);
                }
            });
        auto answer = refused.get_future();
        while (answer.wait_for(0s) != std::future_status::ready)
            co_await asyncio::sleep(1ms);
        // Once it is done there is nothing to wait for.
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(0s);
        BOOST_CHECK_EQUAL(f.result(), 1);
        co_return answer.get();
    };
    BOOST_CHECK(loop.run_until_complete(waits));
}

// ---- wrap_future ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_result_from_another_thread)
{
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<int> const f;
        auto const wrapped = asyncio::wrap_future(f);
        std::thread t([f] { f.set_result(5); });
        BOOST_CHECK_EQUAL(co_await wrapped.get(), 5);
        t.join();
        // Done already: still in a later turn.
        auto const again = asyncio::wrap_future(f);
        BOOST_CHECK(!again.done());
        BOOST_CHECK_EQUAL(co_await again.get(), 5);
        asyncio::concurrent_future<void> const nothing;
        nothing.set_result();
        co_await asyncio::wrap_future(nothing);
    };
    asyncio::run(body);
}

BOOST_AUTO_TEST_CASE(a_result_that_can_only_be_moved)
{
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<precious> f;
        f.set_result(precious(5));
        precious const p = co_await asyncio::wrap_future(std::move(f));
        BOOST_CHECK_EQUAL(*p.value, 5);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(an_exception_comes_over)
{
    printed const output;
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<int> f;
        auto const wrapped = asyncio::wrap_future(f);
        f.set_exception(std::invalid_argument("bad"));
        f = {};
        BOOST_CHECK_THROW(co_await wrapped.get(), std::invalid_argument);
    };
    asyncio_test::run(body);
    BOOST_CHECK_EQUAL(output.text(), "");
}

BOOST_AUTO_TEST_CASE(cancellation_goes_both_ways)
{
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<int> const f;
        auto const a = asyncio::wrap_future(f);
        auto const b = asyncio::wrap_future(f);
        BOOST_CHECK(a.cancel("enough"));
        BOOST_CHECK(!a.cancel());
        BOOST_CHECK(a.cancelled());
        BOOST_CHECK(f.cancelled());
        BOOST_CHECK_THROW(co_await b.get(), asyncio::cancelled_error);
        BOOST_CHECK(b.cancelled());
        // Too late: the result is there, and nobody takes it.
        asyncio::concurrent_future<int> const g;
        auto const c = asyncio::wrap_future(g);
        g.set_result(1);
        BOOST_CHECK(c.cancel());
        BOOST_CHECK(!g.cancelled());
        co_await asyncio::sleep(0s);
        BOOST_CHECK(c.cancelled());
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_task_that_waits_is_cancelled_with_its_future)
{
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<void> const f;
        auto const t = asyncio::create_task(asyncio::wrap_future(f));
        co_await asyncio::sleep(0s);
        t.cancel();
        co_await asyncio::wait({t});
        BOOST_CHECK(t.cancelled());
        BOOST_CHECK(f.cancelled());
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_future_that_nobody_can_complete_any_more)
{
    auto body = []() -> asio::awaitable<void>
    {
        asyncio::concurrent_future<int> f;
        auto const wrapped = asyncio::wrap_future(f);
        f = {};
        BOOST_CHECK_THROW(co_await wrapped.get(), asyncio::cancelled_error);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_wrapped_future_is_itself)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto const f = asyncio::get_running_loop().create_future<int>();
        BOOST_CHECK(asyncio::wrap_future(f) == f);
        co_return;
    };
    asyncio_test::run(body);
    BOOST_CHECK_THROW(
        asyncio::wrap_future(asyncio::concurrent_future<int>()),
        std::runtime_error);
}

// Also when the loop of the wrapper has gone.
BOOST_AUTO_TEST_CASE(a_wrapper_whose_loop_has_gone)
{
    asyncio::concurrent_future<int> const f;
    asyncio::future<int> wrapped;
    {
        asyncio::event_loop loop;
        auto wrap = [&]() -> asio::awaitable<void>
        {
            wrapped = asyncio::wrap_future(f);
            co_return;
        };
        loop.run_until_complete(wrap);
    }
    f.set_result(1);
    BOOST_CHECK(!wrapped.done());
}

BOOST_AUTO_TEST_CASE(a_child_in_another_loop)
{
    loop_thread other;
    auto body = [&]() -> asio::awaitable<void>
    {
        auto f = asyncio::run_coroutine_threadsafe(child(6), other.loop());
        BOOST_CHECK_EQUAL(co_await asyncio::wrap_future(f), 6);
        // Cancelling here ends the task there.
        std::promise<bool> ended;
        auto there = [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await forever();
            }
            catch (asyncio::cancelled_error const&)
            {
                ended.set_value(true);
                throw;
            }
        };
        auto const t = asyncio::create_task(asyncio::wrap_future(
            asyncio::run_coroutine_threadsafe(there, other.loop())));
        // Both loops have had the time to get there.
        asyncio::run_coroutine_threadsafe(child(0), other.loop()).result();
        co_await asyncio::sleep(0s);
        t.cancel();
        co_await asyncio::wait({t});
        BOOST_CHECK(t.cancelled());
        BOOST_CHECK(ended.get_future().get());
    };
    asyncio::run(body);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
