// Conformance: how tasks start and take turns.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

namespace {

using asyncio_test::trace;

asio::awaitable<void> print_and_yield(trace& t, std::string name, int n)
{
    for (int i = 0; i != n; ++i)
    {
        t.print(name, i);
        co_await asyncio::sleep(0s);
    }
    t.print(name, "end");
}

asio::awaitable<void> start_order(trace& t)
{
    auto const worker = [&](char const* name) -> asio::awaitable<void>
    {
        t.print(name, "runs");
        co_return;
    };
    for (char const* const name : {"a", "b", "c"})
    {
        asyncio::create_task(worker, name);
        t.print("created", name);
    }
    co_await asyncio::sleep(0s);
    t.print("main after sleep(0)");
}

BOOST_AUTO_TEST_CASE(scenario_030_task_start_order)
{
    trace t("scenario_030_task_start_order");
    asyncio_test::run(start_order(t));
    t.check();
}

asio::awaitable<void> interleave(trace& t)
{
    auto const a = asyncio::create_task(print_and_yield(t, "a", 2));
    auto const b = asyncio::create_task(print_and_yield(t, "b", 3));
    auto const c = asyncio::create_task(print_and_yield(t, "c", 1));
    for (int i = 0; i != 5; ++i)
    {
        t.print("main", i);
        co_await asyncio::sleep(0s);
    }
    t.print(a.done(), b.done(), c.done());
}

BOOST_AUTO_TEST_CASE(scenario_031_task_interleave_sleep0)
{
    trace t("scenario_031_task_interleave_sleep0");
    asyncio_test::run(interleave(t));
    t.check();
}

} // namespace
