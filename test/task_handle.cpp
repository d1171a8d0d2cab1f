// task: the handle, what it gives and what it refuses.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task_handle)

namespace {

using asyncio_test::run;

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

asio::awaitable<int> give(int value)
{
    co_return value;
}

asio::awaitable<std::unique_ptr<int>> give_unique(int value)
{
    co_return std::make_unique<int>(value);
}

asio::awaitable<no_default> give_no_default(int value)
{
    co_return no_default(value);
}

asio::awaitable<void> pass()
{
    co_return;
}

asio::awaitable<void> fail()
{
    co_await asyncio::sleep(0s);
    throw std::runtime_error("boom");
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

template<class Handle>
void check_empty(Handle const& t)
{
    BOOST_TEST(!t);
    BOOST_TEST((t == Handle()));
    check_refused([&] { t.done(); });
    check_refused([&] { t.cancelled(); });
    check_refused([&] { t.cancel(); });
    check_refused([&] { t.cancelling(); });
    check_refused([&] { t.uncancel(); });
    check_refused([&] { t.exception(); });
    check_refused([&] { t.get_name(); });
    check_refused([&] { t.set_name("x"); });
    check_refused([&] { t.get_loop(); });
    check_refused([&] { t.add_done_callback([] {}); });
    check_refused([&] { t.remove_done_callback(pass); });
}

BOOST_AUTO_TEST_CASE(an_empty_handle)
{
    check_empty(asyncio::task<int>());
    check_empty(asyncio::task<void>());
    check_empty(asyncio::any_task());
    check_empty(asyncio::any_task(asyncio::task<int>()));
    check_refused([&] { asyncio::task<int>().result(); });
}

BOOST_AUTO_TEST_CASE(awaiting_an_empty_handle)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<int> t;
            BOOST_CHECK_THROW(co_await t.get(), std::invalid_argument);
            BOOST_CHECK_THROW(co_await std::move(t), std::invalid_argument);
            asyncio::any_task any;
            BOOST_CHECK_THROW(co_await any.get(), std::invalid_argument);
        });
}

BOOST_AUTO_TEST_CASE(a_handle_that_was_moved_from)
{
    asio::io_context context;
    auto t = asyncio::create_task(context, give(1));
    auto const moved = std::move(t);
    BOOST_TEST(static_cast<bool>(moved));
    check_empty(t);
    t = moved;
    BOOST_TEST((t == moved));
    context.run();
    BOOST_TEST(t.result() == 1);
}

BOOST_AUTO_TEST_CASE(copies_are_equal_and_others_are_not)
{
    asio::io_context context;
    auto const a = asyncio::create_task(context, give(1));
    auto const b = asyncio::create_task(context, give(1));
    auto const copy = a;
    BOOST_TEST((copy == a));
    BOOST_TEST((a != b));
    BOOST_TEST((a != asyncio::task<int>()));
    BOOST_TEST((asyncio::any_task(a) == a));
    BOOST_TEST((a == asyncio::any_task(a)));
    BOOST_TEST((asyncio::any_task(a) != b));
    BOOST_TEST((asyncio::any_task(a) == asyncio::any_task(copy)));
    context.run();
}

BOOST_AUTO_TEST_CASE(handles_are_keys)
{
    asio::io_context context;
    auto const a = asyncio::create_task(context, give(1));
    auto const b = asyncio::create_task(context, give(2));
    std::unordered_set<asyncio::task<int>> tasks{a, b, a, {}};
    BOOST_TEST(tasks.size() == 3u);
    BOOST_TEST(tasks.contains(b));
    std::unordered_set<asyncio::any_task> all(tasks.begin(), tasks.end());
    BOOST_TEST(all.size() == 3u);
    BOOST_TEST(all.contains(a));
    context.run();
}

