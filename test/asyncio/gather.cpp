// Conformance: gather.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_gather)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

// Python's gather() starts its children at the call and gives a future. Here an
// eager task of the operation is that.
template<class... Children>
auto start_gather(Children&&... children)
{
    return asyncio::create_task(
        asyncio::gather(std::forward<Children>(children)...),
        {.eager_start = true});
}

asio::awaitable<int>
order_worker(trace& t, std::string name, asyncio::future<int> fut)
{
    t.print(name, "start");
    int const r = co_await fut.get();
    t.print(name, "end");
    co_return r;
}

asio::awaitable<void> order_and_start(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::future<int>> f;
    for (int i = 0; i != 3; ++i)
        f.push_back(loop.create_future<int>());
    auto const g = start_gather(
        order_worker(t, "a", f[0]),
        order_worker(t, "b", f[1]),
        order_worker(t, "c", f[2]));
    t.print("gather called, nothing awaited");
    co_await asyncio::sleep(0s);
    for (int const i : {2, 0, 1})
    {
        f[static_cast<std::size_t>(i)].set_result(i * 10);
        co_await asyncio::sleep(0s);
    }
    auto const [a, b, c] = co_await g.get();
    t.print("results", a, b, c);
}

BOOST_AUTO_TEST_CASE(scenario_080_gather_order_and_start)
{
    trace t("scenario_080_gather_order_and_start");
    asyncio_test::run(order_and_start(t));
    t.check();
}

asio::awaitable<void> empty_and_done(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    {
        auto const g = start_gather();
        auto const results = co_await g.get();
        t.print(
            "empty: done",
            g.done(),
            "len",
            std::tuple_size_v<std::remove_cvref_t<decltype(results)>>);
    }
    auto const f1 = loop.create_future<int>();
    auto const f2 = loop.create_future<int>();
    f1.set_result(1);
    f2.set_result(2);
    auto g = start_gather(f1, f2);
    {
        bool const done = g.done();
        auto const [a, b] = co_await g.get();
        t.print("all done: done", done, "results", a, b);
    }
    auto const f3 = loop.create_future<int>();
    g = start_gather(f1, f3);
    t.print("one pending: done", g.done());
    f3.set_result(3);
    t.print("set: done", g.done());
    {
        auto const [a, b] = co_await g.get();
        t.print("results", a, b);
    }
    auto const f4 = loop.create_future<int>();
    f4.set_exception(std::invalid_argument("early"));
    g = start_gather(f4, loop.create_future<int>());
    t.print("one failed already: done", g.done());
    try
    {
        co_await g.get();
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_081_gather_empty_and_done)
{
    trace t("scenario_081_gather_empty_and_done");
    asyncio_test::run(empty_and_done(t));
    t.check();
}

asio::awaitable<void>
fails(trace& t, std::string name, asyncio::future<void> fut)
{
    co_await fut.get();
    t.print(name, "raises");
    throw std::invalid_argument(name);
}

asio::awaitable<void> works(trace& t, asyncio::future<void> fut)
{
    try
    {
        co_await fut.get();
        t.print("works: end");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("works: must not be cancelled");
        throw;
    }
}

asio::awaitable<void> first_exception(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        { t.print("handler must not be called:", context.message); });
    std::vector<asyncio::future<void>> f;
    for (int i = 0; i != 3; ++i)
        f.push_back(loop.create_future<void>());
    auto g = start_gather(
        fails(t, "first", f[0]), works(t, f[1]), fails(t, "second", f[2]));
    co_await asyncio::sleep(0s);
    f[0].set_result();
    try
    {
        co_await g.get();
    }
    catch (std::invalid_argument const& e)
    {
        t.print("gather raised", e.what());
    }
    bool const done = g.done();
    bool const cancelled = g.cancel();
    t.print("gather done", done, "cancel now", cancelled);
    f[1].set_result();
    f[2].set_result();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    g = {};
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_083_gather_first_exception)
{
    trace t("scenario_083_gather_first_exception");
    asyncio_test::run(first_exception(t));
    t.check();
}

asio::awaitable<int> ok(int n)
{
    co_return n;
}

