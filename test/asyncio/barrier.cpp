// Conformance: barrier.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_barrier)

namespace {

using asyncio_test::trace;

asio::awaitable<void>
two_rounds(trace& t, asyncio::barrier& b, std::string name)
{
    for (int round = 0; round != 2; ++round)
    {
        t.print(name, "arrives");
        auto const i = co_await b.wait();
        t.print(name, "passes with index", i);
    }
}

asio::awaitable<void> basic(trace& t)
{
    asyncio::barrier b(3);
    co_await asyncio::gather(
        two_rounds(t, b, "a"), two_rounds(t, b, "b"), two_rounds(t, b, "c"));
    t.print(
        "waiting",
        b.n_waiting(),
        "parties",
        b.parties(),
        "broken",
        b.broken());
}

BOOST_AUTO_TEST_CASE(scenario_201_barrier_basic)
{
    trace t("scenario_201_barrier_basic");
    asyncio_test::run(basic(t));
    t.check();
}

asio::awaitable<std::ptrdiff_t> indexed(asyncio::barrier& b)
{
    co_return co_await asyncio::with(
        b,
        [](std::ptrdiff_t i) -> asio::awaitable<std::ptrdiff_t>
        { co_return i; });
}

asio::awaitable<void> states(trace& t)
{
    try
    {
        asyncio::barrier const none(0);
    }
    catch (std::invalid_argument const&)
    {
        t.print("ValueError for zero parties");
    }
    asyncio::barrier one(1);
    asyncio::get_running_loop().call_soon([&]
                                          { t.print("loop iteration"); });
    {
        auto const first = co_await one.wait();
        auto const second = co_await one.wait();
        t.print("single", first, second);
    }
    co_await asyncio::sleep(0s);
    asyncio::barrier b(3);
    auto const t1 = asyncio::create_task(indexed(b));
    co_await asyncio::sleep(0s);
    t.print("n_waiting", b.n_waiting());
    auto const t2 = asyncio::create_task(indexed(b));
    co_await asyncio::sleep(0s);
    t.print("n_waiting", b.n_waiting());
    auto const t3 = asyncio::create_task(indexed(b));
    co_await asyncio::sleep(0s);
    t.print("draining, n_waiting", b.n_waiting());
    auto const i1 = co_await t1.get();
    auto const i2 = co_await t2.get();
    auto const i3 = co_await t3.get();
    t.print("indices", i1, i2, i3);
}

BOOST_AUTO_TEST_CASE(scenario_202_barrier_states)
{
    trace t("scenario_202_barrier_states");
    asyncio_test::run(states(t));
    t.check();
}

asio::awaitable<void>
cancelled_worker(trace& t, asyncio::barrier& b, std::string name)
{
    try
    {
        co_await b.wait();
        t.print(name, "passes");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled");
        throw;
    }
}

asio::awaitable<void> cancel_waiter(trace& t)
{
    asyncio::barrier b(3);
    auto const t1 = asyncio::create_task(cancelled_worker(t, b, "a"));
    auto const t2 = asyncio::create_task(cancelled_worker(t, b, "b"));
    co_await asyncio::sleep(0s);
    t.print("n_waiting", b.n_waiting());
    t1.cancel();
    co_await asyncio::wait({t1});
    t.print("n_waiting", b.n_waiting(), "broken", b.broken());
    auto const t3 = asyncio::create_task(cancelled_worker(t, b, "c"));
    auto const t4 = asyncio::create_task(cancelled_worker(t, b, "d"));
    co_await asyncio::wait({t2, t3, t4});
    t.print("n_waiting", b.n_waiting());
}

BOOST_AUTO_TEST_CASE(scenario_204_barrier_cancel_waiter)
{
    trace t("scenario_204_barrier_cancel_waiter");
    asyncio_test::run(cancel_waiter(t));
    t.check();
}

asio::awaitable<void>
reset_worker(trace& t, asyncio::barrier& b, std::string name)
{
    try
    {
        auto const i = co_await b.wait();
        t.print(name, "index", i);
    }
    catch (asyncio::broken_barrier_error const&)
    {
        t.print(
            name,
            "BrokenBarrierError, is RuntimeError:",
            std::is_base_of_v<
                std::runtime_error,
                asyncio::broken_barrier_error>);
    }
}

asio::awaitable<void> reset(trace& t)
{
    asyncio::barrier b(3);
    std::vector<asyncio::task<void>> ts;
    for (char const* const n : {"a", "b"})
        ts.push_back(asyncio::create_task(reset_worker(t, b, n)));
    co_await asyncio::sleep(0s);
    b.reset();
    co_await asyncio::wait(ts);
    t.print("broken", b.broken(), "n_waiting", b.n_waiting());
    b.reset();
    t.print("reset of an empty barrier is harmless");
    co_await asyncio::gather(
        reset_worker(t, b, "c"),
        reset_worker(t, b, "d"),
        reset_worker(t, b, "e"));
}

BOOST_AUTO_TEST_CASE(scenario_205_barrier_reset)
{
    trace t("scenario_205_barrier_reset");
    asyncio_test::run(reset(t));
    t.check();
}

asio::awaitable<void> draining_worker(
    trace& t,
    asyncio::barrier& b,
    std::string name,
    void (asyncio::barrier::*then)() = nullptr)
{
    try
    {
        auto const i = co_await b.wait();
        t.print(name, "passes", i);
    }
    catch (asyncio::broken_barrier_error const&)
    {
        t.print(name, "BrokenBarrierError");
        co_return;
    }
    if (!then)
        co_return;
    t.print(name, then == &asyncio::barrier::reset ? "resets" : "aborts");
    (b.*then)();
}

asio::awaitable<void> reset_while_draining(trace& t)
{
    asyncio::barrier b(3);
    auto const a = asyncio::create_task(draining_worker(t, b, "a"));
    auto const second = asyncio::create_task(draining_worker(t, b, "b"));
    auto const c = asyncio::create_task(
        draining_worker(t, b, "c", &asyncio::barrier::reset));
    auto const late = asyncio::create_task(draining_worker(t, b, "late"));
    co_await asyncio::wait({a, second, c});
    co_await asyncio::sleep(0s);
    t.print(
        "late done",
        late.done(),
        "n_waiting",
        b.n_waiting(),
        "broken",
        b.broken());
    co_await asyncio::gather(
        draining_worker(t, b, "d"), draining_worker(t, b, "e"), late);
}

BOOST_AUTO_TEST_CASE(scenario_207_barrier_reset_while_draining)
{
    trace t("scenario_207_barrier_reset_while_draining");
    asyncio_test::run(reset_while_draining(t));
    t.check();
}

asio::awaitable<void> abort_while_draining(trace& t)
{
    asyncio::barrier b(3);
    auto const a = asyncio::create_task(draining_worker(t, b, "a"));
    auto const second = asyncio::create_task(draining_worker(t, b, "b"));
    auto const c = asyncio::create_task(
        draining_worker(t, b, "c", &asyncio::barrier::abort));
    auto const late = asyncio::create_task(draining_worker(t, b, "late"));
    co_await asyncio::wait({a, second, c, late});
    t.print("broken", b.broken());
}

BOOST_AUTO_TEST_CASE(scenario_208_barrier_abort_while_draining)
{
    trace t("scenario_208_barrier_abort_while_draining");
    asyncio_test::run(abort_while_draining(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
