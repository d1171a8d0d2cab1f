// queue: items of every kind, waiting, cancellation, shutdown.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/queue.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/introspection.hpp>
#include <boost/asyncio/lifo_queue.hpp>
#include <boost/asyncio/priority_queue.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_queue)

namespace {

using asyncio::create_task;
using asyncio_test::run;

using numbers = std::vector<int>;

static_assert(!std::copyable<asyncio::queue<int>>);
static_assert(!std::is_convertible_v<int, asyncio::queue<int>>);

template<class Queue>
asio::awaitable<void> get_into(Queue& q, numbers& out)
{
    out.push_back(co_await q.get());
}

asio::awaitable<void> put_one(asyncio::queue<int>& q, int n, numbers& done)
{
    co_await q.put(n);
    done.push_back(n);
}

asio::awaitable<void> turns(int n)
{
    while (n-- > 0)
        co_await asyncio::sleep(0s);
}

// ---- items -----------------------------------------------------------------

// Can only be moved, has no default, and cannot be assigned.
class precious
{
public:
    explicit precious(int n)
        : value_(std::make_unique<int const>(n))
    {
    }

    precious(precious&&) = default;
    precious& operator=(precious&&) = delete;

    int value() const noexcept
    {
        return *value_;
    }

    friend bool operator<(precious const& a, precious const& b) noexcept
    {
        return a.value() < b.value();
    }

private:
    std::unique_ptr<int const> value_;
};

template<class Queue>
numbers through(std::initializer_list<int> in)
{
    numbers out;
    Queue q;
    run(
        [&]() -> asio::awaitable<void>
        {
            for (int const n : in)
                co_await q.put(precious(n));
            q.put_nowait(precious(5));
            co_await q.emplace(6);
            out.push_back(q.get_nowait().value());
            q.shutdown();
            precious const p = co_await q.get();
            out.push_back(p.value());
            while (auto item = co_await q.next())
                out.push_back(item->value());
        });
    return out;
}

BOOST_AUTO_TEST_CASE(items_that_can_only_be_moved)
{
    BOOST_TEST(
        (through<asyncio::queue<precious>>({7, 1, 9}) ==
         numbers{7, 1, 9, 5, 6}));
    BOOST_TEST(
        (through<asyncio::lifo_queue<precious>>({7, 1, 9}) ==
         numbers{6, 5, 9, 1, 7}));
    BOOST_TEST(
        (through<asyncio::priority_queue<precious>>({7, 1, 9}) ==
         numbers{1, 5, 6, 7, 9}));
}

BOOST_AUTO_TEST_CASE(a_comparison_of_ones_own)
{
    asyncio::priority_queue<int, std::greater<>> greatest;
    for (int const n : {1, 3, 2})
        greatest.put_nowait(n);
    BOOST_TEST(greatest.get_nowait() == 3);
    BOOST_TEST(greatest.get_nowait() == 2);

    bool down = true;
    auto const compare = [&down](int a, int b)
    { return down ? b < a : a < b; };
    asyncio::priority_queue<int, decltype(compare)> q(0, compare);
    q.put_nowait(1);
    q.put_nowait(2);
    BOOST_TEST(q.get_nowait() == 2);
}

BOOST_AUTO_TEST_CASE(of_equal_items_the_oldest_comes_first)
{
    using entry = std::pair<int, char>;
    auto const by_number = [](entry const& a, entry const& b)
    { return a.first < b.first; };
    asyncio::priority_queue<entry, decltype(by_number)> q(0, by_number);
    for (char const c : {'a', 'b', 'c', 'd', 'e'})
    {
        q.put_nowait({2, c});
        q.put_nowait({1, c});
    }
    std::string order;
    while (!q.empty())
        order += q.get_nowait().second;
    BOOST_TEST(order == "abcdeabcde");
}

struct aggregate
{
    int number;
    std::string text;
};

BOOST_AUTO_TEST_CASE(emplace_builds_an_aggregate)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<aggregate> q(1);
            std::string const text = "longer than what fits into a string";
            co_await q.emplace(3, text);
            auto const t = create_task(q.emplace(4, text + '!'));
            co_await turns(2);
            aggregate const a = co_await q.get();
            BOOST_TEST(a.number == 3);
            BOOST_TEST(a.text == text);
            aggregate const b = co_await q.get();
            BOOST_TEST(b.number == 4);
            BOOST_TEST(b.text == text + '!');
            co_await t.get();
        });
}