asio::awaitable<int> bad()
{
    throw std::invalid_argument("bad");
    co_return 0;
}

asio::awaitable<void> return_exceptions(trace& t)
{
    auto const c = asyncio::create_task(asyncio::sleep(100s));
    asyncio::get_running_loop().call_soon([c] { c.cancel(); });
    auto const r = co_await asyncio::gather(
        asyncio::return_exceptions, ok(1), bad(), c, ok(4));
    auto const print = [&](auto const& x)
    {
        if (x.has_error())
            t.print("exception", type_name(x.error()));
        else if constexpr (requires { t.print(*x); })
            t.print("value", *x);
    };
    std::apply([&](auto const&... x) { (print(x), ...); }, r);
}

BOOST_AUTO_TEST_CASE(scenario_084_gather_return_exceptions)
{
    trace t("scenario_084_gather_return_exceptions");
    asyncio_test::run(return_exceptions(t));
    t.check();
}

asio::awaitable<void> cancelled_child(trace& t, std::string name)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print(name, "cancelled", e.message());
        throw;
    }
}

asio::awaitable<std::string> quick()
{
    co_return "quick";
}

template<class Tasks>
asio::awaitable<void> outer_message(trace& t, Tasks& ts)
{
    auto const& [a, b, c] = ts;
    try
    {
        co_await asyncio::gather(a, b, c);
    }
    catch (asyncio::cancelled_error const& e)
    {
        t.print("outer CancelledError", e.message());
        throw;
    }
}

asio::awaitable<void> outer_cancel(trace& t)
{
    std::tuple const ts(
        asyncio::create_task(cancelled_child(t, "c1")),
        asyncio::create_task(quick()),
        asyncio::create_task(cancelled_child(t, "c2")));
    auto const o = asyncio::create_task(outer_message(t, ts));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("cancel", o.cancel("stop"));
    co_await asyncio::wait({o});
    t.print("outer cancelled", o.cancelled());
    auto const& [a, b, c] = ts;
    t.print(
        "children cancelled", a.cancelled(), b.cancelled(), c.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_086_gather_outer_cancel)
{
    trace t("scenario_086_gather_outer_cancel");
    asyncio_test::run(outer_cancel(t));
    t.check();
}

asio::awaitable<void> future_cancel(trace& t)
{
    {
        auto const c = asyncio::create_task(asyncio::sleep(100s));
        auto const g = start_gather(c);
        co_await asyncio::sleep(0s);
        bool const cancelled = g.cancel();
        t.print("cancel", cancelled, "done", g.done());
        try
        {
            co_await g.get();
        }
        catch (asyncio::cancelled_error const&)
        {
            t.print("CancelledError");
        }
        std::exception_ptr exception;
        try
        {
            exception = g.exception();
        }
        catch (asyncio::cancelled_error const&)
        {
            exception = std::current_exception();
        }
        t.print(
            "cancelled()", g.cancelled(), "exception()", type_name(exception));
        t.print("cancel again", g.cancel());
    }
    auto const fut = asyncio::get_running_loop().create_future<int>();
    auto const g = start_gather(fut);
    fut.set_result(42);
    bool const done = g.done();
    bool const cancelled = g.cancel();
    t.print("child is done, gather not yet:", done, "cancel", cancelled);
    try
    {
        auto const [result] = co_await g.get();
        t.print("result", result);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("CancelledError");
    }
}

BOOST_AUTO_TEST_CASE(scenario_087_gather_future_cancel)
{
    trace t("scenario_087_gather_future_cancel");
    asyncio_test::run(future_cancel(t));
    t.differs(
        "cancelled() False exception() CancelledError",
        "cancelled() True exception() CancelledError",
        "gather-operation");
    t.differs(
        "child is done, gather not yet: False cancel False",
        "child is done, gather not yet: False cancel True",
        "gather-operation");
    t.differs("result 42", "CancelledError", "gather-operation");
    t.check();
}

asio::awaitable<void> slow_child(trace& t, std::string name, int rounds)
{
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
    {
        for (int i = 0; i != rounds; ++i)
            co_await asyncio::sleep(0s);
        t.print(name, "cleanup done");
        std::rethrow_exception(cancelled);
    }
}

asio::awaitable<void>
outer_done(trace& t, std::vector<asyncio::task<void>> const& ts)
{
    try
    {
        co_await asyncio::gather(ts);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "outer CancelledError, children done", ts[0].done(), ts[1].done());
        throw;
    }
}