BOOST_AUTO_TEST_CASE(a_pending_task_has_neither_result_nor_exception)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, give(1));
    try
    {
        t.result();
        BOOST_ERROR("no exception");
    }
    catch (asyncio::invalid_state_error const& e)
    {
        BOOST_TEST(e.what() == std::string("Result is not set."));
    }
    try
    {
        t.exception();
        BOOST_ERROR("no exception");
    }
    catch (asyncio::invalid_state_error const& e)
    {
        BOOST_TEST(e.what() == std::string("Exception is not set."));
    }
    context.run();
    BOOST_TEST(t.result() == 1);
    BOOST_TEST((t.exception() == nullptr));
}

BOOST_AUTO_TEST_CASE(a_failed_task)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, fail());
    context.run();
    BOOST_TEST(t.done());
    BOOST_TEST(!t.cancelled());
    BOOST_TEST((t.exception() != nullptr));
    BOOST_CHECK_THROW(t.result(), std::runtime_error);
    BOOST_CHECK_THROW(
        std::rethrow_exception(asyncio::any_task(t).exception()),
        std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_cancelled_task_throws_on_reading)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, give(1));
    t.cancel("enough");
    context.run();
    BOOST_TEST(t.cancelled());
    for (int i = 0; i != 2; ++i)
        try
        {
            if (i)
                t.result();
            else
                t.exception();
            BOOST_ERROR("no exception");
        }
        catch (asyncio::cancelled_error const& e)
        {
            BOOST_TEST(e.message() == "enough");
        }
}

BOOST_AUTO_TEST_CASE(get_leaves_the_result_in_place)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(
                []() -> asio::awaitable<std::string>
                { co_return std::string(100, 'x'); });
            auto const first = co_await t.get();
            auto const second = co_await t.get();
            BOOST_TEST(first == std::string(100, 'x'));
            BOOST_TEST(second == first);
            BOOST_TEST(t.result() == first);
        });
}

BOOST_AUTO_TEST_CASE(a_move_only_result)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto t = asyncio::create_task(give_unique(1));
            auto const moved = co_await std::move(t);
            BOOST_TEST(*moved == 1);
            BOOST_TEST(!t);
            t = asyncio::create_task(give_unique(2));
            auto const got = co_await std::move(t).get();
            BOOST_TEST(*got == 2);
            t = asyncio::create_task(give_unique(3));
            co_await asyncio::sleep(0s);
            BOOST_TEST(*t.result() == 3);
            auto const taken = std::move(t).result();
            BOOST_TEST(*taken == 3);
        });
}

BOOST_AUTO_TEST_CASE(a_result_without_default_constructor)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto t = asyncio::create_task(give_no_default(1));
            auto const copy = co_await t.get();
            BOOST_TEST(copy.value == 1);
            auto const moved = co_await std::move(t);
            BOOST_TEST(moved.value == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_result_of_nothing)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto t = asyncio::create_task(pass());
            co_await t.get();
            t.result();
            BOOST_TEST((t.exception() == nullptr));
            co_await asyncio::any_task(t).get();
            co_await std::move(t);
        });
    static_assert(std::is_void_v<asyncio::task<void>::value_type>);
    static_assert(
        std::is_same_v<
            decltype(std::declval<asyncio::task<int> const&>().result()),
            int const&>);
}

BOOST_AUTO_TEST_CASE(every_waiter_gets_the_exception)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto t = asyncio::create_task(fail());
            BOOST_CHECK_THROW(co_await t.get(), std::runtime_error);
            BOOST_CHECK_THROW(
                co_await asyncio::any_task(t).get(), std::runtime_error);
            BOOST_CHECK_THROW(co_await std::move(t), std::runtime_error);
        });
}

BOOST_AUTO_TEST_CASE(names)
{
    asio::io_context context;
    auto const a = asyncio::create_task(context, give(1));
    auto const b = asyncio::create_task(context, give(1));
    BOOST_TEST(a.get_name().starts_with("Task-"));
    BOOST_TEST(a.get_name() != b.get_name());
    a.set_name("alice");
    BOOST_TEST(a.get_name() == "alice");
    BOOST_TEST(asyncio::any_task(a).get_name() == "alice");
    context.run();
    BOOST_TEST(a.get_name() == "alice");
}

