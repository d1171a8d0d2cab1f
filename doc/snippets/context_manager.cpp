// Managers of functions: a session that ends with a word.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;

namespace {

asio::awaitable<void> say(tcp::socket& s, std::string line)
{
    line += '\n';
    co_await asio::async_write(s, asio::buffer(line), asio::use_awaitable);
}

asio::awaitable<tcp::socket> connect(tcp::endpoint server)
{
    tcp::socket s(co_await asio::this_coro::executor);
    co_await s.async_connect(server, asio::use_awaitable);
    co_return s;
}

// tag::quick_look[]
// A connection of a protocol in which a client says goodbye.
auto session(tcp::endpoint server)
{
    return asyncio::context_manager(
        [server] { return connect(server); }, // yields the socket
        [](tcp::socket& s) { return say(s, "QUIT"); });
}

asio::awaitable<void> send(tcp::endpoint server, std::string text)
{
    co_await asyncio::with(
        session(server),
        [&](tcp::socket& s) -> asio::awaitable<void>
        { co_await say(s, text); });
}
// end::quick_look[]

// tag::aclosing[]
class log_file
{
public:
    asio::awaitable<void> write(std::string line);
    asio::awaitable<void> aclose(); // writes what is buffered
    // end::aclosing[]

private:
    std::string buffer_;
    // tag::aclosing[]
};

asio::awaitable<void> log()
{
    co_await asyncio::with(
        asyncio::aclosing(log_file()),
        [](log_file& file) -> asio::awaitable<void>
        { co_await file.write("started"); });
}
// end::aclosing[]

asio::awaitable<void> log_file::write(std::string line)
{
    buffer_ += line + '\n';
    co_return;
}

asio::awaitable<void> log_file::aclose()
{
    co_await asyncio::to_thread([this] { std::cout << "log: " << buffer_; });
}

// Prints the lines of one client.
asio::awaitable<void> serve(tcp::acceptor& acceptor)
{
    auto s = co_await acceptor.async_accept(asio::use_awaitable);
    std::string buffer;
    std::string line;
    while (line != "QUIT")
    {
        std::size_t const n = co_await asio::async_read_until(
            s, asio::dynamic_buffer(buffer), '\n', asio::use_awaitable);
        line = buffer.substr(0, n - 1);
        buffer.erase(0, n);
        std::cout << "received " << line << '\n';
    }
}

asio::awaitable<void> manager_main()
{
    tcp::acceptor acceptor(
        co_await asio::this_coro::executor,
        {asio::ip::address_v4::loopback(), 0});
    co_await asyncio::gather(
        serve(acceptor), send(acceptor.local_endpoint(), "HELLO"));
    co_await log();
}

} // namespace

int main()
{
    asyncio::run(manager_main());
}
