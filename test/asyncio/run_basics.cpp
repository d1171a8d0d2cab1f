// Conformance: what run() does with its main coroutine and what that leaves.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <latch>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_run_basics)

namespace {

using asyncio_test::finally;
using asyncio_test::str;
using asyncio_test::trace;
using asyncio_test::type_name;

asio::awaitable<std::string>
say_after(trace& t, std::chrono::milliseconds delay, std::string what)
{
    co_await asyncio::sleep(delay);
    t.print(what);
    co_return what;
}

asio::awaitable<void> tasks_demo(trace& t)
{
    t.print("-- create_task + await");
    auto const task1 = asyncio::create_task(say_after(t, 200ms, "hello"));
    auto const task2 = asyncio::create_task(say_after(t, 100ms, "world"));
    t.print("started");
    auto const r1 = co_await task1.get();
    auto const r2 = co_await task2.get();
    t.print("finished", r1, r2);
}

asio::awaitable<void> gather_demo(trace& t)
{
    t.print("-- gather keeps order");
    auto const results = co_await asyncio::gather(
        say_after(t, 200ms, "hello"), say_after(t, 100ms, "world"));
    t.print("results", std::get<0>(results), std::get<1>(results));
}

asio::awaitable<void> wait_demo(trace& t)
{
    t.print("-- wait");
    auto const task1 = asyncio::create_task(say_after(t, 200ms, "hello"));
    auto const task2 = asyncio::create_task(say_after(t, 100ms, "world"));
    auto const sets = co_await asyncio::wait({task1, task2});
    auto const in_done = [&](asyncio::any_task const& task)
    { return std::ranges::count(sets.done, task) == 1; };
    t.print("done", sets.done.size(), "pending", sets.pending.size());
    t.print("task1 in done", in_done(task1), "result", task1.result());
    t.print("task2 in done", in_done(task2), "result", task2.result());
}

asio::awaitable<void> wait_for_demo(trace& t)
{
    t.print("-- wait_for");
    try
    {
        co_await asyncio::wait_for(
            say_after(t, 200ms, "never printed"), 100ms);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("timeout!");
    }
    auto const r =
        co_await asyncio::wait_for(say_after(t, 100ms, "in time"), 500ms);
    t.print("got", r);
}

class my_context_manager
{
public:
    explicit my_context_manager(trace& t)
        : trace_(t)
    {
    }

    asio::awaitable<std::reference_wrapper<my_context_manager>> aenter()
    {
        trace_.print("enter");
        co_await asyncio::sleep(20ms);
        co_return std::ref(*this);
    }

    asio::awaitable<bool> aexit(std::exception_ptr e)
    {
        co_await asyncio::sleep(20ms);
        if (!e)
            trace_.print("exit clean");
        else
            trace_.print("exit with", type_name(e), str(e));
        co_return false;
    }

private:
    trace& trace_;
};

asio::awaitable<void> with_demo(trace& t)
{
    t.print("-- async with");
    auto const body = [&]() -> asio::awaitable<void>
    {
        t.print("body");
        co_return;
    };
    co_await asyncio::with(my_context_manager(t), body);
    auto const raising_body = [&]() -> asio::awaitable<void>
    {
        t.print("body raises");
        throw std::invalid_argument("boom");
        co_return;
    };
    try
    {
        co_await asyncio::with(my_context_manager(t), raising_body);
    }
    catch (std::invalid_argument const& e)
    {
        t.print("caught", e.what());
    }
}

asio::awaitable<std::string> seed_material(trace& t)
{
    co_await tasks_demo(t);
    co_await gather_demo(t);
    co_await wait_demo(t);
    co_await wait_for_demo(t);
    co_await with_demo(t);
    co_return "main result";
}

BOOST_AUTO_TEST_CASE(scenario_001_run_seed_material)
{
    trace t("scenario_001_run_seed_material");
    t.print("run ->", asyncio_test::run(seed_material(t)));

    asyncio::virtual_loop loop;
    {
        finally const close([&] { loop.close(); });
        t.print("-- run_until_complete");
        t.print(
            "loop ->",
            loop.run_until_complete(say_after(t, 100ms, "from loop")));
    }
    t.check();
}

asio::awaitable<int> good()
{
    co_await asyncio::sleep(0s);
    co_return 42;
}

asio::awaitable<void> bad()
{
    co_await asyncio::sleep(0s);
    throw std::invalid_argument("spam");
}

BOOST_AUTO_TEST_CASE(scenario_002_run_result_and_exception)
{
    trace t("scenario_002_run_result_and_exception");
    t.print("result", asyncio_test::run(good()));
    try
    {
        asyncio_test::run(bad());
    }
    catch (std::invalid_argument const& e)
    {
        t.print("raised ValueError", e.what());
    }
    t.differs(
        "ValueError a coroutine was expected",
        std::nullopt,
        "type-error");
    t.check();
}

asio::awaitable<void> failing_leftover()
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        throw asyncio_test::zero_division_error("in cleanup");
    }
}

