// Debug mode: what it reports, and what it refuses.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event_loop.hpp>

#include "reporting_loop.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/task_group.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <source_location>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_debug)

namespace {

using asyncio_test::block;
using asyncio_test::reporting_loop;

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<void> forever()
{
    co_await asyncio::sleep(1h);
}

template<class C>
asio::awaitable<std::exception_ptr> error_of(C child)
{
    try
    {
        co_await std::move(child);
    }
    catch (...)
    {
        co_return std::current_exception();
    }
    co_return nullptr;
}

// ---- slow steps ------------------------------------------------------------

bool starts_with(std::string const& text, std::string const& beginning)
{
    return text.starts_with(beginning);
}

BOOST_AUTO_TEST_CASE(a_slow_step_of_a_task)
{
    reporting_loop loop(true);
    unsigned line = 0;
    unsigned created = 0;
    auto const steps = [&]() -> asio::awaitable<void>
    {
        line = __LINE__ + 1;
        co_await asyncio::sleep(1s);
        block(100ms);
    };
    created = __LINE__ + 1;
    auto const t = loop.create_task(steps, {.name = "slow"});
    loop.run_until_complete(t);
    BOOST_REQUIRE(loop.reports.size() == 1u);
    auto const& r = loop.reports[0];
    BOOST_TEST(
        r.message == "Executing task 'slow' took 0.100 seconds, from " __FILE__
                     ":" +
                         std::to_string(line));
    BOOST_TEST((r.exception == nullptr));
    BOOST_TEST(r.task == "slow");
    BOOST_TEST(r.location.line() == created);
}

BOOST_AUTO_TEST_CASE(a_slow_first_step)
{
    reporting_loop loop(true);
    auto const slow = []() -> asio::awaitable<void>
    {
        block(1500ms);
        co_return;
    };
    auto const t = loop.create_task(slow, {.name = "slow"});
    loop.run_until_complete(t);
    BOOST_REQUIRE(loop.reports.size() == 1u);
    BOOST_TEST(
        loop.reports[0].message == "Executing task 'slow' took 1.500 seconds");
    BOOST_TEST(loop.reports[0].task == "slow");
}

BOOST_AUTO_TEST_CASE(a_slow_step_after_an_operation_of_asio)
{
    reporting_loop loop(true);
    auto const slow = []() -> asio::awaitable<void>
    {
        co_await asio::post(asio::use_awaitable);
        block(200ms);
    };
    auto const t = loop.create_task(slow, {.name = "slow"});
    loop.run_until_complete(t);
    BOOST_REQUIRE(loop.reports.size() == 1u);
    BOOST_TEST(loop.reports[0].task == "slow");
}

BOOST_AUTO_TEST_CASE(slow_callbacks)
{
    reporting_loop loop(true);
    loop.call_soon([] { block(100ms); });
    loop.call_later(1s, [] { block(300ms); });
    auto const f = loop.create_future<void>();
    f.add_done_callback([] { block(400ms); });
    f.set_result();
    loop.call_later(2s, [&] { loop.stop(); });
    loop.run_forever();
    BOOST_REQUIRE(loop.reports.size() == 3u);
    BOOST_TEST(
        loop.reports[0].message == "Executing a callback took 0.100 seconds");
    BOOST_TEST(
        loop.reports[1].message == "Executing a callback took 0.400 seconds");
    BOOST_TEST(
        loop.reports[2].message == "Executing a callback took 0.300 seconds");
    for (auto const& r : loop.reports)
        BOOST_TEST(r.task == "");
}

BOOST_AUTO_TEST_CASE(what_is_slow_can_be_said)
{
    reporting_loop loop(true);
    BOOST_TEST((loop.slow_callback_duration() == 100ms));
    loop.call_soon([] { block(99ms); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.empty());
    loop.set_slow_callback_duration(std::chrono::duration<double>(0.05));
    BOOST_TEST((loop.slow_callback_duration() == 50ms));
    loop.call_soon([] { block(49ms); });
    loop.call_soon([] { block(50ms); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.size() == 1u);
    loop.set_slow_callback_duration(2s);
    loop.call_soon([] { block(1s); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.size() == 1u);
}

BOOST_AUTO_TEST_CASE(turned_on_and_off)
{
    reporting_loop loop;
    BOOST_TEST(!loop.get_debug());
    loop.call_soon([] { block(1s); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.empty());
    loop.set_debug(true);
    BOOST_TEST(loop.get_debug());
    loop.call_soon([] { block(1s); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.size() == 1u);
    loop.set_debug(false);
    loop.call_soon([] { block(1s); });
    loop.run_until_complete(nothing());
    BOOST_TEST(loop.reports.size() == 1u);
}

// A step that took long, and in which the task ended and was forgotten.
BOOST_AUTO_TEST_CASE(a_task_that_is_gone_after_its_slow_step)
{
    reporting_loop loop(true);
    loop.create_task(
        []() -> asio::awaitable<void>
        {
            co_await asyncio::sleep(0s);
            block(1s);
        },
        {.name = "gone"});
    loop.run_until_complete(asyncio::sleep(2s));
    BOOST_REQUIRE(loop.reports.size() == 1u);
    BOOST_TEST(loop.reports[0].task == "gone");
}

// ---- cancellations that are swallowed --------------------------------------

asio::awaitable<void> swallows(bool tidy)
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        if (tidy)
            asyncio::current_task().uncancel();
    }
}

asio::awaitable<void> cancel_one(bool tidy)
{
    auto const t =
        asyncio::create_task({.name = "greedy"}, swallows, tidy);
    co_await asyncio::sleep(1s);
    t.cancel();
    co_await t.get();
}

BOOST_AUTO_TEST_CASE(a_cancellation_that_is_swallowed)
{
    for (bool const debug : {false, true})
        for (bool const tidy : {false, true})
        {
            reporting_loop loop(debug);
            loop.run_until_complete(cancel_one(tidy));
            BOOST_REQUIRE(
                loop.reports.size() == (debug && !tidy ? 1u : 0u));
            if (loop.reports.empty())
                continue;
            BOOST_TEST(
                loop.reports[0].message ==
                "A cancellation was swallowed: the task ended as if nobody had "
                "asked it to, and without uncancel()");
            BOOST_TEST(loop.reports[0].task == "greedy");
            BOOST_TEST(loop.reports[0].location.line() != 0u);
        }
}

BOOST_AUTO_TEST_CASE(cancellations_that_are_not_swallowed)
{
    reporting_loop loop(true);
    loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(forever());
            auto const never = asyncio::create_task(forever());
            never.cancel();
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(never.cancelled());
            // The library's own requests.
            try
            {
                co_await asyncio::timeout(1s, forever);
            }
            catch (asyncio::timeout_error const&)
            {
            }
            co_await asyncio::with(
                asyncio::task_group(),
                [](asyncio::task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(forever());
                    g.cancel();
                    co_await asyncio::sleep(1s);
                });
        });
    BOOST_TEST(loop.reports.empty());
}

// ---- other threads ---------------------------------------------------------

BOOST_AUTO_TEST_CASE(calls_of_another_thread_are_refused)
{
    for (bool const debug : {false, true})
    {
        asyncio::event_loop loop;
        loop.set_debug(debug);
        int refused = 0;
        auto const f = loop.create_future<void>();
        auto const attempt = [&](auto call)
        {
            try
            {
                call();
            }
            catch (std::runtime_error const& e)
            {
                refused += std::string(e.what()) ==
                    "Non-thread-safe operation invoked on an event loop other "
                    "than the current one";
            }
        };
        loop.call_soon(
            [&]
            {
                // The loop stands still meanwhile.
                std::thread(
                    [&]
                    {
                        if (!debug)
                            return; // would be a race
                        attempt([&] { loop.call_soon([] {}); });
                        attempt([&] { loop.call_later(1s, [] {}); });
                        attempt([&] { loop.call_at(loop.time(), [] {}); });
                        attempt([&] { f.add_done_callback([] {}); });
                        attempt([&] { loop.run_in_executor([] {}); });
                    })
                    .join();
                loop.call_soon([] {});
                std::thread(
                    [&]
                    { loop.call_soon_threadsafe([&] { loop.stop(); }); })
                    .join();
            });
        loop.run_forever();
        BOOST_TEST(refused == (debug ? 5 : 0));
    }
}

// ---- children that are never awaited ---------------------------------------

asio::awaitable<void> drop_children()
{
    static_cast<void>(asyncio::gather(nothing(), forever()));
    static_cast<void>(asyncio::wait_for(nothing(), 1s));
    std::vector<asio::awaitable<void>> children;
    for (int i = 0; i != 3; ++i)
        children.push_back(nothing());
    static_cast<void>(
        asyncio::gather(asyncio::return_exceptions, std::move(children)));
    co_return;
}

BOOST_AUTO_TEST_CASE(children_that_are_never_awaited)
{
    for (bool const debug : {false, true})
    {
        reporting_loop loop(debug);
        auto const t =
            loop.create_task(drop_children(), {.name = "forgetful"});
        loop.run_until_complete(t);
        BOOST_TEST(loop.reports.size() == (debug ? 6u : 0u));
        for (auto const& r : loop.reports)
        {
            BOOST_TEST(
                r.message ==
                "a child was never awaited: the operation that it was given to "
                "was dropped");
            BOOST_TEST(r.task == "forgetful");
        }
    }
}

BOOST_AUTO_TEST_CASE(children_that_are_awaited)
{
    reporting_loop loop(true);
    loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            auto g = asyncio::gather(nothing(), asyncio::sleep(1s));
            auto moved = std::move(g);
            co_await std::move(moved);
            std::vector<asio::awaitable<void>> children;
            children.push_back(nothing());
            co_await asyncio::gather(std::move(children));
            co_await asyncio::wait_for(nothing(), 1s);
            co_await asyncio::wait_for(nothing(), std::nullopt);
            auto e = asyncio::wait_for(forever(), 0s);
            auto const error = co_await error_of(std::move(e));
            BOOST_TEST((error != nullptr));
            // What has nothing to lose.
            static_cast<void>(asyncio::sleep(1s));
            auto const t = asyncio::create_task(nothing());
            static_cast<void>(asyncio::gather(t, t));
            co_await t.get();
            // Never started: the request is known to somebody.
            auto const u =
                asyncio::create_task(asyncio::wait_for(forever(), 1s));
            auto const v =
                asyncio::create_task(asyncio::gather(forever(), forever()));
            u.cancel();
            v.cancel();
            co_await asyncio::sleep(1s);
            BOOST_TEST(u.cancelled());
            BOOST_TEST(v.cancelled());
        });
    BOOST_TEST(loop.reports.empty());
}

