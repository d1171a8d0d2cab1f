// The workloads with what Asio itself offers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "workload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>
#include <vector>

namespace asio = boost::asio;

using namespace std::chrono_literals;

namespace {

asio::awaitable<int> child()
{
    co_return 1;
}

asio::awaitable<int> yielding_child()
{
    co_await asio::post(asio::use_awaitable);
    co_return 1;
}

asio::awaitable<void> spawn_join(long n)
{
    auto const ex = co_await asio::this_coro::executor;
    while (n-- > 0)
        co_await asio::co_spawn(ex, child(), asio::use_awaitable);
}

asio::awaitable<void> spawn_yield_join(long n)
{
    auto const ex = co_await asio::this_coro::executor;
    while (n-- > 0)
        co_await asio::co_spawn(ex, yielding_child(), asio::use_awaitable);
}

template<int Size>
asio::awaitable<void> gather(long n)
{
    auto const ex = co_await asio::this_coro::executor;
    using operation = decltype(asio::co_spawn(
        ex, yielding_child(), asio::deferred));
    for (; n > 0; n -= Size)
    {
        std::vector<operation> children;
        children.reserve(Size);
        for (int i = 0; i != Size; ++i)
            children.push_back(asio::co_spawn(
                ex, yielding_child(), asio::deferred));
        auto group =
            asio::experimental::make_parallel_group(std::move(children));
        co_await group.async_wait(
            asio::experimental::wait_for_all(), asio::use_awaitable);
    }
}

asio::awaitable<void> wait_for(long n)
{
    using namespace asio::experimental::awaitable_operators;
    auto const ex = co_await asio::this_coro::executor;
    while (n-- > 0)
    {
        asio::steady_timer timer(ex, 5s);
        co_await (
            yielding_child() || timer.async_wait(asio::use_awaitable));
    }
}

using channel =
    asio::experimental::channel<void(boost::system::error_code, int)>;

asio::awaitable<void> produce(channel& c, long n)
{
    while (n-- > 0)
        co_await c.async_send(
            boost::system::error_code(), 1, asio::use_awaitable);
}

template<int Size>
asio::awaitable<void> queue(long n)
{
    auto const ex = co_await asio::this_coro::executor;
    channel c(ex, Size);
    asio::co_spawn(ex, produce(c, n), asio::detached);
    while (n-- > 0)
        co_await c.async_receive(asio::use_awaitable);
}

// A mutex: who has put the token into the channel has it.
asio::awaitable<void> lock_unlock(channel& c, long n)
{
    while (n-- > 0)
    {
        co_await c.async_send(
            boost::system::error_code(), 1, asio::use_awaitable);
        co_await asio::post(asio::use_awaitable);
        co_await c.async_receive(asio::use_awaitable);
    }
}

template<int Size>
asio::awaitable<void> lock(long n)
{
    auto const ex = co_await asio::this_coro::executor;
    channel c(ex, 1);
    std::vector<decltype(asio::co_spawn(
        ex, lock_unlock(c, n), asio::deferred))>
        children;
    for (int i = 0; i != Size; ++i)
        children.push_back(
            asio::co_spawn(ex, lock_unlock(c, n / Size), asio::deferred));
    auto group = asio::experimental::make_parallel_group(std::move(children));
    co_await group.async_wait(
        asio::experimental::wait_for_all(), asio::use_awaitable);
}

asio::awaitable<void> acquire_release(long n)
{
    channel c(co_await asio::this_coro::executor, 1);
    while (n-- > 0)
    {
        co_await c.async_send(
            boost::system::error_code(), 1, asio::use_awaitable);
        c.try_receive([](boost::system::error_code, int) {});
    }
}

asio::awaitable<void> try_acquire(long n)
{
    channel c(co_await asio::this_coro::executor, 1);
    while (n-- > 0)
        if (c.try_send(boost::system::error_code(), 1))
            c.try_receive([](boost::system::error_code, int) {});
}

asio::awaitable<void> yield(long n)
{
    while (n-- > 0)
        co_await asio::post(asio::use_awaitable);
}

template<asio::awaitable<void> (*Workload)(long)>
void run(long n)
{
    static asio::io_context context(1);
    context.restart();
    asio::co_spawn(context, Workload(n), asio::detached);
    context.run();
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
         {"group_100", run<gather<100>>},
         {"lock_100", run<lock<100>>},
         {"queue_64", run<queue<64>>},
         {"try_acquire", run<try_acquire>},
         {"wait_for", run<wait_for>},
         {"yield", run<yield>}});
}
