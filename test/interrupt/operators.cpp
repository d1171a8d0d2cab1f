// Requests to tasks that wait for what Asio runs beside them: each arrives, and
// once.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(interrupt_operators)

namespace {

using namespace asio::experimental::awaitable_operators;
using asyncio_test::ticker;
using asyncio_test::too_many;

// ---- what stands beside the task ---------------------------------------------

asio::awaitable<void> sleeps()
{
    co_await asyncio::sleep(2ms);
}

asio::awaitable<void> yields()
{
    for (int i = 0; i != 3; ++i)
        co_await asyncio::sleep(0s);
}

asio::awaitable<void> posts()
{
    for (int i = 0; i != 3; ++i)
        co_await asio::post(asio::use_awaitable);
}

asio::awaitable<void> waits_raw()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
    co_await timer.async_wait(asio::use_awaitable);
    co_await asio::post(asio::use_awaitable);
}

asio::awaitable<void> for_ever()
{
    co_await asyncio::sleep(1h);
}

asio::awaitable<void> for_ever_raw()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

// Takes a request, cleans up, and says nothing of it.
asio::awaitable<void> cleans_up()
{
    try
    {
        co_await asyncio::sleep(2ms);
    }
    catch (asyncio::cancelled_error const&)
    {
    }
    co_await asio::this_coro::reset_cancellation_state();
    co_await asyncio::sleep(0s);
}

using child = asio::awaitable<void> (*)();

struct named_child
{
    char const* name;
    child make;
    // It may end normally though a request has come, which is gone then, as
    // nobody else has seen it. Or, if its operation of Asio has just completed,
    // it sees the request in its next one, and the task sees it, too.
    bool swallows = false;
};

std::vector<named_child> const children = {
    {"sleeps", sleeps},
    {"yields", yields},
    {"posts", posts, true},
    {"waits_raw", waits_raw, true},
    {"for_ever", for_ever},
    {"for_ever_raw", for_ever_raw},
    {"cleans_up", cleans_up, true},
};

// ---- how the task waits for two of them ---------------------------------------

asio::awaitable<void> one_of(child a, child b)
{
    co_await (a() || b());
}

asio::awaitable<void> both(child a, child b)
{
    co_await (a() && b());
}

asio::awaitable<void> one_after_the_other(child a, child b)
{
    auto const ex = co_await asio::this_coro::executor;
    co_await asio::co_spawn(ex, a(), asio::use_awaitable);
    co_await asio::co_spawn(ex, b(), asio::use_awaitable);
}

// Detached from the identity of the task.
asio::awaitable<void> on_the_loop(child a, child b)
{
    asio::any_io_executor const ex =
        asyncio::get_running_loop().get_executor();
    co_await asio::co_spawn(ex, a(), asio::use_awaitable);
    co_await asio::co_spawn(ex, b(), asio::use_awaitable);
}

asio::awaitable<void> nested(child a, child b)
{
    co_await ((a() || b()) && (b() || a()));
}

asio::awaitable<void> beside_an_operation_of_ours(child a, child b)
{
    asio::co_spawn(
        co_await asio::this_coro::executor, a(), [](std::exception_ptr) {});
    co_await asyncio::sleep(1ms);
    co_await asio::co_spawn(
        co_await asio::this_coro::executor, b(), asio::use_awaitable);
}

using form = asio::awaitable<void> (*)(child, child);

struct named_form
{
    char const* name;
    form wait;
};

std::vector<named_form> const forms = {
    {"||", one_of},
    {"&&", both},
    {"co_spawn", one_after_the_other},
    {"co_spawn on the loop", on_the_loop},
    {"nested", nested},
    {"beside", beside_an_operation_of_ours},
};

// Calls `f(form, child, child, whether both pass a request on)` for all.
template<class F>
void for_each_pair(F f)
{
    for (auto const& w : forms)
        for (auto const& a : children)
            for (auto const& b : children)
                BOOST_TEST_CONTEXT(a.name << ' ' << w.name << ' ' << b.name)
                    f(w.wait, a.make, b.make, !a.swallows && !b.swallows);
}

// ---- the tests -----------------------------------------------------------------

// Runs a loop, whose clock goes on, until the task is done.
void run_to_the_end(asyncio::virtual_loop& loop, asyncio::any_task const& t)
{
    ticker const ticks(
        loop,
        [&](int turn)
        {
            if (!t.done() && turn != too_many)
                return true;
            loop.stop();
            return false;
        });
    loop.run_forever();
    BOOST_TEST_REQUIRE(t.done());
}

