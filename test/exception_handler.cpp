// What is reported to the exception handler of a loop, and what is not.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event_loop.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_exception_handler)

namespace {

asio::awaitable<void> fail()
{
    throw std::runtime_error("boom");
    co_return;
}

asio::awaitable<void> fail_with(std::string message)
{
    co_await asyncio::sleep(0s);
    throw std::runtime_error(message);
}

std::string text_of(std::exception_ptr const& e)
{
    try
    {
        if (e)
            std::rethrow_exception(e);
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
    return "none";
}

// A loop that keeps what it is told.
struct reporting_loop
{
    reporting_loop()
    {
        loop.set_exception_handler(
            [this](
                asyncio::event_loop& l, asyncio::exception_context const& c)
            {
                BOOST_TEST(&l == &loop);
                reports.push_back(c);
                // The task goes on living in the report: not in these tests.
                names.push_back(c.task ? c.task.get_name() : "");
                reports.back().task = {};
            });
    }

    std::vector<asyncio::exception_context> reports;
    std::vector<std::string> names;
    asyncio::virtual_loop loop;
};

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

    bool contains(std::string_view text) const
    {
        return out_.str().find(text) != std::string::npos;
    }

    std::string str() const
    {
        return out_.str();
    }

private:
    std::ostringstream out_;
    std::streambuf* previous_;
};

BOOST_AUTO_TEST_CASE(an_exception_that_nobody_retrieved)
{
    reporting_loop r;
    unsigned line = 0;
    r.loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            line = __LINE__ + 1;
            asyncio::create_task(fail(), {.name = "culprit"});
            BOOST_TEST(r.reports.empty());
            co_await asyncio::sleep(1s);
            BOOST_TEST(r.reports.size() == 1u);
        });
    BOOST_REQUIRE(r.reports.size() == 1u);
    auto const& c = r.reports.front();
    BOOST_TEST(c.message == "Task exception was never retrieved");
    BOOST_TEST(text_of(c.exception) == "boom");
    BOOST_TEST(r.names.front() == "culprit");
    BOOST_TEST(!c.future);
    BOOST_TEST(c.location.file_name() == __FILE__);
    BOOST_TEST(c.location.line() == line);
}

BOOST_AUTO_TEST_CASE(the_location_of_each_form)
{
    reporting_loop r;
    unsigned const line = __LINE__;
    r.loop.create_task(fail());
    asyncio::create_task(r.loop, fail());
    asyncio::create_task(r.loop.get_executor(), fail(), {.name = "x"});
    r.loop.create_task(fail(), {.name = "x"});
    r.loop.create_task({.name = "x"}, fail_with, std::string("boom"));
    r.loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            asyncio::create_task(fail());
            co_await asyncio::sleep(1s);
        });
    BOOST_REQUIRE(r.reports.size() == 6u);
    std::vector<unsigned> lines;
    for (auto const& c : r.reports)
    {
        BOOST_TEST(c.location.file_name() == __FILE__);
        lines.push_back(c.location.line() - line);
    }
    std::ranges::sort(lines);
    BOOST_TEST((lines == std::vector<unsigned>{1, 2, 3, 4, 5, 9}));
}

BOOST_AUTO_TEST_CASE(the_location_of_a_call_with_arguments_is_not_known)
{
    reporting_loop r;
    r.loop.create_task(fail_with, std::string("boom"));
    r.loop.run_until_complete(asyncio::sleep(1s));
    BOOST_REQUIRE(r.reports.size() == 1u);
    BOOST_TEST(r.reports.front().location.line() == 0u);
}

BOOST_AUTO_TEST_CASE(it_is_reported_when_the_last_handle_goes)
{
    reporting_loop r;
    r.loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto t = asyncio::create_task(fail());
            auto copy = t;
            co_await asyncio::sleep(1s);
            t = {};
            BOOST_TEST(r.reports.empty());
            copy = {};
            BOOST_TEST(r.reports.size() == 1u);
        });
}

