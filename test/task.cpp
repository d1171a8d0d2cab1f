// task: creating tasks, in every place and form.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task)

namespace {

using asyncio_test::run;

asio::awaitable<int> give(int value)
{
    co_return value;
}

asio::awaitable<int> unpack(std::unique_ptr<int> p)
{
    co_await asyncio::sleep(0s);
    co_return *p;
}

struct adder
{
    int base;

    asio::awaitable<int> add(int n) const
    {
        co_return base + n;
    }
};

BOOST_AUTO_TEST_CASE(a_child_in_the_running_loop)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(give(1));
            BOOST_TEST(!t.done());
            BOOST_TEST(&t.get_loop() == &asyncio::get_running_loop());
            int const value = co_await t.get();
            BOOST_TEST(value == 1);
            BOOST_TEST(t.done());
        });
}

BOOST_AUTO_TEST_CASE(a_child_with_options)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(give(2), {.name = "two"});
            BOOST_TEST(t.get_name() == "two");
            BOOST_TEST(!t.done());
            auto const eager =
                asyncio::create_task(give(3), {.eager_start = true});
            BOOST_TEST(eager.result() == 3);
            int const value = co_await t.get();
            BOOST_TEST(value == 2);
        });
}

BOOST_AUTO_TEST_CASE(a_function_with_move_only_arguments)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto p = std::make_unique<int>(4);
            auto const t = asyncio::create_task(unpack, std::move(p));
            BOOST_TEST(!p);
            int const value = co_await t.get();
            BOOST_TEST(value == 4);
        });
}

BOOST_AUTO_TEST_CASE(options_and_a_function_with_arguments)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto p = std::make_unique<int>(5);
            auto const t =
                asyncio::create_task({.name = "five"}, unpack, std::move(p));
            BOOST_TEST(t.get_name() == "five");
            int const value = co_await t.get();
            BOOST_TEST(value == 5);
        });
}

BOOST_AUTO_TEST_CASE(a_move_only_callable_with_arguments)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto f = [p = std::make_unique<int>(6)](
                         int n) -> asio::awaitable<int>
            {
                co_await asyncio::sleep(0s);
                co_return *p + n;
            };
            auto const t = asyncio::create_task(std::move(f), 1);
            int const value = co_await t.get();
            BOOST_TEST(value == 7);
        });
}

BOOST_AUTO_TEST_CASE(a_member_function_with_its_object)
{
    run(
        []() -> asio::awaitable<void>
        {
            adder const a{10};
            auto const by_pointer = asyncio::create_task(&adder::add, &a, 1);
            auto const by_ref =
                asyncio::create_task(&adder::add, std::ref(a), 2);
            auto const by_value = asyncio::create_task(&adder::add, a, 3);
            int const first = co_await by_pointer.get();
            int const second = co_await by_ref.get();
            int const third = co_await by_value.get();
            BOOST_TEST(first == 11);
            BOOST_TEST(second == 12);
            BOOST_TEST(third == 13);
        });
}

BOOST_AUTO_TEST_CASE(without_a_running_loop)
{
    try
    {
        asyncio::create_task(give(1));
        BOOST_ERROR("no exception");
    }
    catch (std::runtime_error const& e)
    {
        std::string const what = e.what();
        BOOST_TEST(what.starts_with("no running event loop"));
        BOOST_TEST((what.find("this_coro::executor") != std::string::npos));
    }
}

// Each form at each kind of place. `finish` runs what the place needs.
template<class Place, class Finish>
void check_place(Place&& place, Finish finish)
{
    bool started = false;
    auto const start = [&](int n) -> asio::awaitable<int>
    {
        started = true;
        return give(n);
    };
    auto const child = asyncio::create_task(place, give(1));
    auto const named = asyncio::create_task(place, give(2), {.name = "two"});
    auto const call = asyncio::create_task(place, start, 3);
    auto const named_call = asyncio::create_task(
        place, {.name = "four"}, unpack, std::make_unique<int>(4));
    finish();
    BOOST_TEST(started);
    BOOST_TEST(child.result() == 1);
    BOOST_TEST(named.result() == 2);
    BOOST_TEST(named.get_name() == "two");
    BOOST_TEST(call.result() == 3);
    BOOST_TEST(named_call.result() == 4);
    BOOST_TEST(named_call.get_name() == "four");
}

