// Children that cannot run: awaitables that were awaited or moved from, empty
// functions, empty handles. Everything that takes a child refuses them, before
// it has changed anything.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include "reporting_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_empty_children)

namespace {

using asyncio_test::reporting_loop;
using asyncio_test::text_of;
using other_executor = asio::io_context::executor_type;

int begun = 0; // bodies of coroutines that should not have been

template<class E = asio::any_io_executor>
asio::awaitable<int, E> one()
{
    ++begun;
    co_return 1;
}

// One that was moved from, as awaiting it does.
template<class E = asio::any_io_executor>
asio::awaitable<int, E> used()
{
    auto a = one<E>();
    [[maybe_unused]] auto const b = std::move(a);
    return a;
}

using function = std::function<asio::awaitable<int>()>;
using pointer = asio::awaitable<int> (*)();

// Gives `f` a maker of each kind of child that is nothing.
template<class F>
void for_each_nothing(F const& f)
{
    f("an awaitable", [] { return used(); });
    f("an awaitable of the fast executor",
      [] { return used<asyncio::executor>(); });
    f("an awaitable of another executor",
      [] { return used<other_executor>(); });
    f("a function", [] { return function(); });
    f("a pointer", [] { return pointer(nullptr); });
    f("a task", [] { return asyncio::task<int>(); });
    f("a future", [] { return asyncio::future<int>(); });
    f("any task", [] { return asyncio::any_task(); });
}

template<class F>
bool refused(F const& f)
{
    try
    {
        if constexpr (std::is_void_v<decltype(f())>)
            f();
        else
            [[maybe_unused]] auto const made = f();
    }
    catch (std::invalid_argument const& e)
    {
        BOOST_TEST(std::string(e.what()).size() > 20u);
        return true;
    }
    return false;
}

// Whether awaiting it is refused.
template<class Op>
asio::awaitable<bool> refused_later(Op op)
{
    try
    {
        static_cast<void>(co_await std::move(op));
    }
    catch (std::invalid_argument const& e)
    {
        BOOST_TEST(std::string(e.what()).size() > 20u);
        co_return true;
    }
    co_return false;
}

// Runs a body in a context of its own, in which nothing is left.
template<class Body>
void in_a_loop(Body const& body)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::vector<std::string> reports;
    loop.set_debug(true);
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { reports.push_back(c.message); });
    begun = 0;
    std::exception_ptr error;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(context, body);
            co_await t.get();
            BOOST_TEST(asyncio::all_tasks(loop).empty());
        },
        [&](std::exception_ptr e) { error = e; });
    context.run();
    BOOST_TEST(text_of(error) == "none");
    BOOST_TEST(begun == 0);
    for (auto const& r : reports)
        BOOST_ERROR(r);
}

// ---- at the call -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(at_the_call)
{
    for_each_nothing(
        [](char const* name, auto make)
        {
            BOOST_TEST_CONTEXT(name)
            in_a_loop(
                [&]() -> asio::awaitable<void>
                {
                    auto& loop = asyncio::get_running_loop();
                    auto const tasks = asyncio::all_tasks().size();
                    BOOST_CHECK(
                        refused([&] { return asyncio::create_task(make()); }));
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::create_task(
                                    make(), {.eager_start = true});
                            }));
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::create_task(
                                    loop.get_executor(), make());
                            }));
                    BOOST_CHECK(
                        refused([&] { return loop.create_task(make()); }));
                    BOOST_CHECK(
                        refused([&] { return asyncio::gather(make()); }));
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::gather(
                                    asyncio::return_exceptions,
                                    asyncio::sleep(1h),
                                    make());
                            }));
                    BOOST_CHECK(
                        refused([&] { return asyncio::wait_for(make(), 1h); }));
                    BOOST_CHECK(
                        refused([&] { return asyncio::wait_for(make(), 0s); }));
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::wait_for(make(), std::nullopt);
                            }));
                    BOOST_CHECK(
                        refused([&] { return asyncio::shield(make()); }));
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::run_coroutine_threadsafe(
                                    make(), loop);
                            }));
                    std::vector<decltype(make())> range;
                    range.push_back(make());
                    BOOST_CHECK(
                        refused(
                            [&]
                            { return asyncio::gather(std::move(range)); }));
                    BOOST_TEST(range.size() == 1u);
                    BOOST_CHECK(
                        refused(
                            [&]
                            {
                                return asyncio::as_completed(
                                    std::move(range));
                            }));
                    asyncio::task_group g;
                    g.open();
                    BOOST_CHECK(refused([&] { return g.create_task(make()); }));
                    BOOST_TEST(asyncio::all_tasks().size() == tasks);
                    co_await g.close();
                });
        });
}

