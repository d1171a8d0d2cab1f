// shield: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/shield.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_shield)

namespace {

using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<int> number(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    co_return n;
}

asio::awaitable<void> fails()
{
    co_await asyncio::sleep(1s);
    throw std::runtime_error("failure");
}

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<std::unique_ptr<int>> unique(int n)
{
    co_await asyncio::sleep(1s);
    co_return std::make_unique<int>(n);
}

// Counts its copies.
struct copied
{
    explicit copied(int& n) noexcept
        : count(&n)
    {
    }

    copied(copied const& other) noexcept
        : count(other.count)
    {
        ++*count;
    }

    copied(copied&&) = default;
    copied& operator=(copied const&) = delete;

    int* count;
};

asio::awaitable<copied> make_copied(int& n)
{
    co_await asyncio::sleep(1s);
    co_return copied(n);
}

// What goes to the exception handler of the loop.
std::vector<std::string>& reports_of(asyncio::event_loop& loop)
{
    auto const all = std::make_shared<std::vector<std::string>>();
    loop.set_exception_handler(
        [all](auto&, asyncio::exception_context const& context)
        { all->push_back(context.message); });
    return *all;
}

BOOST_AUTO_TEST_CASE(every_kind_of_child)
{
    run(
        []() -> asio::awaitable<void>
        {
            int n = co_await asyncio::shield(number(1));
            BOOST_TEST(n == 1);
            auto const function = [] { return number(2); };
            n = co_await asyncio::shield(function);
            BOOST_TEST(n == 2);
            auto const t = asyncio::create_task(number(3));
            n = co_await asyncio::shield(t);
            BOOST_TEST(n == 3);
            auto const f = asyncio::get_running_loop().create_future<int>();
            asyncio::get_running_loop().call_soon([f] { f.set_result(4); });
            n = co_await asyncio::shield(f);
            BOOST_TEST(n == 4);
            auto const any = asyncio::any_task(t);
            static_assert(std::is_same_v<
                          decltype(asyncio::shield(any)),
                          asyncio::future<void>>);
            co_await asyncio::shield(any);
            n = co_await asyncio::shield(asyncio::sleep(1s, 5));
            BOOST_TEST(n == 5);
            auto const [a, b] =
                co_await asyncio::shield(asyncio::gather(number(1), number(2)));
            BOOST_TEST(a + b == 3);
            asio::steady_timer timer(
                co_await asio::this_coro::executor, 0s);
            co_await asyncio::shield(timer.async_wait(asio::deferred));
        });
}

BOOST_AUTO_TEST_CASE(it_starts_at_the_call)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool started = false;
            auto const child = [&]() -> asio::awaitable<void>
            {
                started = true;
                co_return;
            };
            auto const s = asyncio::shield(child);
            BOOST_TEST(!started);
            co_await asyncio::sleep(0s);
            BOOST_TEST(started);
            BOOST_TEST(!s.done());
            co_await s.get();
        });
}

BOOST_AUTO_TEST_CASE(without_a_loop)
{
    BOOST_CHECK_EXCEPTION(
        asyncio::shield(number(1)),
        std::runtime_error,
        [](std::runtime_error const& e)
        { return e.what() == std::string("no running event loop"); });
    BOOST_CHECK_THROW(
        asyncio::shield(asyncio::task<int>()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_empty_handle)
{
    run(
        []() -> asio::awaitable<void>
        {
            BOOST_CHECK_THROW(
                asyncio::shield(asyncio::task<int>()), std::invalid_argument);
            BOOST_CHECK_THROW(
                asyncio::shield(asyncio::future<int>()),
                std::invalid_argument);
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(a_task_of_another_loop)
{
    asio::io_context other;
    auto const t = asyncio::create_task(other, nothing());
    run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_CHECK_THROW(asyncio::shield(t), std::runtime_error);
            co_return;
        });
    other.run();
}

// A given task keeps its result; one that was made here gives it away.
BOOST_AUTO_TEST_CASE(copies)
{
    run(
        []() -> asio::awaitable<void>
        {
            int n = 0;
            co_await asyncio::shield(make_copied(n));
            BOOST_TEST(n == 0);
            auto const t = asyncio::create_task(make_copied(n));
            co_await asyncio::shield(t);
            BOOST_TEST(n == 1);
            co_await asyncio::shield(t);
            BOOST_TEST(n == 2);

            auto const f =
                asyncio::get_running_loop().create_future<std::string>();
            f.set_result("text");
            co_await asyncio::shield(f);
            BOOST_TEST(f.result() == "text");
        });
}

BOOST_AUTO_TEST_CASE(results_that_can_only_be_moved)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto p = co_await asyncio::shield(unique(1));
            BOOST_TEST(*p == 1);
            auto t = asyncio::create_task(unique(2));
            p = co_await asyncio::shield(std::move(t));
            BOOST_TEST(*p == 2);
            auto s = asyncio::shield(unique(3));
            p = co_await std::move(s).get();
            BOOST_TEST(*p == 3);
            auto const f = asyncio::get_running_loop()
                               .create_future<std::unique_ptr<int>>();
            f.set_result(std::make_unique<int>(4));
            p = co_await asyncio::shield(asyncio::future(f));
            BOOST_TEST(*p == 4);
        });
}

