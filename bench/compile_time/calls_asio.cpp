// What calls.cpp does, with Asio.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <variant>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

template<int N>
struct value
{
    int n = 0;
};

template<int N>
asio::awaitable<value<N>> give()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
    co_await timer.async_wait(asio::use_awaitable);
    co_return value<N>{N};
}

template<int N>
asio::awaitable<int> use()
{
    auto const executor = co_await asio::this_coro::executor;
    value<N> d;
    asio::co_spawn(
        executor,
        give<N>(),
        [&d](std::exception_ptr, value<N> result) { d = result; });
    auto const [a, b] = co_await (give<N>() && give<N>());
    asio::steady_timer limit(executor, 1s);
    auto const c = co_await (
        give<N>() || limit.async_wait(asio::use_awaitable));
    co_return a.n + b.n + std::get<0>(c).n + d.n;
}

asio::awaitable<void> use_all()
{
    int sum = 0;
    sum += co_await use<0>();
    sum += co_await use<1>();
    sum += co_await use<2>();
    sum += co_await use<3>();
    sum += co_await use<4>();
    sum += co_await use<5>();
    sum += co_await use<6>();
    sum += co_await use<7>();
    sum += co_await use<8>();
    sum += co_await use<9>();
    std::cout << sum << '\n';
}

int main()
{
    asio::io_context context(1);
    asio::co_spawn(context, use_all(), asio::detached);
    context.run();
}
