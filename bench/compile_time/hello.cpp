// What a first program calls; hello_asio.cpp does the same with Asio.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifdef NARROW
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait_for.hpp>
#else
#include <boost/asyncio.hpp>
#endif

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
    co_return "Hello, " + name + '!';
}

asio::awaitable<void> hello()
{
    auto const moon = asyncio::create_task(greet("Moon", 20ms));
    auto const [world, sun] =
        co_await asyncio::gather(greet("World", 30ms), greet("Sun", 10ms));
    std::cout << world << ' ' << sun << ' ' << co_await moon.get() << '\n';
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
