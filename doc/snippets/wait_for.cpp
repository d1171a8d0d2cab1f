// wait_for: operations, awaitables and tasks with a limit.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// tag::quick_look[]
asio::awaitable<std::string> first_line(tcp::socket& socket)
{
    std::string line;
    try
    {
        co_await asyncio::wait_for(
            asio::async_read_until(
                socket, asio::dynamic_buffer(line), '\n', asio::deferred),
            500ms);
    }
    catch (asyncio::timeout_error const&)
    {
        line = "no greeting in time\n";
    }
    co_return line;
}
// end::quick_look[]

// Two sockets that are connected with each other.
asio::awaitable<std::pair<tcp::socket, tcp::socket>> connected()
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    tcp::socket client(executor);
    co_await client.async_connect(
        acceptor.local_endpoint(), asio::use_awaitable);
    co_return std::pair(std::move(client), acceptor.accept(executor));
}

asio::awaitable<int> compute(std::chrono::milliseconds time)
{
    co_await asyncio::sleep(time);
    co_return 42;
}

// tag::optional[]
using limit = std::chrono::milliseconds;

asio::awaitable<int> compute_within(std::optional<limit> l)
{
    if (l)
        co_return co_await asyncio::wait_for(compute(20ms), *l);
    co_return co_await asyncio::wait_for(compute(20ms), std::nullopt);
}
// end::optional[]

// tag::keep[]
asio::awaitable<void> impatient()
{
    auto const task = asyncio::create_task(compute(100ms));
    try
    {
        // The limit cancels the shield, and not the task.
        co_await asyncio::wait_for(asyncio::shield(task), 10ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "still computing\n";
    }
    std::cout << co_await task.get() << '\n';
}
// end::keep[]

// tag::stops[]
asio::awaitable<void> tidy()
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        std::cout << "told to stop\n";
        throw;
    }
}

asio::awaitable<void> strict()
{
    try
    {
        co_await asyncio::wait_for(tidy(), 10ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "has stopped\n";
    }
}
// end::stops[]

asio::awaitable<void> all()
{
    auto [client, server] = co_await connected();
    std::cout << co_await first_line(client);
    co_await asio::async_write(
        server, asio::buffer("220 ready\n", 10), asio::use_awaitable);
    std::cout << co_await first_line(client);

    std::cout << co_await compute_within(std::nullopt) << ' '
              << co_await compute_within(10s) << '\n';
    co_await impatient();
    co_await strict();
}

int main()
{
    asyncio::run(all());
}
