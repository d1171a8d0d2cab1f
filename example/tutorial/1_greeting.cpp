// Step 1: asks a service for its greeting.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// 1_greeting HOST:PORT

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cctype>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;

struct service
{
    std::string name; // HOST:PORT
    std::string host;
    std::string port;
};

service parse(std::string const& name)
{
    auto const colon = name.rfind(':');
    if (colon == name.npos)
        throw std::invalid_argument("not HOST:PORT: " + name);
    return {name, name.substr(0, colon), name.substr(colon + 1)};
}

// The first line of a text, without what does not belong on a terminal.
std::string first_line(std::string text)
{
    text.resize(text.find('\n'));
    std::erase_if(text, [](unsigned char c) { return std::iscntrl(c); });
    return text;
}

// tag::greeting[]
// Connects to a service, and gives the line that it begins with.
asio::awaitable<std::string> greeting(service s)
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    auto const endpoints =
        co_await resolver.async_resolve(s.host, s.port, asio::use_awaitable);

    tcp::socket socket(executor);
    co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
    std::string text;
    co_await asio::async_read_until(
        socket, asio::dynamic_buffer(text, 512), '\n', asio::use_awaitable);
    co_return first_line(text);
}
// end::greeting[]

// tag::main[]
int main(int argc, char* argv[])
try
{
    if (argc != 2)
        throw std::invalid_argument("usage: 1_greeting HOST:PORT");
    std::cout << asyncio::run(greeting(parse(argv[1]))) << '\n';
}
catch (boost::system::system_error const& e)
{
    std::cerr << e.code().message() << '\n';
    return 1;
}
catch (std::invalid_argument const& e)
{
    std::cerr << e.what() << '\n';
    return 1;
}
// end::main[]
