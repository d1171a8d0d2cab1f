// Conformance: introspection.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_introspection)

namespace {

using asyncio_test::trace;

asio::awaitable<std::string> nested()
{
    co_return asyncio::current_task().get_name();
}

asio::awaitable<void> named_worker(trace& t)
{
    t.print("worker:", asyncio::current_task().get_name());
    co_await asyncio::sleep(0s);
    t.print("worker:", asyncio::current_task().get_name());
}

// Python's `None`.
std::string task_or_none()
{
    auto const task = asyncio::current_task();
    return task ? task.get_name() : "None";
}

asio::awaitable<void> current_tasks(trace& t)
{
    asyncio::current_task().set_name("M");
    t.print("main:", asyncio::current_task().get_name());
    t.print("nested coroutine:", co_await nested());
    auto const w = asyncio::create_task(named_worker(t), {.name = "W"});
    asyncio::get_running_loop().call_soon(
        [&t] { t.print("callback:", task_or_none()); });
    co_await asyncio::sleep(0s);
    t.print("main:", asyncio::current_task().get_name());
    co_await w.get();
    w.add_done_callback([&t] { t.print("done callback:", task_or_none()); });
    co_await asyncio::sleep(0s);
}

BOOST_AUTO_TEST_CASE(scenario_239_introspection_current_task)
{
    trace t("scenario_239_introspection_current_task");
    asyncio_test::run(current_tasks(t));
    try
    {
        asyncio::current_task();
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    t.check();
}

std::string names()
{
    std::set<std::string> sorted;
    for (auto const& task : asyncio::all_tasks())
        sorted.insert(task.get_name());
    std::string result;
    for (auto const& name : sorted)
        result += (result.empty() ? "" : " ") + name;
    return result;
}

asio::awaitable<void> wait_for_it(asyncio::future<void> f)
{
    co_await f.get();
}

asio::awaitable<void> which_tasks(trace& t)
{
    asyncio::current_task().set_name("main");
    t.print("start:", names());
    auto const fut = asyncio::get_running_loop().create_future<void>();
    auto const a = asyncio::create_task(wait_for_it(fut), {.name = "a"});
    auto const b = asyncio::create_task(asyncio::sleep(0s), {.name = "b"});
    t.print("created:", names());
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("b finished:", names());
    a.cancel();
    t.print("a cancel requested:", names());
    co_await asyncio::wait({a});
    t.print("a cancelled:", names());
}

BOOST_AUTO_TEST_CASE(scenario_240_introspection_all_tasks)
{
    trace t("scenario_240_introspection_all_tasks");
    asyncio_test::run(which_tasks(t));
    t.check();
}

asio::awaitable<void> long_sleep()
{
    co_await asyncio::sleep(100s);
}

// The first word of Python's repr.
std::string state(asyncio::any_task const& task)
{
    if (task.done())
        return task.cancelled() ? "cancelled" : "finished";
    return task.cancelling() > 0 ? "cancelling" : "pending";
}

asio::awaitable<void> states(trace& t)
{
    auto task = asyncio::any_task(asyncio::create_task(long_sleep()));
    t.print(
        "loop",
        std::addressof(task.get_loop()) ==
            std::addressof(asyncio::get_running_loop()));
    t.print("state", state(task));
    co_await asyncio::sleep(0s);
    task.cancel();
    t.print("state", state(task), task.cancelling());
    co_await asyncio::wait({task});
    t.print("state", state(task), task.cancelling());
    task = asyncio::create_task(asyncio::sleep(0s));
    co_await task.get();
    t.print("state", state(task));
}

BOOST_AUTO_TEST_CASE(scenario_242_introspection_states)
{
    trace t("scenario_242_introspection_states");
    t.differs("coroutine kept True loop True", "loop True", "get-coro");
    asyncio_test::run(states(t));
    t.check();
}

asio::awaitable<void>
job(trace& t, std::string name, asyncio::future<void> f)
{
    try
    {
        co_await f.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "was stuck");
        throw;
    }
}

asio::awaitable<void> watchdog(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::future<void>> futs;
    std::vector<asyncio::task<void>> ts;
    for (int i = 0; i != 3; ++i)
    {
        futs.push_back(loop.create_future<void>());
        auto const name = "job" + std::to_string(i);
        ts.push_back(asyncio::create_task(
            job(t, name, futs.back()), {.name = name}));
    }
    co_await asyncio::sleep(0s);
    futs[1].set_result();
    co_await asyncio::sleep(0s);
    std::vector<asyncio::any_task> stuck;
    for (auto const& task : asyncio::all_tasks())
        if (task != asyncio::current_task())
            stuck.push_back(task);
    std::ranges::sort(stuck, {}, &asyncio::any_task::get_name);
    BOOST_REQUIRE_EQUAL(stuck.size(), 2u);
    t.print("stuck:", stuck[0].get_name(), stuck[1].get_name());
    for (auto const& task : stuck)
        task.cancel();
    co_await asyncio::wait(stuck);
    t.print("left", asyncio::all_tasks().size());
}

BOOST_AUTO_TEST_CASE(scenario_243_introspection_find_stuck)
{
    trace t("scenario_243_introspection_find_stuck");
    asyncio_test::run(watchdog(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
