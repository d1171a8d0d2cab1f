// wait: until some or all of several tasks are done.
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
// The answer of the fastest mirror; the other requests are cancelled.
asio::awaitable<std::string> fetch_from_any(std::vector<std::string> mirrors)
{
    std::vector<asyncio::task<std::string>> requests;
    auto delay = 10ms;
    for (auto const& mirror : mirrors)
        requests.push_back(asyncio::create_task(fetch(mirror, delay *= 2)));

    auto const [done, pending] = co_await asyncio::wait(
        requests, {.return_when = asyncio::first_completed});
    for (auto const& request : pending)
        request.cancel();
    co_return co_await done.front().get();
}
// end::quick_look[]

// tag::timeout[]
asio::awaitable<void> as_far_as_possible()
{
    auto const page = asyncio::create_task(fetch("page", 10ms));
    auto const book = asyncio::create_task(fetch("book", 1h));
    // Tasks of any types can stand in braces. At the limit nothing is thrown,
    // and nothing is cancelled.
    auto const [done, pending] =
        co_await asyncio::wait({page, book}, {.timeout = 50ms});
    std::cout << done.size() << " done, " << pending.size() << " pending\n";
    book.cancel();
}
// end::timeout[]

// tag::progress[]
asio::awaitable<void> with_progress(asyncio::task<std::string> task)
{
    while (!task.done())
    {
        auto const result = co_await asyncio::wait({task}, {.timeout = 40ms});
        if (result.done.empty())
            std::cout << "still waiting\n";
    }
    std::cout << co_await task.get() << '\n';
}
// end::progress[]

asio::awaitable<void> all()
{
    std::vector<std::string> const mirrors{"one", "two", "three"};
    std::cout << co_await fetch_from_any(mirrors) << '\n';
    co_await as_far_as_possible();
    co_await with_progress(asyncio::create_task(fetch("page", 100ms)));
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