BOOST_AUTO_TEST_CASE(it_is_reported_when_that_is_after_the_run)
{
    reporting_loop r;
    auto t = r.loop.create_task(fail());
    r.loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(t.done());
    t = {};
    r.loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(r.reports.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_handler_may_keep_the_task)
{
    asyncio::any_task kept;
    asyncio::virtual_loop loop;
    int reports = 0;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        {
            ++reports;
            kept = c.task;
        });
    loop.create_task(fail(), {.name = "kept"});
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_REQUIRE(static_cast<bool>(kept));
    BOOST_TEST(kept.get_name() == "kept");
    BOOST_TEST(text_of(kept.exception()) == "boom");
    kept = {};
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(reports == 1);
}

BOOST_AUTO_TEST_CASE(what_was_retrieved_is_not_reported)
{
    reporting_loop r;
    r.loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto awaited = asyncio::create_task(fail());
            BOOST_CHECK_THROW(co_await awaited.get(), std::runtime_error);
            auto asked = asyncio::create_task(fail());
            auto read = asyncio::create_task(fail());
            auto late_cancel = asyncio::create_task(fail());
            co_await asyncio::sleep(1s);
            asked.exception();
            BOOST_CHECK_THROW(read.result(), std::runtime_error);
            late_cancel.cancel();
        });
    r.loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(r.reports.empty());
}

BOOST_AUTO_TEST_CASE(done_alone_retrieves_nothing)
{
    reporting_loop r;
    r.loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(fail());
            co_await asyncio::sleep(1s);
            BOOST_TEST(t.done());
            BOOST_TEST(!t.cancelled());
        });
    BOOST_TEST(r.reports.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_task_is_not_reported)
{
    reporting_loop r;
    r.loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            asyncio::create_task(asyncio::sleep(100s)).cancel();
            auto const t = asyncio::create_task(asyncio::sleep(100s));
            co_await asyncio::sleep(1s);
            t.cancel();
            co_await asyncio::sleep(1s);
        });
    BOOST_TEST(r.reports.empty());
}

BOOST_AUTO_TEST_CASE(the_exception_of_a_future)
{
    reporting_loop r;
    {
        auto const f = r.loop.create_future<int>();
        f.set_exception(std::runtime_error("lost"));
        auto const g = r.loop.create_future<int>();
        g.set_exception(std::runtime_error("found"));
        BOOST_TEST(text_of(g.exception()) == "found");
    }
    r.loop.run_until_complete(asyncio::sleep(1s));
    BOOST_REQUIRE(r.reports.size() == 1u);
    auto const& c = r.reports.front();
    BOOST_TEST(c.message == "Future exception was never retrieved");
    BOOST_TEST(text_of(c.exception) == "lost");
    BOOST_TEST(c.future);
    BOOST_TEST(r.names.front().empty());
    BOOST_TEST(c.location.line() == 0u);
}

BOOST_AUTO_TEST_CASE(an_exception_in_a_callback)
{
    reporting_loop r;
    bool next = false;
    r.loop.call_soon([] { throw std::runtime_error("soon"); });
    r.loop.call_soon([&] { next = true; });
    r.loop.call_later(1s, [] { throw 1; });
    r.loop.create_task(asyncio::sleep(0s)).add_done_callback(
        [] { throw std::runtime_error("done"); });
    r.loop.run_until_complete(asyncio::sleep(2s));
    BOOST_TEST(next);
    BOOST_REQUIRE(r.reports.size() == 3u);
    for (auto const& c : r.reports)
        BOOST_TEST(c.message == "Exception in callback");
    BOOST_TEST(text_of(r.reports[0].exception) == "soon");
    BOOST_TEST(text_of(r.reports[1].exception) == "done");
    BOOST_CHECK_THROW(
        std::rethrow_exception(r.reports[2].exception), int);
}

