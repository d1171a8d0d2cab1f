// timeout: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/timeout.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

BOOST_AUTO_TEST_SUITE(unit_timeout)

namespace {

using asyncio_test::block;
using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<void> sleep_long()
{
    co_await asyncio::sleep(100s);
}

asio::awaitable<void> pass()
{
    co_return;
}

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

// A limit that has passed interrupts the first suspension.
template<class Limit>
asio::awaitable<void> check_immediate(Limit limit)
{
    int steps = 0;
    bool expired = false;
    try
    {
        co_await asyncio::timeout(
            limit,
            [&](asyncio::timeout_scope& s) -> asio::awaitable<void>
            {
                ++steps;
                try
                {
                    co_await asyncio::sleep(0s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    expired = s.expired();
                    throw;
                }
                ++steps;
            });
        BOOST_ERROR("no exception");
    }
    catch (asyncio::timeout_error const& e)
    {
        BOOST_TEST((e.code() == asio::error::timed_out));
        BOOST_TEST((e.cause() != nullptr));
    }
    BOOST_TEST(steps == 1);
    BOOST_TEST(expired);
    BOOST_TEST(asyncio::current_task().cancelling() == 0u);
    BOOST_TEST((now() == 0s));
}

BOOST_AUTO_TEST_CASE(a_limit_that_has_passed)
{
    run(check_immediate(0s));
    run(check_immediate(-1s));
    run(check_immediate(-0.5s));
    run(check_immediate(std::chrono::hours::min()));
    run(check_immediate(std::chrono::duration<double>(-HUGE_VAL)));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const past = asyncio::get_running_loop().time() - 1s;
            bool timed_out = false;
            try
            {
                co_await asyncio::timeout_at(past, sleep_long);
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
            BOOST_TEST(timed_out);
            BOOST_TEST((now() == 0s));
        });
}

BOOST_AUTO_TEST_CASE(a_body_that_never_suspends_is_not_interrupted)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::timeout_scope scope(0s);
            int const r = co_await asyncio::timeout(
                scope, []() -> asio::awaitable<int> { co_return 1; });
            BOOST_TEST(r == 1);
            BOOST_TEST(!scope.expired());

            asyncio::timeout_scope busy(1s);
            co_await asyncio::timeout(
                busy,
                []() -> asio::awaitable<void>
                {
                    block(2s);
                    co_return;
                });
            BOOST_TEST(!busy.expired());
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(10s);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(huge_limits)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const check = [](auto limit) -> asio::awaitable<void>
            {
                co_await asyncio::timeout(
                    limit,
                    [](asyncio::timeout_scope& s) -> asio::awaitable<void>
                    {
                        co_await asyncio::sleep(24h);
                        BOOST_TEST((*s.when() > asyncio::get_running_loop()
                                                    .time()));
                    });
            };
            co_await check(std::chrono::hours::max());
            co_await check(std::chrono::nanoseconds::max());
            co_await check(std::chrono::duration<double>(HUGE_VAL));
            co_await check(std::chrono::duration<float>(1e30f));
            asyncio::timeout_scope last(
                asyncio::timeout_scope::time_point::max());
            co_await asyncio::timeout(last, pass);
        });
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_not_a_number)
{
    run(
        []() -> asio::awaitable<void>
        {
            constexpr auto nan = std::chrono::duration<double>(
                std::numeric_limits<double>::quiet_NaN());
            BOOST_CHECK_THROW(
                (void)asyncio::timeout(nan, pass), std::invalid_argument);
            BOOST_CHECK_THROW(
                asyncio::timeout_scope{nan}, std::invalid_argument);
            co_return;
        });
}

BOOST_AUTO_TEST_CASE(no_limit)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body =
                [](asyncio::timeout_scope& s) -> asio::awaitable<bool>
            {
                co_await asyncio::sleep(1h);
                co_return s.when().has_value();
            };
            bool const a = co_await asyncio::timeout(std::nullopt, body);
            bool const b = co_await asyncio::timeout_at(std::nullopt, body);
            BOOST_TEST(!a);
            BOOST_TEST(!b);
        });
}