// The task waits twice. Requests come in the given turns; the rest is ended by
// more of them. Returns whether the task ended before the last of `turns`.
bool requests_in(
    std::vector<int> const& turns, form wait, child a, child b, bool passed_on)
{
    asyncio::virtual_loop loop;
    int seen = 0;
    auto const body = [&]() -> asio::awaitable<void>
    {
        for (int i = 0; i != 2; ++i)
            try
            {
                co_await wait(a, b);
            }
            catch (std::exception const&)
            {
                ++seen;
            }
    };
    auto const t = loop.create_task(body);
    int made = 0;
    std::size_t at = 0;
    bool undisturbed = false;
    ticker const ticks(
        loop,
        [&](int n)
        {
            if (t.done() || n == too_many)
            {
                undisturbed = at != turns.size();
                loop.stop();
                return false;
            }
            bool const more = at == turns.size() && n > turns.back() + 60 &&
                              n % 60 == 0;
            if (more || (at != turns.size() && n == turns[at]))
            {
                if (!more)
                    ++at;
                ++made;
                BOOST_TEST(t.cancel());
                BOOST_TEST(t.cancelling() == static_cast<unsigned>(made));
            }
            return true;
        });
    loop.run_forever();
    BOOST_TEST_REQUIRE(t.done());
    if (!t.cancelled())
        BOOST_CHECK_NO_THROW(t.result());
    // At the end of the body a request that nobody saw ends the task.
    int const arrived = seen + t.cancelled();
    if (passed_on)
        BOOST_TEST(arrived <= made);
    if (passed_on && made == 1)
        BOOST_TEST(arrived == made);
    else if (passed_on) // several in one wait are one
        BOOST_TEST(arrived >= (made > 0));
    asyncio::detail::cancel_all_tasks(loop);
    return undisturbed;
}

BOOST_AUTO_TEST_CASE(each_request_arrives_once)
{
    for_each_pair(
        [](form wait, child a, child b, bool passed_on)
        {
            for (int n = 0; n != 40; ++n)
                BOOST_TEST_CONTEXT("in turn " << n)
                    if (requests_in({n}, wait, a, b, passed_on))
                        break;
        });
}

BOOST_AUTO_TEST_CASE(two_requests)
{
    for_each_pair(
        [](form wait, child a, child b, bool passed_on)
        {
            for (int n = 0; n != 8; ++n)
                for (int m = n + 1; m != n + 4; ++m)
                    BOOST_TEST_CONTEXT("in turns " << n << " and " << m)
                        requests_in(
                            {n, m}, wait, a, b, passed_on);
        });
}

// As the limits of `wait_for` and `timeout` come.
BOOST_AUTO_TEST_CASE(limits)
{
    for_each_pair(
        [](form wait, child a, child b, bool passed_on)
        {
            // Who does not pass a request on may wait for ever after it.
            if (!passed_on)
                return;
            for (int n = 0; n != 5; ++n)
                BOOST_TEST_CONTEXT("after " << n << " ms")
                {
                    asyncio::virtual_loop loop;
                    bool again = false;
                    auto const body = [&]() -> asio::awaitable<void>
                    {
                        for (int i = 0; i != 2; ++i)
                        {
                            try
                            {
                                co_await asyncio::wait_for(
                                    wait(a, b), n * 1ms);
                            }
                            catch (std::exception const&)
                            {
                            }
                            auto const scope = [&] { return wait(a, b); };
                            try
                            {
                                co_await asyncio::timeout(n * 1ms, scope);
                            }
                            catch (std::exception const&)
                            {
                            }
                            auto const me = asyncio::current_task();
                            BOOST_TEST(me.cancelling() == 0u);
                        }
                        again = true;
                    };
                    auto const t = loop.create_task(body);
                    run_to_the_end(loop, t);
                    BOOST_CHECK_NO_THROW(t.result());
                    BOOST_TEST(again);
                }
        });
}

// A child asks the task that waits for it.
BOOST_AUTO_TEST_CASE(a_child_asks)
{
    for (auto const& w : forms)
        for (auto const& c : children)
            BOOST_TEST_CONTEXT(w.name << ' ' << c.name)
            {
                if (c.swallows)
                    continue;
                static asyncio::any_task parent;
                auto const asks = []() -> asio::awaitable<void>
                {
                    parent.cancel();
                    co_await asyncio::sleep(1h);
                };
                asyncio::virtual_loop loop;
                int seen = 0;
                auto const body = [&]() -> asio::awaitable<void>
                {
                    try
                    {
                        co_await w.wait(asks, c.make);
                    }
                    catch (std::exception const&)
                    {
                        ++seen;
                    }
                };
                auto const t = loop.create_task(body);
                parent = t;
                run_to_the_end(loop, t);
                parent = {};
                BOOST_TEST(seen + t.cancelled() == 1);
                asyncio::detail::cancel_all_tasks(loop);
            }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