BOOST_AUTO_TEST_CASE(what_converts_to_an_item)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<std::function<int()>> q;
            std::string const text = "longer than what fits into a string";
            auto const f = [text] { return static_cast<int>(text.size()); };
            co_await q.put(f);
            q.put_nowait(nullptr);
            co_await q.put({});
            auto const g = co_await q.get();
            BOOST_TEST(g() == f());
            BOOST_TEST(!q.get_nowait());
            BOOST_TEST(!q.get_nowait());
        });
}

template<class Queue, class U>
concept takes = requires(Queue& q, U u) { q.put(u); } ||
                requires(Queue& q, U u) { q.put_nowait(u); };

static_assert(takes<asyncio::queue<long>, int>);
static_assert(!takes<asyncio::queue<std::unique_ptr<int>>, int*>);

BOOST_AUTO_TEST_CASE(counts)
{
    asyncio::queue<int> none;
    BOOST_TEST(none.maxsize() == 0);
    BOOST_TEST(none.empty());
    BOOST_TEST(!none.full());
    asyncio::queue<int> negative(-3);
    BOOST_TEST(negative.maxsize() == -3);
    negative.put_nowait(1);
    BOOST_TEST(!negative.full());
    BOOST_TEST(!negative.empty());
    asyncio::queue<int> one(1);
    one.put_nowait(1);
    BOOST_TEST(one.full());
    BOOST_TEST(one.qsize() == 1u);
    BOOST_CHECK_THROW(one.put_nowait(2), asyncio::queue_full);
    BOOST_TEST(one.get_nowait() == 1);
    BOOST_CHECK_THROW(one.get_nowait(), asyncio::queue_empty);
}

BOOST_AUTO_TEST_CASE(what_is_refused_stays_with_the_caller)
{
    asyncio::queue<std::unique_ptr<int>> q(1);
    auto p = std::make_unique<int>(1);
    q.put_nowait(std::move(p));
    p = std::make_unique<int>(2);
    BOOST_CHECK_THROW(q.put_nowait(std::move(p)), asyncio::queue_full);
    BOOST_REQUIRE(p);
    q.shutdown();
    BOOST_CHECK_THROW(q.put_nowait(std::move(p)), asyncio::queue_shut_down);
    BOOST_TEST(*p == 2);
}

// ---- exceptions of items ----------------------------------------------------

struct failed : std::runtime_error
{
    failed()
        : runtime_error("failed")
    {
    }
};

// So many of its copies, and there are no moves, and of its comparisons fail.
class fragile
{
public:
    explicit fragile(int n) noexcept
        : value(n)
    {
    }

    fragile(fragile const& other)
        : value(other.value)
    {
        if (failures > 0 && failures-- > 0)
            throw failed();
    }

    friend bool operator<(fragile const& a, fragile const& b)
    {
        if (failures > 0 && failures-- > 0)
            throw failed();
        return a.value < b.value;
    }

    int value;

    static inline int failures = 0;
};