BOOST_AUTO_TEST_CASE(results)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const p = co_await asyncio::timeout(
                1s,
                []() -> asio::awaitable<std::unique_ptr<int>>
                {
                    co_await asyncio::sleep(0.5s);
                    co_return std::make_unique<int>(3);
                });
            BOOST_TEST(*p == 3);
            auto const n = co_await asyncio::timeout(
                1s,
                []() -> asio::awaitable<no_default>
                { co_return no_default(4); });
            BOOST_TEST(n.value == 4);
            static_assert(std::is_same_v<
                          decltype(asyncio::timeout(1s, pass)),
                          asio::awaitable<void>>);
        });
}

BOOST_AUTO_TEST_CASE(bodies)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::string const text(100, 'x');
            auto body = [text, calls = 0]() mutable -> asio::awaitable<int>
            {
                co_await asyncio::sleep(0s);
                ++calls;
                co_return static_cast<int>(text.size()) + calls;
            };
            int const copied = co_await asyncio::timeout(1s, body);
            BOOST_TEST(copied == 101);
            int const referred =
                co_await asyncio::timeout(1s, std::ref(body));
            BOOST_TEST(referred == 101);
            int const again = co_await asyncio::timeout(1s, std::ref(body));
            BOOST_TEST(again == 102);
            co_await asyncio::timeout(1s, &pass);
        });
}

BOOST_AUTO_TEST_CASE(exceptions_of_the_body_pass)
{
    run(
        []() -> asio::awaitable<void>
        {
            // One that looks like a limit, and one like a cancellation.
            asyncio::timeout_scope first(1s);
            auto const own = std::make_exception_ptr(asyncio::timeout_error());
            std::exception_ptr got;
            try
            {
                co_await asyncio::timeout(
                    first,
                    [&]() -> asio::awaitable<void>
                    {
                        std::rethrow_exception(own);
                        co_return;
                    });
            }
            catch (...)
            {
                got = std::current_exception();
            }
            BOOST_TEST((got == own));
            BOOST_TEST(!first.expired());

            bool aborted = false;
            try
            {
                co_await asyncio::timeout(
                    1s,
                    []() -> asio::awaitable<void>
                    {
                        throw boost::system::system_error(
                            asio::error::operation_aborted);
                        co_return;
                    });
            }
            catch (asyncio::timeout_error const&)
            {
                BOOST_ERROR("not a limit");
            }
            catch (boost::system::system_error const&)
            {
                aborted = true;
            }
            BOOST_TEST(aborted);
        });
}

BOOST_AUTO_TEST_CASE(a_foreign_cancel)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::timeout_scope scope(1s);
            auto const body = [&]() -> asio::awaitable<void>
            { co_await asyncio::timeout(scope, sleep_long); };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0.5s);
            t.cancel("stop");
            std::string message;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "stop");
            BOOST_TEST(!scope.expired());
            BOOST_TEST(t.cancelling() == 1u);
        });
}

BOOST_AUTO_TEST_CASE(a_foreign_cancel_together_with_the_limit)
{
    for (bool const limit_first : {false, true})
        run(
            [limit_first]() -> asio::awaitable<void>
            {
                asyncio::timeout_scope scope(1s);
                auto const body = [&]() -> asio::awaitable<void>
                { co_await asyncio::timeout(scope, sleep_long); };
                auto const t = asyncio::create_task(body);
                co_await asyncio::sleep(0s);
                auto& loop = asyncio::get_running_loop();
                auto const when =
                    *scope.when() + (limit_first ? 1ns : -1ns);
                loop.call_at(when, [&] { t.cancel(); });
                block(2s);
                bool cancelled = false;
                try
                {
                    co_await t.get();
                }
                catch (asyncio::cancelled_error const&)
                {
                    cancelled = true;
                }
                BOOST_TEST(cancelled);
                BOOST_TEST(scope.expired());
                BOOST_TEST(t.cancelling() == 1u);
            });
}

