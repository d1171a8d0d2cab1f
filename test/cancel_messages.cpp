// The message of a cancellation when a task is asked to end more than once
// before it goes on. All expected lines were recorded from CPython.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/as_completed.hpp>
#include <boost/asyncio/barrier.hpp>
#include <boost/asyncio/condition.hpp>
#include <boost/asyncio/event.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/lock.hpp>
#include <boost/asyncio/queue.hpp>
#include <boost/asyncio/semaphore.hpp>
#include <boost/asyncio/shield.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task_group.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_cancel_messages)

namespace {

using asyncio::create_task;
using asyncio_test::run;

// A request without a message is an empty one.
using requests = std::vector<std::string>;

std::vector<requests> const all_requests{
    {"a", "b"}, {"a", ""}, {"", "b"}, {"a"}, {""}};

// One word for each of all_requests; '-' is no message.
constexpr char const* first = "a a - a -";
constexpr char const* last = "b - b a -";

void ask(asyncio::any_task const& t, requests const& r)
{
    for (auto const& message : r)
        if (message.empty())
            t.cancel();
        else
            t.cancel(message);
}

std::string text(asyncio::cancelled_error const& e)
{
    return e.message().empty() ? "-" : e.message();
}

using body = std::function<asio::awaitable<void>()>;

// What f() is told; "R" if it was not cancelled.
asio::awaitable<void> tell(body f, std::string& told)
{
    if (!told.empty())
        told += '/';
    try
    {
        co_await f();
        told += 'R';
    }
    catch (asyncio::cancelled_error const& e)
    {
        told += text(e);
    }
}

asio::awaitable<void> skip(int n)
{
    for (int i = 0; i != n; ++i)
        co_await asyncio::sleep(0s);
}

// What `scene(requests, told)` says for each of all_requests.
template<class Scene>
std::string lines(Scene scene)
{
    std::string all;
    for (auto const& r : all_requests)
    {
        std::string told;
        run([&]() -> asio::awaitable<void> { return scene(r, told); });
        all += (all.empty() ? "" : " ") + told;
    }
    return all;
}

// Of a task that has waited in `f` for some turns.
std::string waiting(body f, int turns = 1)
{
    return lines(
        [&](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const t = create_task([&] { return tell(f, told); });
            co_await skip(turns);
            ask(t, r);
            co_await asyncio::wait({t});
        });
}

// The body that makes an operation by `make()` and awaits it.
template<class Make>
body awaits(Make make)
{
    return [make]() -> asio::awaitable<void>
    {
        auto op = make();
        (void)co_await std::move(op);
    };
}

asyncio::future<int> pending()
{
    return asyncio::get_running_loop().create_future<int>();
}

asio::awaitable<void> for_ever()
{
    co_await asyncio::sleep(1h);
}

BOOST_AUTO_TEST_CASE(of_what_waits_the_first)
{
    BOOST_TEST(waiting(awaits([] { return pending(); })) == first);
    BOOST_TEST(waiting(awaits([] { return asyncio::sleep(1h); })) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::queue<int> q;
                (void)co_await q.get();
            }) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::event e;
                co_await e.wait();
            }) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::semaphore s(0);
                co_await s.acquire();
            }) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::lock l;
                co_await l.acquire();
                co_await l.acquire();
            }) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::condition c;
                co_await c.acquire();
                co_await c.wait();
            }) == first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                asyncio::barrier b(2);
                (void)co_await b.wait();
            }) == first);
    BOOST_TEST(
        waiting(awaits([] { return asyncio::wait(std::vector{pending()}); })) ==
        first);
    BOOST_TEST(
        waiting(awaits([] { return asyncio::shield(pending()); })) == first);
    BOOST_TEST(
        waiting(awaits([] { return asyncio::wait_for(pending(), 2h); })) ==
        first);
    BOOST_TEST(
        waiting(awaits([] { return asyncio::wait_for(for_ever(), 2h); })) ==
        first);
    BOOST_TEST(
        waiting(awaits([] { return asyncio::timeout(2h, for_ever); })) ==
        first);
    BOOST_TEST(
        waiting(
            []() -> asio::awaitable<void>
            {
                auto it = asyncio::as_completed(std::vector{pending()});
                (void)co_await it.next();
            }) == first);
}

asio::awaitable<void> group_with(body of_group, body of_child)
{
    asyncio::task_group g;
    co_await asyncio::with(
        g,
        [&]() -> asio::awaitable<void>
        {
            if (of_child)
                g.create_task(of_child);
            if (of_group)
                co_await of_group();
        });
}

BOOST_AUTO_TEST_CASE(of_a_group_the_first)
{
    for (int turns : {1, 4})
    {
        BOOST_TEST(
            waiting([] { return group_with({}, for_ever); }, turns) == first);
        BOOST_TEST(
            waiting([] { return group_with(for_ever, {}); }, turns) == first);
    }
}