template<class Queue>
void fragile_items(numbers const& order)
{
    Queue q(4);
    for (int const n : {2, 1, 3})
        q.put_nowait(fragile(n));
    fragile const last(4);
    fragile::failures = 3;
    BOOST_CHECK_THROW(q.put_nowait(last), failed);
    BOOST_CHECK_THROW(q.get_nowait(), failed);
    run(
        [&]() -> asio::awaitable<void>
        {
            bool thrown = false;
            try
            {
                co_await q.get();
            }
            catch (failed const&)
            {
                thrown = true;
            }
            BOOST_TEST(thrown);
        });
    BOOST_TEST(fragile::failures == 0);
    BOOST_TEST(q.qsize() == 3u);
    for (int const n : order)
        BOOST_TEST(q.get_nowait().value == n);
    // What was not put is not waited for.
    for (int i = 0; i != 3; ++i)
        q.task_done();
    BOOST_CHECK_THROW(q.task_done(), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_copy_that_fails_leaves_the_queue_as_it_was)
{
    fragile_items<asyncio::queue<fragile>>({2, 1, 3});
    fragile_items<asyncio::lifo_queue<fragile>>({3, 1, 2});
    fragile_items<asyncio::priority_queue<fragile>>({1, 2, 3});
}

struct throwing_less
{
    bool operator()(int a, int b) const
    {
        if (a == 13 || b == 13)
            throw failed();
        return a < b;
    }
};

BOOST_AUTO_TEST_CASE(a_comparison_that_fails_leaves_the_queue_as_it_was)
{
    asyncio::priority_queue<int, throwing_less> q;
    for (int const n : {5, 3, 8, 1})
        q.put_nowait(n);
    BOOST_CHECK_THROW(q.put_nowait(13), failed);
    for (int const n : {1, 3, 5, 8})
        BOOST_TEST(q.get_nowait() == n);
    BOOST_TEST(q.empty());
}

template<class Queue>
asio::awaitable<void> get_fragile(Queue& q, numbers& out)
{
    try
    {
        fragile const f = co_await q.get();
        out.push_back(f.value);
    }
    catch (failed const&)
    {
        out.push_back(-1);
    }
}

template<class Queue>
asio::awaitable<void> put_fragile(Queue& q, int n, numbers& out)
{
    fragile const f(n);
    try
    {
        co_await q.put(f);
        out.push_back(n);
    }
    catch (failed const&)
    {
        out.push_back(-n);
    }
}

// The item stays, and the next one in line has it.
BOOST_AUTO_TEST_CASE(a_copy_that_fails_for_who_waited)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<fragile> q(1);
            numbers got;
            auto const a = create_task(get_fragile(q, got));
            auto const b = create_task(get_fragile(q, got));
            co_await turns(1);
            q.put_nowait(fragile(1));
            fragile::failures = 1;
            co_await a.get();
            co_await b.get();
            BOOST_TEST((got == numbers{-1, 1}));

            numbers put;
            q.put_nowait(fragile(2));
            auto const c = create_task(put_fragile(q, 3, put));
            auto const d = create_task(put_fragile(q, 4, put));
            co_await turns(1);
            q.get_nowait();
            fragile::failures = 1;
            co_await c.get();
            co_await d.get();
            BOOST_TEST((put == numbers{-3, 4}));
            BOOST_TEST(q.get_nowait().value == 4);
        });
}

// ---- waiting ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_need_not_wait_takes_no_turn)
{
    int ticks = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::get_running_loop().call_soon([&] { ++ticks; });
            asyncio::queue<int> q(2);
            co_await q.join();
            co_await q.put(1);
            co_await q.emplace(2);
            BOOST_TEST(co_await q.get() == 1);
            auto const two = co_await q.next();
            BOOST_TEST((two == 2));
            q.shutdown();
            BOOST_TEST(!co_await q.next());
            BOOST_TEST(ticks == 0);
        });
    BOOST_TEST(ticks == 1);
}

BOOST_AUTO_TEST_CASE(getters_and_putters_in_order_of_arrival)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q(1);
            numbers got;
            std::vector<asyncio::task<void>> all;
            for (int i = 0; i != 3; ++i)
                all.push_back(create_task(get_into(q, got)));
            co_await turns(1);
            for (int i = 0; i != 3; ++i)
                co_await q.put(i);
            co_await turns(3);
            BOOST_TEST((got == numbers{0, 1, 2}));

            numbers put;
            q.put_nowait(9);
            for (int i = 0; i != 3; ++i)
                all.push_back(create_task(put_one(q, i, put)));
            co_await turns(1);
            BOOST_TEST(put.empty());
            for (int const expected : {9, 0, 1, 2})
            {
                BOOST_TEST(q.get_nowait() == expected);
                co_await turns(1);
            }
            BOOST_TEST((put == numbers{0, 1, 2}));
            for (auto const& t : all)
                co_await t.get();
        });
}

