// Conformance: async with.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_async_with)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

std::string clean_or_type(std::exception_ptr const& e)
{
    return e ? type_name(e) : "clean";
}

class path_guard
{
public:
    path_guard(trace& t, std::string name, bool suppress)
        : trace_(t), name_(std::move(name)), suppress_(suppress)
    {
    }

    asio::awaitable<std::string> aenter()
    {
        co_await asyncio::sleep(0s);
        trace_.print(name_, "enter");
        co_return name_ + " value";
    }

    asio::awaitable<bool> aexit(std::exception_ptr e)
    {
        co_await asyncio::sleep(0s);
        trace_.print(name_, "exit", clean_or_type(e));
        co_return suppress_;
    }

private:
    trace& trace_;
    std::string name_;
    bool suppress_;
};

asio::awaitable<void> raise_value_error()
{
    throw std::invalid_argument("x");
    co_return;
}

asio::awaitable<std::string> returns(trace& t)
{
    co_return co_await asyncio::with(
        path_guard(t, "return", true),
        []() -> asio::awaitable<std::string> { co_return "returned"; });
}

asio::awaitable<void> paths(trace& t)
{
    co_await asyncio::with(
        path_guard(t, "normal", false),
        [&](std::string const& v) -> asio::awaitable<void>
        {
            t.print("bound", v);
            co_return;
        });
    try
    {
        co_await asyncio::with(
            path_guard(t, "raise", false), raise_value_error);
    }
    catch (std::invalid_argument const&)
    {
        t.print("caught outside");
    }
    co_await asyncio::with(
        path_guard(t, "suppress", true), raise_value_error);
    t.print("suppressed");
    auto const returned = co_await returns(t);
    t.print(returned);
    for (int i = 0; i != 3; ++i)
    {
        // The block is a function: it says whether the loop is to be left.
        bool const leave = co_await asyncio::with(
            path_guard(t, "loop" + std::to_string(i), false),
            [&]() -> asio::awaitable<bool>
            {
                if (i == 0)
                    co_return false;
                if (i == 1)
                    co_return true;
                co_return false;
            });
        if (leave)
            break;
    }
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_164_async_with_paths)
{
    trace t("scenario_164_async_with_paths");
    asyncio_test::run(paths(t));
    t.check();
}

class failing_guard
{
public:
    failing_guard(trace& t, std::string name, bool fail)
        : trace_(t), name_(std::move(name)), fail_(fail)
    {
    }

    asio::awaitable<void> aenter()
    {
        trace_.print(name_, "enter");
        if (fail_)
            throw std::invalid_argument(name_);
        co_return;
    }

    asio::awaitable<void> aexit(std::exception_ptr e)
    {
        trace_.print(name_, "exit", clean_or_type(e));
        co_return;
    }

private:
    trace& trace_;
    std::string name_;
    bool fail_;
};

