// Asio's own combinators and token adapters inside tasks, each in the same
// scenes: what comes out is what is expected, and the task stays as it was.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/experimental/promise.hpp>
#include <boost/asio/experimental/use_promise.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/prepend.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#if __has_include(<boost/asio/cancel_after.hpp>)
#include <boost/asio/cancel_after.hpp>
#include <boost/asio/cancel_at.hpp>
#endif

#include <chrono>
#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_combinators)

namespace {

namespace experimental = asio::experimental;

using namespace experimental::awaitable_operators;
using boost::system::error_code;
using std::chrono::milliseconds;

// ---- what is combined -------------------------------------------------------

// What is alive in coroutines and handlers, or allocated for these.
int alive = 0;

struct counted
{
    counted() noexcept
    {
        ++alive;
    }

    counted(counted const&) noexcept
        : counted()
    {
    }

    counted& operator=(counted const&) = default;

    ~counted()
    {
        --alive;
    }
};

template<class T = void>
struct counting_allocator
{
    using value_type = T;

    counting_allocator() = default;

    template<class U>
    counting_allocator(counting_allocator<U> const&) noexcept
    {
    }

    T* allocate(std::size_t n)
    {
        ++alive;
        return std::allocator<T>().allocate(n);
    }

    void deallocate(T* p, std::size_t n) noexcept
    {
        --alive;
        std::allocator<T>().deallocate(p, n);
    }

    friend bool
    operator==(counting_allocator const&, counting_allocator const&) = default;
};

void rethrow(std::exception_ptr const& e)
{
    if (e)
        std::rethrow_exception(e);
}

void rethrow(error_code const& e)
{
    if (e)
        throw boost::system::system_error(e);
}

asio::awaitable<int> ours(milliseconds d)
{
    counted const here;
    co_return co_await asyncio::sleep(d, 7);
}

asio::awaitable<int> raw(milliseconds d)
{
    counted const here;
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(asio::use_awaitable);
    co_return 7;
}

// ---- the combinators: each gives 7 after a while ----------------------------

asio::awaitable<int> one_of(milliseconds d)
{
    auto const r = co_await (raw(d) || ours(2h));
    co_return r.index() == 0 ? std::get<0>(r) : 0;
}

asio::awaitable<int> one_of_the_other_way_round(milliseconds d)
{
    auto const r = co_await (raw(2h) || ours(d));
    co_return r.index() == 1 ? std::get<1>(r) : 0;
}

asio::awaitable<int> both(milliseconds d)
{
    auto const [a, b] = co_await (raw(d) && ours(d));
    co_return a == b ? a : 0;
}

asio::awaitable<int> nested(milliseconds d)
{
    auto const r = co_await (
        (raw(2h) || ours(d)) && (raw(d) || ours(2h)) && (ours(d) || raw(2h)));
    auto const& [a, b, c] = r;
    co_return a.index() == 1 && b.index() == 0 && c.index() == 0 ? 7 : 0;
}

asio::awaitable<int> group_for_one(milliseconds d)
{
    auto const ex = co_await asio::this_coro::executor;
    asio::steady_timer timer(ex, 2h);
    auto const [order, e, n, timer_error] =
        co_await experimental::make_parallel_group(
            asio::co_spawn(ex, ours(d), asio::deferred),
            timer.async_wait(asio::deferred))
            .async_wait(experimental::wait_for_one(), asio::use_awaitable);
    rethrow(e);
    BOOST_TEST(order[0] == 0u);
    BOOST_TEST((timer_error == asio::error::operation_aborted));
    co_return n;
}

asio::awaitable<int> group_for_all(milliseconds d)
{
    auto const ex = co_await asio::this_coro::executor;
    auto const [order, e, n, f, m] =
        co_await experimental::make_parallel_group(
            asio::co_spawn(ex, raw(d), asio::deferred),
            asyncio::sleep(d, 7)(asio::deferred))
            .async_wait(experimental::wait_for_all(), asio::use_awaitable);
    rethrow(e);
    rethrow(f);
    co_return n == m ? n : 0;
}

asio::awaitable<int> group_of_operations(milliseconds d)
{
    auto const [order, e, n, f, m] =
        co_await experimental::make_parallel_group(
            asyncio::sleep(2h, 1)(asio::deferred),
            asyncio::sleep(d, 7)(asio::deferred))
            .async_wait(
                experimental::wait_for_one_success(), asio::use_awaitable);
    rethrow(f);
    BOOST_TEST(order[0] == 1u);
    BOOST_TEST(asyncio::is_cancelled(e));
    co_return m;
}

asio::awaitable<int> group_of_a_range(milliseconds d)
{
    using operation = decltype(asyncio::sleep(d, 7)(asio::deferred));
    std::vector<operation> operations;
    for (int i = 0; i != 3; ++i)
        operations.push_back(asyncio::sleep(d, 7)(asio::deferred));
    auto const [order, errors, values] =
        co_await experimental::make_parallel_group(std::move(operations))
            .async_wait(experimental::wait_for_all(), asio::use_awaitable);
    for (auto const& e : errors)
        rethrow(e);
    co_return values[0] == values[2] ? values[1] : 0;
}

asio::awaitable<int> spawned(milliseconds d)
{
    co_return co_await asio::co_spawn(
        co_await asio::this_coro::executor, raw(d), asio::use_awaitable);
}

asio::awaitable<int> spawned_on_the_loop(milliseconds d)
{
    asio::any_io_executor const ex =
        asyncio::get_running_loop().get_executor();
    co_return co_await asio::co_spawn(ex, ours(d), asio::use_awaitable);
}

asio::awaitable<int> promise_of_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    auto promise = timer.async_wait(experimental::use_promise);
    co_await promise(asio::use_awaitable);
    co_return 7;
}