BOOST_AUTO_TEST_CASE(call_exception_handler_passes_everything_on)
{
    asyncio::virtual_loop loop;
    auto const t = loop.create_task(asyncio::sleep(0s));
    asyncio::exception_context seen;
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& c)
        { seen = c; });
    auto const here = std::source_location::current();
    loop.call_exception_handler(
        {.message = "hello",
         .exception = std::make_exception_ptr(std::runtime_error("boom")),
         .task = t,
         .location = here});
    BOOST_TEST(seen.message == "hello");
    BOOST_TEST(text_of(seen.exception) == "boom");
    BOOST_TEST((seen.task == t));
    BOOST_TEST(!seen.future);
    BOOST_TEST(seen.location.line() == here.line());
    loop.call_exception_handler({.message = "again", .future = true});
    BOOST_TEST(seen.future);
    seen = {};
    loop.run_until_complete(t);
}

BOOST_AUTO_TEST_CASE(an_exception_handler_that_throws)
{
    error_output out;
    asyncio::virtual_loop loop;
    loop.set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const&)
        { throw std::runtime_error("in the handler"); });
    loop.create_task(fail());
    BOOST_CHECK_NO_THROW(loop.run_until_complete(asyncio::sleep(1s)));
    BOOST_TEST(out.contains("Unhandled error in exception handler"));
    BOOST_TEST(out.contains("in the handler"));
}

BOOST_AUTO_TEST_CASE(an_exception_handler_that_replaces_itself)
{
    asyncio::virtual_loop loop;
    int first = 0;
    int second = 0;
    loop.set_exception_handler(
        [&, text = std::string(100, 'x')](
            asyncio::event_loop& l, asyncio::exception_context const&)
        {
            l.set_exception_handler(
                [&](asyncio::event_loop&, asyncio::exception_context const&)
                { ++second; });
            first += text.size() == 100;
        });
    loop.call_exception_handler({.message = "one"});
    loop.call_exception_handler({.message = "two"});
    BOOST_TEST(first == 1);
    BOOST_TEST(second == 1);
}

BOOST_AUTO_TEST_CASE(the_default_prints_all_to_standard_error)
{
    error_output out;
    asyncio::virtual_loop loop;
    loop.set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const&)
        { BOOST_ERROR("it was replaced"); });
    loop.set_exception_handler(nullptr);
    std::string const line = std::to_string(__LINE__ + 1);
    loop.create_task(fail(), {.name = "culprit"});
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(out.contains("Task exception was never retrieved"));
    BOOST_TEST(out.contains("culprit"));
    BOOST_TEST(out.contains("boom"));
    BOOST_TEST(out.contains(std::string(__FILE__) + ":" + line));
}

BOOST_AUTO_TEST_CASE(what_is_left_at_the_end_of_the_context)
{
    error_output out;
    {
        asyncio::task<void> t;
        {
            asyncio::virtual_loop loop;
            t = loop.create_task(fail());
            loop.run_until_complete(asyncio::sleep(1s));
        }
        BOOST_TEST(out.str().empty());
    }
    BOOST_TEST(out.contains("Task exception was never retrieved"));
}

// By then the handler may be gone, with what it refers to.
BOOST_AUTO_TEST_CASE(a_handler_is_not_called_when_its_context_goes)
{
    int calls = 0;
    auto const holds_a_failed_task = []() -> asio::awaitable<void>
    {
        auto const t = asyncio::create_task(fail());
        co_await asyncio::sleep(1h);
    };
    error_output out;
    {
        asyncio::task<void> outlives;
        asyncio::virtual_loop loop;
        loop.set_exception_handler(
            [&](asyncio::event_loop&, asyncio::exception_context const&)
            { ++calls; });
        loop.create_task(holds_a_failed_task);
        outlives = loop.create_task(fail_with("later"));
        loop.run_until_complete(asyncio::sleep(1s));
    }
    BOOST_TEST(calls == 0);
    BOOST_TEST(out.contains("boom"));
    BOOST_TEST(out.contains("later"));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
