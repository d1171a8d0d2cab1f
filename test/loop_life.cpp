// event_loop: its place, its signals, and the end of its context.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event_loop.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <csignal>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_loop_life)

namespace {

using asyncio_test::run;

asio::awaitable<int> give(int value)
{
    co_await asyncio::sleep(0s);
    co_return value;
}

// ---- the current loop -------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_running_loop)
{
    try
    {
        asyncio::get_running_loop();
        BOOST_ERROR("no exception");
    }
    catch (std::runtime_error const& e)
    {
        BOOST_TEST(e.what() == std::string("no running event loop"));
    }
    asyncio::virtual_loop loop;
    asyncio::virtual_loop other;
    for (auto* const l : {&loop, &other})
        l->run_until_complete(
            [&]() -> asio::awaitable<void>
            {
                BOOST_TEST(&asyncio::get_running_loop() == l);
                BOOST_TEST(&asyncio::get_event_loop() == l);
                co_return;
            });
}

BOOST_AUTO_TEST_CASE(the_loop_that_was_set)
{
    try
    {
        asyncio::get_event_loop();
        BOOST_ERROR("no exception");
    }
    catch (std::runtime_error const& e)
    {
        BOOST_TEST(
            e.what() ==
            std::string("There is no current event loop in this thread."));
    }
    auto loop = asyncio::new_event_loop();
    asyncio::set_event_loop(loop.get());
    BOOST_TEST(&asyncio::get_event_loop() == loop.get());
    BOOST_CHECK_THROW(asyncio::get_running_loop(), std::runtime_error);
    std::thread(
        [] {
            BOOST_CHECK_THROW(asyncio::get_event_loop(), std::runtime_error);
        })
        .join();
    // One that runs comes first.
    run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_TEST(&asyncio::get_event_loop() != loop.get());
            co_return;
        });
    BOOST_TEST(&asyncio::get_event_loop() == loop.get());
    asyncio::set_event_loop(nullptr);
    BOOST_CHECK_THROW(asyncio::get_event_loop(), std::runtime_error);
    asyncio::set_event_loop(loop.get());
    loop.reset();
    BOOST_CHECK_THROW(asyncio::get_event_loop(), std::runtime_error);
}

// ---- places -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_handle_to_the_loop_of_a_context)
{
    asio::io_context context;
    asyncio::task<int> t;
    {
        asyncio::event_loop loop(context);
        t = loop.create_task(give(1));
        BOOST_TEST((t.get_loop().get_executor() == loop.get_executor()));
    }
    context.run();
    BOOST_TEST(t.result() == 1);
    asyncio::event_loop again(context);
    BOOST_TEST(again.run_until_complete(give(2)) == 2);
    BOOST_TEST(again.run_until_complete(t) == 1);
}

BOOST_AUTO_TEST_CASE(the_settings_belong_to_the_loop_and_not_to_the_handle)
{
    asio::io_context context;
    asyncio::event_loop one(context);
    asyncio::event_loop two(context);
    int calls = 0;
    one.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const&)
        { ++calls; });
    two.call_exception_handler({.message = "hello"});
    BOOST_TEST(calls == 1);
    one.close();
    BOOST_TEST(two.is_closed());
}

BOOST_AUTO_TEST_CASE(run_until_complete_over_a_strand)
{
    asio::io_context context;
    auto const strand = asio::make_strand(context);
    asyncio::event_loop loop(strand);
    bool inside = true;
    auto const check = [&]
    { inside = inside && strand.running_in_this_thread(); };
    auto const body = [&]() -> asio::awaitable<int>
    {
        check();
        co_await asyncio::sleep(0s);
        check();
        co_await asyncio::sleep(1ms);
        check();
        co_await asio::post(asio::use_awaitable);
        check();
        asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
        co_await timer.async_wait(asio::use_awaitable);
        check();
        co_return 5;
    };
    loop.call_soon(check);
    loop.call_later(1ms, check);
    asio::post(loop.get_executor(), check);
    auto const t = loop.create_task(body);
    t.add_done_callback(check);
    BOOST_TEST(loop.run_until_complete(t) == 5);
    BOOST_TEST(inside);
}

BOOST_AUTO_TEST_CASE(run_until_complete_over_a_thread_pool)
{
    asio::thread_pool pool(2);
    asyncio::event_loop loop(pool);
    std::thread::id where;
    auto const body = [&]() -> asio::awaitable<int>
    {
        where = std::this_thread::get_id();
        co_await asyncio::sleep(1ms);
        co_return 6;
    };
    BOOST_TEST(loop.run_until_complete(body) == 6);
    BOOST_TEST((where != std::this_thread::get_id()));
    pool.join();
}

