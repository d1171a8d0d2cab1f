// Conformance: wait.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <algorithm>

BOOST_AUTO_TEST_SUITE(asyncio_wait)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

// x in range
template<class T, class Range>
bool in(T const& x, Range const& range)
{
    return std::ranges::find(range, x) != range.end();
}

// *sorted(t.get_name() for t in tasks)
template<class Tasks>
std::string names(Tasks const& tasks)
{
    std::vector<std::string> all;
    for (auto const& t : tasks)
        all.push_back(t.get_name());
    std::ranges::sort(all);
    std::string text;
    for (auto const& name : all)
        text += (text.empty() ? "" : " ") + name;
    return text;
}

asio::awaitable<std::string> await_future(asyncio::future<std::string> fut)
{
    co_return co_await fut.get();
}

asio::awaitable<void> bad()
{
    throw std::invalid_argument("bad");
    co_return;
}

asio::awaitable<void> all_completed(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const fut = loop.create_future<std::string>();
    auto const a = asyncio::create_task(await_future(fut), {.name = "a"});
    auto const b = asyncio::create_task(bad(), {.name = "b"});
    auto const c = asyncio::create_task(asyncio::sleep(100s), {.name = "c"});
    loop.call_soon([c] { c.cancel(); });
    loop.call_later(0.02s, [fut] { fut.set_result("v"); });
    // A future among tasks of several types: as a task.
    auto const f = asyncio::create_task(fut);
    auto const [done, pending] = co_await asyncio::wait({a, b, c, f});
    t.print("done", done.size(), "pending", pending.size());
    t.print(
        "a",
        a.result(),
        "b",
        type_name(b.exception()),
        "c cancelled",
        c.cancelled(),
        "fut in done",
        in(f, done));
}

BOOST_AUTO_TEST_CASE(scenario_095_wait_all_completed)
{
    trace t("scenario_095_wait_all_completed");
    asyncio_test::run(all_completed(t));
    t.check();
}

asio::awaitable<std::string> print_end(
    trace& t, std::string name, asyncio::future<std::string> fut)
{
    std::string const r = co_await fut.get();
    t.print(name, "ends");
    co_return r;
}

asio::awaitable<void> first_completed(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::future<std::string>> f;
    for (int i = 0; i != 3; ++i)
        f.push_back(loop.create_future<std::string>());
    std::vector<asyncio::task<std::string>> ts;
    for (std::size_t i = 0; i != 3; ++i)
    {
        std::string const name = "t" + std::to_string(i);
        ts.push_back(asyncio::create_task(
            print_end(t, name, f[i]), {.name = name}));
    }
    loop.call_soon([&] { f[1].set_result("one"); });
    auto r = co_await asyncio::wait(
        ts, {.return_when = asyncio::first_completed});
    t.print("done", names(r.done));
    t.print("pending", names(r.pending));
    f[0].set_result("zero");
    r = co_await asyncio::wait(
        r.pending, {.return_when = asyncio::first_completed});
    t.print("done", names(r.done));
    t.print("pending", names(r.pending));
    f[2].set_result("two");
    r = co_await asyncio::wait(
        ts, {.return_when = asyncio::first_completed});
    t.print("done", names(r.done), "pending", r.pending.size());
}

BOOST_AUTO_TEST_CASE(scenario_096_wait_first_completed)
{
    trace t("scenario_096_wait_first_completed");
    asyncio_test::run(first_completed(t));
    t.check();
}

asio::awaitable<int> await_number(asyncio::future<int> fut)
{
    co_return co_await fut.get();
}