asio::awaitable<int> promise_of_ours(milliseconds d)
{
    auto promise = asyncio::sleep(d, 7)(asio::bind_executor(
        co_await asio::this_coro::executor, experimental::use_promise));
    co_return co_await promise(asio::use_awaitable);
}

// What a timer hands over may come when nobody waits any more.
template<class Channel>
asio::awaitable<int> received(milliseconds d)
{
    auto const ex = co_await asio::this_coro::executor;
    auto const values = std::make_shared<Channel>(ex, 1);
    asio::steady_timer timer(ex, d);
    timer.async_wait(
        [values](error_code e)
        {
            if (!e)
                values->try_send(error_code(), 7);
        });
    co_return co_await values->async_receive(asio::use_awaitable);
}

template<class Channel>
asio::awaitable<int> sent(milliseconds d)
{
    auto const ex = co_await asio::this_coro::executor;
    auto const values = std::make_shared<Channel>(ex, 0);
    auto const n = std::make_shared<int>(0);
    asio::steady_timer timer(ex, d);
    timer.async_wait(
        [values, n](error_code e)
        {
            if (!e)
                values->try_receive([n](error_code, int v) { *n = v; });
        });
    co_await values->async_send(error_code(), 7, asio::use_awaitable);
    co_return *n;
}

using channel = experimental::channel<void(error_code, int)>;
using concurrent_channel =
    experimental::concurrent_channel<void(error_code, int)>;

asio::awaitable<int> tuple(milliseconds d)
{
    auto const [e, n] =
        co_await asyncio::sleep(d, 7)(asio::as_tuple(asio::use_awaitable));
    rethrow(e);
    co_return n;
}

asio::awaitable<int> tuple_of_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    auto const [e] =
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    rethrow(e);
    co_return 7;
}

asio::awaitable<int> redirected(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    error_code e;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, e));
    rethrow(e);
    co_return 7;
}