// A turn of the loop after the wake-up, and one wake-up for each item.
BOOST_AUTO_TEST_CASE(one_wake_up_for_each_item)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            numbers got;
            auto const a = create_task(get_into(q, got));
            auto const b = create_task(get_into(q, got));
            auto const c = create_task(get_into(q, got));
            co_await turns(1);
            q.put_nowait(1);
            q.put_nowait(2);
            BOOST_TEST(got.empty());
            co_await turns(1);
            BOOST_TEST((got == numbers{1, 2}));
            BOOST_TEST(!c.done());
            q.put_nowait(3);
            co_await turns(1);
            BOOST_TEST((got == numbers{1, 2, 3}));
        });
}

BOOST_AUTO_TEST_CASE(who_was_beaten_waits_at_the_end_of_the_line)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q(1);
            numbers got;
            numbers order;
            auto const get = [&](int n) -> asio::awaitable<void>
            {
                got.push_back(co_await q.get());
                order.push_back(n);
            };
            auto const first = [&] { return get(1); };
            auto const second = [&] { return get(2); };
            auto const a = create_task(first);
            auto const b = create_task(second);
            co_await turns(1);
            q.put_nowait(7);
            BOOST_TEST(co_await q.get() == 7);
            co_await turns(1);
            q.put_nowait(8);
            co_await turns(1);
            q.put_nowait(9);
            co_await turns(1);
            BOOST_TEST((got == numbers{8, 9}));
            BOOST_TEST((order == numbers{2, 1}));

            numbers put;
            q.put_nowait(0);
            auto const c = create_task(put_one(q, 1, put));
            auto const d = create_task(put_one(q, 2, put));
            co_await turns(1);
            BOOST_TEST(q.get_nowait() == 0);
            q.put_nowait(5);
            co_await turns(1);
            BOOST_TEST(put.empty());
            for (int const expected : {5, 2, 1})
            {
                BOOST_TEST(q.get_nowait() == expected);
                co_await turns(1);
            }
            BOOST_TEST((put == numbers{2, 1}));
        });
}

BOOST_AUTO_TEST_CASE(next_ends_at_the_shutdown)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q(2);
            numbers got;
            auto const consume = [&]() -> asio::awaitable<void>
            {
                while (auto const item = co_await q.next())
                    got.push_back(*item);
                got.push_back(-1);
            };
            auto const a = create_task(consume);
            for (int i = 0; i != 5; ++i)
                co_await q.put(i);
            q.shutdown();
            co_await a.get();
            BOOST_TEST((got == numbers{0, 1, 2, 3, 4, -1}));

            // While it waits.
            asyncio::queue<int> r;
            auto const waits = create_task(r.next());
            co_await turns(1);
            r.shutdown();
            BOOST_TEST(!co_await waits.get());
        });
}

BOOST_AUTO_TEST_CASE(join_does_not_look_again)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            q.put_nowait(1);
            auto const j = create_task(q.join());
            co_await turns(1);
            q.task_done();
            q.put_nowait(2); // it was woken already
            co_await turns(1);
            BOOST_TEST(j.done());
            auto const k = create_task(q.join());
            co_await turns(3);
            BOOST_TEST(!k.done());
            q.shutdown(true);
            co_await k.get();
        });
}

BOOST_AUTO_TEST_CASE(what_is_waited_for)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q(1);
            auto const state = [](asyncio::any_task const& t)
            { return asyncio::capture_call_graph(t)->state; };
            auto const get = create_task(q.get());
            co_await turns(1);
            BOOST_TEST(state(get) == "waits for an item of a queue");
            q.put_nowait(1);
            co_await get.get();
            q.put_nowait(2);
            auto const put = create_task(q.put(3));
            auto const join = create_task(q.join());
            co_await turns(1);
            BOOST_TEST(state(put) == "waits for room in a queue");
            BOOST_TEST(state(join) == "waits for the work of a queue");
            q.shutdown(true);
            q.task_done();
            BOOST_CHECK_THROW(co_await put.get(), asyncio::queue_shut_down);
            co_await join.get();
        });
}