struct throws_when_copied
{
    throws_when_copied() = default;
    throws_when_copied(throws_when_copied&&) = default;

    throws_when_copied(throws_when_copied const&)
    {
        throw std::length_error("no copy");
    }
};

BOOST_AUTO_TEST_CASE(a_copy_that_throws)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop()
                               .create_future<throws_when_copied>();
            auto const s = asyncio::shield(f);
            f.set_result(throws_when_copied());
            co_await asyncio::wait(std::vector(1, s));
            BOOST_CHECK_THROW(
                std::rethrow_exception(s.exception()), std::length_error);
        });
}

BOOST_AUTO_TEST_CASE(exceptions)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& reports = reports_of(asyncio::get_running_loop());
            for (bool const done : {false, true})
            {
                auto const t = asyncio::create_task(fails());
                if (done)
                    co_await asyncio::sleep(2s);
                std::string what;
                try
                {
                    co_await asyncio::shield(t);
                }
                catch (std::runtime_error const& e)
                {
                    what = e.what();
                }
                BOOST_TEST(what == "failure");
            }
            BOOST_TEST(reports.empty());
        });
}

BOOST_AUTO_TEST_CASE(the_shield_is_a_plain_future)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(1));
            auto const s = asyncio::shield(t);
            BOOST_TEST(s.cancel("enough"));
            BOOST_TEST(s.cancelled());
            BOOST_TEST(!s.cancel());
            std::string message;
            try
            {
                co_await s.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "enough");
            BOOST_TEST(t.cancelling() == 0u);

            // Python does not forbid it either.
            auto const set = asyncio::shield(t);
            set.set_result(17);
            int n = co_await set.get();
            BOOST_TEST(n == 17);
            n = co_await t.get();
            BOOST_TEST(n == 1);
        });
}

BOOST_AUTO_TEST_CASE(the_child_is_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(1));
            auto const s = asyncio::shield(t);
            t.cancel();
            co_await asyncio::wait(std::vector(1, s));
            BOOST_TEST(s.cancelled());
            BOOST_TEST(asyncio::shield(t).cancelled());
        });
}

// Both at once, in either order.
BOOST_AUTO_TEST_CASE(cancelled_when_the_child_has_ended)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto f = loop.create_future<int>();
            auto s = asyncio::shield(f);
            f.set_result(1);
            BOOST_TEST(s.cancel());
            co_await asyncio::sleep(0s);
            BOOST_TEST(s.cancelled());
            f = loop.create_future<int>();
            s = asyncio::shield(f);
            BOOST_TEST(s.cancel());
            f.set_result(1);
            co_await asyncio::sleep(0s);
            BOOST_TEST(s.cancelled());
            BOOST_TEST(f.result() == 1);
        });
}

