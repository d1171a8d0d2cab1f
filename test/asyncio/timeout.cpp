// Conformance: timeout.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_timeout)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

// A body that does nothing.
asio::awaitable<void> pass()
{
    co_return;
}

asio::awaitable<void> sleep_long()
{
    co_await asyncio::sleep(100s);
}

asio::awaitable<void> basic(trace& t)
{
    asyncio::timeout_scope cm(0.02s);
    try
    {
        co_await asyncio::timeout(
            cm,
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    t.print(
                        "inside: CancelledError, cancelling",
                        asyncio::current_task().cancelling(),
                        "expired",
                        cm.expired());
                    throw;
                }
            });
    }
    catch (asyncio::timeout_error const& e)
    {
        t.print("outside: TimeoutError, cause", type_name(e.cause()));
    }
    t.print(
        "expired",
        cm.expired(),
        "cancelling",
        asyncio::current_task().cancelling());
    co_await asyncio::sleep(0s);
    t.print("goes on");
    asyncio::timeout_scope second(50s);
    co_await asyncio::timeout(
        second,
        [&]() -> asio::awaitable<void>
        {
            t.print("body in time");
            co_return;
        });
    t.print("expired", second.expired());
}

BOOST_AUTO_TEST_CASE(scenario_115_timeout_basic)
{
    trace t("scenario_115_timeout_basic");
    asyncio_test::run(basic(t));
    t.check();
}

void print_when(trace& t, asyncio::timeout_scope const& cm)
{
    if (auto const when = cm.when())
        t.print("when", when->time_since_epoch().count());
    else
        t.print("when", std::nullopt);
}

