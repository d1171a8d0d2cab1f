// Tests of introspection.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/introspection.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>
#include <future>
#include <iostream>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_introspection)

namespace {

asio::awaitable<void> wait_for_it(asyncio::future<void> f)
{
    co_await f.get();
}

asio::awaitable<void> join(asyncio::task<void> t)
{
    co_await t.get();
}

std::vector<std::string> tree()
{
    std::ostringstream out;
    asyncio::print_tasks(out);
    std::istringstream in(out.str());
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

void check_line(std::string const& line, std::string const& pattern)
{
    BOOST_CHECK_MESSAGE(
        std::regex_match(line, std::regex(pattern)),
        "'" << line << "' does not match " << pattern);
}

asio::awaitable<void> look_at_chain()
{
    asyncio::current_task().set_name("main");
    auto const f = asyncio::get_running_loop().create_future<void>();
    auto const inner = asyncio::create_task(wait_for_it(f), {.name = "inner"});
    auto const outer = asyncio::create_task(join(inner), {.name = "outer"});
    auto const late = asyncio::create_task(
        asyncio::sleep(0s), {.name = "late"});

    auto graph = asyncio::capture_call_graph(inner);
    BOOST_REQUIRE(graph);
    BOOST_CHECK_EQUAL(graph->state, "has not started");
    BOOST_CHECK(graph->awaited_by.empty());

    co_await asyncio::sleep(0s);
    graph = asyncio::capture_call_graph(inner);
    BOOST_REQUIRE(graph);
    BOOST_CHECK(graph->task == inner);
    BOOST_CHECK_EQUAL(graph->waits_for, "a future");
    BOOST_CHECK_EQUAL(graph->state, "waits for a future");
    BOOST_CHECK(
        std::string(graph->where.function_name()).find("wait_for_it") !=
        std::string::npos);
    BOOST_REQUIRE_EQUAL(graph->awaited_by.size(), 1u);
    BOOST_CHECK(graph->awaited_by[0].task == outer);
    BOOST_CHECK_EQUAL(graph->awaited_by[0].state, "waits for a task");

    auto const lines = tree();
    BOOST_REQUIRE_EQUAL(lines.size(), 4u);
    BOOST_CHECK(lines[3].starts_with("'late': waits for its next turn at "));
    check_line(
        lines[0], "'main': runs \\(created at .*:\\d+\\)");
    check_line(
        lines[1],
        "'outer': waits for a task at .*introspection\\.cpp:\\d+ "
        "\\(created at .*\\)");
    check_line(
        lines[2],
        "  'inner': waits for a future at .*introspection\\.cpp:\\d+ "
        "\\(created at .*\\)");

    inner.cancel();
    BOOST_CHECK_EQUAL(
        asyncio::capture_call_graph(inner)->state,
        "waits for a future, asked to cancel");
    co_await asyncio::wait({inner, outer});
    BOOST_CHECK_EQUAL(
        asyncio::capture_call_graph(inner)->state, "was cancelled");
    BOOST_CHECK_EQUAL(asyncio::capture_call_graph(late)->state, "is done");

    auto const own = asyncio::capture_call_graph();
    BOOST_REQUIRE(own);
    BOOST_CHECK(own->task == asyncio::current_task());
    BOOST_CHECK_EQUAL(own->state, "runs");
    BOOST_CHECK_EQUAL(own->waits_for, "");
}

BOOST_AUTO_TEST_CASE(who_waits_for_whom)
{
    asyncio_test::run(look_at_chain());
}

asio::awaitable<void> look_at_format()
{
    auto const f = asyncio::get_running_loop().create_future<void>();
    auto const inner = asyncio::create_task(wait_for_it(f), {.name = "inner"});
    auto const outer = asyncio::create_task(join(inner), {.name = "outer"});
    co_await asyncio::sleep(0s);
    std::regex const expected(
        "\\* Task\\(name='inner', id=0x[0-9a-f]+\\)\n"
        "  \\+ Call stack:\n"
        "  \\|   waits for a future\n"
        "  \\|   File '[^']*introspection.cpp', line \\d+, in [^\n]*\n"
        "  \\+ Awaited by:\n"
        "     \\* Task\\(name='outer', id=0x[0-9a-f]+\\)\n"
        "       \\+ Call stack:\n"
        "       \\|   waits for a task\n"
        "       \\|   File '[^']*introspection.cpp', line \\d+, in [^\n]*\n");
    auto const text = asyncio::format_call_graph(inner);
    BOOST_CHECK_MESSAGE(std::regex_match(text, expected), text);
    f.set_result();
    co_await outer.get();
    BOOST_CHECK_NE(
        asyncio::format_call_graph().find("Call stack"), std::string::npos);
    asyncio::get_running_loop().call_soon(
        [] { BOOST_CHECK_EQUAL(asyncio::format_call_graph(), ""); });
    co_await asyncio::sleep(0s);
}

BOOST_AUTO_TEST_CASE(the_call_graph_as_text)
{
    asyncio_test::run(look_at_format());
}

// Each operation says what it is.
asio::awaitable<void> asio_timer()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> both(asyncio::task<void> a, asyncio::task<void> b)
{
    co_await asyncio::gather(a, b);
}

asio::awaitable<void> first_of(asyncio::task<void> a, asyncio::task<void> b)
{
    co_await asyncio::wait(
        {a, b}, {.return_when = asyncio::first_completed});
}

asio::awaitable<void> take(asyncio::lock& l)
{
    auto const g = co_await asyncio::scoped(l);
    co_await asyncio::sleep(1h);
}

asio::awaitable<void> in_group()
{
    co_await asyncio::with(
        asyncio::task_group(),
        [](asyncio::task_group& g) -> asio::awaitable<void>
        {
            g.create_task(asyncio::sleep(1h), {.name = "child 1"});
            g.create_task(asyncio::sleep(1h), {.name = "child 2"});
            co_return;
        });
}

std::string state_of(asyncio::any_task const& t)
{
    return asyncio::capture_call_graph(t)->state;
}

// Only those are shown that are not done.
asio::awaitable<void> look_at_half_a_gather()
{
    auto const done = asyncio::create_task(
        asyncio::sleep(0s), {.name = "done"});
    auto const late = asyncio::create_task(
        asyncio::sleep(1h), {.name = "late"});
    auto const gatherer = asyncio::create_task(both(done, late));
    co_await asyncio::sleep(1s);
    auto const lines = tree();
    BOOST_REQUIRE_EQUAL(lines.size(), 3u);
    BOOST_CHECK(lines[1].find("waits for gather()") != std::string::npos);
    BOOST_CHECK(lines[2].starts_with("  'late': waits for sleep() at "));
    gatherer.cancel();
    co_await asyncio::wait({gatherer});
}

BOOST_AUTO_TEST_CASE(who_is_done_is_waited_for_no_longer)
{
    asyncio_test::run(look_at_half_a_gather());
}

asio::awaitable<void> look_at_operations(asyncio::lock& l)
{
    auto const timer = asyncio::create_task(asio_timer());
    auto const sleeper = asyncio::create_task(asyncio::sleep(1h));
    auto const gatherer = asyncio::create_task(both(timer, sleeper));
    auto const waiter = asyncio::create_task(first_of(timer, sleeper));
    auto const owner = asyncio::create_task(take(l), {.name = "owner"});
    auto const taker = asyncio::create_task(take(l), {.name = "taker"});
    auto const group = asyncio::create_task(in_group(), {.name = "group"});
    for (int i = 0; i != 3; ++i)
        co_await asyncio::sleep(0s);
    BOOST_CHECK_EQUAL(state_of(timer), "waits for an operation of Asio");
    BOOST_CHECK_EQUAL(state_of(gatherer), "waits for gather()");
    BOOST_CHECK_EQUAL(state_of(waiter), "waits for wait()");
    BOOST_CHECK_EQUAL(state_of(owner), "waits for sleep()");
    BOOST_CHECK_EQUAL(state_of(taker), "waits for a lock 'accounts'");
    BOOST_CHECK_EQUAL(state_of(group), "waits for its task group");

    auto const graph = asyncio::capture_call_graph(timer);
    BOOST_REQUIRE_EQUAL(graph->awaited_by.size(), 2u);
    BOOST_CHECK(graph->awaited_by[0].task == gatherer);
    BOOST_CHECK(graph->awaited_by[1].task == waiter);

    auto const lines = tree();
    auto const find = [&](std::string const& start)
    {
        return std::ranges::find_if(
            lines,
            [&](std::string const& line) { return line.starts_with(start); });
    };
    auto const g = find("'group': waits for its task group");
    BOOST_REQUIRE(g != lines.end());
    BOOST_REQUIRE(lines.end() - g > 2);
    BOOST_CHECK(g[1].starts_with("  'child 1': waits for sleep() at "));
    BOOST_CHECK(g[2].starts_with("  'child 2': waits for sleep() at "));
    auto const t = find("'taker': waits for a lock 'accounts' at ");
    BOOST_REQUIRE(t != lines.end());
    BOOST_CHECK(t->find(", held by 'owner'") != std::string::npos);
    BOOST_CHECK_EQUAL(
        std::ranges::count_if(
            lines,
            [](std::string const& line)
            { return line.find("see above") != std::string::npos; }),
        2);
}

BOOST_AUTO_TEST_CASE(what_is_waited_for)
{
    asyncio::lock l("accounts");
    asyncio_test::run(look_at_operations(l));
}

asio::awaitable<void> wait_for_each_other(asyncio::task<void>& other)
{
    co_await asyncio::sleep(0s);
    co_await other.get();
}

asio::awaitable<void> look_at_circle()
{
    asyncio::task<void> a;
    asyncio::task<void> b;
    a = asyncio::create_task(wait_for_each_other(b), {.name = "a"});
    b = asyncio::create_task(wait_for_each_other(a), {.name = "b"});
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    auto const lines = tree();
    BOOST_REQUIRE_EQUAL(lines.size(), 5u);
    BOOST_CHECK(lines[1].starts_with("'a': waits for a task"));
    BOOST_CHECK(lines[2].starts_with("  'b': waits for a task"));
    BOOST_CHECK_EQUAL(lines[3], "    'a': see above");
    BOOST_CHECK_EQUAL(
        lines[4], "waiting for one another: 'a' -> 'b' -> 'a'");
    auto const graph = asyncio::capture_call_graph(a);
    BOOST_REQUIRE_EQUAL(graph->awaited_by.size(), 1u);
    BOOST_CHECK(graph->awaited_by[0].awaited_by.empty());

    // To cancel one is to cancel the other, which is where it began.
    auto const watched = b;
    a.cancel();
    co_await asyncio::wait({watched}, {.timeout = 1s});
}

BOOST_AUTO_TEST_CASE(a_circle)
{
    asyncio_test::run(look_at_circle());
}

BOOST_AUTO_TEST_CASE(without_a_running_loop)
{
    BOOST_CHECK_THROW(asyncio::current_task(), std::runtime_error);
    BOOST_CHECK_THROW(asyncio::all_tasks(), std::runtime_error);
    BOOST_CHECK_THROW(
        static_cast<void>(asyncio::capture_call_graph()), std::runtime_error);
    BOOST_CHECK_THROW(asyncio::print_tasks(std::cerr), std::runtime_error);
    BOOST_CHECK_THROW(
        static_cast<void>(
            asyncio::capture_call_graph(asyncio::any_task())),
        std::invalid_argument);

    // A loop that nobody runs now can be looked at from outside.
    asyncio::virtual_loop loop;
    auto const t = loop.create_task(asyncio::sleep(1h), {.name = "sleeper"});
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_CHECK(!asyncio::current_task(loop));
    BOOST_REQUIRE_EQUAL(asyncio::all_tasks(loop).size(), 1u);
    BOOST_CHECK(asyncio::all_tasks(loop)[0] == t);
    std::ostringstream out;
    asyncio::print_tasks(out, loop);
    BOOST_CHECK(out.str().starts_with("'sleeper': waits for sleep() at "));
}

asio::awaitable<void> block(std::promise<void>& entered, std::future<void> go)
{
    entered.set_value();
    go.wait();
    co_return;
}

BOOST_AUTO_TEST_CASE(a_loop_that_another_thread_runs)
{
    asyncio::event_loop loop;
    std::promise<void> entered;
    std::promise<void> go;
    auto const t = loop.create_task(block(entered, go.get_future()));
    std::thread thread([&] { loop.run_until_complete(t); });
    entered.get_future().wait();
    BOOST_CHECK_THROW(asyncio::all_tasks(loop), std::runtime_error);
    BOOST_CHECK_THROW(
        asyncio::print_tasks(std::cerr, loop), std::runtime_error);
    go.set_value();
    thread.join();
}

asio::awaitable<void> look_with_loop()
{
    auto& loop = asyncio::get_running_loop();
    BOOST_CHECK(asyncio::current_task(loop) == asyncio::current_task());
    BOOST_CHECK_EQUAL(asyncio::all_tasks(loop).size(), 1u);
    // Oldest first.
    auto const a = asyncio::create_task(asyncio::sleep(0s));
    auto const b = asyncio::create_task(asyncio::sleep(0s));
    auto const all = asyncio::all_tasks();
    BOOST_REQUIRE_EQUAL(all.size(), 3u);
    BOOST_CHECK(all[0] == asyncio::current_task());
    BOOST_CHECK(all[1] == a);
    BOOST_CHECK(all[2] == b);
    co_await asyncio::gather(a, b);
}

BOOST_AUTO_TEST_CASE(with_a_loop)
{
    asyncio_test::run(look_with_loop());
}

class captured_errors
{
public:
    captured_errors()
        : previous_(std::cerr.rdbuf(text_.rdbuf()))
    {
    }

    ~captured_errors()
    {
        std::cerr.rdbuf(previous_);
    }

    std::string str() const
    {
        return text_.str();
    }

private:
    std::ostringstream text_;
    std::streambuf* previous_;
};

asio::awaitable<void> look_by_signal()
{
    auto& loop = asyncio::get_running_loop();
    asyncio::current_task().set_name("main");
    asyncio::print_tasks_on_signal(loop, SIGUSR1);
    captured_errors const errors;
    std::raise(SIGUSR1);
    while (errors.str().empty())
        co_await asyncio::sleep(1ms);
    check_line(
        errors.str(),
        "'main': waits for sleep\\(\\) at .*introspection\\.cpp:\\d+ "
        "\\(created at .*\\)\n");
    BOOST_CHECK(loop.remove_signal_handler(SIGUSR1));
}

BOOST_AUTO_TEST_CASE(by_signal)
{
    asyncio::run(look_by_signal());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