asio::awaitable<std::string> leave_failing(trace& t)
{
    auto const handler =
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
    {
        t.print("handler:", context.message);
        t.print(
            "handler exception:",
            type_name(context.exception),
            str(context.exception));
        t.print("handler has task:", static_cast<bool>(context.task));
    };
    asyncio::get_running_loop().set_exception_handler(handler);
    auto const left = asyncio::create_task(failing_leftover());
    co_await asyncio::sleep(0s);
    co_return "ok";
}

BOOST_AUTO_TEST_CASE(scenario_004_run_leftover_error_reported)
{
    trace t("scenario_004_run_leftover_error_reported");
    t.print("run ->", asyncio_test::run(leave_failing(t)));
    t.check();
}

asio::awaitable<void> leftover(trace& t)
{
    finally const end([&] { t.print("leftover finally"); });
    co_await asyncio::sleep(100s);
}

asio::awaitable<void> main_raises(trace& t)
{
    auto const left = asyncio::create_task(leftover(t));
    co_await asyncio::sleep(0s);
    t.print("main raises");
    throw std::out_of_range("oops");
}

BOOST_AUTO_TEST_CASE(scenario_005_run_main_exception_still_cleans_up)
{
    trace t("scenario_005_run_main_exception_still_cleans_up");
    try
    {
        asyncio_test::run(main_raises(t));
    }
    catch (std::out_of_range const& e)
    {
        t.print("run raised KeyError", e.what());
    }
    t.check();
}

asio::awaitable<void> inner(trace& t)
{
    t.print("inner must not run");
    co_return;
}

asio::awaitable<void> nested_run(trace& t)
{
    auto c = inner(t);
    try
    {
        asyncio::run(std::move(c));
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError:", e.what());
    }
    t.print("main continues");
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_007_run_nested_runtimeerror)
{
    trace t("scenario_007_run_nested_runtimeerror");
    asyncio_test::run(nested_run(t));
    t.check();
}

// As every keyboard_interrupt it leaves the loop at once.
class system_exit : public asyncio::keyboard_interrupt
{
public:
    explicit system_exit(int code)
        : code_(code)
    {
    }

    int code() const noexcept
    {
        return code_;
    }

private:
    int code_;
};

asio::awaitable<void> quitter(trace& t)
{
    co_await asyncio::sleep(0s);
    t.print("quitter raises SystemExit");
    throw system_exit(3);
}

asio::awaitable<void> awaits_quitter(trace& t)
{
    auto const task = asyncio::create_task(quitter(t));
    try
    {
        co_await task.get();
        t.print("never here");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main sees CancelledError, not SystemExit");
        throw;
    }
    catch (system_exit const&)
    {
        t.print("main sees SystemExit");
        throw;
    }
}