BOOST_AUTO_TEST_CASE(a_pool_does_not_wait_for_itself)
{
    asio::thread_pool pool(1);
    std::promise<std::string> message;
    asio::post(
        pool,
        [&]
        {
            try
            {
                asyncio::event_loop(pool).run_forever();
                message.set_value("no exception");
            }
            catch (std::runtime_error const& e)
            {
                message.set_value(e.what());
            }
        });
    BOOST_TEST(
        message.get_future().get() ==
        "Cannot run the event loop from a thread of its own executor");
    pool.join();
}

BOOST_AUTO_TEST_CASE(a_loop_leaves_other_handlers_of_its_context_alone)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    bool fired = false;
    asio::steady_timer timer(context, 1h);
    timer.async_wait([&](boost::system::error_code) { fired = true; });
    BOOST_TEST(loop.run_until_complete(give(1)) == 1);
    BOOST_TEST(!fired);
    BOOST_TEST(!context.stopped());
}

// ---- signals ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_signal_handler_is_called_in_the_loop)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int calls = 0;
            auto const arrived = [&]() -> asio::awaitable<void>
            {
                auto const before = calls;
                std::raise(SIGUSR1);
                while (calls == before)
                    co_await asio::post(asio::use_awaitable);
            };
            loop.add_signal_handler(
                SIGUSR1,
                [&]
                {
                    BOOST_TEST(&asyncio::get_running_loop() == &loop);
                    BOOST_TEST(!asyncio::current_task());
                    ++calls;
                });
            co_await arrived();
            co_await arrived();
            BOOST_TEST(calls == 2);
            // A new one replaces the old one.
            loop.add_signal_handler(SIGUSR1, [&] { calls += 10; });
            co_await arrived();
            BOOST_TEST(calls == 12);
            BOOST_TEST(loop.remove_signal_handler(SIGUSR1));
            BOOST_TEST(!loop.remove_signal_handler(SIGUSR1));
        });
}

BOOST_AUTO_TEST_CASE(a_signal_handler_may_remove_itself)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            bool removed = false;
            loop.add_signal_handler(
                SIGUSR1,
                [&, text = std::string(100, 'x')]
                {
                    removed = loop.remove_signal_handler(SIGUSR1) &&
                              text.size() == 100;
                });
            std::raise(SIGUSR1);
            while (!removed)
                co_await asio::post(asio::use_awaitable);
            BOOST_TEST(!loop.remove_signal_handler(SIGUSR1));
        });
}

BOOST_AUTO_TEST_CASE(a_signal_that_cannot_be_caught)
{
    asyncio::virtual_loop loop;
    BOOST_CHECK_THROW(
        loop.add_signal_handler(SIGKILL, [] {}), std::exception);
    BOOST_CHECK_THROW(loop.add_signal_handler(100000, [] {}), std::exception);
    BOOST_TEST(!loop.remove_signal_handler(SIGKILL));
}

// ---- the end of the context -------------------------------------------------

// Adds one to a number when it is destroyed.
class last_will
{
public:
    explicit last_will(int& n) noexcept
        : number_(&n)
    {
    }

    last_will(last_will&& other) noexcept
        : number_(std::exchange(other.number_, nullptr))
    {
    }

    ~last_will()
    {
        if (number_)
            ++*number_;
    }

private:
    int* number_;
};