asio::awaitable<void> first_child_wins(trace& t)
{
    std::vector<asyncio::task<void>> ts;
    ts.push_back(asyncio::create_task(slow_child(t, "c1", 1)));
    ts.push_back(asyncio::create_task(slow_child(t, "c2", 6)));
    auto const o = asyncio::create_task(outer_done(t, ts));
    co_await asyncio::sleep(0s);
    o.cancel();
    co_await asyncio::wait({o});
    t.print("outer cancelled", o.cancelled(), "c2 done", ts[1].done());
    co_await asyncio::wait(ts);
}

BOOST_AUTO_TEST_CASE(scenario_089_gather_cancel_first_child_wins)
{
    trace t("scenario_089_gather_cancel_first_child_wins");
    asyncio_test::run(first_child_wins(t));
    t.check();
}

asio::awaitable<std::string> swallowing_child(trace& t, std::string name)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "swallows");
    }
    co_return name;
}

asio::awaitable<void> outer_results(
    trace& t, std::vector<asyncio::task<std::string>> ts, bool flag)
{
    try
    {
        if (flag)
        {
            auto const r =
                co_await asyncio::gather(asyncio::return_exceptions, ts);
            t.print("results", *r[0], *r[1]);
        }
        else
        {
            auto const r = co_await asyncio::gather(ts);
            t.print("results", r[0], r[1]);
        }
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("outer CancelledError");
        throw;
    }
}

asio::awaitable<void> cancel_swallowed(trace& t)
{
    for (bool const flag : {false, true})
    {
        std::vector<asyncio::task<std::string>> ts;
        ts.push_back(asyncio::create_task(swallowing_child(t, "c1")));
        ts.push_back(asyncio::create_task(swallowing_child(t, "c2")));
        auto const o = asyncio::create_task(outer_results(t, ts, flag));
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(0s);
        o.cancel();
        co_await asyncio::wait({o});
        t.print(
            "outer cancelled",
            o.cancelled(),
            "child results",
            ts[0].result(),
            ts[1].result());
    }
}

BOOST_AUTO_TEST_CASE(scenario_090_gather_cancel_swallowed_by_children)
{
    trace t("scenario_090_gather_cancel_swallowed_by_children");
    asyncio_test::run(cancel_swallowed(t));
    t.check();
}

asio::awaitable<void> running_worker(trace& t)
{
    t.print("worker runs anyway");
    co_return;
}

asio::awaitable<void> bad_argument(trace& t)
{
    {
        // gather(running_worker(t), 17) does not compile.
        static_assert(!asyncio::child<int>);
        [[maybe_unused]] auto const never_awaited =
            asyncio::gather(running_worker(t));
    }
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_092_gather_bad_argument)
{
    trace t("scenario_092_gather_bad_argument");
    asyncio_test::run(bad_argument(t));
    t.differs(
        "TypeError An asyncio.Future, a coroutine or an awaitable is required",
        {},
        "type-error");
    t.differs("worker runs anyway", {}, "gather-operation");
    t.check();
}

asio::awaitable<void> ticker(trace& t)
{
    for (int i = 0; i != 6; ++i)
    {
        t.print("tick", i);
        co_await asyncio::sleep(0s);
    }
}

asio::awaitable<void> ending_child(trace& t, std::string name)
{
    t.print(name, "ends");
    co_return;
}

asio::awaitable<void> completion_latency(trace& t)
{
    auto const tick = asyncio::create_task(ticker(t));
    co_await asyncio::gather(ending_child(t, "c1"), ending_child(t, "c2"));
    t.print("gather resumed");
    co_await tick.get();
}

BOOST_AUTO_TEST_CASE(scenario_093_gather_completion_latency)
{
    trace t("scenario_093_gather_completion_latency");
    asyncio_test::run(completion_latency(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