// ---- cancellation -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_cancelled_getter_has_left_at_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            numbers got;
            auto const a = create_task(get_into(q, got));
            auto const b = create_task(get_into(q, got));
            co_await turns(1);
            a.cancel("enough");
            q.put_nowait(1);
            co_await turns(1);
            BOOST_TEST(b.done());
            BOOST_TEST((got == numbers{1}));
            BOOST_TEST(a.cancelled());
            try
            {
                co_await a.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                BOOST_TEST(e.message() == "enough");
            }
        });
}

// It does not keep the item, and the one that waits longest gets it.
BOOST_AUTO_TEST_CASE(a_getter_cancelled_after_the_wake_up_passes_it_on)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            numbers got;
            auto const a = create_task(get_into(q, got));
            auto const b = create_task(get_into(q, got));
            auto const c = create_task(get_into(q, got));
            co_await turns(1);
            q.put_nowait(1);
            a.cancel();
            a.cancel();
            co_await turns(1);
            BOOST_TEST(a.cancelled());
            BOOST_TEST(!b.done());
            co_await turns(1);
            BOOST_TEST(b.done());
            BOOST_TEST(!c.done());
            BOOST_TEST((got == numbers{1}));

            // Nobody is there to have it.
            q.put_nowait(2);
            c.cancel();
            co_await turns(2);
            BOOST_TEST(c.cancelled());
            BOOST_TEST(q.get_nowait() == 2);
        });
}

BOOST_AUTO_TEST_CASE(a_getter_that_was_beaten_and_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            numbers got;
            auto const a = create_task(get_into(q, got));
            co_await turns(1);
            q.put_nowait(1);
            BOOST_TEST(q.get_nowait() == 1);
            a.cancel();
            co_await turns(1);
            BOOST_TEST(a.cancelled());
            q.put_nowait(2);
            co_await turns(1);
            BOOST_TEST(q.qsize() == 1u);
        });
}

// Destroyed once, wherever it is.
BOOST_AUTO_TEST_CASE(a_cancelled_put_takes_its_item_along)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const item = std::make_shared<int>(1);
            asyncio::queue<std::shared_ptr<int>> q(1);
            q.put_nowait(item);
            auto const a = create_task(q.put(item));
            auto const b = create_task(q.put(item));
            co_await turns(1);
            BOOST_TEST(item.use_count() == 4);
            a.cancel();
            co_await turns(2);
            BOOST_TEST(a.cancelled());
            BOOST_TEST(item.use_count() == 3);

            // After the wake-up: the room is for the next one.
            auto const c = create_task(q.put(item));
            co_await turns(1);
            q.get_nowait();
            b.cancel();
            co_await turns(3);
            BOOST_TEST(b.cancelled());
            BOOST_TEST(c.done());
            BOOST_TEST(item.use_count() == 2);
            BOOST_TEST(q.full());
        });
}

BOOST_AUTO_TEST_CASE(join_is_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            q.put_nowait(1);
            auto const a = create_task(q.join());
            auto const b = create_task(q.join());
            co_await turns(1);
            a.cancel();
            co_await turns(1);
            BOOST_TEST(a.cancelled());
            q.task_done();
            b.cancel();
            co_await turns(1);
            BOOST_TEST(b.cancelled());
        });
}

// A request of before is for the first call that waits.
BOOST_AUTO_TEST_CASE(a_task_that_was_cancelled_before_it_waits)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            q.put_nowait(1);
            int got = 0;
            asyncio::task<void> t;
            auto const body = [&]() -> asio::awaitable<void>
            {
                t.cancel();
                got = co_await q.get();
                co_await q.get();
            };
            t = create_task(body);
            co_await turns(2);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(got == 1);
        });
}

