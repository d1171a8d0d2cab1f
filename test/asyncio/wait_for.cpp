// Conformance: wait_for.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_wait_for)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

using string_future = asyncio::future<std::string>;

asio::awaitable<std::string> basic_worker(trace& t, string_future fut)
{
    try
    {
        co_return co_await fut.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("worker cancelled");
        throw;
    }
}

asio::awaitable<void> basic(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto fut = loop.create_future<std::string>();
    loop.call_soon([fut] { fut.set_result("in time"); });
    auto r = co_await asyncio::wait_for(basic_worker(t, fut), 5s);
    t.print(r);
    try
    {
        co_await asyncio::wait_for(
            basic_worker(t, loop.create_future<std::string>()), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print(
            "TimeoutError, main cancelling",
            asyncio::current_task().cancelling());
    }
    fut = loop.create_future<std::string>();
    loop.call_later(0.02s, [fut] { fut.set_result("no limit"); });
    r = co_await asyncio::wait_for(basic_worker(t, fut), std::nullopt);
    t.print(r);
}

BOOST_AUTO_TEST_CASE(scenario_103_wait_for_basic)
{
    trace t("scenario_103_wait_for_basic");
    asyncio_test::run(basic(t));
    t.differs("same class True", {}, "timeout-error");
    t.check();
}

asio::awaitable<void> cleaning_worker(trace& t)
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
        t.print("cleanup begins");
        co_await asyncio::sleep(0.04s);
        t.print("cleanup ends");
        std::rethrow_exception(cancelled);
    }
}

asio::awaitable<void> waits_for_cleanup(trace& t)
{
    try
    {
        co_await asyncio::wait_for(cleaning_worker(t), 0.02s);
    }
    catch (asyncio::timeout_error const& e)
    {
        t.print("TimeoutError, cause", type_name(e.cause()));
    }
    auto const w = asyncio::create_task(cleaning_worker(t));
    co_await asyncio::sleep(0s);
    try
    {
        co_await asyncio::wait_for(w, 0s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError with timeout 0, task cancelled", w.cancelled());
    }
}

BOOST_AUTO_TEST_CASE(scenario_104_wait_for_waits_for_cleanup)
{
    trace t("scenario_104_wait_for_waits_for_cleanup");
    asyncio_test::run(waits_for_cleanup(t));
    t.check();
}

asio::awaitable<std::string> stubborn(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("swallowed");
        co_return "kept";
    }
    co_return "";
}

asio::awaitable<void> suppressed_cancel(trace& t)
{
    auto r = co_await asyncio::wait_for(stubborn(t), 0.02s);
    t.print("coroutine ->", r);
    auto const s = asyncio::create_task(stubborn(t));
    r = co_await asyncio::wait_for(s, 0.02s);
    t.print("task ->", r);
    t.print("main cancelling", asyncio::current_task().cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_106_wait_for_suppressed_cancel)
{
    trace t("scenario_106_wait_for_suppressed_cancel");
    asyncio_test::run(suppressed_cancel(t));
    t.check();
}

asio::awaitable<void> failing_cleanup()
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (...)
    {
    }
    throw std::invalid_argument("from cleanup");
}

asio::awaitable<void> error_during_cancel(trace& t)
{
    try
    {
        co_await asyncio::wait_for(failing_cleanup(), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError");
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_107_wait_for_error_during_cancel)
{
    trace t("scenario_107_wait_for_error_during_cancel");
    asyncio_test::run(error_during_cancel(t));
    t.differs(
        "ValueError from cleanup context TimeoutError",
        "ValueError from cleanup",
        "exception-context");
    t.check();
}

asio::awaitable<std::string> race_inner(string_future fut)
{
    co_return co_await fut.get();
}

asio::awaitable<void> race_waiter(trace& t, asyncio::task<std::string> ti)
{
    co_await asyncio::wait_for(ti, 100s);
    t.print("must not be reached");
}

asio::awaitable<void> cancel_race(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    auto const ti = asyncio::create_task(race_inner(fut));
    auto const tw = asyncio::create_task(race_waiter(t, ti));
    co_await asyncio::sleep(0s);
    fut.set_result("done");
    co_await asyncio::sleep(0s);
    t.print("inner done", ti.done(), "waiter done", tw.done());
    tw.cancel();
    co_await asyncio::wait({tw});
    t.print("waiter cancelled", tw.cancelled(), "inner result", ti.result());
}

BOOST_AUTO_TEST_CASE(scenario_109_wait_for_cancel_race)
{
    trace t("scenario_109_wait_for_cancel_race");
    asyncio_test::run(cancel_race(t));
    t.check();
}

asio::awaitable<void> timeout_race(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto fut = loop.create_future<std::string>();
    auto const when = loop.time() + 40ms;
    loop.call_at(when - 20ms, [fut] { fut.set_result("set first"); });
    try
    {
        co_await asyncio::timeout_at(
            when,
            [&]() -> asio::awaitable<void>
            {
                asyncio_test::block(0.06s);
                std::string const r = co_await fut.get();
                t.print("result", r);
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print(
            "TimeoutError although the future is done:", fut.result());
    }

    fut = loop.create_future<std::string>();
    loop.call_soon([fut] { fut.set_result("ok"); });
    std::string const r = co_await asyncio::wait_for(fut, 0.5s);
    t.print("result", r);
}

BOOST_AUTO_TEST_CASE(scenario_110_wait_for_timeout_race)
{
    trace t("scenario_110_wait_for_timeout_race");
    asyncio_test::run(timeout_race(t));
    t.check();
}

asio::awaitable<std::string> shielded_worker()
{
    co_await asyncio::sleep(0.06s);
    co_return "done";
}

asio::awaitable<void> of_shield(trace& t)
{
    auto const w = asyncio::create_task(shielded_worker());
    try
    {
        co_await asyncio::wait_for(asyncio::shield(w), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError, task cancelling", w.cancelling());
    }
    try
    {
        co_await asyncio::wait_for(asyncio::shield(w), 0s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError with 0, task cancelling", w.cancelling());
    }
    auto const r = co_await w.get();
    t.print("result", r);
}

BOOST_AUTO_TEST_CASE(scenario_112_wait_for_shield)
{
    trace t("scenario_112_wait_for_shield");
    asyncio_test::run(of_shield(t));
    t.check();
}

asio::awaitable<std::string> inner_short(trace& t)
{
    try
    {
        co_await asyncio::wait_for(asyncio::sleep(100s), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("inner TimeoutError handled");
    }
    co_return "outer still fine";
}

asio::awaitable<void> inner_long(trace& t)
{
    try
    {
        co_await asyncio::wait_for(asyncio::sleep(100s), 50s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("inner sees CancelledError");
        throw;
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("inner must not see TimeoutError");
        throw;
    }
}

asio::awaitable<void> inner_unhandled()
{
    co_await asyncio::wait_for(asyncio::sleep(100s), 0.02s);
}

asio::awaitable<void> nested(trace& t)
{
    auto const r = co_await asyncio::wait_for(inner_short(t), 50s);
    t.print(r);
    try
    {
        co_await asyncio::wait_for(inner_long(t), 0.02s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("outer TimeoutError");
    }
    try
    {
        co_await asyncio::wait_for(inner_unhandled(), 50s);
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("the inner TimeoutError came through the outer");
    }
}

BOOST_AUTO_TEST_CASE(scenario_113_wait_for_nested)
{
    trace t("scenario_113_wait_for_nested");
    asyncio_test::run(nested(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