// Nothing is left behind at the child: each wait_for would add something.
BOOST_AUTO_TEST_CASE(a_cancelled_shield_leaves_its_child)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            auto const& waiters =
                asyncio::detail::handle_access::state(f)->waiters();
            for (int i = 0; i != 3; ++i)
            {
                try
                {
                    co_await asyncio::wait_for(asyncio::shield(f), 1s);
                    BOOST_ERROR("no timeout");
                }
                catch (asyncio::timeout_error const&)
                {
                }
                BOOST_TEST(waiters.empty());
            }
            auto const s = asyncio::shield(f);
            BOOST_TEST(!waiters.empty());
            f.set_result(5);
            co_await asyncio::sleep(0s);
            BOOST_TEST(s.result() == 5);
            BOOST_TEST(asyncio::detail::handle_access::state(s)
                           ->waiters()
                           .empty());
        });
}

// A callback of a shield that nobody holds is called all the same.
BOOST_AUTO_TEST_CASE(the_child_keeps_its_shield)
{
    run(
        []() -> asio::awaitable<void>
        {
            int seen = 0;
            asyncio::shield(number(1)).add_done_callback(
                [&](asyncio::future<int> const& f) { seen = f.result(); });
            co_await asyncio::sleep(2s);
            BOOST_TEST(seen == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_failure_that_nobody_sees)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& reports = reports_of(asyncio::get_running_loop());
            // Of a shield that was cancelled before.
            {
                auto t = asyncio::create_task(fails());
                asyncio::shield(t).cancel();
                co_await asyncio::sleep(2s);
                BOOST_TEST(reports.empty());
            }
            BOOST_TEST(reports.size() == 1u);
            BOOST_TEST(
                reports.back() == "Task exception was never retrieved");
            // In the very turn in which it fails.
            {
                auto const f =
                    asyncio::get_running_loop().create_future<void>();
                auto const s = asyncio::shield(f);
                f.set_exception(std::runtime_error("unseen"));
                s.cancel();
                co_await asyncio::sleep(0s);
            }
            BOOST_TEST(reports.size() == 2u);
            BOOST_TEST(
                reports.back() == "Future exception was never retrieved");
            // Of a shield that was dropped.
            asyncio::shield(fails());
            co_await asyncio::sleep(2s);
            BOOST_TEST(reports.size() == 3u);
            BOOST_TEST(
                reports.back() == "Future exception was never retrieved");
            // It names the place of the shield.
            asyncio::get_running_loop().set_exception_handler(
                [](auto&, asyncio::exception_context const& context)
                {
                    BOOST_TEST(
                        std::string(context.location.file_name()) == __FILE__);
                });
            asyncio::shield(fails()).cancel();
            co_await asyncio::sleep(2s);
        });
}

// In turns of the loop: 3 for a task that never suspends, none if it is done.
BOOST_AUTO_TEST_CASE(latency)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int turns = 0;
            bool stop = false;
            std::function<void()> const tick = [&]
            {
                ++turns;
                if (!stop)
                    loop.call_soon(tick);
            };
            loop.call_soon(tick);
            auto const t = asyncio::create_task(nothing());
            co_await asyncio::shield(t);
            BOOST_TEST(turns == 3);
            turns = 0;
            co_await asyncio::shield(t);
            BOOST_TEST(turns == 0);
            stop = true;
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(the_end_of_run_cancels_what_is_shielded)
{
    bool cancelled = false;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const child = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(1h);
                }
                catch (asyncio::cancelled_error const&)
                {
                    cancelled = true;
                    throw;
                }
            };
            asyncio::create_task(child);
            asyncio::shield(child);
            co_await asyncio::sleep(0s);
        });
    BOOST_TEST(cancelled);
}

// Pending futures on either side, whatever goes first.
BOOST_AUTO_TEST_CASE(nothing_is_leaked)
{
    auto const token = std::make_shared<int>();
    using value = std::shared_ptr<int>;
    {
        asyncio::future<value> inner;
        asyncio::future<value> outer;
        asyncio::future<value> last;
        asyncio::future<value> of_last;
        {
            asyncio::virtual_loop loop;
            loop.run_until_complete(
                [&]() -> asio::awaitable<void>
                {
                    auto const dropped = [token] { return token; };
                    asyncio::shield(loop.create_future<value>())
                        .add_done_callback(dropped);
                    outer = asyncio::shield(loop.create_future<value>());
                    outer.add_done_callback(dropped);
                    inner = loop.create_future<value>();
                    asyncio::shield(inner).add_done_callback(dropped);
                    last = loop.create_future<value>();
                    of_last = asyncio::shield(last);
                    auto const t =
                        asyncio::create_task(asyncio::sleep(1h, token));
                    asyncio::shield(t).add_done_callback(dropped);
                    co_return;
                });
            // Never registered.
            asyncio::shield(inner).add_done_callback([token] {});
            // The loop does not get to it any more.
            last.set_result(token);
        }
        BOOST_TEST(!outer.done());
        BOOST_TEST(!inner.done());
        BOOST_TEST((of_last.result() == token));
        inner.set_result(token);
    }
    BOOST_TEST(token.use_count() == 1);
}