asio::awaitable<int> executor_bound(milliseconds d)
{
    auto const ex = co_await asio::this_coro::executor;
    asio::steady_timer timer(ex, d);
    co_await timer.async_wait(asio::bind_executor(ex, asio::use_awaitable));
    co_return co_await asyncio::sleep(0s, 7)(
        asio::bind_executor(ex, asio::use_awaitable));
}

asio::awaitable<int> slot_bound(milliseconds d)
{
    auto const slot = (co_await asio::this_coro::cancellation_state).slot();
    co_return co_await asyncio::sleep(d, 7)(
        asio::bind_cancellation_slot(slot, asio::use_awaitable));
}

asio::awaitable<int> slot_bound_to_the_timer(milliseconds d)
{
    auto const slot = (co_await asio::this_coro::cancellation_state).slot();
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(
        asio::bind_cancellation_slot(slot, asio::use_awaitable));
    co_return 7;
}

asio::awaitable<int> allocator_bound(milliseconds d)
{
    co_return co_await asyncio::sleep(d, 7)(
        asio::bind_allocator(counting_allocator<>(), asio::use_awaitable));
}

asio::awaitable<int> allocator_bound_to_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(
        asio::bind_allocator(counting_allocator<>(), asio::use_awaitable));
    co_return 7;
}

asio::awaitable<int> consigned(milliseconds d)
{
    co_return co_await asyncio::sleep(d, 7)(
        asio::consign(asio::use_awaitable, counted()));
}

asio::awaitable<int> consigned_to_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(asio::consign(asio::use_awaitable, counted()));
    co_return 7;
}

asio::awaitable<int> appended(milliseconds d)
{
    co_return co_await asyncio::sleep(d)(
        asio::append(asio::use_awaitable, 7));
}

asio::awaitable<int> appended_to_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_return co_await timer.async_wait(asio::append(asio::use_awaitable, 7));
}

asio::awaitable<int> prepended(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    auto const [n, e] =
        co_await timer.async_wait(asio::prepend(asio::use_awaitable, 7));
    rethrow(e);
    co_return n;
}

asio::awaitable<int> deferred(milliseconds d)
{
    auto operation = asyncio::sleep(d, 7)(asio::deferred);
    co_return co_await std::move(operation)(asio::use_awaitable);
}

#ifdef BOOST_ASIO_CANCEL_AFTER_HPP

asio::awaitable<int> cancel_after(milliseconds d)
{
    co_return co_await asyncio::sleep(d, 7)(
        asio::cancel_after(2h, asio::use_awaitable));
}

asio::awaitable<int> cancel_at(milliseconds d)
{
    co_return co_await asyncio::sleep(d, 7)(asio::cancel_at(
        std::chrono::steady_clock::now() + 2h, asio::use_awaitable));
}

asio::awaitable<int> cancel_after_of_the_timer(milliseconds d)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, d);
    co_await timer.async_wait(
        asio::cancel_after(2h, asio::use_awaitable));
    co_return 7;
}

#endif

using combination = asio::awaitable<int> (*)(milliseconds);

struct combinator
{
    char const* name;
    combination make;

    // What goes on when an operation of Asio in it has completed, as a
    // coroutine of co_spawn does, may hear a request just then and end
    // normally: the request is gone.
    bool swallows = false;

    // An operation in it has no executor: its loop is the running one.
    bool in_tasks_only = false;
};