BOOST_AUTO_TEST_CASE(on_an_io_context)
{
    asio::io_context context;
    check_place(context, [&] { context.run(); });
}

BOOST_AUTO_TEST_CASE(on_the_executor_of_an_io_context)
{
    asio::io_context context;
    check_place(context.get_executor(), [&] { context.run(); });
}

BOOST_AUTO_TEST_CASE(on_a_strand)
{
    asio::io_context context;
    check_place(asio::make_strand(context), [&] { context.run(); });
}

BOOST_AUTO_TEST_CASE(on_an_any_io_executor)
{
    asio::io_context context;
    check_place(
        asio::any_io_executor(context.get_executor()),
        [&] { context.run(); });
}

BOOST_AUTO_TEST_CASE(on_an_any_io_executor_with_a_strand)
{
    asio::io_context context;
    check_place(
        asio::any_io_executor(asio::make_strand(context)),
        [&] { context.run(); });
}

BOOST_AUTO_TEST_CASE(on_a_thread_pool)
{
    asio::thread_pool pool(2);
    check_place(pool, [&] { pool.join(); });
}

BOOST_AUTO_TEST_CASE(on_the_executor_of_a_thread_pool)
{
    asio::thread_pool pool(2);
    check_place(pool.get_executor(), [&] { pool.join(); });
}

BOOST_AUTO_TEST_CASE(on_an_event_loop)
{
    asyncio::virtual_loop loop;
    check_place(
        static_cast<asyncio::event_loop&>(loop),
        [&] { loop.run_until_complete(asyncio::sleep(1s)); });
}

BOOST_AUTO_TEST_CASE(on_the_executor_of_an_event_loop)
{
    asyncio::virtual_loop loop;
    check_place(
        loop.get_executor(),
        [&] { loop.run_until_complete(asyncio::sleep(1s)); });
}

BOOST_AUTO_TEST_CASE(by_a_member_of_an_event_loop)
{
    asyncio::virtual_loop loop;
    auto const child = loop.create_task(give(1));
    auto const named = loop.create_task(give(2), {.name = "two"});
    auto const call = loop.create_task(unpack, std::make_unique<int>(3));
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(child.result() == 1);
    BOOST_TEST(named.result() == 2);
    BOOST_TEST(named.get_name() == "two");
    BOOST_TEST(call.result() == 3);
}

BOOST_AUTO_TEST_CASE(nothing_runs_before_the_loop_does)
{
    asio::io_context context;
    bool started = false;
    auto const body = [&]() -> asio::awaitable<void>
    {
        started = true;
        co_return;
    };
    // Out of the loop there is nothing to start eagerly in.
    auto const t = asyncio::create_task(context, body, {.eager_start = true});
    BOOST_TEST(!started);
    BOOST_TEST(!t.done());
    context.run();
    BOOST_TEST(started);
    BOOST_TEST(t.done());
}

