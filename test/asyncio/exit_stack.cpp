// Conformance: exit stacks.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_exit_stack)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

class lifo_guard
{
public:
    lifo_guard(trace& t, std::string name)
        : trace_(t), name_(std::move(name))
    {
    }

    asio::awaitable<std::string> aenter()
    {
        trace_.print("enter", name_);
        co_return name_ + " value";
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_await asyncio::sleep(0s);
        trace_.print("exit", name_);
    }

private:
    trace& trace_;
    std::string name_;
};

asio::awaitable<void> async_callback(trace& t, int x)
{
    co_await asyncio::sleep(0s);
    t.print("async callback", x);
}

void sync_callback(trace& t, int x)
{
    t.print("sync callback", x);
}

asio::awaitable<void> lifo(trace& t)
{
    co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            auto const a =
                co_await stack.enter_async_context(lifo_guard(t, "a"));
            t.print("got", a);
            stack.push_async_callback(async_callback, std::ref(t), 1);
            stack.callback(sync_callback, std::ref(t), 2);
            auto const b =
                co_await stack.enter_async_context(lifo_guard(t, "b"));
            t.print("got", b);
            t.print("body");
        });
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_171_exit_stack_lifo)
{
    trace t("scenario_171_exit_stack_lifo");
    asyncio_test::run(lifo(t));
    t.check();
}

auto watcher(trace& t, std::string name)
{
    return [&t, name](std::exception_ptr e) -> asio::awaitable<bool>
    {
        t.print(name, "sees", e ? type_name(e) : "nothing");
        co_return false;
    };
}

asio::awaitable<void> suppress(trace& t)
{
    auto const suppressor = [&](std::exception_ptr e) -> asio::awaitable<bool>
    {
        t.print("suppressor sees", type_name(e));
        co_return true;
    };
    auto const callback = [&]() -> asio::awaitable<bool>
    {
        t.print("callback returns True, which means nothing");
        co_return true;
    };
    co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            stack.push_async_exit(watcher(t, "outer"));
            stack.push_async_exit(suppressor);
            stack.push_async_exit(watcher(t, "inner"));
            stack.push_async_callback(callback);
            throw std::invalid_argument("x");
            co_return;
        });
    t.print("suppressed");
    try
    {
        co_await asyncio::with(
            asyncio::exit_stack(),
            [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_callback(callback);
                throw std::invalid_argument("y");
                co_return;
            });
    }
    catch (std::invalid_argument const& e)
    {
        t.print("not suppressed", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_172_exit_stack_suppress)
{
    trace t("scenario_172_exit_stack_suppress");
    asyncio_test::run(suppress(t));
    t.check();
}

class os_error : public std::runtime_error
{
public:
    using runtime_error::runtime_error;
};

std::string reason(std::exception_ptr const& e)
{
    if (!e)
        return "nothing";
    try
    {
        std::rethrow_exception(e);
    }
    catch (os_error const&)
    {
        return "OSError";
    }
    catch (...)
    {
        return type_name(e);
    }
}

class connection
{
public:
    connection(trace& t, int n)
        : trace_(t), n_(n)
    {
    }

    asio::awaitable<std::reference_wrapper<connection>> aenter()
    {
        if (n_ == 3)
        {
            trace_.print("connect", n_, "fails");
            throw os_error("no route");
        }
        trace_.print("connect", n_);
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr e)
    {
        trace_.print("close", n_, "because of", reason(e));
        co_return;
    }

private:
    trace& trace_;
    int n_;
};

asio::awaitable<void> partial_enter(trace& t)
{
    try
    {
        co_await asyncio::with(
            asyncio::exit_stack(),
            [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                for (int const n : {1, 2, 3, 4})
                    co_await stack.enter_async_context(connection(t, n));
                t.print("body must not run");
            });
    }
    catch (os_error const& e)
    {
        t.print("OSError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_174_exit_stack_partial_enter)
{
    trace t("scenario_174_exit_stack_partial_enter");
    asyncio_test::run(partial_enter(t));
    t.check();
}

asio::awaitable<void> pop_all_aclose(trace& t)
{
    auto const cb = [&](char const* name) -> asio::awaitable<void>
    {
        t.print("callback", name);
        co_return;
    };
    asyncio::exit_stack kept;
    co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            stack.push_async_callback(cb, "kept");
            kept = stack.pop_all();
            stack.push_async_callback(cb, "after pop_all");
            t.print("body ends");
            co_return;
        });
    t.print("stack left, kept one still alive");
    co_await kept.aclose();
    co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            stack.push_async_callback(cb, "closed early");
            co_await stack.aclose();
            t.print("after aclose");
            stack.push_async_callback(cb, "registered after aclose");
        });
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_175_exit_stack_pop_all_aclose)
{
    trace t("scenario_175_exit_stack_pop_all_aclose");
    asyncio_test::run(pop_all_aclose(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
