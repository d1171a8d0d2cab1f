// as_completed: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/as_completed.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <functional>
#include <future>
#include <list>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_as_completed)

namespace {

using asyncio_test::now;
using asyncio_test::run;

using int_task = asyncio::task<int>;
using int_future = asyncio::future<int>;

asio::awaitable<int> number(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    co_return n;
}

asio::awaitable<int> fails(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    throw std::runtime_error("failure");
}

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<std::unique_ptr<int>> unique(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    co_return std::make_unique<int>(n);
}

std::vector<int_task> tasks(std::initializer_list<int> seconds)
{
    std::vector<int_task> all;
    for (int const n : seconds)
        all.push_back(asyncio::create_task(number(n)));
    return all;
}

std::vector<int_future> futures(int n)
{
    std::vector<int_future> all;
    for (int i = 0; i != n; ++i)
        all.push_back(asyncio::get_running_loop().create_future<int>());
    return all;
}

// The results, in the order in which they come.
template<class Iterator>
asio::awaitable<std::vector<int>> all_of(Iterator& it)
{
    std::vector<int> results;
    while (auto t = co_await it.next())
    {
        BOOST_TEST(t->done());
        results.push_back(t->result());
    }
    co_return results;
}

// Calls next() in a task of its own.
template<class Iterator>
auto next_in_task(Iterator& it)
{
    return asyncio::create_task(it.next());
}

BOOST_AUTO_TEST_CASE(in_the_order_of_completion)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(tasks({3, 1, 2}));
            auto const results = co_await all_of(it);
            BOOST_TEST((results == std::vector{1, 2, 3}));
            BOOST_TEST((now() == 3s));
            // It stays at the end.
            auto const end = co_await it.next();
            BOOST_TEST(!end);
        });
}

// The handles that were given, or the tasks that were made.
BOOST_AUTO_TEST_CASE(what_is_given)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const given = tasks({2, 1});
            auto it = asyncio::as_completed(given);
            static_assert(std::is_same_v<
                          decltype(it),
                          asyncio::as_completed_iterator<int_task>>);
            auto t = co_await it.next();
            BOOST_TEST((*t == given[1]));
            t = co_await it.next();
            BOOST_TEST((*t == given[0]));

            auto const f = futures(2);
            auto fit = asyncio::as_completed(f);
            static_assert(std::is_same_v<
                          decltype(fit),
                          asyncio::as_completed_iterator<int_future>>);
            f[1].set_result(1);
            auto const done = co_await fit.next();
            BOOST_TEST((*done == f[1]));

            auto const u = asyncio::create_task(unique(1));
            auto const v = asyncio::create_task(nothing());
            auto ait = asyncio::as_completed({u, v});
            static_assert(std::is_same_v<
                          decltype(ait),
                          asyncio::as_completed_iterator<asyncio::any_task>>);
            auto any = co_await ait.next();
            BOOST_TEST((*any == v));
            any = co_await ait.next();
            BOOST_TEST((*any == u));
            BOOST_TEST(*u.result() == 1);

            std::vector<asio::awaitable<void>> voids;
            voids.push_back(nothing());
            auto vit = asyncio::as_completed(std::move(voids));
            static_assert(std::is_same_v<
                          decltype(vit),
                          asyncio::as_completed_iterator<asyncio::task<void>>>);
            auto const made = co_await vit.next();
            BOOST_TEST(made->done());
        });
}

BOOST_AUTO_TEST_CASE(ranges)
{
    run(
        []() -> asio::awaitable<void>
        {
            // Awaitables.
            std::list<asio::awaitable<std::unique_ptr<int>>> list;
            list.push_back(unique(2));
            list.push_back(unique(1));
            auto it = asyncio::as_completed(std::move(list));
            int sum = 0;
            while (auto t = co_await it.next())
            {
                auto const p = co_await std::move(*t).get();
                sum = 10 * sum + *p;
            }
            BOOST_TEST(sum == 12);
            // Made on the way.
            auto made = asyncio::as_completed(
                std::views::iota(1, 4) | std::views::transform(number));
            auto results = co_await all_of(made);
            BOOST_TEST((results == std::vector{1, 2, 3}));
            // A view leaves alone what it shows.
            auto const given = tasks({2, 1, 3});
            auto mutable_given = given;
            auto filtered = asyncio::as_completed(
                mutable_given |
                std::views::filter([&](auto const& t)
                                   { return t != given[0]; }));
            results = co_await all_of(filtered);
            BOOST_TEST((results == std::vector{1, 3}));
            BOOST_TEST((mutable_given == given));
            // Functions, operations.
            std::vector functions(2, [] { return number(1); });
            auto called = asyncio::as_completed(functions);
            results = co_await all_of(called);
            BOOST_TEST((results == std::vector{1, 1}));
            std::vector<decltype(asyncio::sleep(1s, 1))> operations;
            operations.push_back(asyncio::sleep(2s, 2));
            operations.push_back(asyncio::sleep(1s, 1));
            auto slept = asyncio::as_completed(std::move(operations));
            results = co_await all_of(slept);
            BOOST_TEST((results == std::vector{1, 2}));
        });
}

