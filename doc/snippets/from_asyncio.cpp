// The C++ side of from_asyncio.py: it prints the same.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// tag::program[]
#include <boost/asyncio.hpp>
// end::program[]

#include <boost/asio/awaitable.hpp>

// tag::program[]
#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<std::string>
fetch(std::string page, std::chrono::milliseconds delay)
{
    co_await asyncio::sleep(delay);
    co_return '<' + page + '>';
}

asio::awaitable<void> start()
{
    auto const [first, second] =
        co_await asyncio::gather(fetch("a", 40ms), fetch("b", 20ms));
    std::cout << first << ' ' << second << '\n';

    try
    {
        co_await asyncio::timeout(
            20ms,
            []() -> asio::awaitable<void>
            { std::cout << co_await fetch("c", 1h) << '\n'; });
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "too slow\n";
    }

    asyncio::task<std::string> task;
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            task = group.create_task(fetch("d", 20ms), {.name = "d"});
            co_return;
        });
    std::cout << task.result() << '\n';
}

int main()
{
    asyncio::run(start());
}
// end::program[]
