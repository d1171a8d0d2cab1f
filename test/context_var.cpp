// context_var: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/context_var.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/as_completed.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/shield.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/to_thread.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_context_var)

namespace {

using asyncio::context;
using asyncio::context_var;
using asyncio::copy_context;
using asyncio_test::run;

context_var<int> const number("number", 0);
context_var<std::string> const bare("bare");

// The values that a test sets are not those of the next one.
template<class F>
void isolated(F f)
{
    context().run(f);
}

BOOST_AUTO_TEST_CASE(without_a_loop)
{
    isolated(
        []
        {
            BOOST_TEST(number.name() == "number");
            BOOST_TEST(number.get() == 0);
            BOOST_TEST(number.get(5) == 5);
            auto const token = number.set(1);
            BOOST_TEST(number.get() == 1);
            BOOST_TEST(number.get(5) == 1);
            BOOST_TEST(!token.old_value());
            auto const second = number.set(2);
            BOOST_TEST(second.old_value().value() == 1);
        });
    BOOST_TEST(number.get() == 0);
}

BOOST_AUTO_TEST_CASE(without_a_value)
{
    isolated(
        []
        {
            BOOST_CHECK_EXCEPTION(
                bare.get(),
                std::out_of_range,
                [](std::out_of_range const& e)
                {
                    BOOST_TEST(
                        std::string(e.what()) ==
                        "context variable 'bare' has no value");
                    return true;
                });
            BOOST_TEST(bare.get("given") == "given");
            bare.set("set");
            BOOST_TEST(bare.get() == "set");
        });
}

BOOST_AUTO_TEST_CASE(reset)
{
    isolated(
        []
        {
            auto first = number.set(1);
            auto second = number.set(2);
            number.reset(second);
            BOOST_TEST(number.get() == 1);
            BOOST_CHECK_EXCEPTION(
                number.reset(second),
                std::runtime_error,
                [](std::runtime_error const& e)
                {
                    BOOST_TEST(
                        std::string(e.what()) ==
                        "Token has already been used once");
                    return true;
                });
            context_var<int> const other("number", 0);
            BOOST_CHECK_THROW(other.reset(first), std::invalid_argument);
            copy_context().run(
                [&] {
                    BOOST_CHECK_THROW(
                        number.reset(first), std::invalid_argument);
                });
            // None of that has used it up.
            number.reset(std::move(first));
            BOOST_TEST(number.get() == 0);
            BOOST_TEST(!copy_context().contains(number));
        });
}

BOOST_AUTO_TEST_CASE(reset_in_another_order)
{
    isolated(
        []
        {
            auto first = number.set(1);
            auto second = number.set(2);
            number.reset(first);
            BOOST_TEST(number.get() == 0);
            number.reset(second);
            BOOST_TEST(number.get() == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_value_for_a_block)
{
    isolated(
        []
        {
            number.set(1);
            {
                auto const g = asyncio::scoped(number, 2);
                BOOST_TEST(number.get() == 2);
                {
                    auto const h = asyncio::scoped(number, 3);
                    BOOST_TEST(number.get() == 3);
                }
                BOOST_TEST(number.get() == 2);
            }
            BOOST_TEST(number.get() == 1);
        });
}

// It was set in the context of a task, and is reset there.
BOOST_AUTO_TEST_CASE(a_block_that_is_left_elsewhere)
{
    context const c;
    c.run([] { number.set(7); });
    {
        struct holder
        {
            explicit holder(context const& in)
                : value(in.run([] { return asyncio::scoped(number, 8); }))
            {
            }

            asyncio::scoped_value<int> value;
        };
        holder const h(c);
        BOOST_TEST(c.get(number) == 8);
        BOOST_TEST(number.get() == 0);
    }
    BOOST_TEST(c.get(number) == 7);
    BOOST_TEST(number.get() == 0);
}

BOOST_AUTO_TEST_CASE(contexts)
{
    context const empty;
    BOOST_TEST(empty.size() == 0u);
    BOOST_TEST(!empty.contains(number));
    BOOST_CHECK_EXCEPTION(
        empty.get(number),
        std::out_of_range,
        [](std::out_of_range const& e)
        {
            BOOST_TEST(
                std::string(e.what()) ==
                "the context has no value of 'number'");
            return true;
        });
    context const c;
    int const result = c.run(
        [](int a, int b)
        {
            number.set(a);
            bare.set("x");
            return a + b;
        },
        1,
        2);
    BOOST_TEST(result == 3);
    BOOST_TEST(c.size() == 2u);
    BOOST_TEST(c.contains(number));
    BOOST_TEST(c.get(number) == 1);
    BOOST_TEST(number.get() == 0);
    auto const same = c;
    auto const other = c.copy();
    BOOST_TEST((same == c));
    BOOST_TEST((other != c));
    BOOST_TEST(other.get(number) == 1);
    other.run([] { number.set(2); });
    BOOST_TEST(other.get(number) == 2);
    BOOST_TEST(c.get(number) == 1);
    same.run([] { number.set(3); });
    BOOST_TEST(c.get(number) == 3);
}

BOOST_AUTO_TEST_CASE(a_context_that_is_entered_already)
{
    context const c;
    auto const again = [&] { c.run([] { BOOST_ERROR("must not run"); }); };
    c.run([&] { BOOST_CHECK_THROW(again(), std::runtime_error); });
    context const other;
    c.run(
        [&] {
            other.run(
                [&] { BOOST_CHECK_THROW(again(), std::runtime_error); });
        });
    // An exception leaves it properly.
    BOOST_CHECK_THROW(
        c.run([] { throw std::logic_error("x"); }), std::logic_error);
    int const n = c.run([] { return 1; });
    BOOST_TEST(n == 1);
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const own = asyncio::current_task().get_context();
            BOOST_CHECK_THROW(own.run([] {}), std::runtime_error);
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(values_are_shared_until_they_are_set)
{
    auto const alive = std::make_shared<int>(0);
    context_var<std::shared_ptr<int>> const pointer("pointer", nullptr);
    {
        context const c;
        c.run([&] { pointer.set(alive); });
        std::vector<context> copies;
        for (int i = 0; i != 10; ++i)
            copies.push_back(c.copy());
        BOOST_TEST(alive.use_count() == 2);
        for (auto const& copy : copies)
            copy.run([&] { pointer.set(nullptr); });
        BOOST_TEST(c.get(pointer) == alive);
    }
    BOOST_TEST(alive.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(variables_of_many_types)
{
    context_var<char> const a("a", 'a');
    context_var<long> const b("b", 2);
    context_var<double> const c("c", 3.0);
    isolated(
        [&]
        {
            a.set('x');
            BOOST_TEST(b.get() == 2);
            BOOST_TEST(c.get() == 3.0);
            c.set(4.0);
            b.set(5);
            BOOST_TEST(a.get() == 'x');
            BOOST_TEST(b.get() == 5);
            BOOST_TEST(c.get() == 4.0);
            BOOST_TEST(copy_context().size() == 3u);
        });
}

BOOST_AUTO_TEST_CASE(many_variables)
{
    std::vector<std::unique_ptr<context_var<int>>> variables;
    for (int i = 0; i != 50; ++i)
        variables.push_back(
            std::make_unique<context_var<int>>("v" + std::to_string(i)));
    isolated(
        [&]
        {
            for (std::size_t i = 50; i-- > 0;)
                variables[i]->set(static_cast<int>(i));
            BOOST_TEST(copy_context().size() == 50u);
            for (std::size_t i = 0; i != 50; ++i)
                BOOST_TEST(variables[i]->get() == static_cast<int>(i));
        });
}

BOOST_AUTO_TEST_CASE(every_thread_has_its_own)
{
    isolated(
        []
        {
            number.set(1);
            int seen = -1;
            std::thread(
                [&]
                {
                    seen = number.get();
                    number.set(2);
                })
                .join();
            BOOST_TEST(seen == 0);
            BOOST_TEST(number.get() == 1);
            auto const c = copy_context();
            std::thread([&] { seen = c.run([] { return number.get(); }); })
                .join();
            BOOST_TEST(seen == 1);
        });
}

// ---- in a loop -------------------------------------------------------------

asio::awaitable<void> set_to(int n)
{
    co_await asyncio::sleep(0s);
    number.set(n);
}

// CTX-10
BOOST_AUTO_TEST_CASE(what_makes_a_task_copies)
{
    run(
        []() -> asio::awaitable<void>
        {
            number.set(1);
            co_await asyncio::shield(set_to(2)).get();
            std::vector<asio::awaitable<void>> children;
            children.push_back(set_to(3));
            auto it = asyncio::as_completed(std::move(children));
            while (auto t = co_await it.next())
                co_await t->get();
            BOOST_TEST(number.get() == 1);
        });
}

// CTX-11
BOOST_AUTO_TEST_CASE(what_makes_no_task_shares)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await asyncio::wait_for(set_to(1), 1s);
            BOOST_TEST(number.get() == 1);
            co_await asyncio::timeout(1s, [] { return set_to(2); });
            BOOST_TEST(number.get() == 2);
        });
}

// CTX-12
BOOST_AUTO_TEST_CASE(the_main_task_has_a_copy)
{
    isolated(
        []
        {
            number.set(1);
            run(
                []() -> asio::awaitable<void>
                {
                    BOOST_TEST(number.get() == 1);
                    number.set(2);
                    co_return;
                });
            BOOST_TEST(number.get() == 1);
        });
}

// CTX-04, CTX-14
BOOST_AUTO_TEST_CASE(tasks_in_a_context_of_their_own)
{
    context c;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const steps = [](int n) -> asio::awaitable<void>
            {
                for (int i = 0; i != 3; ++i)
                {
                    number.set(number.get() + n);
                    co_await asyncio::sleep(0s);
                }
            };
            auto const t =
                asyncio::create_task({.context = &c}, steps, 1);
            auto const u =
                asyncio::create_task({.context = &c}, steps, 10);
            BOOST_TEST((t.get_context() == c));
            co_await asyncio::gather(t, u);
            BOOST_TEST(number.get() == 0);
        });
    BOOST_TEST(c.get(number) == 33);
}

BOOST_AUTO_TEST_CASE(the_context_of_a_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(set_to(5));
            auto const c = t.get_context();
            BOOST_TEST(!c.contains(number));
            co_await t.get();
            BOOST_TEST(c.get(number) == 5);
            BOOST_TEST((t.get_context() == c));
        });
}

