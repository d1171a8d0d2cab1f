// Events: a flag that tasks wait for.
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
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
asio::awaitable<void> client(std::string name, asyncio::event& ready)
{
    co_await ready.wait();
    std::cout << name << ": the server is ready\n";
}

asio::awaitable<void> server(asyncio::event& ready)
{
    co_await asyncio::sleep(10ms); // reads its settings, opens its port
    std::cout << "ready\n";
    ready.set(); // wakes all that wait; who comes later does not wait
}

asio::awaitable<void> start()
{
    asyncio::event ready;
    co_await asyncio::gather(
        client("first", ready), client("second", ready), server(ready));
}
// end::quick_look[]

// tag::heartbeat[]
// Does something every second until it is told to stop, and then stops at once.
asio::awaitable<void> heartbeat(asyncio::event& stop)
{
    for (;;)
    {
        std::cout << "still alive\n";
        try
        {
            co_await asyncio::wait_for(stop.wait(), 1s);
            co_return;
        }
        catch (asyncio::timeout_error const&)
        {
        }
    }
}
// end::heartbeat[]

asio::awaitable<void>
stop_after(std::chrono::milliseconds delay, asyncio::event& stop)
{
    co_await asyncio::sleep(delay);
    stop.set();
}

asio::awaitable<void> beat()
{
    asyncio::event stop;
    co_await asyncio::gather(heartbeat(stop), stop_after(2500ms, stop));
}

} // namespace

int main()
{
    asyncio::run(start());
    asyncio::virtual_loop().run_until_complete(beat());
}
