// Conformance: context variables.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_context)

namespace {

using asyncio_test::trace;

asyncio::context_var<std::string> const var("var", "default");
asyncio::context_var<int> const number("var", 0);
asyncio::context_var<int> const bare("var");

asio::awaitable<void> set_own(trace& t, std::string name)
{
    t.print(name, "starts with", var.get());
    var.set(name);
    co_await asyncio::sleep(0s);
    t.print(name, "still has", var.get());
}

asio::awaitable<void> task_copy(trace& t)
{
    var.set("before");
    auto const a = asyncio::create_task(set_own(t, "a"));
    auto const b = asyncio::create_task(set_own(t, "b"));
    var.set("after");
    co_await a.get();
    co_await b.get();
    t.print("main has", var.get());
}

BOOST_AUTO_TEST_CASE(scenario_230_context_task_copy)
{
    trace t("scenario_230_context_task_copy");
    asyncio_test::run(task_copy(t));
    t.print("outside:", var.get());
    t.check();
}

asio::awaitable<void> set_to(int n)
{
    number.set(n);
    co_return;
}

asio::awaitable<void> inline_await_shares(trace& t)
{
    co_await set_to(1);
    t.print("after await", number.get());
    co_await asyncio::gather(set_to(2), set_to(3));
    t.print("after gather", number.get());
    co_await asyncio::create_task(set_to(4));
    t.print("after task", number.get());
    co_await asyncio::with(
        asyncio::task_group(),
        [](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            tg.create_task(set_to(5));
            co_return;
        });
    t.print("after group", number.get());
}

BOOST_AUTO_TEST_CASE(scenario_231_context_inline_await_shares)
{
    trace t("scenario_231_context_inline_await_shares");
    asyncio_test::run(inline_await_shares(t));
    t.check();
}

void see_and_change(trace& t, std::string const& name)
{
    t.print(name, "sees", var.get());
    var.set("changed by " + name);
}

asio::awaitable<void> callbacks(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const fut = loop.create_future<void>();
    var.set("one");
    loop.call_soon([&] { see_and_change(t, "call_soon"); });
    loop.call_later(20ms, [&] { see_and_change(t, "call_later"); });
    fut.add_done_callback([&] { see_and_change(t, "done callback"); });
    var.set("two");
    loop.call_soon([&] { see_and_change(t, "call_soon 2"); });
    fut.set_result();
    co_await asyncio::sleep(0s);
    t.print("main sees", var.get());
    co_await asyncio::sleep(40ms);
    asyncio::context const ctx;
    loop.call_soon([&] { see_and_change(t, "empty context"); }, &ctx);
    co_await asyncio::sleep(0s);
    t.print("main sees", var.get(), "ctx has", ctx.get(var));
}

BOOST_AUTO_TEST_CASE(scenario_233_context_callbacks)
{
    trace t("scenario_233_context_callbacks");
    asyncio_test::run(callbacks(t));
    t.check();
}

asio::awaitable<void> worker(trace& t, int n)
{
    for (int i = 0; i != 3; ++i)
    {
        bare.set(n * 10 + i);
        co_await asyncio::sleep(0s);
        t.print("worker", n, "has", bare.get());
    }
}

asio::awaitable<void> interleaved(trace& t)
{
    co_await asyncio::gather(worker(t, 1), worker(t, 2), worker(t, 3));
    try
    {
        bare.get();
    }
    catch (std::out_of_range const&)
    {
        t.print("main: LookupError, no value and no default");
    }
}

BOOST_AUTO_TEST_CASE(scenario_234_context_interleaved)
{
    trace t("scenario_234_context_interleaved");
    asyncio_test::run(interleaved(t));
    t.check();
}

asio::awaitable<std::string> swap(std::string v)
{
    auto old = var.get();
    co_await asyncio::sleep(0s);
    var.set(std::move(v));
    co_return old;
}

BOOST_AUTO_TEST_CASE(scenario_236_context_runner_persistent)
{
    trace t("scenario_236_context_runner_persistent");
    {
        asyncio::runner runner({.loop_factory = asyncio::new_virtual_loop});
        t.print(runner.run(swap("one")));
        t.print(runner.run(swap("two")));
        asyncio::context other;
        t.print(runner.run(swap("three"), other));
        t.print(runner.run(swap("four")));
    }
    t.print("outside", var.get());
    t.check();
}

asio::awaitable<void> eager_child(trace& t)
{
    t.print("child sees", number.get());
    number.set(2);
    co_await asyncio::sleep(0s);
    t.print("child has", number.get());
    number.set(3);
}

asio::awaitable<void> eager(trace& t)
{
    number.set(1);
    auto const task =
        asyncio::create_task(eager_child(t), {.eager_start = true});
    t.print("main has", number.get());
    co_await task.get();
    t.print("main has", number.get());
}

BOOST_AUTO_TEST_CASE(scenario_237_context_eager)
{
    trace t("scenario_237_context_eager");
    asyncio_test::run(eager(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