BOOST_AUTO_TEST_CASE(outside_of_a_loop)
{
    for_each_nothing(
        [](char const* name, auto make)
        {
            BOOST_TEST_CONTEXT(name)
            {
                begun = 0;
                asio::io_context context;
                BOOST_CHECK(
                    refused(
                        [&]
                        { return asyncio::create_task(context, make()); }));
                BOOST_CHECK(refused([&] { return asyncio::run(make()); }));
                BOOST_CHECK(
                    refused([&] { return asyncio::run(context, make()); }));
                asyncio::runner r;
                BOOST_CHECK(refused([&] { return r.run(make()); }));
                asyncio::event_loop loop;
                BOOST_CHECK(
                    refused([&] { return loop.run_until_complete(make()); }));
                BOOST_CHECK(
                    refused(
                        [&]
                        {
                            return asyncio::run_coroutine_threadsafe(
                                make(), loop);
                        }));
                BOOST_TEST(begun == 0);
                // They can be used as before.
                BOOST_TEST(r.run(one()) == 1);
                BOOST_TEST(loop.run_until_complete(one()) == 1);
                BOOST_TEST(asyncio::run(context, one()) == 1);
            }
        });
}

// The others are still there.
BOOST_AUTO_TEST_CASE(a_range_with_one_that_is_nothing)
{
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> range;
            range.push_back(one());
            range.push_back(used());
            BOOST_CHECK(
                refused([&] { return asyncio::gather(std::move(range)); }));
            BOOST_CHECK(
                refused(
                    [&]
                    { return asyncio::as_completed(std::move(range)); }));
            BOOST_TEST(range.size() == 2u);
            BOOST_TEST(range[0].valid());
            BOOST_TEST(asyncio::all_tasks().size() == 1u);
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(the_same_awaitable_twice)
{
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            asyncio::get_running_loop().set_debug(false);
            auto a = one();
            BOOST_CHECK(
                refused(
                    [&]
                    {
                        return asyncio::gather(std::move(a), std::move(a));
                    }));
            BOOST_TEST(asyncio::all_tasks().size() == 1u);
            co_return;
        });
}

asio::awaitable<int> with_argument(int n)
{
    co_return n;
}

BOOST_AUTO_TEST_CASE(functions_with_arguments)
{
    using taking = std::function<asio::awaitable<int>(int)>;
    using pointer_taking = asio::awaitable<int> (*)(int);
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            BOOST_CHECK(
                refused([] { return asyncio::create_task(taking(), 1); }));
            BOOST_CHECK(
                refused(
                    []
                    {
                        return asyncio::create_task(
                            pointer_taking(nullptr), 1);
                    }));
            asyncio::task_group g;
            g.open();
            BOOST_CHECK(refused([&] { return g.create_task(taking(), 1); }));
            co_await g.close();
            // An argument is none of our business.
            auto const f = [](function nothing) -> asio::awaitable<int>
            { co_return nothing ? 2 : 1; };
            auto const t = asyncio::create_task(f, function());
            BOOST_TEST(co_await t.get() == 1);
            auto const u = asyncio::create_task(taking(with_argument), 5);
            BOOST_TEST(co_await u.get() == 5);
        });
}

// ---- where a function gives nothing -----------------------------------------

template<class E>
asio::awaitable<int, E> gives_nothing()
{
    return used<E>();
}

template<class E>
void functions_that_give_nothing()
{
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            pointer const p = [] { return used(); };
            auto const f = [] { return used<E>(); };
            BOOST_CHECK(co_await refused_later(asyncio::create_task(f)));
            BOOST_CHECK(co_await refused_later(asyncio::create_task(p)));
            BOOST_CHECK(
                co_await refused_later(
                    asyncio::create_task([](int) { return used<E>(); }, 1)));
            BOOST_CHECK(co_await refused_later(asyncio::gather(f)));
            BOOST_CHECK(co_await refused_later(asyncio::shield(f)));
            auto limited = asyncio::wait_for(f, 1h);
            auto inner = refused_later(
                asyncio::create_task(std::move(limited)));
            BOOST_CHECK(co_await std::move(inner));
            auto const body = [](asyncio::timeout_scope&)
            { return used<E>(); };
            auto timed = asyncio::timeout(1h, body);
            auto timed_task = refused_later(
                asyncio::create_task(std::move(timed)));
            BOOST_CHECK(co_await std::move(timed_task));
        });
}