// As a task does, it counts as cancelled when the loop has gone.
BOOST_AUTO_TEST_CASE(the_loop_goes)
{
    asyncio::future<int> s;
    asyncio::task<int> t;
    {
        asyncio::virtual_loop loop;
        loop.run_until_complete(
            [&]() -> asio::awaitable<void>
            {
                t = asyncio::create_task(number(10));
                s = asyncio::shield(t);
                co_await asyncio::sleep(1s);
            });
        BOOST_TEST(!s.done());
    }
    BOOST_TEST(t.cancelled());
    BOOST_TEST(s.cancelled());
}

BOOST_AUTO_TEST_CASE(outside_of_the_loop)
{
    asyncio::virtual_loop loop;
    auto const t = loop.create_task(number(1));
    auto const a = asyncio::shield(t);
    auto const b = asyncio::shield(t);
    b.cancel();
    int const n = loop.run_until_complete(a);
    BOOST_TEST(n == 1);
    BOOST_TEST(b.cancelled());
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    int result = 0;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(context, number(0));
            result = co_await asyncio::shield(t);
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(result == 0);
}

// Registered in the loop, not in the thread that calls.
BOOST_AUTO_TEST_CASE(in_another_thread)
{
    asio::thread_pool callers(2);
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool);
    auto const body = [&](int i) -> asio::awaitable<int>
    {
        auto const t = asyncio::create_task(
            strand,
            [](int n) -> asio::awaitable<int>
            {
                co_await asyncio::sleep(0s);
                co_return n;
            },
            i);
        int const r = co_await asyncio::shield(t);
        co_return r;
    };
    std::vector<std::future<int>> all;
    for (int i = 0; i != 50; ++i)
        all.push_back(asio::co_spawn(callers, body(i), asio::use_future));
    int sum = 0;
    for (auto& f : all)
        sum += f.get();
    callers.join();
    pool.join();
    BOOST_TEST(sum == 49 * 25);
}

// The last handle of a pending future goes in another thread than the loop's.
BOOST_AUTO_TEST_CASE(dropped_in_another_thread)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const token = std::make_shared<int>();
            auto f = asyncio::get_running_loop().create_future<void>();
            asyncio::shield(f).add_done_callback([token] {});
            BOOST_TEST(token.use_count() == 2);
            std::thread([g = std::move(f)]() mutable { g = {}; }).join();
            co_await asyncio::sleep(1ms);
            BOOST_TEST(token.use_count() == 1);
        });
}

BOOST_AUTO_TEST_CASE(completion_tokens)
{
    asio::io_context context;
    auto const make = [&](int n)
    { return asyncio::shield(asyncio::create_task(context, number(n))); };
    auto future = make(0)(asio::bind_executor(context, asio::use_future));
    int called = 0;
    make(0)([&](std::exception_ptr e, int) { called += e == nullptr; });
    make(0)(asio::deferred)(
        [&](std::exception_ptr e, int) { called += e == nullptr; });
    make(0)(asio::as_tuple(asio::bind_executor(
        context,
        [&](std::tuple<std::exception_ptr, int> const& r)
        { called += std::get<0>(r) == nullptr; })));
    BOOST_TEST(called == 0);
    context.run();
    BOOST_TEST(called == 3);
    BOOST_TEST(future.get() == 0);
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, number(1000));
    auto const body = [&]() -> asio::awaitable<void>
    { co_await asyncio::shield(t); };
    asyncio::create_task(context, body);
    context.run_for(5ms);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