std::vector<combinator> const combinators = {
    {"a || b", one_of, true},
    {"b || a", one_of_the_other_way_round, true},
    {"a && b", both, true},
    {"nested", nested, true},
    {"parallel_group, wait_for_one", group_for_one},
    {"parallel_group, wait_for_all", group_for_all, true, true},
    {"parallel_group of operations", group_of_operations, false, true},
    {"parallel_group of a range", group_of_a_range, false, true},
    {"co_spawn", spawned, true},
    {"co_spawn on the loop", spawned_on_the_loop, false, true},
    {"promise of a timer", promise_of_the_timer},
    {"promise", promise_of_ours},
    {"channel, received", received<channel>},
    {"channel, sent", sent<channel>},
    {"concurrent_channel, received", received<concurrent_channel>},
    {"concurrent_channel, sent", sent<concurrent_channel>},
    {"as_tuple", tuple},
    {"as_tuple, timer", tuple_of_the_timer},
    {"redirect_error", redirected},
    {"bind_executor", executor_bound},
    {"bind_cancellation_slot", slot_bound},
    {"bind_cancellation_slot, timer", slot_bound_to_the_timer},
    {"bind_allocator", allocator_bound},
    {"bind_allocator, timer", allocator_bound_to_the_timer},
    {"consign", consigned},
    {"consign, timer", consigned_to_the_timer},
    {"append", appended},
    {"append, timer", appended_to_the_timer},
    {"prepend", prepended},
    {"deferred", deferred},
#ifdef BOOST_ASIO_CANCEL_AFTER_HPP
    {"cancel_after", cancel_after, false, true},
    {"cancel_at", cancel_at, false, true},
    {"cancel_after, timer", cancel_after_of_the_timer, true},
#endif
};

// ---- the scenes -------------------------------------------------------------

// A task that has awaited a combinator can sleep, and be cancelled by a limit.
asio::awaitable<void> as_good_as_before()
{
    BOOST_TEST(asyncio::current_task().cancelling() == 0u);
    BOOST_TEST(co_await ours(0ms) == 7);
    BOOST_TEST(co_await raw(1ms) == 7);
    bool timed_out = false;
    try
    {
        co_await asyncio::timeout(1ms, [] { return raw(1h); });
    }
    catch (asyncio::timeout_error const&)
    {
        timed_out = true;
    }
    BOOST_TEST(timed_out);
}

using scene = asio::awaitable<void> (*)(combinator const&);

// The scene in a task, for each combinator. The context has nothing left to do
// then: a timer that nobody cancelled would hold it.
void play(scene s)
{
    for (auto const& c : combinators)
        BOOST_TEST_CONTEXT(c.name)
        {
            asio::io_context context;
            auto const t = asyncio::create_task(context, s(c));
            context.run_for(20s);
            BOOST_TEST_REQUIRE(t.done());
            t.result();
            BOOST_TEST(context.stopped());
            BOOST_TEST(alive == 0);
        }
}

// The same without a task.
void play_outside(scene s)
{
    for (auto const& c : combinators)
        BOOST_TEST_CONTEXT(c.name)
        {
            if (c.in_tasks_only)
                continue;
            asio::io_context context;
            auto ended = asio::co_spawn(context, s(c), asio::use_future);
            context.run_for(20s);
            BOOST_TEST_REQUIRE(
                (ended.wait_for(0s) == std::future_status::ready));
            ended.get();
            BOOST_TEST(context.stopped());
            BOOST_TEST(alive == 0);
        }
}

template<class Wait>
asio::awaitable<void> expect_timeout(Wait wait)
{
    bool timed_out = false;
    try
    {
        static_cast<void>(co_await wait());
    }
    catch (asyncio::timeout_error const&)
    {
        timed_out = true;
    }
    BOOST_TEST(timed_out);
    co_await as_good_as_before();
}

asio::awaitable<void> in_a_task(combinator const& c)
{
    BOOST_TEST(co_await c.make(1ms) == 7);
    BOOST_TEST(co_await c.make(0ms) == 7);
    co_await as_good_as_before();
}

asio::awaitable<void> in_wait_for(combinator const& c)
{
    BOOST_TEST(co_await asyncio::wait_for(c.make(1ms), 1h) == 7);
    BOOST_TEST(co_await asyncio::wait_for(c.make(1ms), std::nullopt) == 7);
    co_await as_good_as_before();
}

