// Connects to whichever address of a host answers first (RFC 8305).
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// happy_eyeballs [--limit SECONDS] [--send LINE] HOST PORT [ADDRESS...]
//
// Tries the addresses of HOST, or those given, one after the other: the next
// one as soon as the last has failed, or has not answered for 250 ms. The first
// that connects wins, and the others are given up. Then it sends the line, if
// there is one, and prints the first line of the answer. SECONDS is the limit
// for connecting, and again for the answer; 10 unless given. Exit code 0 if it
// has connected and got an answer, 1 if not, 2 for bad usage.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;

constexpr auto head_start = 250ms;
constexpr std::size_t longest_line = 1000;

struct options
{
    seconds limit = 10s;
    std::optional<std::string> line;
    std::string host;
    std::uint16_t port = 0;
    std::vector<asio::ip::address> addresses;
};

struct attempt
{
    tcp::endpoint endpoint;
    std::string outcome = "not tried";
};

// IPv6 and IPv4 by turns.
std::vector<tcp::endpoint> by_turns(tcp::resolver::results_type const& all)
{
    std::vector<tcp::endpoint> v6;
    std::vector<tcp::endpoint> v4;
    for (tcp::endpoint const e : all)
        (e.address().is_v6() ? v6 : v4).push_back(e);
    std::vector<tcp::endpoint> result;
    for (std::size_t i = 0; i < v6.size() || i < v4.size(); ++i)
        for (auto const* list : {&v6, &v4})
            if (i < list->size())
                result.push_back((*list)[i]);
    return result;
}

asio::awaitable<std::vector<attempt>> find_addresses(options const& o)
{
    std::vector<tcp::endpoint> endpoints;
    if (o.addresses.empty())
    {
        tcp::resolver resolver(co_await asio::this_coro::executor);
        endpoints = by_turns(co_await resolver.async_resolve(
            o.host, std::to_string(o.port), asio::use_awaitable));
    }
    else
        for (auto const& a : o.addresses)
            endpoints.emplace_back(a, o.port);

    std::vector<attempt> attempts;
    for (auto const& e : endpoints)
        attempts.push_back({.endpoint = e});
    co_return attempts;
}

// The race for a connection.
class race
{
public:
    explicit race(std::vector<attempt>& attempts)
        : attempts_(attempts)
    {
    }

    // Gives nothing if all have failed.
    asio::awaitable<std::optional<tcp::socket>> run()
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [this](asyncio::task_group& group) -> asio::awaitable<void>
            {
                for (auto& a : attempts_)
                {
                    auto const last =
                        group.create_task(&race::connect, this, &a, &group);
                    co_await asyncio::wait({last}, {.timeout = head_start});
                }
            });
        co_return std::move(winner_);
    }

private:
    asio::awaitable<void> connect(attempt* a, asyncio::task_group* group)
    {
        // The winner outlives this task, so it is of the loop.
        tcp::socket socket(asyncio::get_running_loop().get_executor());
        try
        {
            co_await socket.async_connect(a->endpoint, asio::use_awaitable);
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
            {
                a->outcome = winner_ ? "lost" : "no answer in time";
                throw;
            }
            a->outcome = e.code().message();
            co_return;
        }
        if (winner_)
        {
            a->outcome = "lost";
            co_return;
        }
        a->outcome = "won";
        winner_ = std::move(socket);
        group->cancel();
    }

    std::vector<attempt>& attempts_;
    std::optional<tcp::socket> winner_;
};

asio::awaitable<std::optional<tcp::socket>>
connect_any(std::vector<attempt>& attempts, seconds limit)
try
{
    race r(attempts);
    co_return co_await asyncio::wait_for(r.run(), limit);
}
catch (asyncio::timeout_error const&)
{
    co_return std::nullopt;
}

// The first line of the answer, or as much as there was of it.
asio::awaitable<std::string> ask(tcp::socket& socket, std::string line)
{
    line += "\r\n";
    co_await asio::async_write(
        socket, asio::buffer(line), asio::use_awaitable);
    std::string answer;
    try
    {
        co_await asio::async_read_until(
            socket,
            asio::dynamic_buffer(answer, longest_line),
            '\n',
            asio::use_awaitable);
    }
    catch (boost::system::system_error const& e)
    {
        // The end, or a line that is too long.
        if (e.code() != asio::error::eof &&
            e.code() != asio::error::not_found)
            throw;
        if (answer.empty())
            throw;
    }
    co_return answer.substr(0, answer.find_first_of("\r\n"));
}

// The other side may send anything, and it goes to a terminal.
std::string printable(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (char const c : text)
    {
        auto const code = static_cast<unsigned char>(c);
        if (code >= 0x20 && code < 0x7f)
            result += c;
        else
        {
            result += "\\x";
            result += digits[code >> 4];
            result += digits[code & 15];
        }
    }
    return result;
}

asio::awaitable<int> main_task(options const& o)
{
    auto attempts = co_await find_addresses(o);
    auto socket = co_await connect_any(attempts, o.limit);
    for (auto const& a : attempts)
        std::cout << a.endpoint << "  " << a.outcome << '\n';
    if (!socket)
    {
        std::cout << "not connected\n";
        co_return 1;
    }
    std::cout << "connected to " << socket->remote_endpoint() << std::endl;
    if (!o.line)
        co_return 0;
    try
    {
        auto const answer =
            co_await asyncio::wait_for(ask(*socket, *o.line), o.limit);
        std::cout << "answer: " << printable(answer) << '\n';
        co_return 0;
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no answer in time\n";
    }
    catch (boost::system::system_error const& e)
    {
        if (asyncio::is_cancelled(e))
            throw;
        std::cout << "no answer: " << e.code().message() << '\n';
    }
    co_return 1;
}

template<class T>
T parse(std::string_view text, char const* what)
{
    T value;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        throw std::invalid_argument(std::string(what) + std::string(text));
    return value;
}

// Throws std::invalid_argument.
options parse_arguments(std::span<char*> arguments)
{
    constexpr char usage[] =
        "usage: happy_eyeballs [--limit SECONDS] [--send LINE] HOST PORT "
        "[ADDRESS...]";
    options result;
    while (arguments.size() >= 2 &&
           std::string_view(arguments[0]).starts_with("--"))
    {
        std::string_view const name = arguments[0];
        std::string_view const value = arguments[1];
        if (name == "--limit")
        {
            auto const n = parse<double>(value, "not a usable limit: ");
            if (!std::isfinite(n) || n <= 0)
                throw std::invalid_argument(
                    "not a usable limit: " + std::string(value));
            result.limit = seconds(n);
        }
        else if (name == "--send")
            result.line = value;
        else
            throw std::invalid_argument(usage);
        arguments = arguments.subspan(2);
    }
    if (arguments.size() < 2)
        throw std::invalid_argument(usage);
    result.host = arguments[0];
    result.port = parse<std::uint16_t>(arguments[1], "not a port: ");
    if (result.port == 0)
        throw std::invalid_argument("not a port: 0");
    for (std::string_view const text : arguments.subspan(2))
    {
        boost::system::error_code error;
        result.addresses.push_back(asio::ip::make_address(text, error));
        if (error)
            throw std::invalid_argument(
                "not an address: " + std::string(text));
    }
    return result;
}

int main(int argc, char* argv[])
try
{
    auto const o = parse_arguments(
        std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    return asyncio::run(main_task(o));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
catch (std::invalid_argument const& e)
{
    std::cerr << "happy_eyeballs: " << e.what() << '\n';
    return 2;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "happy_eyeballs: " << e.code().message() << '\n';
    return 1;
}