BOOST_AUTO_TEST_CASE(empty)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(std::vector<int_task>(), 1s);
            auto const t = co_await it.next();
            BOOST_TEST(!t);
            auto none = asyncio::as_completed({});
            auto const u = co_await none.next();
            BOOST_TEST(!u);
        });
    // There is nothing that would need a loop.
    auto it = asyncio::as_completed(std::vector<int_task>());
    static_cast<void>(it);
}

BOOST_AUTO_TEST_CASE(without_a_loop)
{
    std::vector<asio::awaitable<int>> children;
    children.push_back(number(1));
    BOOST_CHECK_THROW(
        static_cast<void>(asyncio::as_completed(std::move(children))),
        std::runtime_error);
}

BOOST_AUTO_TEST_CASE(wrong_arguments)
{
    asio::io_context other;
    auto const foreign = asyncio::create_task(other, number(0));
    run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_CHECK_THROW(
                static_cast<void>(
                    asyncio::as_completed(std::vector<int_task>(1))),
                std::invalid_argument);
            auto all = tasks({1});
            all.push_back(foreign);
            BOOST_CHECK_THROW(
                static_cast<void>(asyncio::as_completed(all)),
                std::invalid_argument);
            auto it = asyncio::as_completed(tasks({1}));
            auto moved = std::move(it);
            BOOST_CHECK_THROW(
                static_cast<void>(it.next()), std::invalid_argument);
            auto const t = co_await moved.next();
            BOOST_TEST(t->result() == 1);
        });
    other.run();
}

BOOST_AUTO_TEST_CASE(duplicates_count_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const a = asyncio::create_task(number(1));
            auto const b = asyncio::create_task(number(2));
            auto it = asyncio::as_completed(std::vector{a, b, a, b, b});
            auto const results = co_await all_of(it);
            BOOST_TEST((results == std::vector{1, 2}));
        });
}

// Also when nobody awaits the first one yet.
BOOST_AUTO_TEST_CASE(it_starts_at_the_call)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> children;
            children.push_back(number(2));
            children.push_back(number(1));
            auto it = asyncio::as_completed(std::move(children), 3s);
            co_await asyncio::sleep(1h);
            auto const results = co_await all_of(it);
            BOOST_TEST((results == std::vector{1, 2}));
            BOOST_TEST((now() == 1h));
        });
}

BOOST_AUTO_TEST_CASE(what_is_done_already)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = futures(3);
            f[2].set_result(2);
            f[0].set_result(0);
            auto it = asyncio::as_completed(f);
            f[1].set_result(1);
            auto const results = co_await all_of(it);
            BOOST_TEST((results == std::vector{0, 2, 1}));
        });
}

BOOST_AUTO_TEST_CASE(exceptions_stay_inside)
{
    run(
        []() -> asio::awaitable<void>
        {
            int reports = 0;
            asyncio::get_running_loop().set_exception_handler(
                [&](auto&, auto const&) { ++reports; });
            std::vector<int_task> all;
            all.push_back(asyncio::create_task(fails(1)));
            all.push_back(asyncio::create_task(number(2)));
            all.push_back(asyncio::create_task(fails(3)));
            all[1].cancel();
            auto it = asyncio::as_completed(all);
            all.clear();
            auto t = co_await it.next();
            BOOST_TEST(t->cancelled());
            t = co_await it.next();
            BOOST_TEST((t->exception() != nullptr));
            BOOST_TEST(reports == 0);
            // The one that nobody looks at.
            t = co_await it.next();
            t.reset();
            BOOST_TEST(reports == 1);
        });
}

