// A TCP echo server: a task per connection, an idle limit, and a clean end.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// echo_server PORT IDLE GRACE
//
// Listens on 127.0.0.1; port 0 is any free one. A connection on which nothing
// moves for IDLE seconds is closed. On Ctrl-C it accepts no more, gives the
// connections GRACE seconds to finish, and then cancels the rest. A second
// Ctrl-C ends the grace.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;

// Sends back what it receives until the client is done.
asio::awaitable<void> echo(tcp::socket socket, seconds idle)
try
{
    std::array<char, 4096> buffer;
    for (;;)
    {
        auto const size = co_await asyncio::wait_for(
            socket.async_read_some(asio::buffer(buffer), asio::deferred),
            idle);
        co_await asyncio::wait_for(
            asio::async_write(
                socket, asio::buffer(buffer, size), asio::deferred),
            idle);
    }
}
catch (asyncio::timeout_error const&)
{
    std::cerr << "connection closed: idle\n";
}
catch (boost::system::system_error const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    if (e.code() != asio::error::eof)
        std::cerr << "connection lost: " << e.code().message() << '\n';
}

// The connections of a server. Leaving the context ends them.
class connections
{
public:
    connections(seconds idle, seconds grace)
        : idle_(idle), grace_(grace)
    {
    }

    void start(tcp::socket socket)
    {
        auto const task =
            asyncio::create_task(echo(std::move(socket), idle_));
        tasks_.insert(task);
        task.add_done_callback(
            [this](asyncio::task<void> const& t) { tasks_.erase(t); });
    }

    asio::awaitable<void> aenter()
    {
        co_return;
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        if (!tasks_.empty())
            co_await asyncio::wait(tasks_, {.timeout = grace_});
        for (auto const& task : tasks_)
            task.cancel();
        while (!tasks_.empty())
            co_await asyncio::wait(tasks_);
    }

private:
    seconds idle_;
    seconds grace_;
    std::unordered_set<asyncio::task<void>> tasks_;
};

asio::awaitable<void> accept_all(tcp::acceptor acceptor, connections& all)
{
    for (;;)
    {
        try
        {
            all.start(co_await acceptor.async_accept(asio::use_awaitable));
            continue;
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
            std::cerr << "cannot accept: " << e.code().message() << '\n';
        }
        // Out of file descriptors, say: better soon.
        co_await asyncio::sleep(100ms);
    }
}

asio::awaitable<void> serve(std::uint16_t port, connections& all)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const address = asio::ip::address_v4::loopback();
    tcp::acceptor acceptor(executor, tcp::endpoint(address, port));
    std::cout << "listening on " << acceptor.local_endpoint().port()
              << std::endl;

    // On the way out the acceptor is closed first, then the context is left.
    co_await asyncio::with(
        std::ref(all),
        [&] { return accept_all(std::move(acceptor), all); });
}

template<class T>
T parse(std::string_view text)
{
    T value;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        throw std::invalid_argument(
            "not a number, or out of range: " + std::string(text));
    return value;
}

seconds parse_seconds(std::string_view text, bool zero_allowed)
{
    auto const value = parse<double>(text);
    if (!std::isfinite(value) || value < 0 || (value == 0 && !zero_allowed))
        throw std::invalid_argument(
            "not a usable time: " + std::string(text));
    return seconds(value);
}

int main(int argc, char* argv[])
try
{
    if (argc != 4)
        throw std::invalid_argument("usage: echo_server PORT IDLE GRACE");
    auto const port = parse<std::uint16_t>(argv[1]);
    auto const idle = parse_seconds(argv[2], false);
    auto const grace = parse_seconds(argv[3], true);

    // Outlives the loop, in which a callback may still refer to it.
    connections all(idle, grace);
    asyncio::run(serve(port, all));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 0;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "echo_server: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "echo_server: cannot listen on port " << argv[1] << ": "
              << e.code().message() << '\n';
    return 1;
}