// An item that comes in the very moment of the limit is got, or stays.
BOOST_AUTO_TEST_CASE(no_item_is_lost_at_a_limit)
{
    for (auto const d : {9ms, 10ms, 11ms})
        for (bool const in_scope : {false, true})
        {
            int got = 0;
            asyncio::queue<int> q;
            auto const get = [&]() -> asio::awaitable<int>
            { co_return co_await q.get(); };
            run(
                [&]() -> asio::awaitable<void>
                {
                    auto& loop = asyncio::get_running_loop();
                    loop.call_later(d, [&] { q.put_nowait(1); });
                    try
                    {
                        if (in_scope)
                            got = co_await asyncio::timeout(10ms, get);
                        else
                            got = co_await asyncio::wait_for(q.get(), 10ms);
                    }
                    catch (asyncio::timeout_error const&)
                    {
                    }
                    co_await asyncio::sleep(5ms);
                });
            BOOST_TEST_CONTEXT(d.count() << ' ' << in_scope)
            {
                BOOST_TEST(q.qsize() + static_cast<unsigned>(got) == 1u);
                BOOST_TEST((d == 9ms ? got == 1 : true));
                BOOST_TEST((d == 11ms ? got == 0 : true));
            }
        }
}

BOOST_AUTO_TEST_CASE(beaten_and_late_at_the_same_time)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            bool timed_out = false;
            auto const wait = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::wait_for(q.get(), 10ms);
                }
                catch (asyncio::timeout_error const&)
                {
                    timed_out = true;
                }
            };
            auto const t = create_task(wait);
            co_await turns(1);
            q.put_nowait(1);
            asyncio_test::block(20ms);
            BOOST_TEST(q.get_nowait() == 1);
            co_await t.get();
            BOOST_TEST(timed_out);
        });
}

// ---- shutdown ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(shutdown_wakes_everybody_but_the_joiners)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q(1);
            q.put_nowait(1);
            auto const first = create_task(q.put(2));
            auto const second = create_task(q.put(3));
            auto const join = create_task(q.join());
            co_await turns(1);
            q.get_nowait(); // wakes the first, which comes too late
            q.shutdown();
            co_await turns(1);
            BOOST_CHECK_THROW(first.result(), asyncio::queue_shut_down);
            BOOST_CHECK_THROW(second.result(), asyncio::queue_shut_down);
            BOOST_TEST(q.empty());
            BOOST_TEST(!join.done());
            q.task_done();
            co_await join.get();
        });
}

BOOST_AUTO_TEST_CASE(a_getter_whose_item_is_dropped)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::queue<int> q;
            auto const get = create_task(q.get());
            auto const next = create_task(q.next());
            co_await turns(1);
            q.put_nowait(1);
            q.shutdown(true);
            co_await turns(1);
            BOOST_CHECK_THROW(get.result(), asyncio::queue_shut_down);
            BOOST_TEST(!next.result());
            BOOST_CHECK_THROW(q.task_done(), std::invalid_argument);
        });
}

// A destructor of an item that looks at the queue finds it in order.
class curious
{
public:
    explicit curious(asyncio::queue<curious>& q)
        : queue_(&q)
    {
    }

    curious(curious&& other) noexcept
        : queue_(std::exchange(other.queue_, nullptr))
    {
    }

    ~curious()
    {
        if (!queue_)
            return;
        BOOST_CHECK(queue_->empty());
        BOOST_CHECK_THROW(
            queue_->get_nowait(), asyncio::queue_shut_down);
        BOOST_CHECK_THROW(
            queue_->put_nowait(curious(nullptr)), asyncio::queue_shut_down);
    }

private:
    explicit curious(std::nullptr_t) noexcept
        : queue_(nullptr)
    {
    }

    asyncio::queue<curious>* queue_;
};

BOOST_AUTO_TEST_CASE(destructors_of_dropped_items_may_use_the_queue)
{
    asyncio::queue<curious> q;
    q.put_nowait(curious(q));
    q.put_nowait(curious(q));
    q.shutdown(true);
    BOOST_TEST(q.empty());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
