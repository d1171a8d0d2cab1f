// What hello.cpp does, with Asio.
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
#include <string>
#include <utility>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<std::string>
greet(std::string name, std::chrono::milliseconds delay)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
    co_return "Hello, " + name + '!';
}

asio::awaitable<void> hello()
{
    auto const executor = co_await asio::this_coro::executor;
    std::string moon;
    asio::co_spawn(
        executor,
        greet("Moon", 20ms),
        [&moon](std::exception_ptr, std::string result)
        { moon = std::move(result); });
    auto const [world, sun] =
        co_await (greet("World", 30ms) && greet("Sun", 10ms));
    std::cout << world << ' ' << sun << ' ' << moon << '\n';
    asio::steady_timer limit(executor, 10ms);
    auto const result = co_await (
        greet("Godot", 1h) || limit.async_wait(asio::use_awaitable));
    if (result.index() == 1)
        std::cout << "no use waiting\n";
}

int main()
{
    asio::io_context context(1);
    asio::co_spawn(context, hello(), asio::detached);
    context.run();
}