// ---- how it is turned on ---------------------------------------------------

BOOST_AUTO_TEST_CASE(turned_on_by_run)
{
    auto const debug = []() -> asio::awaitable<bool>
    { co_return asyncio::get_running_loop().get_debug(); };
    BOOST_TEST(asyncio::run(debug, {.debug = true}));
    BOOST_TEST(!asyncio::run(debug));
    asio::io_context context;
    BOOST_TEST(asyncio::run(context, debug, {.debug = true}));
    asyncio::runner r({.debug = true});
    BOOST_TEST(r.run(debug));
    BOOST_TEST(r.get_loop().get_debug());
}

BOOST_AUTO_TEST_CASE(turned_on_by_the_environment)
{
    char const* const name = "BOOST_ASYNCIO_DEBUG";
    ::setenv(name, "1", 1);
    BOOST_TEST(asyncio::event_loop().get_debug());
    ::setenv(name, "", 1);
    BOOST_TEST(!asyncio::event_loop().get_debug());
    ::unsetenv(name);
    BOOST_TEST(!asyncio::event_loop().get_debug());
}

// ---- tasks that are destroyed ----------------------------------------------

// Takes what is printed to standard error.
class error_output
{
public:
    error_output()
        : previous_(std::cerr.rdbuf(out_.rdbuf()))
    {
    }

    error_output(error_output const&) = delete;
    error_output& operator=(error_output const&) = delete;

    ~error_output()
    {
        std::cerr.rdbuf(previous_);
    }

    std::string str() const
    {
        return out_.str();
    }

private:
    std::ostringstream out_;
    std::streambuf* previous_;
};

BOOST_AUTO_TEST_CASE(tasks_that_are_pending_when_their_context_goes)
{
    for (bool const debug : {false, true})
    {
        error_output output;
        unsigned line = 0;
        {
            asyncio::event_loop loop;
            loop.set_debug(debug);
            line = __LINE__ + 1;
            loop.create_task(forever(), {.name = "suspended"});
            loop.call_soon([&] { loop.stop(); });
            loop.run_forever();
            loop.create_task(forever(), {.name = "unstarted"});
        }
        std::string const text = output.str();
        if (!debug)
        {
            BOOST_TEST(text == "");
            continue;
        }
        BOOST_TEST(starts_with(text, "Task was destroyed but it is pending!"));
        BOOST_TEST(text.find("task: suspended") != text.npos);
        BOOST_TEST(text.find("task: unstarted") != text.npos);
        BOOST_TEST(
            text.find(__FILE__ ":" + std::to_string(line)) != text.npos);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
