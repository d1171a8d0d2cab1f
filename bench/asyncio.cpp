// The workloads with this library.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "workload.hpp"

#include <boost/asyncio.hpp>

#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace {

asio::awaitable<int> child()
{
    co_return 1;
}

asio::awaitable<int> yielding_child()
{
    co_await asyncio::sleep(0s);
    co_return 1;
}

asio::awaitable<void> spawn_join(long n)
{
    while (n-- > 0)
        co_await asyncio::create_task(child());
}

asio::awaitable<void> spawn_yield_join(long n)
{
    while (n-- > 0)
        co_await asyncio::create_task(yielding_child());
}

template<int Size>
asio::awaitable<void> gather(long n)
{
    for (; n > 0; n -= Size)
    {
        std::vector<asio::awaitable<int>> children;
        children.reserve(Size);
        for (int i = 0; i != Size; ++i)
            children.push_back(yielding_child());
        co_await asyncio::gather(std::move(children));
    }
}

template<int Size>
asio::awaitable<void> group(long n)
{
    for (; n > 0; n -= Size)
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& g) -> asio::awaitable<void>
            {
                for (int i = 0; i != Size; ++i)
                    g.create_task(yielding_child());
                co_return;
            });
}

asio::awaitable<void> wait_for(long n)
{
    while (n-- > 0)
        co_await asyncio::wait_for(yielding_child(), 5s);
}

asio::awaitable<void> produce(asyncio::queue<int>& q, long n)
{
    while (n-- > 0)
        co_await q.put(1);
}

template<int Size>
asio::awaitable<void> queue(long n)
{
    asyncio::queue<int> q(Size);
    auto const producer = asyncio::create_task(produce(q, n));
    while (n-- > 0)
        co_await q.get();
    co_await producer.get();
}

asio::awaitable<void> lock_unlock(asyncio::lock& l, long n)
{
    while (n-- > 0)
    {
        co_await l.acquire();
        co_await asyncio::sleep(0s);
        l.release();
    }
}

template<int Size>
asio::awaitable<void> lock(long n)
{
    asyncio::lock l;
    std::vector<asio::awaitable<void>> children;
    for (int i = 0; i != Size; ++i)
        children.push_back(lock_unlock(l, n / Size));
    co_await asyncio::gather(std::move(children));
}

asio::awaitable<void> acquire_release(long n)
{
    asyncio::lock l;
    while (n-- > 0)
    {
        co_await l.acquire();
        l.release();
    }
}

asio::awaitable<void> try_acquire(long n)
{
    asyncio::lock l;
    while (n-- > 0)
        if (l.try_acquire())
            l.release();
    co_return;
}

asio::awaitable<void> yield(long n)
{
    while (n-- > 0)
        co_await asyncio::sleep(0s);
}

template<asio::awaitable<void> (*Workload)(long)>
void run(long n)
{
    static asio::io_context context(1);
    context.restart();
    auto const t = asyncio::create_task(context, Workload(n));
    context.run();
    t.result();
}

} // namespace

int main(int argc, char** argv)
{
    return bench::main(
        argc,
        argv,
        {{"acquire_release", run<acquire_release>},
         {"spawn_join", run<spawn_join>},
         {"spawn_yield_join", run<spawn_yield_join>},
         {"gather_100", run<gather<100>>},
         {"gather_10000", run<gather<10000>>},
         {"group_100", run<group<100>>},
         {"lock_100", run<lock<100>>},
         {"queue_64", run<queue<64>>},
         {"try_acquire", run<try_acquire>},
         {"wait_for", run<wait_for>},
         {"yield", run<yield>}});
}
