// The right column of the table in README.md: each cell is a line of this
// program, which example/test_readme.py sees to.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <iostream>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<int> f()
{
    co_await asyncio::sleep(1ms);
    co_return 1;
}

asio::awaitable<int> g()
{
    co_return 2;
}

int compute(int n)
{
    return n * n;
}

asio::awaitable<int> waiting()
{
    int sum = 0;
    auto t = asyncio::create_task(f());
    sum += co_await t.get();

    auto [a, b] = co_await asyncio::gather(f(), g());
    sum += a + b;

    sum += co_await asyncio::wait_for(f(), 2s);

    std::vector<asyncio::task<int>> tasks{t, asyncio::create_task(g())};
    auto [done, pending] = co_await asyncio::wait(tasks);
    sum += static_cast<int>(done.size() - pending.size());

    auto it = asyncio::as_completed(tasks);
    while (auto next = co_await it.next())
        sum += next->result();

    sum += co_await asyncio::shield(t);
    sum += co_await asyncio::to_thread(compute, 3);
    co_return sum;
}

asio::awaitable<int> blocks()
{
    auto body = []() -> asio::awaitable<int> { co_return 1; };
    int sum = co_await asyncio::timeout(2s, body);

    auto children = [](asyncio::task_group& group) -> asio::awaitable<int>
    {
        group.create_task(f());
        co_return 1;
    };
    sum += co_await asyncio::with(asyncio::task_group(), children);

    asyncio::lock lock;
    auto guard = co_await asyncio::scoped(lock);

    asyncio::queue<int> queue(10);
    co_await queue.put(1);
    auto item = co_await queue.get();
    co_return sum + item;
}

asio::awaitable<int> others()
{
    asyncio::event_loop& loop = asyncio::get_running_loop();
    int sum = 0;
    auto callback = [&] { ++sum; };
    loop.call_later(1ms, callback);
    co_await asyncio::sleep(5ms);

    static asyncio::context_var<int> var("var", 1);
    sum += var.get();

    auto t = asyncio::create_task(asyncio::sleep(1h));
    t.cancel();
    try
    {
        co_await t.get();
    }
    catch (boost::system::system_error const& e)
    {
        if (asyncio::is_cancelled(e))
            ++sum;
    }
    co_return sum;
}

asio::awaitable<int> main_coroutine()
{
    int const sum = co_await waiting() + co_await blocks();
    co_return sum + co_await others();
}

int main()
{
    auto result = asyncio::run(main_coroutine());
    std::cout << result << '\n';
}