asio::awaitable<void> first_exception(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::future<int>> f;
    for (int i = 0; i != 4; ++i)
        f.push_back(loop.create_future<int>());
    std::vector<asyncio::task<int>> ts;
    for (std::size_t i = 0; i != 4; ++i)
    {
        std::string const name = "t" + std::to_string(i);
        ts.push_back(
            asyncio::create_task(await_number(f[i]), {.name = name}));
    }
    co_await asyncio::sleep(0s);

    auto const drive = [&]() -> asio::awaitable<void>
    {
        f[0].set_result(0);
        t.print("t0 ends normally");
        co_await asyncio::sleep(0.02s);
        ts[1].cancel();
        t.print("t1 is cancelled");
        co_await asyncio::sleep(0.02s);
        f[2].set_exception(std::invalid_argument("two"));
        t.print("t2 fails");
    };

    auto const d = asyncio::create_task(drive);
    auto r = co_await asyncio::wait(
        ts, {.return_when = asyncio::first_exception});
    t.print("done", names(r.done));
    t.print("pending", names(r.pending));
    f[3].set_result(3);
    auto const [done, pending] = co_await asyncio::wait(
        {ts[0], ts[1], ts[3]}, {.return_when = asyncio::first_exception});
    t.print("no failure: done", done.size(), "pending", pending.size());
    co_await d.get();
}

BOOST_AUTO_TEST_CASE(scenario_098_wait_first_exception)
{
    trace t("scenario_098_wait_first_exception");
    asyncio_test::run(first_exception(t));
    t.check();
}

asio::awaitable<void>
print_got(trace& t, std::string name, asyncio::future<int> fut)
{
    try
    {
        int const r = co_await fut.get();
        t.print(name, "got", r);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "must not be cancelled");
        throw;
    }
}

asio::awaitable<void> timeout(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const f1 = loop.create_future<int>();
    auto const f2 = loop.create_future<int>();
    auto const a = asyncio::create_task(print_got(t, "a", f1));
    auto const b = asyncio::create_task(print_got(t, "b", f2));
    f1.set_result(1);
    auto r = co_await asyncio::wait({a, b}, {.timeout = 0.02s});
    t.print("a in done", in(a, r.done), "b in pending", in(b, r.pending));
    t.print("b cancelling", b.cancelling());
    r = co_await asyncio::wait({b}, {.timeout = 0s});
    t.print("timeout 0: done", r.done.size(), "pending", r.pending.size());
    f2.set_result(2);
    r = co_await asyncio::wait({b});
    t.print("done", r.done.size(), "pending", r.pending.size());
}

BOOST_AUTO_TEST_CASE(scenario_099_wait_timeout)
{
    trace t("scenario_099_wait_timeout");
    asyncio_test::run(timeout(t));
    t.check();
}

asio::awaitable<void> inner(trace& t, asyncio::future<std::string> fut)
{
    std::string const r = co_await fut.get();
    t.print("inner got", r);
}

asio::awaitable<void> outer(trace& t, asyncio::task<void> ti)
{
    try
    {
        co_await asyncio::wait({ti});
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("outer cancelled, inner done", ti.done());
        throw;
    }
}

asio::awaitable<void> cancel_does_not_cancel(trace& t)
{
    auto const fut =
        asyncio::get_running_loop().create_future<std::string>();
    auto const ti = asyncio::create_task(inner(t, fut));
    auto const to = asyncio::create_task(outer(t, ti));
    co_await asyncio::sleep(0s);
    to.cancel();
    try
    {
        co_await to.get();
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("main: outer was cancelled");
    }
    t.print("inner cancelling", ti.cancelling());
    fut.set_result("x");
    co_await ti.get();
}

BOOST_AUTO_TEST_CASE(scenario_101_wait_cancel_does_not_cancel)
{
    trace t("scenario_101_wait_cancel_does_not_cancel");
    asyncio_test::run(cancel_does_not_cancel(t));
    t.check();
}

asio::awaitable<int> noop()
{
    co_return 1;
}

asio::awaitable<void> all_done_still_suspends(trace& t)
{
    auto const n = asyncio::create_task(noop());
    co_await n.get();
    asyncio::get_running_loop().call_soon([&] { t.print("loop iteration"); });
    auto const [done, pending] = co_await asyncio::wait({n});
    t.print("done", done.size(), "pending", pending.size());
}

BOOST_AUTO_TEST_CASE(scenario_102_wait_all_done_still_suspends)
{
    trace t("scenario_102_wait_all_done_still_suspends");
    asyncio_test::run(all_done_still_suspends(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