// A token belongs to the context, not to the coroutine.
BOOST_AUTO_TEST_CASE(a_token_of_another_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto token = number.set(1);
            auto const other = [&]() -> asio::awaitable<void>
            {
                BOOST_CHECK_THROW(
                    number.reset(token), std::invalid_argument);
                co_return;
            };
            co_await asyncio::create_task(other);
            co_await asyncio::sleep(0s);
            number.reset(token);
            BOOST_TEST(number.get() == 0);
        });
}

BOOST_AUTO_TEST_CASE(across_operations_of_asio)
{
    asio::io_context io;
    asyncio::event_loop loop(io);
    auto const worker = [](int n) -> asio::awaitable<void>
    {
        number.set(n);
        for (int i = 0; i != 3; ++i)
        {
            co_await asio::post(asio::use_awaitable);
            BOOST_TEST(number.get() == n);
            asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
            co_await timer.async_wait(asio::use_awaitable);
            BOOST_TEST(number.get() == n);
        }
    };
    auto const a = loop.create_task(worker, 1);
    auto const b = loop.create_task(worker, 2);
    // A handler of the application has the thread's context.
    asio::post(io, [] { BOOST_TEST(number.get() == 0); });
    io.run();
    a.result();
    b.result();
    BOOST_TEST(number.get() == 0);
}

