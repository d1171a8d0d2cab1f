// Step 2: gives the service two seconds.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// 2_deadline HOST:PORT

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cctype>
#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

// tag::names[]
namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;
// end::names[]

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

// Connects to a service, and gives the line that it begins with.
asio::awaitable<std::string>
greeting(tcp::resolver::results_type const& endpoints)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
    std::string text;
    co_await asio::async_read_until(
        socket, asio::dynamic_buffer(text, 512), '\n', asio::use_awaitable);
    co_return first_line(text);
}

// tag::check[]
struct outcome
{
    bool up = false;
    std::string text;
};

// Tells what became of a service, and never fails.
asio::awaitable<outcome> check(service s)
try
{
    tcp::resolver resolver(co_await asio::this_coro::executor);
    auto const endpoints =
        co_await resolver.async_resolve(s.host, s.port, asio::use_awaitable);
    auto const text = co_await asyncio::wait_for(greeting(endpoints), 2s);
    co_return outcome{true, text};
}
catch (asyncio::timeout_error const&)
{
    co_return outcome{false, "no greeting in time"};
}
catch (boost::system::system_error const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    co_return outcome{false, e.code().message()};
}
// end::check[]

int main(int argc, char* argv[])
try
{
    if (argc != 2)
        throw std::invalid_argument("usage: 2_deadline HOST:PORT");
    auto const result = asyncio::run(check(parse(argv[1])));
    std::cout << result.text << '\n';
    return result.up ? 0 : 1;
}
catch (std::exception const& e)
{
    std::cerr << e.what() << '\n';
    return 2;
}