asio::awaitable<void> enter_fails(trace& t)
{
    try
    {
        co_await asyncio::with(
            failing_guard(t, "outer", false),
            failing_guard(t, "inner", true),
            [&]() -> asio::awaitable<void>
            {
                t.print("body must not run");
                co_return;
            });
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
    co_await asyncio::with(
        failing_guard(t, "first", false),
        failing_guard(t, "second", false),
        failing_guard(t, "third", false),
        [&]() -> asio::awaitable<void>
        {
            t.print("body");
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(scenario_165_async_with_enter_fails)
{
    trace t("scenario_165_async_with_enter_fails");
    asyncio_test::run(enter_fails(t));
    t.check();
}

class awaiting_guard
{
public:
    awaiting_guard(trace& t, bool suppress)
        : trace_(t), suppress_(suppress)
    {
    }

    asio::awaitable<void> aenter()
    {
        trace_.print("enter");
        co_return;
    }

    asio::awaitable<bool> aexit(std::exception_ptr e)
    {
        trace_.print("exit begins", type_name(e));
        try
        {
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            trace_.print("exit ends");
        }
        catch (asyncio::cancelled_error const&)
        {
            trace_.print("exit interrupted");
            throw;
        }
        co_return suppress_;
    }

private:
    trace& trace_;
    bool suppress_;
};

asio::awaitable<void> cancel_worker(trace& t, bool suppress)
{
    co_await asyncio::with(
        awaiting_guard(t, suppress),
        []() -> asio::awaitable<void> { co_await asyncio::sleep(100s); });
    t.print(
        "after the block, cancelling", asyncio::current_task().cancelling());
}

asio::awaitable<void> cancel(trace& t)
{
    for (auto const& [suppress, twice] :
         {std::pair(false, false),
          std::pair(true, false),
          std::pair(false, true)})
    {
        auto const w = asyncio::create_task(cancel_worker(t, suppress));
        co_await asyncio::sleep(0s);
        w.cancel();
        co_await asyncio::sleep(0s);
        if (twice)
            w.cancel();
        co_await asyncio::wait({w});
        t.print("cancelled", w.cancelled());
    }
}

BOOST_AUTO_TEST_CASE(scenario_167_async_with_cancel)
{
    trace t("scenario_167_async_with_cancel");
    asyncio_test::run(cancel(t));
    t.check();
}

// Functions on both sides of Python's yield.
auto plain(trace& t)
{
    return asyncio::context_manager(
        [&]
        {
            t.print("plain enter");
            return 42;
        },
        [&](std::exception_ptr const& e)
        {
            if (!e)
                t.print("plain exit (only without exception)");
        });
}

auto with_finally(trace& t)
{
    return asyncio::context_manager(
        [&]() -> asio::awaitable<std::string>
        {
            t.print("enter");
            co_return "resource";
        },
        [&]() -> asio::awaitable<void>
        {
            co_await asyncio::sleep(0s);
            t.print("finally");
        });
}

auto catching(trace& t)
{
    return asyncio::context_manager(
        [] {},
        [&](std::exception_ptr const& e)
        {
            bool const caught = type_name(e) == "ZeroDivisionError";
            if (caught)
                t.print("caught in the manager");
            return caught;
        });
}

auto converting()
{
    return asyncio::context_manager(
        [] {},
        [](std::exception_ptr const& e)
        {
            if (type_name(e) == "ValueError")
                throw std::out_of_range("converted");
        });
}

asio::awaitable<void> asynccontextmanager(trace& t)
{
    co_await asyncio::with(
        plain(t),
        [&](int v) -> asio::awaitable<void>
        {
            t.print("value", v);
            co_return;
        });
    try
    {
        co_await asyncio::with(plain(t), raise_value_error);
    }
    catch (std::invalid_argument const&)
    {
        t.print("ValueError came through");
    }
    try
    {
        co_await asyncio::with(
            with_finally(t),
            [&](std::string const& v) -> asio::awaitable<void>
            {
                t.print(v);
                throw std::invalid_argument("x");
                co_return;
            });
    }
    catch (std::invalid_argument const&)
    {
        t.print("ValueError after finally");
    }
    co_await asyncio::with(
        catching(t),
        []() -> asio::awaitable<void>
        {
            throw asyncio_test::zero_division_error();
            co_return;
        });
    t.print("swallowed");
    try
    {
        co_await asyncio::with(converting(), raise_value_error);
    }
    catch (std::out_of_range const& e)
    {
        t.print("KeyError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_168_async_with_asynccontextmanager)
{
    trace t("scenario_168_async_with_asynccontextmanager");
    asyncio_test::run(asynccontextmanager(t));
    t.differs(
        "RuntimeError generator didn't yield", {}, "asynccontextmanager");
    t.check();
}

class stream
{
public:
    explicit stream(trace& t)
        : trace_(t)
    {
    }

    asio::awaitable<void> aclose()
    {
        co_await asyncio::sleep(0s);
        trace_.print("stream closed");
    }

    char const* type_name() const
    {
        return "Stream";
    }

private:
    trace& trace_;
};

auto section(trace& t, char const* name)
{
    return asyncio::context_manager(
        [&t, name] { t.print("begin", name); },
        [&t, name](std::exception_ptr const& e)
        {
            if (!e)
                t.print("end", name);
        });
}

// What the decorator makes of it.
asio::awaitable<void> job(trace& t, int n)
{
    co_await asyncio::with(
        section(t, "job"),
        [&]() -> asio::awaitable<void>
        {
            t.print("job", n);
            co_return;
        });
}

asio::awaitable<void> aclosing_nullcontext(trace& t)
{
    co_await asyncio::with(
        asyncio::aclosing(stream(t)),
        [&](stream& s) -> asio::awaitable<void>
        {
            t.print("using", s.type_name());
            co_return;
        });
    try
    {
        co_await asyncio::with(
            asyncio::aclosing(stream(t)), raise_value_error);
    }
    catch (std::invalid_argument const&)
    {
        t.print("ValueError");
    }
    co_await asyncio::with(
        asyncio::nullcontext("value"),
        [&](char const* v) -> asio::awaitable<void>
        {
            t.print("nullcontext", v);
            co_return;
        });
    co_await job(t, 1);
    co_await job(t, 2);
}

BOOST_AUTO_TEST_CASE(scenario_170_async_with_aclosing_nullcontext)
{
    trace t("scenario_170_async_with_aclosing_nullcontext");
    asyncio_test::run(aclosing_nullcontext(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