BOOST_AUTO_TEST_CASE(a_name_is_copied)
{
    asio::io_context context;
    std::string name = "alice";
    auto const t = asyncio::create_task(context, give(1), {.name = name});
    name = "bobby";
    BOOST_TEST(t.get_name() == "alice");
    context.run();
}

BOOST_AUTO_TEST_CASE(done_callbacks_in_order_and_never_inline)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<std::string> calls;
            auto const t = asyncio::create_task(give(7));
            t.add_done_callback([&] { calls.push_back("plain"); });
            t.add_done_callback(
                [&](asyncio::task<int> const& done)
                {
                    calls.push_back("task " + std::to_string(done.result()));
                    BOOST_TEST((done == t));
                });
            asyncio::any_task(t).add_done_callback(
                [&](asyncio::any_task const& done)
                {
                    calls.push_back("any");
                    BOOST_TEST((done == t));
                });
            co_await t.get();
            t.add_done_callback([&] { calls.push_back("late"); });
            BOOST_TEST(
                (calls == std::vector<std::string>{"plain", "task 7", "any"}));
            co_await asyncio::sleep(0s);
            BOOST_TEST(calls.size() == 4u);
            BOOST_TEST(calls.back() == "late");
        });
}

void count_calls(int& n)
{
    ++n;
}

struct counting
{
    void operator()() const
    {
        ++*count;
    }

    friend bool operator==(counting, counting) = default;

    int* count;
};

BOOST_AUTO_TEST_CASE(removed_done_callbacks_are_not_called)
{
    run(
        []() -> asio::awaitable<void>
        {
            int removed = 0;
            int kept = 0;
            auto const t = asyncio::create_task(give(7));
            t.add_done_callback(counting{&removed});
            t.add_done_callback(counting{&kept});
            t.add_done_callback(counting{&removed});
            BOOST_TEST(t.remove_done_callback(counting{&removed}) == 2u);
            BOOST_TEST(t.remove_done_callback(counting{&removed}) == 0u);
            co_await t.get();
            co_await asyncio::sleep(0s);
            BOOST_TEST(removed == 0);
            BOOST_TEST(kept == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_done_callback_without_equality_is_called)
{
    run(
        []() -> asio::awaitable<void>
        {
            int calls = 0;
            auto const t = asyncio::create_task(give(7));
            t.add_done_callback(
                [&, p = std::make_unique<int>(1)] { count_calls(calls); });
            co_await t.get();
            BOOST_TEST(calls == 1);
        });
}

BOOST_AUTO_TEST_CASE(done_callbacks_of_a_dropped_task_are_called)
{
    run(
        []() -> asio::awaitable<void>
        {
            int calls = 0;
            asyncio::create_task(give(7)).add_done_callback(
                [&](asyncio::task<int> const& t) { calls += t.result(); });
            co_await asyncio::sleep(1s);
            BOOST_TEST(calls == 7);
        });
}

BOOST_AUTO_TEST_CASE(a_task_that_awaits_itself)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<void> t;
            std::string message;
            auto const body = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await t.get();
                }
                catch (std::runtime_error const& e)
                {
                    message = e.what();
                }
            };
            t = asyncio::create_task(body);
            co_await t.get();
            BOOST_TEST(message == "Task cannot await on itself");
        });
}

BOOST_AUTO_TEST_CASE(a_task_of_another_loop_cannot_be_awaited)
{
    asio::io_context other;
    auto const t = asyncio::create_task(other, give(1));
    run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_CHECK_THROW(co_await t.get(), std::runtime_error);
            BOOST_CHECK_THROW(
                co_await asyncio::any_task(t).get(), std::runtime_error);
        });
    other.run();
    BOOST_TEST(t.result() == 1);
    // Nor when it is done.
    run(
        [&]() -> asio::awaitable<void>
        { BOOST_CHECK_THROW(co_await t.get(), std::runtime_error); });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