BOOST_AUTO_TEST_CASE(functions_that_give_an_empty_awaitable)
{
    functions_that_give_nothing<asio::any_io_executor>();
    functions_that_give_nothing<asyncio::executor>();
    functions_that_give_nothing<other_executor>();
}

// ---- bodies, managers, exits -----------------------------------------------

using body_function = std::function<asio::awaitable<void>()>;

BOOST_AUTO_TEST_CASE(empty_bodies)
{
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            asyncio::lock l;
            BOOST_CHECK(
                refused([&] { return asyncio::with(l, body_function()); }));
            BOOST_CHECK(
                refused([&] { return asyncio::timeout(1h, body_function()); }));
            BOOST_CHECK(
                refused(
                    [] { return asyncio::to_thread(std::function<int()>()); }));
            using plain = int (*)();
            BOOST_CHECK(
                refused([] { return asyncio::to_thread(plain(nullptr)); }));
            BOOST_CHECK(
                refused(
                    []
                    {
                        return asyncio::get_running_loop().run_in_executor(
                            plain(nullptr));
                    }));
            asyncio::exit_stack stack;
            std::function<void()> const nothing;
            BOOST_CHECK(refused([&] { stack.callback(nothing); }));
            BOOST_CHECK(
                refused([&] { stack.push_async_callback(function()); }));
            BOOST_CHECK(
                refused(
                    [&]
                    {
                        stack.push(
                            std::function<void(std::exception_ptr)>());
                    }));
            BOOST_CHECK(
                refused(
                    [&]
                    {
                        stack.push_async_exit(
                            std::function<asio::awaitable<void>(
                                std::exception_ptr)>());
                    }));
            co_await stack.aclose();
            auto const good = [] {};
            BOOST_CHECK(
                refused(
                    [&] { return asyncio::context_manager(nothing, good); }));
            BOOST_CHECK(
                refused(
                    [&] { return asyncio::context_manager(good, nothing); }));
        });
}

// Whose enter or exit gives nothing.
template<class Enter, class Exit>
class manager
{
public:
    manager(Enter enter, Exit exit)
        : enter_(std::move(enter)), exit_(std::move(exit))
    {
    }

    auto aenter()
    {
        return enter_();
    }

    auto aexit(std::exception_ptr const&)
    {
        ++exits;
        return exit_();
    }

    int exits = 0;

private:
    Enter enter_;
    Exit exit_;
};

asio::awaitable<void> nothing_to_do()
{
    co_return;
}

asio::awaitable<void> used_up()
{
    auto a = nothing_to_do();
    [[maybe_unused]] auto const b = std::move(a);
    return a;
}

BOOST_AUTO_TEST_CASE(managers_that_give_nothing)
{
    in_a_loop(
        []() -> asio::awaitable<void>
        {
            int bodies = 0;
            auto const body = [&]() -> asio::awaitable<void>
            {
                ++bodies;
                co_return;
            };
            auto const check = [&](auto enter_nothing) -> asio::awaitable<void>
            {
                manager m(enter_nothing, nothing_to_do);
                BOOST_CHECK(
                    co_await refused_later(asyncio::with(m, body)));
                BOOST_TEST(m.exits == 0);
                BOOST_TEST(bodies == 0);
                asyncio::exit_stack stack;
                BOOST_CHECK(
                    co_await refused_later(stack.enter_async_context(m)));
                co_await stack.aclose();
                BOOST_TEST(m.exits == 0);
            };
            auto a = check(used_up);
            co_await std::move(a);
            auto b = check([] { return asyncio::task<void>(); });
            co_await std::move(b);
            auto c = check([] { return body_function(); });
            co_await std::move(c);

            manager m(nothing_to_do, used_up);
            BOOST_CHECK(co_await refused_later(asyncio::with(m, body)));
            BOOST_TEST(m.exits == 1);
            BOOST_TEST(bodies == 1);
            asyncio::exit_stack stack;
            co_await stack.enter_async_context(m);
            BOOST_CHECK(co_await refused_later(stack.aclose()));
            BOOST_TEST(m.exits == 2);

            auto const none = [] { return used_up(); };
            manager good(nothing_to_do, nothing_to_do);
            BOOST_CHECK(co_await refused_later(asyncio::with(good, none)));
            BOOST_TEST(good.exits == 1);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
