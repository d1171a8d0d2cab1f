// Barriers: tasks that begin together.
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

namespace {

// tag::quick_look[]
asio::awaitable<void> client(int number, asyncio::barrier& connected)
{
    co_await asyncio::sleep(number * 10ms); // connects
    std::cout << "client " << number << " is connected\n";

    auto const index = co_await connected.wait(); // for all the others
    if (index == 0)                               // one of them
        std::cout << "all " << connected.parties() << " are connected\n";
    std::cout << "client " << number << " sends\n";
}

asio::awaitable<void> load()
{
    asyncio::barrier connected(3);
    co_await asyncio::gather(
        client(1, connected), client(2, connected), client(3, connected));
}
// end::quick_look[]

} // namespace

int main()
{
    asyncio::run(load());
}
