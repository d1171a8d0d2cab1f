// Step 5: watches services until Ctrl-C.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// 5_monitor SECONDS HOST:PORT...

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
#include <cstddef>
#include <exception>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

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

std::vector<service> parse_all(std::span<char*> arguments)
{
    std::vector<service> services;
    for (char const* const argument : arguments)
        services.push_back(parse(argument));
    return services;
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

// tag::monitor[]
class monitor
{
public:
    monitor(std::vector<service> services, std::chrono::seconds pause)
        : services_(std::move(services)), pause_(pause)
    {
    }

    // Watches all services, and ends when it is cancelled.
    asio::awaitable<void> run()
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [this](asyncio::task_group& group) -> asio::awaitable<void>
            {
                for (auto const& s : services_)
                    group.create_task(watch(s), {.name = s.name});
                co_return;
            });
    }

    void print_summary() const
    {
        std::cout << checks_ << " checks, " << changes_ << " changes"
                  << std::endl;
    }

private:
    // Prints what a service says whenever that changes.
    asio::awaitable<void> watch(service s)
    {
        std::string last;
        for (;;)
        {
            auto const now = co_await check_when_there_is_room(s);
            if (now != last)
            {
                std::cout << s.name << "  " << now << std::endl;
                changes_ += !last.empty();
                last = now;
            }
            co_await asyncio::sleep(pause_);
        }
    }

    asio::awaitable<std::string> check_when_there_is_room(service s)
    {
        auto const guard = co_await asyncio::scoped(room_);
        auto const result = co_await check(s);
        ++checks_;
        co_return result.text;
    }

    std::vector<service> services_;
    std::chrono::seconds pause_;
    asyncio::semaphore room_{3};
    int checks_ = 0;
    int changes_ = 0;
};
// end::monitor[]

// tag::main[]
int main(int argc, char* argv[])
try
{
    if (argc < 3)
        throw std::invalid_argument("usage: 5_monitor SECONDS HOST:PORT...");
    auto const arguments = std::span(argv, static_cast<std::size_t>(argc));
    monitor m(
        parse_all(arguments.subspan(2)),
        std::chrono::seconds(std::stoi(argv[1])));
    try
    {
        asyncio::run(m.run());
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        m.print_summary();
    }
}
catch (std::exception const& e)
{
    std::cerr << e.what() << '\n';
    return 2;
}
// end::main[]
