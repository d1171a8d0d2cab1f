// Conformance: event.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_event)

namespace {

using asyncio_test::trace;

// Python's wait() gives True.
asio::awaitable<bool> wait(asyncio::event& ev)
{
    co_await ev.wait();
    co_return true;
}

asio::awaitable<void> waiter(trace& t, asyncio::event& ev, std::string name)
{
    t.print(name, "waits");
    bool const woken = co_await wait(ev);
    t.print(name, "woken", woken);
}

asio::awaitable<void> wait_set(trace& t)
{
    asyncio::event ev;
    std::vector<asyncio::task<void>> ts;
    for (char const* const n : {"a", "b", "c"})
        ts.push_back(asyncio::create_task(waiter(t, ev, n)));
    co_await asyncio::sleep(0s);
    ts.push_back(asyncio::create_task(waiter(t, ev, "late")));
    ev.set();
    ev.set();
    t.print("set", ev.is_set());
    co_await asyncio::wait(ts);
    asyncio::get_running_loop().call_soon([&]
                                          { t.print("loop iteration"); });
    bool const woken = co_await wait(ev);
    t.print("wait on a set event", woken);
    ev.clear();
    t.print("set", ev.is_set());
    auto const d = asyncio::create_task(waiter(t, ev, "d"));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    t.print("d done", d.done());
    ev.set();
    co_await d.get();
}

BOOST_AUTO_TEST_CASE(scenario_184_event_wait_set)
{
    trace t("scenario_184_event_wait_set");
    asyncio_test::run(wait_set(t));
    t.check();
}

asio::awaitable<void>
flag_waiter(trace& t, asyncio::event& ev, std::string name)
{
    bool const r = co_await wait(ev);
    t.print(name, "woken", r, "flag", ev.is_set());
}

asio::awaitable<void> set_clear(trace& t)
{
    asyncio::event ev;
    auto const a = asyncio::create_task(flag_waiter(t, ev, "a"));
    co_await asyncio::sleep(0s);
    auto const b = asyncio::create_task(flag_waiter(t, ev, "b"));
    ev.set();
    ev.clear();
    co_await a.get();
    co_await asyncio::sleep(0s);
    t.print("b (came after the clear) done", b.done());
    ev.set();
    co_await b.get();
}

BOOST_AUTO_TEST_CASE(scenario_185_event_set_clear)
{
    trace t("scenario_185_event_set_clear");
    asyncio_test::run(set_clear(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
