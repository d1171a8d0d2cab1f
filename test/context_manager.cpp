// context_manager, aclosing, nullcontext: what no scenario of the conformance
// tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/context_manager.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/exit_stack.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_context_manager)

namespace {

using asyncio_test::run;

using log = std::vector<std::string>;

std::string text_of(std::exception_ptr const& e)
{
    if (!e)
        return "-";
    try
    {
        std::rethrow_exception(e);
    }
    catch (asyncio::cancelled_error const&)
    {
        return "cancelled";
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
}

// What a coroutine throws, or "-".
template<class E = asio::any_io_executor, class T>
asio::awaitable<std::string, E> thrown_by(asio::awaitable<T, E> a)
{
    std::exception_ptr error;
    try
    {
        static_cast<void>(co_await std::move(a));
    }
    catch (...)
    {
        error = std::current_exception();
    }
    co_return text_of(error);
}

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<void> throw_error()
{
    throw std::runtime_error("body");
    co_return;
}

// What the second function is called with depends on what it takes.
BOOST_AUTO_TEST_CASE(arguments_of_exit)
{
    run(
        []() -> asio::awaitable<void>
        {
            log l;
            auto const enter = [] { return std::string("value"); };
            auto const both = [&](std::string& v, std::exception_ptr const& e)
            { l.push_back(v + ' ' + text_of(e)); };
            auto const value = [&](std::string const& v) { l.push_back(v); };
            auto const error = [&](std::exception_ptr const& e)
            { l.push_back(text_of(e)); };
            auto const none = [&] { l.push_back("none"); };
            for (auto const body : {nothing, throw_error})
            {
                std::string const expected =
                    body == nothing ? "-" : "body";
                auto const check = [&](auto const& exit)
                {
                    return thrown_by(asyncio::with(
                        asyncio::context_manager(enter, exit), body));
                };
                BOOST_TEST(co_await check(both) == expected);
                BOOST_TEST(co_await check(value) == expected);
                BOOST_TEST(co_await check(error) == expected);
                BOOST_TEST(co_await check(none) == expected);
                BOOST_TEST(
                    (l ==
                     log{"value " + expected, "value", expected, "none"}));
                l.clear();
                // Without a value there is none to be given.
                auto const check_void = [&](auto const& exit)
                {
                    return thrown_by(asyncio::with(
                        asyncio::context_manager(nothing, exit), body));
                };
                BOOST_TEST(co_await check_void(error) == expected);
                BOOST_TEST(co_await check_void(none) == expected);
                BOOST_TEST((l == log{expected, "none"}));
                l.clear();
            }
        });
}

BOOST_AUTO_TEST_CASE(functions_that_await)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const enter = [&]() -> asio::awaitable<std::unique_ptr<int>>
            {
                co_await asyncio::sleep(1s);
                l.push_back("enter");
                co_return std::make_unique<int>(1);
            };
            auto const exit = [&](std::unique_ptr<int>& p, std::exception_ptr e)
                -> asio::awaitable<bool>
            {
                co_await asyncio::sleep(1s);
                l.push_back(
                    "exit " + std::to_string(*p) + ' ' + text_of(e));
                co_return true;
            };
            co_await asyncio::with(
                asyncio::context_manager(enter, exit),
                [](std::unique_ptr<int>& p) -> asio::awaitable<void>
                {
                    *p = 2;
                    throw std::runtime_error("body");
                    co_return;
                });
            BOOST_TEST((asyncio_test::now() == 2s));
            // Operations and tasks are children, too.
            int const three = co_await asyncio::with(
                asyncio::context_manager(
                    [] { return asyncio::sleep(1s, 3); },
                    [](int& n)
                    {
                        return asyncio::create_task(
                            asyncio::sleep(1s, n == 4));
                    }),
                [](int& n) -> asio::awaitable<int> { co_return n++; });
            BOOST_TEST(three == 3);
            BOOST_TEST((asyncio_test::now() == 4s));
        });
    BOOST_TEST((l == log{"enter", "exit 2 body"}));
}

