// timeout: a limit on a block.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// tag::quick_look[]
// Connects, asks and reads the answer, all within one limit.
asio::awaitable<std::string> ask(tcp::endpoint server, std::string question)
{
    co_return co_await asyncio::timeout(
        500ms,
        [&]() -> asio::awaitable<std::string>
        {
            tcp::socket socket(co_await asio::this_coro::executor);
            co_await socket.async_connect(server, asio::use_awaitable);
            co_await asio::async_write(
                socket, asio::buffer(question), asio::use_awaitable);
            std::string answer;
            co_await asio::async_read_until(
                socket,
                asio::dynamic_buffer(answer),
                '\n',
                asio::use_awaitable);
            co_return answer;
        });
}
// end::quick_look[]

// tag::reschedule[]
// A connection may last for ever, but not without a line for 500 ms.
asio::awaitable<void> read_lines(tcp::socket& socket)
{
    co_await asyncio::timeout(
        500ms,
        [&](asyncio::timeout_scope& limit) -> asio::awaitable<void>
        {
            auto const& loop = asyncio::get_running_loop();
            std::string text;
            for (;;)
            {
                auto const size = co_await asio::async_read_until(
                    socket,
                    asio::dynamic_buffer(text),
                    '\n',
                    asio::use_awaitable);
                limit.reschedule(loop.time() + 500ms);
                std::cout << "got " << text.substr(0, size);
                text.erase(0, size);
            }
        });
}
// end::reschedule[]

// tag::scope[]
// Gives what was collected before the limit, whatever that is.
asio::awaitable<int> collect()
{
    int collected = 0;
    asyncio::timeout_scope limit(200ms);
    try
    {
        co_await asyncio::timeout(
            limit,
            [&]() -> asio::awaitable<void>
            {
                for (;; ++collected)
                    co_await asyncio::sleep(collected < 3 ? 1ms : 1h);
            });
    }
    catch (asyncio::timeout_error const&)
    {
    }
    std::cout << (limit.expired() ? "out of time" : "in time") << '\n';
    co_return collected;
}
// end::scope[]

// tag::nested[]
asio::awaitable<void> nested()
{
    auto const patient = []() -> asio::awaitable<void>
    {
        try
        {
            co_await asyncio::wait_for(asyncio::sleep(1h), 1h);
        }
        catch (asyncio::timeout_error const&)
        {
            std::cout << "never printed\n"; // not this limit
        }
    };
    try
    {
        co_await asyncio::timeout(10ms, patient);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "the outer limit\n";
    }
}
// end::nested[]

// Answers a line by a line, save the second connection, which it lets wait.
asio::awaitable<void> serve(tcp::acceptor& acceptor)
{
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    std::string line;
    co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line), '\n', asio::use_awaitable);
    co_await asio::async_write(
        socket, asio::buffer("you said: " + line), asio::use_awaitable);
    auto silent = co_await acceptor.async_accept(asio::use_awaitable);
    auto talkative = co_await acceptor.async_accept(asio::use_awaitable);
    co_await asio::async_write(
        talkative, asio::buffer("one\ntwo\n", 8), asio::use_awaitable);
    co_await asyncio::sleep(1h);
}

asio::awaitable<void> all()
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const server = asyncio::create_task(serve(acceptor));
    auto const endpoint = acceptor.local_endpoint();

    std::cout << co_await ask(endpoint, "hello\n");
    try
    {
        co_await ask(endpoint, "hello\n");
    }
    catch (asyncio::timeout_error const& e)
    {
        std::cout << e.code().message() << '\n';
    }
    tcp::socket socket(executor);
    co_await socket.async_connect(endpoint, asio::use_awaitable);
    try
    {
        co_await read_lines(socket);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no more lines\n";
    }
    std::cout << co_await collect() << " collected\n";
    co_await nested();
    server.cancel();
}

int main()
{
    asyncio::run(all());
}