BOOST_AUTO_TEST_CASE(both_of_two_limits_have_passed_while_the_loop_was_busy)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::timeout_scope outer(0.1s);
            asyncio::timeout_scope inner(0.01s);
            bool between = false;
            bool timed_out = false;
            try
            {
                co_await asyncio::timeout(
                    outer,
                    [&]() -> asio::awaitable<void>
                    {
                        try
                        {
                            co_await asyncio::timeout(
                                inner,
                                []() -> asio::awaitable<void>
                                {
                                    block(0.2s);
                                    co_await asyncio::sleep(1s);
                                });
                        }
                        catch (asyncio::cancelled_error const&)
                        {
                            between = true;
                            throw;
                        }
                    });
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
            BOOST_TEST(between);
            BOOST_TEST(timed_out);
            BOOST_TEST(inner.expired());
            BOOST_TEST(outer.expired());
        });
}

BOOST_AUTO_TEST_CASE(in_the_cleanup_of_a_cancelled_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool timed_out = false;
            unsigned requests = 0;
            auto const body = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                }
                try
                {
                    co_await asyncio::timeout(1s, sleep_long);
                }
                catch (asyncio::timeout_error const&)
                {
                    timed_out = true;
                }
                requests = asyncio::current_task().cancelling();
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await t.get();
            BOOST_TEST(timed_out);
            BOOST_TEST(requests == 1u);
        });
}

BOOST_AUTO_TEST_CASE(no_cancellation_after_the_block)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await asyncio::timeout(
                1s,
                []() -> asio::awaitable<void>
                { co_await asyncio::sleep(0.5s); });
            // One that was on its way already.
            co_await asyncio::timeout(
                1s,
                [](asyncio::timeout_scope& s) -> asio::awaitable<void>
                {
                    s.reschedule(asyncio::get_running_loop().time());
                    co_return;
                });
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(10s);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(rescheduled_by_another_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::timeout_scope scope(50s);
            auto const body = [&]() -> asio::awaitable<void>
            { co_await asyncio::timeout(scope, sleep_long); };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            auto const when = asyncio::get_running_loop().time() + 1s;
            scope.reschedule(when);
            BOOST_TEST((scope.when() == when));
            bool timed_out = false;
            try
            {
                co_await t.get();
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
            BOOST_TEST(timed_out);
            BOOST_TEST((now() == 2s));
        });
}

BOOST_AUTO_TEST_CASE(a_scope_needs_a_loop)
{
    BOOST_CHECK_THROW(asyncio::timeout_scope{1s}, std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_call_made_before_the_loop_runs)
{
    auto call = asyncio::timeout(1s, sleep_long);
    BOOST_CHECK_THROW(run(std::move(call)), asyncio::timeout_error);
}

BOOST_AUTO_TEST_CASE(operations_of_asio)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
            std::exception_ptr cause;
            bool inside = false;
            try
            {
                co_await asyncio::timeout(
                    5ms,
                    [&]() -> asio::awaitable<void>
                    {
                        try
                        {
                            co_await timer.async_wait(asio::use_awaitable);
                        }
                        catch (boost::system::system_error const& e)
                        {
                            inside =
                                e.code() == asio::error::operation_aborted &&
                                asyncio::is_cancelled(e);
                            throw;
                        }
                    });
            }
            catch (asyncio::timeout_error const& e)
            {
                cause = e.cause();
            }
            BOOST_TEST(inside);
            BOOST_TEST((cause != nullptr));
            // The task goes on as if nothing had been.
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        });
}

// Where there is no task.
BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    bool timed_out = false;
    bool in_task = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await asyncio::timeout(
                    5ms,
                    [&]() -> asio::awaitable<void>
                    {
                        in_task = static_cast<bool>(asyncio::current_task());
                        co_await asyncio::sleep(1h);
                    });
            }
            catch (asyncio::timeout_error const&)
            {
                timed_out = true;
            }
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(in_task);
    BOOST_TEST(timed_out);
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    asio::io_context context;
    asio::co_spawn(
        context,
        []() -> asio::awaitable<void>
        { co_await asyncio::timeout(1h, sleep_long); },
        [](std::exception_ptr) {});
    asyncio::create_task(context, asyncio::timeout(1h, sleep_long));
    context.run_for(5ms);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