BOOST_AUTO_TEST_CASE(timeout)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const all = tasks({10, 1, 20, 2});
            auto it = asyncio::as_completed(all, 5s);
            co_await asyncio::sleep(1s);
            for (int const n : {1, 2})
            {
                auto const t = co_await it.next();
                BOOST_TEST(t->result() == n);
            }
            // Once for each that is left.
            for (int i = 0; i != 2; ++i)
            {
                BOOST_CHECK_THROW(
                    co_await it.next(), asyncio::timeout_error);
                BOOST_TEST((now() == 5s));
            }
            auto const end = co_await it.next();
            BOOST_TEST(!end);
            // Nothing was cancelled.
            int const n = co_await all[2].get();
            BOOST_TEST(n == 20);
            BOOST_TEST(all[0].result() == 10);
        });
}

BOOST_AUTO_TEST_CASE(timeouts)
{
    run(
        []() -> asio::awaitable<void>
        {
            // What is done already comes first, whatever the time.
            for (int i = 0; i != 2; ++i)
            {
                auto const f = futures(2);
                f[1].set_result(1);
                auto const limit = i == 0 ? 0s : -1h;
                auto it = asyncio::as_completed(f, limit);
                auto const t = co_await it.next();
                BOOST_TEST(t->result() == 1);
                BOOST_CHECK_THROW(
                    co_await it.next(), asyncio::timeout_error);
                auto const end = co_await it.next();
                BOOST_TEST(!end);
            }
            auto it = asyncio::as_completed(tasks({1}), std::nullopt);
            auto results = co_await all_of(it);
            BOOST_TEST(results.size() == 1u);
            auto long_it = asyncio::as_completed(tasks({1}), 0.5h);
            results = co_await all_of(long_it);
            BOOST_TEST(results.size() == 1u);
            // Nobody is there when the time is up, and then somebody.
            auto const all = tasks({10, 20});
            auto late = asyncio::as_completed(all, 1s);
            co_await asyncio::sleep(15s);
            BOOST_CHECK_THROW(co_await late.next(), asyncio::timeout_error);
            BOOST_CHECK_THROW(co_await late.next(), asyncio::timeout_error);
            auto const end = co_await late.next();
            BOOST_TEST(!end);
        });
}

BOOST_AUTO_TEST_CASE(several_at_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(tasks({3, 1, 2}));
            auto const a = next_in_task(it);
            auto const b = next_in_task(it);
            auto const c = next_in_task(it);
            auto const d = next_in_task(it);
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            // All of them are spoken for.
            BOOST_TEST(d.done());
            BOOST_TEST(!d.result());
            co_await asyncio::wait({a, b, c});
            BOOST_TEST(a.result()->result() == 1);
            BOOST_TEST(b.result()->result() == 2);
            BOOST_TEST(c.result()->result() == 3);
        });
}

BOOST_AUTO_TEST_CASE(several_at_once_and_a_timeout)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(tasks({1, 20, 30, 40}), 10s);
            auto const a = next_in_task(it);
            auto const b = next_in_task(it);
            auto const c = next_in_task(it);
            co_await asyncio::wait({a, b, c});
            BOOST_TEST((now() == 10s));
            BOOST_TEST(a.result()->result() == 1);
            BOOST_CHECK_THROW(b.result(), asyncio::timeout_error);
            BOOST_CHECK_THROW(c.result(), asyncio::timeout_error);
            BOOST_CHECK_THROW(co_await it.next(), asyncio::timeout_error);
            auto const end = co_await it.next();
            BOOST_TEST(!end);
        });
}

BOOST_AUTO_TEST_CASE(cancelling_loses_nothing)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const all = tasks({1, 2});
            auto it = asyncio::as_completed(all);
            // While it waits.
            auto const a = next_in_task(it);
            auto const b = next_in_task(it);
            co_await asyncio::sleep(0.5s);
            BOOST_TEST(a.cancel("stop"));
            co_await asyncio::wait({a});
            BOOST_TEST(a.cancelled());
            BOOST_TEST(all[0].cancelling() == 0u);
            co_await asyncio::wait({b});
            BOOST_TEST((*b.result() == all[0]));
            auto const t = co_await it.next();
            BOOST_TEST((*t == all[1]));
        });
}

