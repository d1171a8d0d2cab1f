// future: set once, awaited by many, set from anywhere.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/future.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_future)

namespace {

using asyncio_test::run;

template<class T>
asio::awaitable<T> result_of(asyncio::future<T> f)
{
    co_return co_await std::move(f).get();
}

BOOST_AUTO_TEST_CASE(a_pending_future)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    BOOST_TEST(!f.done());
    BOOST_TEST(!f.cancelled());
    BOOST_TEST(&f.get_loop() == &loop);
    try
    {
        f.result();
        BOOST_ERROR("no exception");
    }
    catch (asyncio::invalid_state_error const& e)
    {
        BOOST_TEST(e.what() == std::string("Result is not set."));
    }
    try
    {
        f.exception();
        BOOST_ERROR("no exception");
    }
    catch (asyncio::invalid_state_error const& e)
    {
        BOOST_TEST(e.what() == std::string("Exception is not set."));
    }
}

BOOST_AUTO_TEST_CASE(a_future_is_set_once)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    f.set_result(1);
    BOOST_TEST(f.done());
    BOOST_TEST(f.result() == 1);
    BOOST_TEST((f.exception() == nullptr));
    BOOST_CHECK_THROW(f.set_result(2), asyncio::invalid_state_error);
    BOOST_CHECK_THROW(
        f.set_exception(std::runtime_error("x")),
        asyncio::invalid_state_error);
    BOOST_TEST(!f.cancel());
    BOOST_TEST(f.result() == 1);
}

BOOST_AUTO_TEST_CASE(an_exception_object_or_pointer)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    f.set_exception(std::out_of_range("object"));
    BOOST_CHECK_THROW(f.result(), std::out_of_range);
    auto const g = loop.create_future<void>();
    g.set_exception(std::make_exception_ptr(std::out_of_range("pointer")));
    BOOST_CHECK_THROW(g.result(), std::out_of_range);
    BOOST_TEST((g.exception() != nullptr));
    auto const h = loop.create_future<int>();
    BOOST_CHECK_THROW(h.set_exception(nullptr), std::invalid_argument);
    BOOST_CHECK_THROW(
        h.set_exception(std::exception_ptr()), std::invalid_argument);
    BOOST_TEST(!h.done());
}

BOOST_AUTO_TEST_CASE(a_cancelled_future)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    BOOST_TEST(f.cancel("enough"));
    BOOST_TEST(f.done());
    BOOST_TEST(f.cancelled());
    BOOST_TEST(!f.cancel());
    BOOST_CHECK_THROW(f.set_result(1), asyncio::invalid_state_error);
    try
    {
        f.result();
        BOOST_ERROR("no exception");
    }
    catch (asyncio::cancelled_error const& e)
    {
        BOOST_TEST(e.message() == "enough");
    }
    BOOST_CHECK_THROW(f.exception(), asyncio::cancelled_error);
}

template<class F>
void check_refused(F f)
{
    try
    {
        f();
        BOOST_ERROR("no exception");
    }
    catch (std::invalid_argument const& e)
    {
        BOOST_TEST(
            e.what() == std::string("an empty task or future is used"));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_handle)
{
    asyncio::virtual_loop loop;
    auto f = loop.create_future<int>();
    auto const moved = std::move(f);
    BOOST_TEST(static_cast<bool>(moved));
    BOOST_TEST(!f);
    check_refused([&] { f.done(); });
    check_refused([&] { f.cancel(); });
    check_refused([&] { f.result(); });
    check_refused([&] { f.set_result(1); });
    check_refused([&] { f.set_result_threadsafe(1); });
    check_refused([&] { f.set_exception(std::runtime_error("x")); });
    check_refused([&] { f.get_loop(); });
    BOOST_CHECK_THROW(
        loop.run_until_complete(asyncio::future<int>()),
        std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(equality_and_hash)
{
    asyncio::virtual_loop loop;
    auto const a = loop.create_future<int>();
    auto const b = loop.create_future<int>();
    auto const copy = a;
    BOOST_TEST((a == copy));
    BOOST_TEST((a != b));
    std::unordered_set<asyncio::future<int>> const set{a, b, copy};
    BOOST_TEST(set.size() == 2u);
    BOOST_TEST(set.contains(copy));
}

BOOST_AUTO_TEST_CASE(a_result_of_nothing)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<void>();
    f.set_result();
    f.result();
    loop.run_until_complete(f);
}

BOOST_AUTO_TEST_CASE(a_move_only_result)
{
    asyncio::virtual_loop loop;
    auto f = loop.create_future<std::unique_ptr<int>>();
    f.set_result(std::make_unique<int>(1));
    BOOST_TEST(*f.result() == 1);
    auto const p = loop.run_until_complete(result_of(std::move(f)));
    BOOST_TEST(*p == 1);
}

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

BOOST_AUTO_TEST_CASE(a_result_without_default_constructor)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<no_default>();
    f.set_result(no_default(1));
    BOOST_TEST(loop.run_until_complete(result_of(f)).value == 1);
}

BOOST_AUTO_TEST_CASE(waiters_go_on_in_order)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            std::vector<int> order;
            auto const wait = [&](int n) -> asio::awaitable<void>
            {
                int const value = co_await f.get();
                order.push_back(n + value);
            };
            for (int i = 0; i != 3; ++i)
                asyncio::create_task(wait, i);
            co_await asyncio::sleep(0s);
            f.add_done_callback([&] { order.push_back(-1); });
            f.set_result(10);
            BOOST_TEST(order.empty());
            co_await asyncio::sleep(0s);
            BOOST_TEST((order == std::vector{10, 11, 12, -1}));
        });
}

