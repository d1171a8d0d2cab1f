// Conformance: what tasks end with, who is told, and who is not.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_task_results)

namespace {

using asyncio_test::finally;
using asyncio_test::str;
using asyncio_test::trace;

asio::awaitable<void> bad()
{
    co_await asyncio::sleep(0s);
    throw std::invalid_argument("boom");
}

asio::awaitable<void> catching_waiter(
    trace& t,
    std::vector<std::exception_ptr>& seen,
    std::string name,
    asyncio::task<void> task)
{
    try
    {
        co_await task.get();
    }
    catch (std::invalid_argument const& e)
    {
        t.print(name, "caught", e.what());
        seen.push_back(std::current_exception());
    }
}

asio::awaitable<void> reraised(trace& t)
{
    std::vector<std::exception_ptr> seen;
    auto const task = asyncio::create_task(bad());
    auto const w1 = asyncio::create_task(catching_waiter(t, seen, "w1", task));
    auto const w2 = asyncio::create_task(catching_waiter(t, seen, "w2", task));
    co_await asyncio::wait({w1, w2});
    co_await catching_waiter(t, seen, "main", task);
    t.print(
        "same object",
        seen[0] == seen[1],
        seen[0] == seen[2],
        seen[0] == task.exception());
}

BOOST_AUTO_TEST_CASE(scenario_036_task_exception_reraised)
{
    trace t("scenario_036_task_exception_reraised");
    asyncio_test::run(reraised(t));
    t.check();
}

class callback
{
public:
    callback(trace& t, char const* name)
        : trace_(&t), name_(name)
    {
    }

    void operator()(asyncio::task<int> const& task) const
    {
        trace_->print(name_, task.result());
    }

    friend bool operator==(callback const&, callback const&) = default;

private:
    trace* trace_;
    char const* name_;
};

asio::awaitable<int> worker(trace& t)
{
    t.print("worker");
    co_return 5;
}

asio::awaitable<void> done_callbacks(trace& t)
{
    callback const cb1(t, "cb1");
    callback const cb2(t, "cb2");
    callback const cb3(t, "cb3");
    auto const task = asyncio::create_task(worker(t));
    task.add_done_callback(cb1);
    task.add_done_callback(cb2);
    task.add_done_callback(cb1);
    task.add_done_callback(cb3);
    auto const removed = task.remove_done_callback(cb2);
    t.print("removed", removed, task.remove_done_callback(cb2));
    co_await task.get();
    t.print("main resumed");
    task.add_done_callback(cb2);
    t.print("remove after done", task.remove_done_callback(cb2));
    t.print("added after done, not run yet");
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_055_task_done_callbacks)
{
    trace t("scenario_055_task_done_callbacks");
    asyncio_test::run(done_callbacks(t));
    t.check();
}

asio::awaitable<void> numbered_bad(int n)
{
    throw std::invalid_argument("boom " + std::to_string(n));
    co_return;
}

asio::awaitable<void> never_retrieved(trace& t)
{
    // Python's key "future" tells of tasks, too.
    asyncio::get_running_loop().set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            t.print(
                "handler:",
                context.message,
                "/",
                str(context.exception),
                context.future || context.task ? "/ future" : "");
        });

    auto task = asyncio::create_task(numbered_bad(1));
    co_await asyncio::sleep(0s);
    t.print("task 1 done, dropped unretrieved");
    task = {};

    task = asyncio::create_task(numbered_bad(2));
    co_await asyncio::sleep(0s);
    t.print("task 2 exception() read:", str(task.exception()));
    task = {};

    task = asyncio::create_task(numbered_bad(3));
    try
    {
        co_await task.get();
    }
    catch (std::invalid_argument const&)
    {
        t.print("task 3 awaited");
    }
    task = {};

    task = asyncio::create_task(numbered_bad(4));
    co_await asyncio::sleep(0s);
    t.print("task 4 cancel() on the finished task:", task.cancel());
    task = {};

    task = asyncio::create_task(asyncio::sleep(100s));
    co_await asyncio::sleep(0s);
    task.cancel();
    co_await asyncio::sleep(0s);
    t.print("task 5 cancelled", task.cancelled());
    task = {};
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_057_task_never_retrieved)
{
    trace t("scenario_057_task_never_retrieved");
    asyncio_test::run(never_retrieved(t));
    t.check();
}

asio::awaitable<int> layered(trace& t, asyncio::future<int> fut)
{
    finally const outer([&] { t.print("outer finally"); });
    int result = 0;
    std::exception_ptr error;
    try
    {
        result = co_await fut.get();
    }
    catch (...)
    {
        error = std::current_exception();
    }
    t.print("inner finally");
    co_await asyncio::sleep(0s);
    t.print("inner finally after await");
    if (error)
        std::rethrow_exception(error);
    co_return result;
}

asio::awaitable<void> while_handling(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    for (std::string const how : {"result", "exception", "cancel"})
    {
        t.print("--", how);
        auto const fut = loop.create_future<int>();
        auto const task = asyncio::create_task(layered(t, fut));
        co_await asyncio::sleep(0s);
        if (how == "result")
            fut.set_result(1);
        else if (how == "exception")
            fut.set_exception(std::invalid_argument("v"));
        else
            task.cancel();
        co_await asyncio::wait({task});
        t.print("cancelled", task.cancelled());
        if (!task.cancelled())
            t.print("exception", str(task.exception()));
    }
}

BOOST_AUTO_TEST_CASE(scenario_066_task_exception_while_handling)
{
    trace t("scenario_066_task_exception_while_handling");
    asyncio_test::run(while_handling(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