asio::awaitable<void> in_wait_for_that_passes(combinator const& c)
{
    co_await expect_timeout(
        [&c] { return asyncio::wait_for(c.make(1h), 1ms); });
    co_await expect_timeout(
        [&c] { return asyncio::wait_for(c.make(1h), 0ms); });
}

asio::awaitable<void> outside_of_tasks(combinator const& c)
{
    BOOST_TEST(co_await c.make(1ms) == 7);
    BOOST_TEST(co_await asyncio::wait_for(c.make(1ms), 1h) == 7);
    for (auto const limit : {1ms, 0ms})
    {
        bool timed_out = false;
        try
        {
            co_await asyncio::wait_for(c.make(1h), limit);
        }
        catch (asyncio::timeout_error const&)
        {
            timed_out = true;
        }
        BOOST_TEST(timed_out);
    }
    BOOST_TEST(co_await c.make(1ms) == 7);
}

// What Asio's slot asks for ends it, and Asio's rules hold from then on.
asio::awaitable<void> cancelled_outside_of_tasks(combinator const& c)
{
    for (auto const after : {0ms, 1ms})
    {
        asio::cancellation_signal signal;
        std::exception_ptr error;
        bool ended = false;
        asio::co_spawn(
            co_await asio::this_coro::executor,
            c.make(1h),
            asio::bind_cancellation_slot(
                signal.slot(),
                [&](std::exception_ptr e, int)
                {
                    ended = true;
                    error = e;
                }));
        co_await raw(after);
        signal.emit(asio::cancellation_type::terminal);
        for (int i = 0; i != 1000 && !ended; ++i)
            co_await raw(1ms);
        BOOST_TEST_REQUIRE(ended);
        BOOST_TEST((error != nullptr));
    }
}

asio::awaitable<void> in_a_limit(combinator const& c)
{
    BOOST_TEST(
        co_await asyncio::timeout(1h, [&c] { return c.make(1ms); }) == 7);
    co_await as_good_as_before();
}

asio::awaitable<void> in_a_limit_that_passes(combinator const& c)
{
    auto const body = [&c] { return c.make(1h); };
    for (auto const limit : {1ms, 0ms})
        co_await expect_timeout(
            [&] { return asyncio::timeout(limit, body); });
    // The outer one passes first, and the inner one says nothing.
    auto const inner = [&]() -> asio::awaitable<int>
    { co_return co_await asyncio::timeout(1h, body); };
    co_await expect_timeout([&] { return asyncio::timeout(1ms, inner); });
}

asio::awaitable<void> in_a_group(combinator const& c)
{
    asyncio::task_group group;
    auto const body =
        [&c](asyncio::task_group& g) -> asio::awaitable<int>
    {
        auto const a = g.create_task(c.make(1ms));
        auto const b = g.create_task(c.make(2ms));
        auto const n = co_await c.make(0ms);
        co_return n + co_await a.get() + co_await b.get();
    };
    BOOST_TEST(co_await asyncio::with(group, body) == 21);
    co_await as_good_as_before();
}

asio::awaitable<int> fails(milliseconds d)
{
    co_await asyncio::sleep(d);
    throw std::runtime_error("failed");
}

// A failure cancels the other child, and the body.
asio::awaitable<void> in_a_group_that_fails(combinator const& c)
{
    asyncio::task_group group;
    asyncio::any_task other;
    auto const body =
        [&c, &other](asyncio::task_group& g) -> asio::awaitable<int>
    {
        other = g.create_task(c.make(1h));
        g.create_task(fails(1ms));
        co_return co_await c.make(1h);
    };
    std::size_t failures = 0;
    try
    {
        co_await asyncio::with(group, body);
    }
    catch (asyncio::exception_group const& e)
    {
        failures = e.exceptions().size();
    }
    BOOST_TEST(failures == 1u);
    BOOST_TEST(other.cancelled());
    co_await as_good_as_before();
}

