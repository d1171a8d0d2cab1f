// An HTTP server and its client, with Boost.Beast.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

// tag::handle[]
asio::awaitable<response> handle(request const& r)
{
    response answer(http::status::ok, r.version());
    if (r.target() == "/slow")
        co_await asyncio::sleep(1h);
    answer.body() = "this is " + std::string(r.target());
    answer.prepare_payload();
    co_return answer;
}

asio::awaitable<void> session(tcp::socket socket)
{
    boost::beast::flat_buffer buffer;
    request r;
    do
    {
        r = {};
        co_await asyncio::wait_for(
            http::async_read(socket, buffer, r, asio::use_awaitable), 30s);
        response answer(http::status::gateway_timeout, r.version());
        try
        {
            answer = co_await asyncio::wait_for(handle(r), 50ms);
        }
        catch (asyncio::timeout_error const&)
        {
            answer.body() = "it takes too long";
        }
        answer.keep_alive(r.keep_alive());
        answer.prepare_payload();
        co_await http::async_write(socket, answer, asio::use_awaitable);
    } while (r.keep_alive());
}
// end::handle[]

asio::awaitable<void>
get(tcp::socket& socket, std::string_view target, bool last)
{
    request r(http::verb::get, target, 11);
    r.set(http::field::host, "localhost");
    r.keep_alive(!last);
    co_await http::async_write(socket, r, asio::use_awaitable);
    boost::beast::flat_buffer buffer;
    response answer;
    co_await http::async_read(socket, buffer, answer, asio::use_awaitable);
    std::cout << target << ": " << answer.result_int() << ' ' << answer.body()
              << '\n';
}

asio::awaitable<void> program()
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    tcp::socket socket(executor);
    co_await socket.async_connect(
        acceptor.local_endpoint(), asio::use_awaitable);
    auto const server = asyncio::create_task(
        session(co_await acceptor.async_accept(asio::use_awaitable)));
    co_await get(socket, "/tea", false);
    co_await get(socket, "/slow", false);
    co_await get(socket, "/cake", true);
    co_await server.get();
}

int main()
{
    asyncio::run(program());
}