BOOST_AUTO_TEST_CASE(awaiting_a_done_future_takes_no_turn)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const f = loop.create_future<int>();
            f.set_result(1);
            bool turned = false;
            loop.call_soon([&] { turned = true; });
            int const value = co_await f.get();
            BOOST_TEST(value == 1);
            BOOST_TEST(!turned);
            co_await asyncio::sleep(0s);
            BOOST_TEST(turned);
        });
}

BOOST_AUTO_TEST_CASE(cancelling_one_waiter_cancels_the_future_for_all)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            auto const a = asyncio::create_task(result_of(f));
            auto const b = asyncio::create_task(result_of(f));
            co_await asyncio::sleep(0s);
            a.cancel();
            BOOST_TEST(f.cancelled());
            co_await asyncio::sleep(0s);
            BOOST_TEST(a.cancelled());
            BOOST_TEST(b.cancelled());
            BOOST_TEST(b.cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(a_future_of_another_loop_cannot_be_awaited)
{
    asyncio::virtual_loop other;
    auto const f = other.create_future<int>();
    run(
        [&]() -> asio::awaitable<void>
        { BOOST_CHECK_THROW(co_await f.get(), std::runtime_error); });
}

// ---- from outside ----------------------------------------------------------

BOOST_AUTO_TEST_CASE(set_by_a_plain_handler_of_the_context)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const f = loop.create_future<int>();
    auto const t = loop.create_task(result_of(f));
    asio::steady_timer timer(context, 1ms);
    timer.async_wait([&](boost::system::error_code) { f.set_result(5); });
    context.run();
    BOOST_TEST(t.result() == 5);
}

BOOST_AUTO_TEST_CASE(cancelled_by_a_plain_handler_of_the_context)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const f = loop.create_future<int>();
    auto const t = loop.create_task(result_of(f));
    context.poll();
    asio::post(context, [&] { f.cancel(); });
    context.run();
    BOOST_TEST(t.cancelled());
}

BOOST_AUTO_TEST_CASE(set_from_another_thread)
{
    asyncio::event_loop loop;
    auto const f = loop.create_future<std::string>();
    auto const g = loop.create_future<int>();
    std::thread thread(
        [&]
        {
            f.set_result_threadsafe("hello");
            g.set_exception_threadsafe(std::out_of_range("x"));
        });
    BOOST_TEST(loop.run_until_complete(result_of(f)) == "hello");
    BOOST_CHECK_THROW(
        loop.run_until_complete(result_of(g)), std::out_of_range);
    thread.join();
}

BOOST_AUTO_TEST_CASE(threadsafe_setters_do_nothing_if_it_is_done)
{
    asyncio::virtual_loop loop;
    auto const f = loop.create_future<int>();
    f.set_result_threadsafe(1);
    f.set_result_threadsafe(2);
    f.set_exception_threadsafe(std::runtime_error("x"));
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST(f.result() == 1);
    auto const g = loop.create_future<void>();
    g.cancel();
    g.set_result_threadsafe();
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST(g.cancelled());
}

BOOST_AUTO_TEST_CASE(threadsafe_setters_after_the_loop_has_gone)
{
    asyncio::future<std::string> f;
    {
        asyncio::virtual_loop loop;
        f = loop.create_future<std::string>();
    }
    f.set_result_threadsafe("x");
    f.set_exception_threadsafe(std::runtime_error("x"));
    std::thread([f] { f.set_result_threadsafe("y"); }).join();
    BOOST_TEST(!f.done());
}

BOOST_AUTO_TEST_CASE(a_handle_outlives_the_context)
{
    asyncio::future<int> pending;
    asyncio::future<int> succeeded;
    asyncio::future<int> cancelled;
    {
        asyncio::virtual_loop loop;
        pending = loop.create_future<int>();
        succeeded = loop.create_future<int>();
        cancelled = loop.create_future<int>();
        succeeded.set_result(1);
        cancelled.cancel();
    }
    BOOST_TEST(!pending.done());
    BOOST_TEST(succeeded.result() == 1);
    BOOST_TEST(cancelled.cancelled());
    int calls = 0;
    pending.add_done_callback([&] { ++calls; });
    pending.set_result(2);
    BOOST_TEST(pending.result() == 2);
    succeeded.add_done_callback([&] { ++calls; });
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_away_under_a_waiter)
{
    std::optional<asyncio::future<int>> f;
    asyncio::task<int> t;
    auto alive = std::make_shared<int>();
    std::weak_ptr<int> const watched = alive;
    {
        asyncio::virtual_loop loop;
        f = loop.create_future<int>();
        auto body = [alive = std::move(alive), g = *f]() -> asio::awaitable<int>
        {
            co_return co_await g.get();
        };
        t = loop.create_task(std::move(body));
        loop.run_until_complete(asyncio::sleep(1s));
        BOOST_TEST(!watched.expired());
    }
    BOOST_TEST(watched.expired());
    BOOST_TEST(t.cancelled());
    f->set_result(1);
    BOOST_TEST(t.cancelled());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