// The item was handed over, and the call that was to get it is cancelled before
// it goes on.
BOOST_AUTO_TEST_CASE(cancelled_after_the_wake_up)
{
    run(
        []() -> asio::awaitable<void>
        {
            for (bool const another : {false, true})
            {
                auto const f = futures(3);
                auto it = asyncio::as_completed(f);
                auto const a = next_in_task(it);
                auto b = int_task();
                auto const body = [&]() -> asio::awaitable<int>
                { co_return (co_await it.next())->result(); };
                co_await asyncio::sleep(0s);
                if (another)
                {
                    b = asyncio::create_task(body);
                    co_await asyncio::sleep(0s);
                }
                f[1].set_result(1);
                f[2].set_result(2);
                co_await asyncio::sleep(0s);
                // Both were handed out, or put aside.
                BOOST_TEST(!a.done());
                BOOST_TEST(a.cancel());
                co_await asyncio::wait({a});
                BOOST_TEST(a.cancelled());
                // It is the next again, before those that came later.
                auto const t = co_await it.next();
                BOOST_TEST(t->result() == 1);
                if (another)
                {
                    int const n = co_await b.get();
                    BOOST_TEST(n == 2);
                }
                else
                {
                    auto const u = co_await it.next();
                    BOOST_TEST(u->result() == 2);
                }
                f[0].set_result(0);
                auto const last = co_await it.next();
                BOOST_TEST(last->result() == 0);
                auto const end = co_await it.next();
                BOOST_TEST(!end);
            }
        });
}

BOOST_AUTO_TEST_CASE(handed_on_to_one_that_waits)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = futures(2);
            auto it = asyncio::as_completed(f);
            auto const a = next_in_task(it);
            auto const b = next_in_task(it);
            co_await asyncio::sleep(0s);
            f[0].set_result(0);
            co_await asyncio::sleep(0s);
            a.cancel();
            co_await asyncio::wait({a, b});
            BOOST_TEST(a.cancelled());
            BOOST_TEST(b.result()->result() == 0);
        });
}

BOOST_AUTO_TEST_CASE(a_timeout_that_was_not_seen)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(tasks({10}), 1s);
            auto const a = next_in_task(it);
            co_await asyncio::sleep(0s);
            asyncio_test::block(1s);
            a.cancel();
            co_await asyncio::wait({a});
            BOOST_TEST(a.cancelled());
            BOOST_CHECK_THROW(co_await it.next(), asyncio::timeout_error);
            auto const end = co_await it.next();
            BOOST_TEST(!end);
        });
}

BOOST_AUTO_TEST_CASE(next_with_a_limit_of_its_own)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed(tasks({3, 1}));
            int timeouts = 0;
            std::vector<int> results;
            for (bool more = true; more;)
                try
                {
                    auto const t =
                        co_await asyncio::wait_for(it.next(), 600ms);
                    if (t)
                        results.push_back(t->result());
                    more = t.has_value();
                }
                catch (asyncio::timeout_error const&)
                {
                    ++timeouts;
                }
            BOOST_TEST((results == std::vector{1, 3}));
            BOOST_TEST(timeouts == 4);
        });
}

BOOST_AUTO_TEST_CASE(dropping_the_iterator)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = futures(2);
            auto const& waiters =
                asyncio::detail::handle_access::state(f[0])->waiters();
            {
                auto it = asyncio::as_completed(f, 1s);
                BOOST_TEST(!waiters.empty());
            }
            BOOST_TEST(waiters.empty());
            BOOST_TEST(!f[0].cancelled());
            {
                auto it = asyncio::as_completed(f);
                f[0].set_result(0);
            }
            co_await asyncio::sleep(2s);
            // A call that waits goes on without it.
            std::optional it = asyncio::as_completed(f, 1s);
            auto const a = next_in_task(*it);
            auto const b = next_in_task(*it);
            it.reset();
            co_await asyncio::wait({a, b});
            BOOST_TEST((*a.result() == f[0]));
            BOOST_CHECK_THROW(b.result(), asyncio::timeout_error);
        });
}

// The last handles of what was not done in time go with it, and one of them
// holds the iterator.
BOOST_AUTO_TEST_CASE(the_timeout_drops_what_it_is_held_by)
{
    run(
        []() -> asio::awaitable<void>
        {
            using iterator = asyncio::as_completed_iterator<int_future>;
            auto box = std::make_shared<std::optional<iterator>>();
            std::weak_ptr const watch = box;
            {
                auto const f = futures(3);
                f[1].add_done_callback([box] {});
                box->emplace(asyncio::as_completed(f, 1s));
            }
            box = nullptr;
            co_await asyncio::sleep(0.5s);
            BOOST_TEST(!watch.expired());
            co_await asyncio::sleep(1s);
            BOOST_TEST(watch.expired());
        });
}

