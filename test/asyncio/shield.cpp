// Conformance: shield.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_shield)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

using string_future = asyncio::future<std::string>;

asio::awaitable<std::string> cancelled_inner(trace& t, string_future fut)
{
    auto const r = co_await fut.get();
    t.print("inner got", r);
    co_return r;
}

asio::awaitable<void>
cancelled_outer(trace& t, asyncio::task<std::string> inner)
{
    try
    {
        co_await asyncio::shield(inner);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "outer CancelledError, inner done",
            inner.done(),
            "inner cancelling",
            inner.cancelling());
        throw;
    }
}

asio::awaitable<void> outer_cancelled(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    auto const inner = asyncio::create_task(cancelled_inner(t, fut));
    auto const o = asyncio::create_task(cancelled_outer(t, inner));
    co_await asyncio::sleep(0s);
    o.cancel();
    co_await asyncio::wait({o});
    t.print("outer cancelled", o.cancelled());
    fut.set_result("value");
    auto r = co_await inner.get();
    t.print("main", r);
    r = co_await asyncio::shield(asyncio::sleep(0s, std::string("r")));
    t.print("shield of a normal one", r);
}

BOOST_AUTO_TEST_CASE(scenario_151_shield_outer_cancelled)
{
    trace t("scenario_151_shield_outer_cancelled");
    asyncio_test::run(outer_cancelled(t));
    t.check();
}

asio::awaitable<std::string> fine_outer(trace& t, asyncio::task<void> inner)
{
    try
    {
        co_await asyncio::shield(inner);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "outer CancelledError, cancelling",
            asyncio::current_task().cancelling());
    }
    co_return "outer fine";
}

asio::awaitable<void> inner_cancelled(trace& t)
{
    auto const inner = asyncio::create_task(asyncio::sleep(100s));
    auto const o = asyncio::create_task(fine_outer(t, inner));
    co_await asyncio::sleep(0s);
    inner.cancel();
    auto const r = co_await o.get();
    t.print(r);
}

BOOST_AUTO_TEST_CASE(scenario_152_shield_inner_cancelled)
{
    trace t("scenario_152_shield_inner_cancelled");
    asyncio_test::run(inner_cancelled(t));
    t.check();
}

asio::awaitable<void> commit(trace& t)
{
    t.print("commit begins");
    co_await asyncio::sleep(0.02s);
    t.print("commit ends");
}

asio::awaitable<void> committing_worker(trace& t)
{
    auto const c = asyncio::create_task(commit(t));
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::shield(c);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
    {
        t.print("cancelled, waiting for the commit");
        co_await c.get();
        t.print("now leaving");
        std::rethrow_exception(cancelled);
    }
}

asio::awaitable<void> finish_anyway(trace& t)
{
    auto const w = asyncio::create_task(committing_worker(t));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    w.cancel();
    co_await asyncio::wait({w});
    t.print("worker cancelled", w.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_154_shield_finish_anyway)
{
    trace t("scenario_154_shield_finish_anyway");
    asyncio_test::run(finish_anyway(t));
    t.check();
}

asio::awaitable<void> in_gather(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const f1 = loop.create_future<int>();
    auto const f2 = loop.create_future<int>();
    auto const g = asyncio::create_task(
        asyncio::gather(asyncio::shield(f1), asyncio::shield(f2)),
        {.eager_start = true});
    co_await asyncio::sleep(0s);
    g.cancel();
    try
    {
        co_await g.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            "gather of shields: CancelledError, inner cancelled",
            f1.cancelled(),
            f2.cancelled());
    }
    auto const both = asyncio::create_task(
        asyncio::gather(f1, f2), {.eager_start = true});
    auto const s = asyncio::shield(both);
    co_await asyncio::sleep(0s);
    s.cancel();
    co_await asyncio::sleep(0s);
    t.print(
        "shield of gather: cancelled",
        s.cancelled(),
        "gather done",
        both.done());
    f1.set_result(1);
    f2.set_result(2);
    auto const [a, b] = co_await both.get();
    t.print("gather", a, b);
}

BOOST_AUTO_TEST_CASE(scenario_155_shield_in_gather)
{
    trace t("scenario_155_shield_in_gather");
    asyncio_test::run(in_gather(t));
    t.check();
}

asio::awaitable<void> failing_inner(asyncio::future<void> fut)
{
    co_await fut.get();
    throw std::invalid_argument("nobody listens");
}

asio::awaitable<void> shielding_outer(asyncio::future<void> fut)
{
    co_await asyncio::shield(failing_inner(fut));
}

asio::awaitable<void> error_after_cancel(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            t.print(
                "handler called,",
                type_name(context.exception),
                asyncio_test::str(context.exception));
        });
    auto const fut = loop.create_future<void>();
    auto const o = asyncio::create_task(shielding_outer(fut));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    o.cancel();
    co_await asyncio::wait({o});
    t.print("outer cancelled", o.cancelled());
    fut.set_result();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_157_shield_inner_error_after_cancel)
{
    trace t("scenario_157_shield_inner_error_after_cancel");
    asyncio_test::run(error_after_cancel(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
