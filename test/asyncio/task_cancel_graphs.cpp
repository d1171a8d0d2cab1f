// Conformance: requests among tasks that wait for one another in many ways.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(asyncio_task_cancel_graphs)

namespace {

using asyncio_test::trace;

// Those of the scenario.
class numbers
{
public:
    explicit numbers(unsigned seed) : x_(seed * 7919 + 17)
    {
    }

    std::size_t below(std::size_t n)
    {
        x_ = (x_ * 1103515245 + 12345) % 2147483648;
        return (x_ / 65536) % n;
    }

private:
    std::size_t x_;
};

using tasks = std::vector<asyncio::task<void>>;
using future = asyncio::future<void>;

asio::awaitable<void> gather_both(tasks t, future f)
{
    if (t.size() == 1)
        co_await asyncio::gather(t[0], f);
    else if (t.size() == 2)
        co_await asyncio::gather(t[0], t[1], f);
    else
        co_await asyncio::gather(t[0], t[1], t[2], f);
}

asio::awaitable<void> gather_future_first(tasks t, future f)
{
    if (t.size() == 1)
        co_await asyncio::gather(f, t[0]);
    else if (t.size() == 2)
        co_await asyncio::gather(f, t[0], t[1]);
    else
        co_await asyncio::gather(f, t[0], t[1], t[2]);
}

asio::awaitable<void> awaits(asyncio::task<void> t)
{
    co_await t.get();
}

asio::awaitable<void> wait_for_them(std::size_t kind, tasks t, future f)
{
    switch (kind)
    {
    case 0:
        co_await f.get();
        break;
    case 1:
    case 2:
        co_await t[0].get();
        break;
    case 3:
    case 4:
        co_await gather_both(t, f);
        break;
    case 5:
        co_await gather_future_first(t, f);
        break;
    case 6:
        co_await asyncio::wait_for(t[0], 100s);
        break;
    case 7:
        co_await asyncio::shield(t[0]);
        break;
    case 8:
        co_await asyncio::wait(t);
        break;
    case 9:
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group&) { return awaits(t[0]); });
        break;
    default:
        co_await asyncio::gather(asyncio::return_exceptions, t);
    }
}

asio::awaitable<void> body(
    trace& t,
    std::size_t i,
    bool swallows,
    std::size_t kind,
    tasks all,
    future f)
{
    auto const count = [] { return asyncio::current_task().cancelling(); };
    try
    {
        co_await wait_for_them(kind, std::move(all), f);
        t.print(i, "returns", count());
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(i, "cancelled", count());
        if (!swallows)
            throw;
    }
}

// How all are cancelled.
using cancel_all = std::function<void(tasks const&)>;

void one_after_the_other(tasks const& all)
{
    for (auto const& t : all)
        t.cancel();
}

// What the end of a run does, and that of a group.
void together(tasks const& all)
{
    asyncio::detail::request_walk walk(*asyncio::detail::current.loop);
    one_after_the_other(all);
    walk.finish();
}

template<class F>
std::string line(tasks const& all, F f)
{
    std::string result;
    for (std::size_t i = 0; i != all.size(); ++i)
        if (std::optional<std::size_t> const n = f(all[i], i))
            result += ' ' + std::to_string(*n);
    return result;
}

asio::awaitable<void> turns(int n)
{
    for (int i = 0; i != n; ++i)
        co_await asyncio::sleep(0s);
}

asio::awaitable<void>
graph(trace& t, unsigned seed, int how, cancel_all const& cancel)
{
    numbers n(seed);
    std::vector<future> futures;
    for (int i = 0; i != 4; ++i)
        futures.push_back(
            asyncio::get_running_loop().create_future<void>());
    tasks all;
    for (std::size_t i = 0; i != 10; ++i)
    {
        auto const kind = i < 2 ? 0 : n.below(11);
        bool const swallows = n.below(5) == 0;
        tasks awaited;
        if (i > 0)
        {
            awaited.push_back(all[i - 1 - n.below(i < 3 ? i : 3)]);
            if (n.below(2) == 0)
                awaited.push_back(all[n.below(i)]);
            if (n.below(4) == 0)
                awaited.push_back(all[n.below(i)]);
        }
        all.push_back(
            asyncio::create_task(
                body(t, i, swallows, kind, awaited, futures[n.below(4)])));
    }
    co_await turns(3);
    if (how == 2)
        cancel(all);
    else
    {
        if (how == 1)
            all[8].cancel();
        all[9].cancel();
    }
    t.print(
        "seed " + std::to_string(seed) +
        line(all, [](auto& task, std::size_t) { return task.cancelling(); }));
    co_await turns(40);
    t.print(
        "done" +
        line(
            all,
            [](auto& task, std::size_t i)
            { return task.done() ? std::optional(i) : std::nullopt; }));
    for (auto& f : futures)
        f.cancel();
    cancel(all);
    co_await turns(40);
}

asio::awaitable<void> graphs(trace& t, cancel_all cancel)
{
    for (int how = 0; how != 3; ++how)
        for (unsigned seed = 0; seed != 12; ++seed)
            co_await graph(t, seed, how, cancel);
}

BOOST_AUTO_TEST_CASE(scenario_053_task_cancel_graphs)
{
    trace t("scenario_053_task_cancel_graphs");
    asyncio_test::run(graphs(t, one_after_the_other));
    t.check();
}

BOOST_AUTO_TEST_CASE(scenario_053_task_cancel_graphs_together)
{
    trace t("scenario_053_task_cancel_graphs");
    asyncio_test::run(graphs(t, together));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