// In turns of the loop: 3 for a task that never suspends, 2 if it is done, none
// if that is known.
BOOST_AUTO_TEST_CASE(latency)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int turns = 0;
            bool stop = false;
            std::function<void()> const tick = [&]
            {
                ++turns;
                if (!stop)
                    loop.call_soon(tick);
            };
            loop.call_soon(tick);
            auto const t = asyncio::create_task(nothing());
            auto it = asyncio::as_completed({t});
            auto n = co_await it.next();
            BOOST_TEST(turns == 3);
            turns = 0;
            it = asyncio::as_completed({t});
            n = co_await it.next();
            BOOST_TEST(turns == 2);
            turns = 0;
            n = co_await it.next();
            BOOST_TEST(turns == 0);
            it = asyncio::as_completed({t});
            co_await asyncio::sleep(0s);
            turns = 0;
            n = co_await it.next();
            BOOST_TEST(turns == 0);
            BOOST_TEST(n.has_value());
            stop = true;
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    int sum = 0;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            std::vector<int_task> all;
            for (int i = 0; i != 3; ++i)
                all.push_back(asyncio::create_task(context, number(0)));
            auto it = asyncio::as_completed(all, 5s);
            while (auto t = co_await it.next())
                ++sum;
            auto none = asyncio::as_completed(std::vector<int_task>());
            auto const end = co_await none.next();
            BOOST_TEST(!end);
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(sum == 3);
}

// The tasks are on a strand of one pool, and who waits on another one.
BOOST_AUTO_TEST_CASE(in_other_threads)
{
    asio::thread_pool callers(2);
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool);
    auto const child = [](int n) -> asio::awaitable<int>
    {
        for (int i = 0; i <= 3 * n; ++i)
            co_await asyncio::sleep(0s);
        co_return n;
    };
    auto const body = [&](bool to_the_end) -> asio::awaitable<int>
    {
        std::vector<int_task> all;
        for (int i = 0; i != 4; ++i)
            all.push_back(asyncio::create_task(strand, child, i));
        auto it = asyncio::as_completed(all, 1h);
        int sum = 0;
        while (auto t = co_await it.next())
        {
            sum += co_await t->get();
            if (!to_the_end)
                break;
        }
        co_return to_the_end ? sum : 6;
    };
    std::vector<std::future<int>> all;
    for (int i = 0; i != 200; ++i)
        all.push_back(
            asio::co_spawn(callers, body(i % 2 == 0), asio::use_future));
    int sum = 0;
    for (auto& f : all)
        sum += f.get();
    callers.join();
    pool.join();
    BOOST_TEST(sum == 200 * 6);
}

BOOST_AUTO_TEST_CASE(completion_tokens)
{
    asio::io_context context;
    std::vector<int_task> all;
    for (int i = 0; i != 4; ++i)
        all.push_back(asyncio::create_task(context, number(0)));
    auto it = asyncio::as_completed(all);
    using result = std::optional<int_task>;
    auto future = it.next()(asio::bind_executor(context, asio::use_future));
    int called = 0;
    it.next()([&](std::exception_ptr e, result const& r)
              { called += e == nullptr && r; });
    it.next()(asio::deferred)([&](std::exception_ptr e, result const& r)
                              { called += e == nullptr && r; });
    it.next()(asio::as_tuple(asio::bind_executor(
        context,
        [&](std::tuple<std::exception_ptr, result> const& r)
        { called += std::get<0>(r) == nullptr && std::get<1>(r); })));
    it.next()([&](std::exception_ptr e, result const& r)
              { called += e == nullptr && !r; });
    BOOST_TEST(called == 0);
    context.run();
    BOOST_TEST(called == 4);
    BOOST_TEST(future.get()->done());
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    std::optional<asyncio::as_completed_iterator<int_task>> kept;
    std::optional<asyncio::as_completed_iterator<int_task>> not_begun;
    {
        asio::io_context context;
        auto const t = asyncio::create_task(context, number(1000));
        kept = asyncio::as_completed(std::vector{t}, 1h);
        auto const body = [&]() -> asio::awaitable<void>
        {
            auto it = asyncio::as_completed({t}, 1h);
            co_await it.next();
        };
        asyncio::create_task(context, body);
        kept->next()([](std::exception_ptr, auto const&) {});
        context.run_for(5ms);
        not_begun = asyncio::as_completed(std::vector{t}, 1h);
    }
    auto const op = kept->next();
    static_cast<void>(op);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
