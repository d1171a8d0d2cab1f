// What hello.cpp calls, with ten types of results; calls_asio.cpp has Asio's.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <iostream>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

template<int N>
struct value
{
    int n = 0;
};

template<int N>
asio::awaitable<value<N>> give()
{
    co_await asyncio::sleep(1ms);
    co_return value<N>{N};
}

template<int N>
asio::awaitable<int> use()
{
    auto const task = asyncio::create_task(give<N>());
    auto const [a, b] = co_await asyncio::gather(give<N>(), give<N>());
    auto const c = co_await asyncio::wait_for(give<N>(), 1s);
    auto const d = co_await task.get();
    co_return a.n + b.n + c.n + d.n;
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
    asyncio::run(use_all());
}
