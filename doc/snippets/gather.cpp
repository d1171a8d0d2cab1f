// gather: several children at once, and all of their results.
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
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

// tag::fetch[]
// Stands for a request over the network.
asio::awaitable<std::string>
fetch(std::string name, std::chrono::milliseconds time)
{
    co_await asyncio::sleep(time);
    if (name == "broken")
        throw std::runtime_error("cannot fetch " + name);
    co_return name;
}
// end::fetch[]

asio::awaitable<int> count()
{
    co_return 3;
}

// tag::quick_look[]
asio::awaitable<void> quick_look()
{
    // Both run at once; a tuple of the results, in the order of the arguments.
    auto const [page, number] =
        co_await asyncio::gather(fetch("page", 20ms), count());
    std::cout << page << ' ' << number << '\n';

    std::vector<asio::awaitable<std::string>> children;
    for (char const* name : {"a", "b", "c"})
        children.push_back(fetch(name, 10ms));
    // A range gives a vector.
    for (auto const& name : co_await asyncio::gather(std::move(children)))
        std::cout << name << '\n';
}
// end::quick_look[]

// tag::return_exceptions[]
asio::awaitable<void> whatever_comes()
{
    auto const [good, bad] = co_await asyncio::gather(
        asyncio::return_exceptions, fetch("page", 20ms), fetch("broken", 10ms));
    std::cout << *good << '\n';
    try
    {
        if (bad.has_error())
            std::rethrow_exception(bad.error());
    }
    catch (std::runtime_error const& e)
    {
        std::cout << e.what() << '\n';
    }
}
// end::return_exceptions[]

// tag::first_exception[]
asio::awaitable<void> first_exception()
{
    auto const slow = asyncio::create_task(fetch("page", 20ms));
    try
    {
        co_await asyncio::gather(slow, fetch("broken", 10ms));
    }
    catch (std::runtime_error const& e)
    {
        std::cout << e.what() << "; the other is "
                  << (slow.done() ? "done" : "not done") << '\n';
    }
    std::cout << co_await slow.get() << " came all the same\n";
}
// end::first_exception[]

asio::awaitable<void> all()
{
    co_await quick_look();
    co_await whatever_comes();
    co_await first_exception();
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