asio::awaitable<void> none_and_when(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    {
        asyncio::timeout_scope cm(std::nullopt);
        co_await asyncio::timeout(
            cm,
            [&]() -> asio::awaitable<void>
            {
                print_when(t, cm);
                co_await asyncio::sleep(0.02s);
            });
        t.print("expired", cm.expired());
    }
    auto const deadline = loop.time() + 20ms;
    {
        asyncio::timeout_scope cm(deadline);
        try
        {
            co_await asyncio::timeout(cm, sleep_long);
        }
        catch (asyncio::timeout_error const&)
        {
            t.print(
                "TimeoutError, when is the deadline", cm.when() == deadline);
        }
    }
    asyncio::timeout_scope cm(0.02s);
    co_await asyncio::sleep(0.06s);
    t.print("deadline passed before entering", *cm.when() < loop.time());
    try
    {
        co_await asyncio::timeout(
            cm,
            [&]() -> asio::awaitable<void>
            {
                t.print("body starts");
                co_await asyncio::sleep(100s);
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("TimeoutError");
    }
}

BOOST_AUTO_TEST_CASE(scenario_116_timeout_none_and_when)
{
    trace t("scenario_116_timeout_none_and_when");
    asyncio_test::run(none_and_when(t));
    t.check();
}

asio::awaitable<void> body_exceptions(trace& t)
{
    {
        asyncio::timeout_scope cm(50s);
        try
        {
            co_await asyncio::timeout(
                cm,
                []() -> asio::awaitable<void>
                {
                    throw std::out_of_range("body");
                    co_return;
                });
        }
        catch (std::out_of_range const& e)
        {
            t.print("KeyError", e.what(), "expired", cm.expired());
        }
    }
    asyncio::timeout_scope cm(0.02s);
    try
    {
        co_await asyncio::timeout(
            cm,
            []() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (...)
                {
                }
                throw std::invalid_argument("in finally");
            });
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what(), "expired", cm.expired());
    }
    t.print("cancelling", asyncio::current_task().cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_118_timeout_body_exceptions)
{
    trace t("scenario_118_timeout_body_exceptions");
    asyncio_test::run(body_exceptions(t));
    t.differs(
        "ValueError in finally expired True context TimeoutError",
        "ValueError in finally expired True",
        "exception-context");
    t.check();
}

asio::awaitable<void> swallowed(trace& t)
{
    asyncio::timeout_scope cm(0.02s);
    co_await asyncio::timeout(
        cm,
        [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await asyncio::sleep(100s);
            }
            catch (asyncio::cancelled_error const&)
            {
                t.print(
                    "swallowed, cancelling",
                    asyncio::current_task().cancelling());
            }
            co_await asyncio::sleep(0.04s);
            t.print("body goes on, not interrupted again");
            try
            {
                cm.reschedule(std::nullopt);
            }
            catch (std::runtime_error const& e)
            {
                t.print("RuntimeError", e.what());
            }
        });
    t.print(
        "after: expired",
        cm.expired(),
        "cancelling",
        asyncio::current_task().cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_119_timeout_swallowed)
{
    trace t("scenario_119_timeout_swallowed");
    asyncio_test::run(swallowed(t));
    t.check();
}

asio::awaitable<void> nested_same_deadline(trace& t)
{
    auto const deadline = asyncio::get_running_loop().time() + 20ms;
    asyncio::timeout_scope outer(deadline);
    asyncio::timeout_scope inner(deadline);
    try
    {
        co_await asyncio::timeout(
            outer,
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::timeout(inner, sleep_long);
                }
                catch (asyncio::timeout_error const&)
                {
                    t.print("inner TimeoutError must not happen");
                }
                catch (asyncio::cancelled_error const&)
                {
                    t.print(
                        "between: CancelledError, cancelling",
                        asyncio::current_task().cancelling());
                    throw;
                }
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("outer TimeoutError");
    }
    t.print(
        "expired",
        outer.expired(),
        inner.expired(),
        "cancelling",
        asyncio::current_task().cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_121_timeout_nested_same_deadline)
{
    trace t("scenario_121_timeout_nested_same_deadline");
    asyncio_test::run(nested_same_deadline(t));
    t.check();
}

asio::awaitable<void> inner_shorter(trace& t)
{
    asyncio::timeout_scope outer(50s);
    std::optional<asyncio::timeout_scope> inner;
    co_await asyncio::timeout(
        outer,
        [&]() -> asio::awaitable<void>
        {
            try
            {
                inner.emplace(0.02s);
                co_await asyncio::timeout(*inner, sleep_long);
            }
            catch (asyncio::timeout_error const&)
            {
                t.print("inner TimeoutError");
            }
            co_await asyncio::sleep(0s);
            t.print("outer body goes on");
        });
    t.print("expired outer", outer.expired(), "inner", inner->expired());
}

asio::awaitable<void> outer_shorter(trace& t)
{
    asyncio::timeout_scope outer(0.02s);
    std::optional<asyncio::timeout_scope> inner;
    try
    {
        co_await asyncio::timeout(
            outer,
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    inner.emplace(50s);
                    co_await asyncio::timeout(*inner, sleep_long);
                }
                catch (asyncio::cancelled_error const&)
                {
                    t.print("between: CancelledError");
                    throw;
                }
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("outer TimeoutError");
    }
    t.print("expired outer", outer.expired(), "inner", inner->expired());
}

asio::awaitable<void> nested_different(trace& t)
{
    co_await inner_shorter(t);
    co_await outer_shorter(t);
}

BOOST_AUTO_TEST_CASE(scenario_122_timeout_nested_different)
{
    trace t("scenario_122_timeout_nested_different");
    asyncio_test::run(nested_different(t));
    t.check();
}

asio::awaitable<void> reschedule(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    co_await asyncio::timeout(
        0.02s,
        [&](asyncio::timeout_scope& cm) -> asio::awaitable<void>
        {
            cm.reschedule(loop.time() + 50s);
            co_await asyncio::sleep(0.04s);
            t.print("moved later, not interrupted");
            cm.reschedule(std::nullopt);
            print_when(t, cm);
        });
    try
    {
        co_await asyncio::timeout(
            std::nullopt,
            [&](asyncio::timeout_scope& cm) -> asio::awaitable<void>
            {
                cm.reschedule(loop.time() + 20ms);
                co_await asyncio::sleep(100s);
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("enabled later: TimeoutError");
    }
    try
    {
        co_await asyncio::timeout(
            50s,
            [&](asyncio::timeout_scope& cm) -> asio::awaitable<void>
            {
                cm.reschedule(loop.time() - 1s);
                t.print("past deadline set, still running");
                co_await asyncio::sleep(0s);
                t.print("not reached");
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("past deadline: TimeoutError");
    }
    try
    {
        co_await asyncio::timeout(
            50s,
            [&](asyncio::timeout_scope& cm) -> asio::awaitable<void>
            {
                loop.call_soon(
                    [&cm, now = loop.time()] { cm.reschedule(now); });
                co_await asyncio::sleep(100s);
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print("from a callback: TimeoutError");
    }
}

BOOST_AUTO_TEST_CASE(scenario_124_timeout_reschedule)
{
    trace t("scenario_124_timeout_reschedule");
    asyncio_test::run(reschedule(t));
    t.check();
}

asio::awaitable<void> print_entering(trace& t, asyncio::timeout_scope& cm)
{
    try
    {
        co_await asyncio::timeout(cm, pass);
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
}

void print_rescheduling(trace& t, asyncio::timeout_scope& cm)
{
    try
    {
        cm.reschedule(std::nullopt);
    }
    catch (std::runtime_error const& e)
    {
        t.print("RuntimeError", e.what());
    }
}

asio::awaitable<void> state_errors(trace& t)
{
    {
        asyncio::timeout_scope cm(50s);
        print_rescheduling(t, cm);
        co_await asyncio::timeout(
            cm,
            [&]() -> asio::awaitable<void>
            { co_await print_entering(t, cm); });
        print_rescheduling(t, cm);
        co_await print_entering(t, cm);
    }
    asyncio::timeout_scope cm(0.02s);
    try
    {
        co_await asyncio::timeout(cm, sleep_long);
    }
    catch (asyncio::timeout_error const&)
    {
    }
    print_rescheduling(t, cm);

    // A callback cannot await. What awaits outside of a task gets one.
    auto const in_callback = [] { (void)asyncio::timeout(1s, pass); };

    asyncio::get_running_loop().call_soon(in_callback);
    co_await asyncio::sleep(0s);
}

BOOST_AUTO_TEST_CASE(scenario_125_timeout_state_errors)
{
    trace t("scenario_125_timeout_state_errors");
    asyncio_test::run(state_errors(t));
    t.differs(
        "RuntimeError Timeout should be used inside a task",
        {},
        "timeout-outside-task");
    t.check();
}

asio::awaitable<void> in_finally(trace& t)
{
    try
    {
        co_await asyncio::timeout(
            0.02s,
            [&]() -> asio::awaitable<void>
            {
                std::exception_ptr error;
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (...)
                {
                    error = std::current_exception();
                }
                t.print("cleanup");
                try
                {
                    co_await asyncio::timeout(0.02s, sleep_long);
                }
                catch (asyncio::timeout_error const&)
                {
                    t.print("inner TimeoutError");
                }
                if (error)
                    std::rethrow_exception(error);
            });
    }
    catch (asyncio::timeout_error const&)
    {
        t.print(
            "outer TimeoutError, cancelling",
            asyncio::current_task().cancelling());
    }
}

BOOST_AUTO_TEST_CASE(scenario_127_timeout_in_finally)
{
    trace t("scenario_127_timeout_in_finally");
    asyncio_test::run(in_finally(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