BOOST_AUTO_TEST_CASE(tasks_from_outside_start_in_order)
{
    asio::io_context context;
    std::vector<int> order;
    auto const note = [&](int n) -> asio::awaitable<void>
    {
        order.push_back(n);
        co_return;
    };
    for (int i = 0; i != 5; ++i)
        asyncio::create_task(context, note, i);
    context.run();
    BOOST_TEST(order == std::vector({0, 1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_task_made_in_another_thread)
{
    asio::io_context context;
    asyncio::task<int> t;
    std::thread([&] { t = asyncio::create_task(context, give(5)); }).join();
    context.run();
    BOOST_TEST(t.result() == 5);
}

BOOST_AUTO_TEST_CASE(a_task_on_another_loop_made_inside_a_loop)
{
    asio::io_context other;
    auto const t = run(
        [&]() -> asio::awaitable<asyncio::task<int>>
        { co_return asyncio::create_task(other, give(6)); });
    BOOST_TEST(!t.done());
    other.run();
    BOOST_TEST(t.result() == 6);
}

BOOST_AUTO_TEST_CASE(on_a_closed_loop)
{
    asyncio::event_loop loop;
    loop.close();
    try
    {
        loop.create_task(give(1));
        BOOST_ERROR("no exception");
    }
    catch (std::runtime_error const& e)
    {
        BOOST_TEST(e.what() == std::string("Event loop is closed"));
    }
}

BOOST_AUTO_TEST_CASE(dropping_the_handle_cancels_nothing)
{
    int steps = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                ++steps;
                co_await asyncio::sleep(1s);
                ++steps;
            };
            asyncio::create_task(body);
            co_await asyncio::sleep(2s);
        });
    BOOST_TEST(steps == 2);
}

// Notes whether the task was done when it died.
struct witness
{
    explicit witness(asyncio::any_task const& t, std::vector<bool>& deaths)
        : task(&t), done_at_death(&deaths)
    {
    }

    witness(witness&& other) noexcept
        : task(std::exchange(other.task, nullptr))
        , done_at_death(other.done_at_death)
    {
    }

    ~witness()
    {
        if (task)
            done_at_death->push_back(task->done());
    }

    asyncio::any_task const* task;
    std::vector<bool>* done_at_death;
};

BOOST_AUTO_TEST_CASE(a_callable_is_destroyed_before_its_task_is_done)
{
    asio::io_context context;
    asyncio::any_task t;
    std::vector<bool> deaths;
    auto body = [w = witness(t, deaths)]() -> asio::awaitable<void>
    {
        co_await asyncio::sleep(0s);
    };
    t = asyncio::create_task(context, std::move(body));
    context.run();
    BOOST_TEST(t.done());
    BOOST_TEST(deaths == std::vector({false}));
}

BOOST_AUTO_TEST_CASE(a_callable_of_a_task_that_fails_as_well)
{
    asio::io_context context;
    asyncio::any_task t;
    std::vector<bool> deaths;
    auto body = [w = witness(t, deaths)]() -> asio::awaitable<void>
    {
        throw std::runtime_error("boom");
        co_return;
    };
    t = asyncio::create_task(context, std::move(body));
    context.run();
    BOOST_TEST(deaths == std::vector({false}));
    BOOST_TEST((t.exception() != nullptr));
}

BOOST_AUTO_TEST_CASE(a_callable_of_a_task_cancelled_before_its_start_as_well)
{
    asio::io_context context;
    asyncio::any_task t;
    std::vector<bool> deaths;
    auto body = [w = witness(t, deaths)]() -> asio::awaitable<void>
    {
        co_return;
    };
    t = asyncio::create_task(context, std::move(body));
    t.cancel();
    context.run();
    BOOST_TEST(t.cancelled());
    BOOST_TEST(deaths == std::vector({false}));
}

BOOST_AUTO_TEST_CASE(stored_arguments_are_destroyed_before_their_task_is_done)
{
    asio::io_context context;
    asyncio::any_task t;
    std::vector<bool> deaths;
    auto const body = [](witness&) -> asio::awaitable<void>
    {
        co_await asyncio::sleep(0s);
    };
    auto const by_value = [&body](witness w) -> asio::awaitable<void>
    {
        co_await body(w);
    };
    t = asyncio::create_task(context, by_value, witness(t, deaths));
    context.run();
    BOOST_TEST(t.done());
    BOOST_TEST(deaths == std::vector({false}));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
