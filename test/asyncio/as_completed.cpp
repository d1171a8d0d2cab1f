// Conformance: as_completed.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_as_completed)

namespace {

using asyncio_test::str;
using asyncio_test::trace;

using string_future = asyncio::future<std::string>;
using string_task = asyncio::task<std::string>;

std::vector<string_future> make_futures(int n)
{
    std::vector<string_future> all;
    for (int i = 0; i != n; ++i)
        all.push_back(
            asyncio::get_running_loop().create_future<std::string>());
    return all;
}

template<asyncio::duration D>
void set_later(D delay, string_future fut, std::string value = {})
{
    asyncio::get_running_loop().call_later(
        delay, [fut, value] { fut.set_result(value); });
}

asio::awaitable<std::string> worker(std::string name, string_future fut)
{
    co_await fut.get();
    if (name == "b")
        throw std::invalid_argument("b failed");
    co_return name;
}

asio::awaitable<void> plain(trace& t)
{
    auto const f = make_futures(3);
    std::vector<string_task> ts;
    ts.push_back(asyncio::create_task(worker("a", f[0])));
    ts.push_back(asyncio::create_task(worker("b", f[1])));
    ts.push_back(asyncio::create_task(worker("c", f[2])));
    set_later(0.02s, f[2]);
    set_later(0.04s, f[1]);
    set_later(0.06s, f[0]);
    auto it = asyncio::as_completed(ts);
    while (auto const x = co_await it.next())
    {
        try
        {
            auto const r = co_await x->get();
            t.print("got", r);
        }
        catch (std::invalid_argument const& e)
        {
            t.print("ValueError", e.what());
        }
    }
}

BOOST_AUTO_TEST_CASE(scenario_158_as_completed_plain)
{
    trace t("scenario_158_as_completed_plain");
    asyncio_test::run(plain(t));
    t.check();
}

asio::awaitable<std::string> coro(string_future fut)
{
    co_await fut.get();
    co_return "from coroutine";
}

asio::awaitable<std::string> bad(string_future fut)
{
    co_await fut.get();
    throw std::invalid_argument("bad");
}

asio::awaitable<void> async_for(trace& t)
{
    auto const f = make_futures(4);
    auto const a = asyncio::create_task(worker("a", f[0]));
    auto const b = asyncio::create_task(bad(f[1]));
    auto const c = asyncio::create_task(coro(f[2]));
    // A future among tasks: as a task.
    auto const last = asyncio::create_task(f[3]);
    int i = 0;
    for (std::size_t const k : {2u, 1u, 3u, 0u})
    {
        set_later(
            0.02s + i * 0.02s, f[k], "value " + std::to_string(k));
        ++i;
    }
    auto it = asyncio::as_completed(std::vector{a, b, c, last});
    while (auto const x = co_await it.next())
    {
        if (*x == a)
        {
            auto const r = co_await x->get();
            t.print("a:", r);
        }
        else if (*x == b)
            t.print("b: done", x->done(), "exception", str(x->exception()));
        else if (*x == last)
            t.print("future:", x->result());
        else
            t.print("a new task:", x->result());
    }
}

BOOST_AUTO_TEST_CASE(scenario_159_as_completed_async_for)
{
    trace t("scenario_159_as_completed_async_for");
    asyncio_test::run(async_for(t));
    t.check();
}

asio::awaitable<void> reverse_await(trace& t)
{
    auto const f = make_futures(2);
    std::vector<string_task> ts;
    ts.push_back(asyncio::create_task(worker("first done", f[0])));
    ts.push_back(asyncio::create_task(worker("second done", f[1])));
    set_later(0.02s, f[0]);
    set_later(0.04s, f[1]);
    auto it = asyncio::as_completed(ts);
    std::vector<decltype(it.next())> aws;
    for (std::size_t i = 0; i != ts.size(); ++i)
        aws.push_back(it.next());
    t.print("number of awaitables", aws.size());
    auto x = co_await std::move(aws[1]);
    t.print("last one awaited first:", x->result());
    x = co_await std::move(aws[0]);
    t.print("first one awaited last:", x->result());
}

BOOST_AUTO_TEST_CASE(scenario_161_as_completed_reverse_await)
{
    trace t("scenario_161_as_completed_reverse_await");
    asyncio_test::run(reverse_await(t));
    t.check();
}

asio::awaitable<int> rounds(int n)
{
    for (int i = 0; i != n; ++i)
        co_await asyncio::sleep(0s);
    co_return n;
}

asio::awaitable<void> break_and_resume(trace& t)
{
    std::vector<asyncio::task<int>> ts;
    for (int const n : {5, 1, 3})
        ts.push_back(asyncio::create_task(rounds(n)));
    auto it = asyncio::as_completed(ts);
    while (auto const x = co_await it.next())
    {
        t.print("got", x->result());
        break;
    }
    t.print("left the loop");
    while (auto const x = co_await it.next())
        t.print("got", x->result());
    while (auto const x = co_await it.next())
        t.print("not reached");
    int n = 0;
    auto none = asyncio::as_completed({});
    while (auto const x = co_await none.next())
        ++n;
    t.print("empty input:", n);
    auto const same = asyncio::create_task(rounds(1));
    auto once = asyncio::as_completed({same, same});
    while (auto const x = co_await once.next())
        ++n;
    t.print("duplicates:", n);
}

BOOST_AUTO_TEST_CASE(scenario_162_as_completed_break_and_resume)
{
    trace t("scenario_162_as_completed_break_and_resume");
    asyncio_test::run(break_and_resume(t));
    t.differs(
        "TypeError expects an iterable of awaitables, not Task",
        {},
        "type-error");
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
