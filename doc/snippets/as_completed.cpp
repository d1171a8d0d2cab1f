// as_completed: results in the order in which they come.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

// Stands for a request over the network.
asio::awaitable<std::string>
fetch(std::string name, std::chrono::milliseconds time)
{
    co_await asyncio::sleep(time);
    if (name == "broken")
        throw std::runtime_error("cannot fetch " + name);
    co_return name;
}

// tag::quick_look[]
asio::awaitable<void> quick_look()
{
    std::vector<asio::awaitable<std::string>> children;
    children.push_back(fetch("tortoise", 60ms));
    children.push_back(fetch("hare", 20ms));
    children.push_back(fetch("broken", 40ms));

    auto results = asyncio::as_completed(std::move(children));
    while (auto const task = co_await results.next())
    {
        // The handle of a task that is done. get() throws what it threw.
        if (task->exception())
            std::cout << "failed\n";
        else
            std::cout << co_await task->get() << '\n';
    }
}
// end::quick_look[]

// tag::timeout[]
asio::awaitable<void> in_time()
{
    std::vector<asyncio::task<std::string>> tasks;
    for (auto const time : {10ms, 20ms, 3600000ms})
        tasks.push_back(asyncio::create_task(fetch("page", time)));

    int count = 0;
    try
    {
        auto results = asyncio::as_completed(tasks, 50ms);
        while (auto const task = co_await results.next())
            ++count;
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << count << " in time\n";
    }
    tasks.back().cancel(); // the limit has cancelled nothing
}
// end::timeout[]

asio::awaitable<void> all()
{
    co_await quick_look();
    co_await in_time();
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
