// Conformance: running, stopping and closing a loop; its callbacks.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_run_loop)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

asio::awaitable<void> inner(trace& t)
{
    t.print("inner must not run");
    co_return;
}

asio::awaitable<void> nested_loops(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto c = inner(t);
    try
    {
        loop.run_until_complete(std::move(c));
    }
    catch (std::runtime_error const& e)
    {
        t.print("same loop:", e.what());
    }
    auto const other = asyncio::new_event_loop();
    // Another object: Asio's assignment of awaitables leaks what was there.
    auto c2 = inner(t);
    try
    {
        other->run_until_complete(std::move(c2));
    }
    catch (std::runtime_error const& e)
    {
        t.print("other loop:", e.what());
    }
    other->close();
    try
    {
        loop.close();
    }
    catch (std::runtime_error const& e)
    {
        t.print("close:", e.what());
    }
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_008_run_nested_loop_runtimeerror)
{
    trace t("scenario_008_run_nested_loop_runtimeerror");
    asyncio_test::run(nested_loops(t));
    t.check();
}

asio::awaitable<int> add(int a, int b)
{
    co_await asyncio::sleep(0s);
    co_return a + b;
}

asio::awaitable<void> fail()
{
    throw std::invalid_argument("bad");
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_011_run_until_complete_variants)
{
    trace t("scenario_011_run_until_complete_variants");
    auto const loop = asyncio::new_event_loop();
    t.print("coroutine", loop->run_until_complete(add(1, 2)));
    auto const fut = loop->create_future<std::string>();
    fut.set_result("done already");
    t.print("future", loop->run_until_complete(fut));
    try
    {
        loop->run_until_complete(fail());
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
    t.print("again", loop->run_until_complete(add(3, 4)));
    t.differs(
        "TypeError for a non-awaitable", std::nullopt, "type-error");
    t.print("closed", loop->is_closed());
    loop->close();
    loop->close();
    t.print("closed", loop->is_closed());
    try
    {
        loop->call_soon([&] { t.print("x"); });
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
    t.check();
}

BOOST_AUTO_TEST_CASE(scenario_013_run_loop_stop_iteration)
{
    trace t("scenario_013_run_loop_stop_iteration");
    auto const loop = asyncio::new_event_loop();
    auto const later = [&]
    {
        t.print("later");
        loop->stop();
    };
    auto const first = [&]
    {
        t.print("first");
        loop->call_soon(later);
        loop->stop();
    };
    auto const second = [&] { t.print("second"); };

    loop->call_soon(first);
    loop->call_soon(second);
    loop->run_forever();
    t.print("run_forever returned");
    loop->run_forever();
    t.print("run_forever returned again");
    loop->call_soon(
        [&] { t.print("pre-stopped: one iteration still runs"); });
    loop->stop();
    loop->run_forever();
    t.print("end");
    loop->close();
    t.check();
}

void cb(trace& t, asyncio::event_loop& loop, char const* name, int depth)
{
    t.print("cb", name, depth);
    if (depth > 0)
    {
        loop.call_soon([&t, &loop, name, depth]
                       { cb(t, loop, name, depth - 1); });
        t.print("scheduled by", name);
    }
}

asio::awaitable<void> fifo(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.call_soon([&] { cb(t, loop, "a", 1); });
    loop.call_soon([&] { cb(t, loop, "b", 1); });
    t.print("main: nothing ran yet");
    co_await asyncio::sleep(0s);
    t.print("main: after first iteration");
    co_await asyncio::sleep(0s);
    t.print("main: after second iteration");
}

BOOST_AUTO_TEST_CASE(scenario_014_run_call_soon_fifo)
{
    trace t("scenario_014_run_call_soon_fifo");
    asyncio_test::run(fifo(t));
    t.check();
}

asio::awaitable<void> cancel_handles(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const h1 = loop.call_soon([&] { t.print("h1 must not run"); });
    h1.cancel();
    h1.cancel();
    t.print("h1 cancelled", h1.cancelled());

    std::vector<asyncio::handle> handles;
    auto const killer = [&]
    {
        t.print("killer runs");
        handles[0].cancel();
    };
    loop.call_soon(killer);
    handles.push_back(
        loop.call_soon([&] { t.print("victim must not run"); }));
    co_await asyncio::sleep(0s);

    auto const timer =
        loop.call_later(20ms, [&] { t.print("timer must not run"); });
    timer.cancel();
    loop.call_later(40ms, [&] { t.print("other timer runs"); });
    co_await asyncio::sleep(60ms);
    auto const h2 = loop.call_soon([&] { t.print("h2 runs"); });
    co_await asyncio::sleep(0s);
    h2.cancel();
    t.print("cancel after run: cancelled", h2.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_016_run_handle_cancel)
{
    trace t("scenario_016_run_handle_cancel");
    asyncio_test::run(cancel_handles(t));
    t.check();
}

// text.split(" ")[0:count], as Python prints it.
std::string first_words(std::string const& text, int count)
{
    std::istringstream in(text);
    std::string result = "[";
    std::string word;
    for (int i = 0; i != count && in >> word; ++i)
        result += (i == 0 ? "'" : ", '") + word + "'";
    return result + "]";
}

void bad_callback()
{
    throw std::invalid_argument("from callback");
}

void cancelled_callback()
{
    throw asyncio::cancelled_error();
}

asio::awaitable<void> callback_exceptions(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            t.print(
                "handler",
                first_words(context.message, 3),
                type_name(context.exception));
        });
    loop.call_soon(bad_callback);
    loop.call_soon(cancelled_callback);
    loop.call_soon([&] { t.print("next callback still runs"); });
    co_await asyncio::sleep(0s);
    t.print("main alive");
}

BOOST_AUTO_TEST_CASE(scenario_017_run_callback_exception)
{
    trace t("scenario_017_run_callback_exception");
    asyncio_test::run(callback_exceptions(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