BOOST_AUTO_TEST_CASE(a_context_that_goes_away_under_tasks_in_every_state)
{
    int destroyed = 0;
    std::vector<asyncio::any_task> tasks;
    asyncio::task<int> succeeded;
    asyncio::task<int> failed;
    {
        asyncio::virtual_loop loop;
        auto const ex = loop.get_executor();
        asio::local::stream_protocol::socket a(ex);
        asio::local::stream_protocol::socket b(ex);
        asio::local::connect_pair(a, b);
        auto const pending = loop.create_future<void>();

        auto const in_sleep = [](last_will) -> asio::awaitable<void>
        { co_await asyncio::sleep(1h); };
        auto const in_future = [&](last_will) -> asio::awaitable<void>
        { co_await pending.get(); };
        auto const in_socket = [&](last_will) -> asio::awaitable<void>
        {
            std::array<char, 1> data;
            co_await a.async_read_some(
                asio::buffer(data), asio::use_awaitable);
        };
        auto const in_timer = [](last_will) -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
            co_await timer.async_wait(asio::use_awaitable);
        };
        auto const in_task = [&](last_will w) -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(in_sleep, std::move(w));
            tasks.push_back(t);
            co_await t.get();
        };
        auto const of_the_context =
            [](last_will)
            -> asio::awaitable<void, asio::io_context::executor_type>
        { co_await asyncio::sleep(1h); };

        tasks.push_back(loop.create_task(in_sleep, last_will(destroyed)));
        tasks.push_back(loop.create_task(in_future, last_will(destroyed)));
        tasks.push_back(loop.create_task(in_socket, last_will(destroyed)));
        tasks.push_back(loop.create_task(in_timer, last_will(destroyed)));
        tasks.push_back(loop.create_task(in_task, last_will(destroyed)));
        tasks.push_back(
            loop.create_task(of_the_context, last_will(destroyed)));
        auto const to_be_woken =
            loop.create_task(in_future, last_will(destroyed));
        tasks.push_back(to_be_woken);
        auto const to_be_cancelled =
            loop.create_task(in_timer, last_will(destroyed));
        tasks.push_back(to_be_cancelled);
        succeeded = loop.create_task(give(1));
        failed = loop.create_task(
            []() -> asio::awaitable<int>
            {
                throw std::out_of_range("boom");
                co_return 0;
            });
        loop.run_until_complete(asyncio::sleep(1s));
        BOOST_TEST(destroyed == 0);
        BOOST_TEST(tasks.size() == 9u);
        // On its way, but not there yet.
        pending.set_result();
        to_be_cancelled.cancel();
        tasks.push_back(loop.create_task(in_sleep, last_will(destroyed)));
    }
    BOOST_TEST(destroyed == 9);
    for (auto const& t : tasks)
    {
        BOOST_TEST(t.done());
        BOOST_TEST(t.cancelled());
        BOOST_TEST(!t.cancel());
        BOOST_CHECK_THROW(t.exception(), asyncio::cancelled_error);
    }
    BOOST_TEST(succeeded.result() == 1);
    BOOST_CHECK_THROW(failed.result(), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_away_before_its_tasks_have_started)
{
    int destroyed = 0;
    asyncio::task<void> t;
    {
        asio::io_context context;
        auto const body = [](last_will) -> asio::awaitable<void> { co_return; };
        t = asyncio::create_task(context, body, last_will(destroyed));
    }
    BOOST_TEST(destroyed == 1);
    BOOST_TEST(t.cancelled());
}

BOOST_AUTO_TEST_CASE(destructors_of_suspended_tasks_may_use_the_library)
{
    asyncio::task<void> outer;
    {
        asyncio::virtual_loop loop;
        auto const f = loop.create_future<int>();
        struct user
        {
            ~user()
            {
                loop->call_soon([] {});
                loop->create_task(give(1));
                if (!future.done())
                    future.set_result(1);
                other.cancel();
            }

            asyncio::event_loop* loop;
            asyncio::future<int> future;
            asyncio::task<void> other;
        };
        auto const other = loop.create_task(asyncio::sleep(1h));
        auto const body = [&]() -> asio::awaitable<void>
        {
            user const u{&loop, f, other};
            co_await asyncio::sleep(1h);
        };
        outer = loop.create_task(body);
        loop.run_until_complete(asyncio::sleep(1s));
    }
    BOOST_TEST(outer.cancelled());
}

BOOST_AUTO_TEST_CASE(done_callbacks_are_not_called_when_the_context_goes)
{
    int calls = 0;
    asyncio::task<void> t;
    {
        asyncio::virtual_loop loop;
        t = loop.create_task(asyncio::sleep(1h));
        t.add_done_callback([&] { ++calls; });
        loop.run_until_complete(asyncio::sleep(1s));
    }
    BOOST_TEST(t.cancelled());
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(handles_that_outlive_the_context)
{
    asyncio::task<std::string> t;
    {
        asio::io_context context;
        t = asyncio::create_task(
            context,
            []() -> asio::awaitable<std::string>
            { co_return std::string(100, 'x'); },
            {.name = "survivor"});
        context.run();
    }
    BOOST_TEST(t.done());
    BOOST_TEST(!t.cancelled());
    BOOST_TEST(t.get_name() == "survivor");
    auto const copy = t;
    BOOST_TEST(copy.result() == std::string(100, 'x'));
    BOOST_TEST(!t.cancel());
    t.add_done_callback([] {});
    BOOST_TEST(std::move(t).result().size() == 100u);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