// The value stays where it is, and the body and the exit see the same one.
BOOST_AUTO_TEST_CASE(values)
{
    run(
        []() -> asio::awaitable<void>
        {
            void const* first = nullptr;
            void const* second = nullptr;
            co_await asyncio::with(
                asyncio::context_manager(
                    [] { return 1; }, [&](int& n) { second = &n; }),
                [&](int& n) -> asio::awaitable<void>
                {
                    first = &n;
                    co_return;
                });
            BOOST_TEST(first == second);
            // One that the function refers to.
            std::string object = "object";
            auto const check = [&](std::string& s) -> asio::awaitable<void>
            {
                BOOST_TEST(&s == &object);
                co_return;
            };
            auto const same = [&](std::string& s)
            { BOOST_TEST(&s == &object); };
            co_await asyncio::with(
                asyncio::context_manager(
                    [&]() -> std::string& { return object; }, same),
                check);
            co_await asyncio::with(
                asyncio::context_manager(
                    [&] { return std::ref(object); }, same),
                check);
            // A void exit does not ask the result for a default.
            struct no_default
            {
                explicit no_default(int v)
                    : value(v)
                {
                }

                int value;
            };
            auto const n = co_await asyncio::with(
                asyncio::context_manager(nothing, nothing),
                []() -> asio::awaitable<no_default>
                { co_return no_default(4); });
            BOOST_TEST(n.value == 4);
        });
}

BOOST_AUTO_TEST_CASE(enter_fails)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const exit = [] { BOOST_ERROR("left, and never entered"); };
            BOOST_TEST(
                co_await thrown_by(asyncio::with(
                    asyncio::context_manager(throw_error, exit), nothing)) ==
                "body");
            auto const t = asyncio::create_task(asyncio::with(
                asyncio::context_manager(
                    [] { return asyncio::sleep(1s); }, exit),
                nothing));
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(exit_fails)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const exit = []() -> bool
            { throw std::runtime_error("exit"); };
            BOOST_TEST(
                co_await thrown_by(asyncio::with(
                    asyncio::context_manager([] {}, exit), throw_error)) ==
                "exit");
        });
}

BOOST_AUTO_TEST_CASE(cancelled_body)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const exit =
                [&](std::exception_ptr e) -> asio::awaitable<void>
            {
                co_await asyncio::sleep(1s);
                l.push_back(text_of(e));
            };
            auto const body = []() -> asio::awaitable<void>
            { co_await asyncio::sleep(1h); };
            auto const t = asyncio::create_task(asyncio::with(
                asyncio::context_manager(nothing, exit), body));
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
        });
    BOOST_TEST((l == log{"cancelled"}));
}

BOOST_AUTO_TEST_CASE(a_manager_is_entered_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            int left = 0;
            asyncio::context_manager m([] { return 1; }, [&] { ++left; });
            BOOST_TEST(
                co_await thrown_by(m.aexit(nullptr)) ==
                "The context manager has not been entered");
            co_await asyncio::with(m, nothing);
            BOOST_TEST(left == 1);
            BOOST_TEST(
                co_await thrown_by(asyncio::with(m, nothing)) ==
                "The context manager has already been entered");
            BOOST_TEST(left == 1);
        });
}

// A function by reference; both of them in a stack.
BOOST_AUTO_TEST_CASE(functions_by_reference)
{
    run(
        []() -> asio::awaitable<void>
        {
            int entered = 0;
            auto enter = [entered]() mutable { return ++entered; };
            auto const exit = std::make_shared<int>();
            auto count = [exit] { ++*exit; };
            asyncio::exit_stack stack;
            for (int const expected : {1, 2})
            {
                int& n = co_await stack.enter_async_context(
                    asyncio::context_manager(
                        std::ref(enter), std::ref(count)));
                BOOST_TEST(n == expected);
            }
            BOOST_TEST(exit.use_count() == 2);
            co_await stack.aclose();
            BOOST_TEST(*exit == 2);
        });
}

class stream
{
public:
    explicit stream(int& closed)
        : closed_(closed)
    {
    }

    stream(stream&&) = default;

    asio::awaitable<std::string> aclose()
    {
        co_await asyncio::sleep(1s);
        ++closed_;
        co_return "ignored";
    }

private:
    int& closed_;
};

