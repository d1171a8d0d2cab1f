// A first look: a task, a gather and a time limit.
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
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<std::string>
greet(std::string name, std::chrono::milliseconds delay)
{
    co_await asyncio::sleep(delay);
    std::cout << "ready to greet " << name << '\n';
    co_return "Hello, " + name + '!';
}

asio::awaitable<void> hello()
{
    // A task runs beside its creator from the loop's next turn on.
    auto const moon = asyncio::create_task(greet("Moon", 20ms));

    // Both at once; the results come in the order of the arguments.
    auto const [world, sun] =
        co_await asyncio::gather(greet("World", 30ms), greet("Sun", 10ms));
    std::cout << world << ' ' << sun << ' ' << co_await moon.get() << '\n';

    // What takes too long is cancelled.
    try
    {
        co_await asyncio::wait_for(greet("Godot", 1h), 10ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no use waiting\n";
    }
}

int main()
{
    asyncio::run(hello());
}
