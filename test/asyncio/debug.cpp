// Conformance: debug mode, and tasks that nobody holds.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <boost/asyncio/detail/wait/tasks_of.hpp>

BOOST_AUTO_TEST_SUITE(asyncio_debug)

namespace {

using asyncio_test::finally;
using asyncio_test::trace;

asio::awaitable<void> slow_callback(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    // What Python logs is a report here.
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            if (context.message.starts_with("Executing"))
                t.print(
                    "log: WARNING slow",
                    context.task ? "task step" : "callback");
        });
    t.print(
        "debug",
        loop.get_debug(),
        "default limit 100 ms:",
        loop.slow_callback_duration() == 100ms);
    loop.set_slow_callback_duration(50ms);
    co_await asyncio::sleep(0s);
    loop.call_soon(
        [&]
        {
            asyncio_test::block(60ms);
            t.print("callback done");
        });
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    asyncio_test::block(60ms);
    t.print("slow step done");
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_028_run_debug_slow_callback)
{
    trace t("scenario_028_run_debug_slow_callback");
    for (bool const debug : {true, false})
        asyncio::run(
            slow_callback(t),
            {.debug = debug, .loop_factory = asyncio::new_virtual_loop});
    t.check();
}

asio::awaitable<void> stuck(trace& t)
{
    finally const last([&] { t.print("finally run by the loop's end"); });
    co_await asyncio::get_running_loop().create_future<void>().get();
}

asio::awaitable<void> destroyed_pending(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            t.print(
                "handler:", context.message, "has task", bool(context.task));
        });
    auto const count_tasks = [&]
    {
        return asyncio::detail::tasks_of(
                   asyncio::detail::loop_access::state(loop))
            .size();
    };
    auto task = asyncio::create_task(stuck(t));
    co_await asyncio::sleep(0s);
    t.print("tasks", count_tasks());
    task = {};
    t.print("tasks", count_tasks());
}

BOOST_AUTO_TEST_CASE(scenario_058_task_destroyed_pending)
{
    trace t("scenario_058_task_destroyed_pending");
    // The task is not dropped, but cancelled in the end.
    t.differs(
        "finally run by the collector, outside of the loop",
        "tasks 2",
        "strong-references");
    t.differs(
        "handler: Task was destroyed but it is pending! has task True",
        "finally run by the loop's end",
        "strong-references");
    t.differs("tasks 1", std::nullopt, "strong-references");
    asyncio_test::run(destroyed_pending(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