BOOST_AUTO_TEST_CASE(aclosing)
{
    run(
        []() -> asio::awaitable<void>
        {
            int closed = 0;
            stream s(closed);
            auto const check = [&](stream& same) -> asio::awaitable<void>
            {
                BOOST_TEST(&same == &s);
                BOOST_TEST(closed % 2 == 0);
                co_return;
            };
            co_await asyncio::with(asyncio::aclosing(s), check);
            BOOST_TEST(closed == 1);
            closed = 0;
            co_await asyncio::with(asyncio::aclosing(std::ref(s)), check);
            BOOST_TEST(closed == 1);
            co_await asyncio::with(
                asyncio::aclosing(stream(closed)),
                [&](stream& other) -> asio::awaitable<void>
                {
                    BOOST_TEST(&other != &s);
                    co_return;
                });
            BOOST_TEST(closed == 2);
            BOOST_TEST(
                co_await thrown_by(asyncio::with(
                    asyncio::aclosing(s), throw_error)) == "body");
            BOOST_TEST(closed == 3);
            BOOST_TEST((asyncio_test::now() == 4s));
            // Whatever closes itself: a stack, and what fails to.
            int called = 0;
            co_await asyncio::with(
                asyncio::aclosing(asyncio::exit_stack()),
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                {
                    stack.callback([&] { ++called; });
                    co_return;
                });
            BOOST_TEST(called == 1);
            struct failing
            {
                asio::awaitable<void> aclose()
                {
                    return throw_error();
                }
            };
            failing f;
            BOOST_TEST(
                co_await thrown_by(asyncio::with(
                    asyncio::aclosing(f), nothing)) == "body");
        });
}

BOOST_AUTO_TEST_CASE(nullcontext)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await asyncio::with(
                asyncio::nullcontext(),
                []() -> asio::awaitable<void> { co_return; });
            std::string s = "value";
            auto const check = [&](std::string& same) -> asio::awaitable<void>
            {
                BOOST_TEST(&same == &s);
                co_return;
            };
            co_await asyncio::with(asyncio::nullcontext(s), check);
            co_await asyncio::with(asyncio::nullcontext(std::ref(s)), check);
            int const n = co_await asyncio::with(
                asyncio::nullcontext(std::make_unique<int>(3)),
                [](std::unique_ptr<int>& p) -> asio::awaitable<int>
                { co_return *p; });
            BOOST_TEST(n == 3);
            BOOST_TEST(
                co_await thrown_by(asyncio::with(
                    asyncio::nullcontext(), throw_error)) == "body");
        });
}

// Empty where there is none, as in a coroutine that a context of Asio runs.
asyncio::any_task task_if_any()
{
    try
    {
        return asyncio::current_task();
    }
    catch (std::runtime_error const&)
    {
        return {};
    }
}

// All of them, in a coroutine of E, where the functions see the task `me`, or
// another one.
template<class E>
asio::awaitable<void, E> in_lane(bool is_task, bool same_task)
{
    std::vector<asyncio::any_task> seen;
    auto const me =
        is_task ? asyncio::current_task() : asyncio::any_task();
    auto const look = [&]() -> asio::awaitable<void, E>
    {
        co_await asyncio::sleep(0s);
        seen.push_back(task_if_any());
    };
    struct closable
    {
        asio::awaitable<void, E> aclose()
        {
            return look();
        }

        std::function<asio::awaitable<void, E>()> look;
    };
    closable c{look};
    int const n = co_await asyncio::with(
        asyncio::context_manager(look, look),
        asyncio::nullcontext(1),
        asyncio::aclosing(c),
        asyncio::nullcontext(),
        [&](int one, closable& same) -> asio::awaitable<int, E>
        {
            BOOST_TEST(&same == &c);
            co_await look();
            co_return one;
        });
    BOOST_TEST(n == 1);
    BOOST_TEST(seen.size() == 4u);
    for (auto const& t : seen)
    {
        BOOST_TEST((t == seen[0]));
        BOOST_TEST((t == me) == same_task);
    }
    // By hand.
    seen.clear();
    asyncio::context_manager m(look, look);
    co_await m.template aenter<E>();
    co_await m.template aexit<E>(nullptr);
    asyncio::aclosing closing(c);
    closable& same = co_await closing.template aenter<E>();
    BOOST_TEST(&same == &c);
    co_await closing.template aexit<E>(nullptr);
    BOOST_TEST(seen.size() == 3u);
    for (auto const& t : seen)
        BOOST_TEST((t == me) == same_task);
}

BOOST_AUTO_TEST_CASE(lanes)
{
    asyncio_test::run(in_lane<asio::any_io_executor>(true, true));
    asyncio_test::run(in_lane<asyncio::executor>(true, true));
}

BOOST_AUTO_TEST_CASE(in_coroutines_of_asio)
{
    asio::io_context context;
    int done = 0;
    auto const end = [&](std::exception_ptr e)
    {
        BOOST_TEST(text_of(e) == "-");
        ++done;
    };
    asio::co_spawn(context, in_lane<asio::any_io_executor>(false, false), end);
    context.run();
    context.restart();
    // An awaitable of another executor runs there, and sees no task.
    asio::co_spawn(
        context.get_executor(),
        in_lane<asio::io_context::executor_type>(false, true),
        end);
    context.run();
    BOOST_TEST(done == 2);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