asio::awaitable<void> cancelled_before_it_ends(combinator const& c)
{
    // Before it begins, and in each of the turns after that.
    for (int turns = 0; turns != 5; ++turns)
    {
        auto const t = asyncio::create_task(c.make(1h));
        for (int i = 0; i != turns; ++i)
            co_await asyncio::sleep(0s);
        t.cancel();
        co_await asyncio::wait({t});
        BOOST_TEST(t.cancelled());
    }
    auto const t = asyncio::create_task(c.make(1h));
    co_await asyncio::sleep(1ms);
    t.cancel();
    t.cancel();
    co_await asyncio::wait({t});
    BOOST_TEST(t.cancelled());
}

// The task takes the request, and awaits the combinator once more.
asio::awaitable<void> cancelled_and_goes_on(combinator const& c)
{
    bool caught = false;
    bool again = false;
    auto const body = [&]() -> asio::awaitable<void>
    {
        try
        {
            co_await c.make(1h);
        }
        catch (...)
        {
            caught = asyncio::is_cancelled(std::current_exception());
        }
        asyncio::current_task().uncancel();
        co_await as_good_as_before();
        BOOST_TEST(co_await c.make(1ms) == 7);
        again = true;
        co_await c.make(1h);
    };
    auto const t = asyncio::create_task(body);
    co_await asyncio::sleep(1ms);
    t.cancel();
    while (!again && !t.done())
        co_await asyncio::sleep(1ms);
    BOOST_TEST(caught);
    BOOST_TEST(!t.done());
    t.cancel();
    co_await asyncio::wait({t});
    BOOST_TEST(t.cancelled());
}

asio::awaitable<void> cancelled_after_it_has_ended(combinator const& c)
{
    for (auto const forever : {ours, raw})
    {
        bool ended = false;
        auto const body = [&]() -> asio::awaitable<void>
        {
            ended = co_await c.make(1ms) == 7;
            co_await forever(1h);
        };
        auto const t = asyncio::create_task(body);
        while (!ended)
            co_await asyncio::sleep(1ms);
        t.cancel();
        co_await asyncio::wait({t});
        BOOST_TEST(t.cancelled());
    }
}

// Whichever comes first, the request is not lost, or another one arrives.
asio::awaitable<void> cancelled_as_it_ends(combinator const& c)
{
    for (int i = 0; i != 10; ++i)
    {
        auto const body = [&]() -> asio::awaitable<void>
        {
            co_await c.make(milliseconds(i % 3));
            co_await ours(1h);
        };
        auto const t = asyncio::create_task(body);
        co_await asyncio::sleep(milliseconds(i % 3));
        t.cancel();
        co_await asyncio::wait({t}, {.timeout = 100ms});
        if (c.swallows)
            t.cancel();
        co_await asyncio::wait({t}, {.timeout = 1s});
        BOOST_TEST(t.cancelled());
    }
}

// ---- the tests --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_combinator_in_a_task)
{
    play(in_a_task);
}

BOOST_AUTO_TEST_CASE(a_combinator_in_wait_for)
{
    play(in_wait_for);
    play(in_wait_for_that_passes);
}

BOOST_AUTO_TEST_CASE(a_combinator_outside_of_tasks)
{
    play_outside(outside_of_tasks);
    play_outside(cancelled_outside_of_tasks);
}

BOOST_AUTO_TEST_CASE(a_combinator_with_a_limit)
{
    play(in_a_limit);
    play(in_a_limit_that_passes);
}

BOOST_AUTO_TEST_CASE(a_combinator_in_a_group)
{
    play(in_a_group);
    play(in_a_group_that_fails);
}

BOOST_AUTO_TEST_CASE(a_combinator_that_is_cancelled)
{
    play(cancelled_before_it_ends);
    play(cancelled_and_goes_on);
}

BOOST_AUTO_TEST_CASE(a_task_that_is_cancelled_after_a_combinator)
{
    play(cancelled_after_it_has_ended);
    play(cancelled_as_it_ends);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