BOOST_AUTO_TEST_CASE(scenario_019_run_system_exit_escapes)
{
    trace t("scenario_019_run_system_exit_escapes");
    try
    {
        asyncio_test::run(awaits_quitter(t));
    }
    catch (system_exit const& e)
    {
        t.print("run raised SystemExit", e.code());
    }
    t.check();
}

asio::awaitable<void> killer(trace& t, asyncio::any_task task)
{
    t.print("killer cancels main");
    task.cancel();
    co_return;
}

asio::awaitable<void> killed(trace& t)
{
    asyncio::create_task(killer(t, asyncio::current_task()));
    finally const end([&] { t.print("main finally"); });
    co_await asyncio::sleep(100s);
}

BOOST_AUTO_TEST_CASE(scenario_020_run_main_cancelled)
{
    trace t("scenario_020_run_main_cancelled");
    try
    {
        asyncio_test::run(killed(t));
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("run raised CancelledError");
    }
    t.check();
}

asio::awaitable<void> fail()
{
    throw std::invalid_argument("x");
    co_return;
}

asio::awaitable<std::string> ok()
{
    co_return "ok";
}

asio::awaitable<void> nested_runner(trace& t, asyncio::runner& runner)
{
    auto c = ok();
    try
    {
        runner.run(std::move(c));
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_022_run_runner_errors)
{
    trace t("scenario_022_run_runner_errors");
    {
        asyncio::runner runner;
        try
        {
            runner.run(fail());
        }
        catch (std::invalid_argument const& e)
        {
            t.print("ValueError", e.what());
        }
        runner.run(nested_runner(t, runner));
        t.print(runner.run(ok()));
    }
    t.differs(
        "ValueError a coroutine was expected, got 17",
        std::nullopt,
        "type-error");
    t.check();
}

asio::awaitable<void> spawned(trace& t)
{
    t.print("spawned starts");
    try
    {
        co_await asyncio::sleep(100s);
        t.print("never here");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("never here either");
    }
}

asio::awaitable<void>
spawning_leftover(trace& t, std::vector<asyncio::any_task>& keep)
{
    bool cancelled = false;
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = true;
    }
    if (cancelled)
    {
        t.print("leftover cancelled, spawns a task");
        keep.push_back(asyncio::create_task(spawned(t)));
        co_await asyncio::sleep(0s);
        t.print("leftover ends");
    }
}

asio::awaitable<void>
leave_spawning(trace& t, std::vector<asyncio::any_task>& keep)
{
    keep.push_back(asyncio::create_task(spawning_leftover(t, keep)));
    co_await asyncio::sleep(0s);
    t.print("main returns");
}

BOOST_AUTO_TEST_CASE(scenario_029_run_leftover_spawns_task)
{
    trace t("scenario_029_run_leftover_spawns_task");
    std::vector<asyncio::any_task> keep;
    asyncio_test::run(leave_spawning(t, keep));
    t.print(
        "spawned done()",
        keep[1].done(),
        "cancelled()",
        keep[1].cancelled());
    t.differs(
        "spawned done() False cancelled() False",
        "spawned done() True cancelled() True",
        "suspended-when-loop-ends");
    t.check();
}

asio::awaitable<void> leave_a_thread(trace& t, std::latch& release)
{
    auto& loop = asyncio::get_running_loop();
    auto const started = loop.create_future<void>();
    auto work = [&t, &release, started]
    {
        started.set_result_threadsafe();
        release.wait();
        t.print("thread: done");
    };
    auto const task = asyncio::create_task(asyncio::to_thread(work));
    co_await started.get();
    task.cancel();
    try
    {
        co_await task.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main: awaiting task cancelled, thread still runs");
    }
    loop.call_later(20ms, [&release] { release.count_down(); });
    t.print("main returns");
}

BOOST_AUTO_TEST_CASE(scenario_010_run_waits_for_executor)
{
    trace t("scenario_010_run_waits_for_executor");
    std::latch release(1);
    asyncio_test::run(leave_a_thread(t, release));
    t.print("after run");
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
