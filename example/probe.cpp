// Which of these ports are open? Connects to all of them at once.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// probe [--timeout SECONDS] [HOST:PORT...]
//
// Without targets on the command line it reads them from standard input, one a
// line. The answers come in the order of the targets. Exit code 0 if all of
// them accept a connection, 1 otherwise, 2 for bad usage.

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;

using seconds = std::chrono::duration<double>;

struct target
{
    std::string host;
    std::uint16_t port = 0;
};

struct answer
{
    bool connected = false;
    std::string text;
};

template<class T>
bool parse(std::string_view text, T& value)
{
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end;
}

// Throws std::invalid_argument.
target parse_target(std::string_view line)
{
    auto const colon = line.rfind(':');
    if (colon == line.npos)
        throw std::invalid_argument("not HOST:PORT");

    target result;
    if (!parse(line.substr(colon + 1), result.port) || result.port == 0)
        throw std::invalid_argument("bad port");

    auto host = line.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != host.npos)
        throw std::invalid_argument("an IPv6 address needs brackets");
    if (host.empty())
        throw std::invalid_argument("not HOST:PORT");
    result.host = host;
    return result;
}

asio::awaitable<std::vector<tcp::endpoint>> resolve(target const& t)
{
    // Asio looks names up one after the other: an address does not queue there.
    std::vector<tcp::endpoint> endpoints;
    boost::system::error_code no_address;
    auto const address = asio::ip::make_address(t.host, no_address);
    if (!no_address)
        endpoints.emplace_back(address, t.port);
    else
    {
        tcp::resolver resolver(co_await asio::this_coro::executor);
        auto const found = co_await resolver.async_resolve(
            t.host, std::to_string(t.port), asio::use_awaitable);
        endpoints.assign(found.begin(), found.end());
    }
    co_return endpoints;
}

// The limit is for connecting. The system's look-up has limits of its own.
asio::awaitable<answer> probe(std::string_view line, seconds limit)
try
{
    auto const t = parse_target(line);
    auto const endpoints = co_await resolve(t);
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await asyncio::wait_for(
        asio::async_connect(socket, endpoints, asio::deferred), limit);
    co_return answer{true, "connected"};
}
catch (asyncio::timeout_error const&)
{
    co_return answer{false, "no answer in time"};
}
catch (boost::system::system_error const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    auto const& category = e.code().category();
    bool const unknown = category == asio::error::get_netdb_category() ||
                         category == asio::error::get_addrinfo_category();
    co_return answer{false, unknown ? "unknown host" : e.code().message()};
}
catch (std::invalid_argument const& e)
{
    co_return answer{false, e.what()};
}

asio::awaitable<int>
probe_all(std::vector<std::string> const& lines, seconds limit)
{
    std::vector<asio::awaitable<answer>> probes;
    for (auto const& line : lines)
        probes.push_back(probe(line, limit));
    auto const answers = co_await asyncio::gather(std::move(probes));

    std::size_t connected = 0;
    for (std::size_t i = 0; i != lines.size(); ++i)
    {
        std::cout << lines[i] << "  " << answers[i].text << '\n';
        connected += answers[i].connected;
    }
    std::cout << connected << " of " << lines.size() << " connected\n";
    co_return connected == lines.size() ? 0 : 1;
}

std::vector<std::string> read_lines(std::istream& in)
{
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
    {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

int main(int argc, char* argv[])
try
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    seconds limit(2);
    if (!arguments.empty() && arguments[0].starts_with('-'))
    {
        double value;
        if (arguments[0] != "--timeout" || arguments.size() < 2 ||
            !parse(arguments[1], value) || !std::isfinite(value) || value <= 0)
        {
            std::cerr << "usage: probe [--timeout SECONDS] [HOST:PORT...]\n";
            return 2;
        }
        limit = seconds(value);
        arguments.erase(arguments.begin(), arguments.begin() + 2);
    }
    auto const lines = arguments.empty() ? read_lines(std::cin) : arguments;
    return asyncio::run(probe_all(lines, limit));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