// What is passed on to a task comes back with what that was told.
BOOST_AUTO_TEST_CASE(of_who_waits_for_a_task_that_of_the_task)
{
    auto const task = awaits([] { return create_task(for_ever); });
    BOOST_TEST(waiting(task) == last); // which has not started
    BOOST_TEST(waiting(task, 4) == first);
    auto const limited = awaits(
        [] { return asyncio::wait_for(create_task(for_ever), 2h); });
    BOOST_TEST(waiting(limited) == last);
    BOOST_TEST(waiting(limited, 4) == first);
    auto const gathered =
        awaits([] { return asyncio::gather(pending(), for_ever()); });
    BOOST_TEST(waiting(gathered) == first);
    BOOST_TEST(waiting(gathered, 4) == first);
    auto const collected = awaits(
        []
        {
            return asyncio::gather(
                asyncio::return_exceptions, pending(), for_ever());
        });
    BOOST_TEST(waiting(collected) == last); // that of the last child to end
    BOOST_TEST(waiting(collected, 4) == first);
}

BOOST_AUTO_TEST_CASE(of_what_is_about_to_go_on_the_last)
{
    BOOST_TEST(waiting(awaits([] { return asyncio::sleep(0s); })) == last);
    auto const ready = lines(
        [](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const f = pending();
            auto const waits = awaits([f] { return f.get(); });
            auto const t = create_task([&] { return tell(waits, told); });
            co_await skip(1);
            f.set_result(1);
            ask(t, r);
            co_await asyncio::wait({t});
        });
    BOOST_TEST(ready == last);
}

BOOST_AUTO_TEST_CASE(before_the_first_step_and_by_itself_the_last)
{
    auto const unstarted = lines(
        [](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const t = create_task(for_ever);
            ask(t, r);
            auto const gets = awaits([t] { return t.get(); });
            co_await tell(gets, told);
        });
    BOOST_TEST(unstarted == last);

    auto const itself = [](body then)
    {
        return lines(
            [then](requests const& r, std::string& told)
                -> asio::awaitable<void>
            {
                auto const t = create_task(
                    [&]() -> asio::awaitable<void>
                    {
                        ask(asyncio::current_task(), r);
                        co_await then();
                    });
                auto const gets = awaits([t] { return t.get(); });
                co_await tell(gets, told);
            });
    };
    BOOST_TEST(itself(for_ever) == last);
    BOOST_TEST(itself(awaits([] { return asyncio::sleep(0s); })) == last);
    BOOST_TEST(itself([]() -> asio::awaitable<void> { co_return; }) == last);
}

BOOST_AUTO_TEST_CASE(who_awaits_the_task_sees_the_same)
{
    auto const of = [](body b)
    {
        return lines(
            [b](requests const& r, std::string& told) -> asio::awaitable<void>
            {
                auto const t = create_task(b);
                co_await skip(2);
                ask(t, r);
                auto const gets = awaits([t] { return t.get(); });
                co_await tell(gets, told);
            });
    };
    BOOST_TEST(of(for_ever) == first);
    BOOST_TEST(of(awaits([] { return create_task(for_ever); })) == first);
    // An operation of Asio throws without a message, but the task has one.
    auto const raw = []() -> asio::awaitable<void>
    {
        asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
        co_await timer.async_wait(asio::use_awaitable);
    };
    BOOST_TEST(of(raw) == first);
}

BOOST_AUTO_TEST_CASE(next_wait_has_its_own_message)
{
    // A request for each of two waits.
    auto const two = lines(
        [](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const waits = awaits([] { return pending(); });
            auto const t = create_task(
                [&]() -> asio::awaitable<void>
                {
                    co_await tell(waits, told);
                    co_await tell(waits, told);
                });
            co_await skip(1);
            ask(t, {r.front()});
            co_await skip(1);
            ask(t, {r.size() == 2 ? r.back() : ""});
            co_await asyncio::wait({t});
        });
    BOOST_TEST(two == "a/b a/- -/b a/- -/-");

    // Two for the first, and then one by itself.
    auto const then_itself = lines(
        [](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const waits = awaits([] { return pending(); });
            auto const t = create_task(
                [&]() -> asio::awaitable<void>
                {
                    co_await tell(waits, told);
                    asyncio::current_task().cancel("z");
                    co_await tell(waits, told);
                });
            co_await skip(1);
            ask(t, r);
            co_await asyncio::wait({t});
        });
    BOOST_TEST(then_itself == "a/z a/z -/z a/z -/z");

    // One by itself, which ends the wait as it begins, and then others.
    auto const then_others = lines(
        [](requests const& r, std::string& told) -> asio::awaitable<void>
        {
            auto const waits = awaits([] { return pending(); });
            auto const t = create_task(
                [&]() -> asio::awaitable<void>
                {
                    ask(asyncio::current_task(), {r.front()});
                    co_await tell(waits, told);
                });
            create_task(
                [&]() -> asio::awaitable<void>
                {
                    if (r.size() == 2)
                        ask(t, {r.back()});
                    co_return;
                });
            co_await asyncio::wait({t});
        });
    BOOST_TEST(then_others == first);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