// CTX-08
BOOST_AUTO_TEST_CASE(in_to_thread)
{
    run(
        []() -> asio::awaitable<void>
        {
            number.set(4);
            int const seen = co_await asyncio::to_thread(
                []
                {
                    int const n = number.get();
                    number.set(9);
                    return n;
                });
            BOOST_TEST(seen == 4);
            BOOST_TEST(number.get() == 4);
        });
}

// WARN-09
BOOST_AUTO_TEST_CASE(the_exception_handler_runs_in_the_context_of_the_task)
{
    int seen = -1;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::get_running_loop().set_exception_handler(
                [&](asyncio::event_loop&, asyncio::exception_context const&)
                { seen = number.get(); });
            asyncio::create_task(
                []() -> asio::awaitable<void>
                {
                    number.set(6);
                    throw std::runtime_error("x");
                    co_return;
                });
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            BOOST_TEST(number.get() == 0);
        });
    BOOST_TEST(seen == 6);
}

// RUNNER-02
BOOST_AUTO_TEST_CASE(the_context_of_a_runner)
{
    isolated(
        []
        {
            number.set(1);
            asyncio::runner r({.loop_factory = asyncio::new_virtual_loop});
            r.get_loop();
            number.set(2);
            auto const add = []() -> asio::awaitable<int>
            {
                number.set(number.get() + 10);
                co_return number.get();
            };
            int n = r.run(add());
            BOOST_TEST(n == 11);
            n = r.run(add());
            BOOST_TEST(n == 21);
            context in;
            n = r.run(add(), in);
            BOOST_TEST(n == 10);
            BOOST_TEST(in.get(number) == 10);
            BOOST_TEST(number.get() == 2);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
