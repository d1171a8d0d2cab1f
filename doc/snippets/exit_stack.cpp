// Exit stacks: managers whose number is known only at run time.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// Stands for a connection that is opened and closed by an exchange of messages.
class session
{
public:
    explicit session(std::string host)
        : host_(std::move(host))
    {
    }

    asio::awaitable<std::reference_wrapper<session>> aenter()
    {
        co_await asyncio::sleep(1ms);
        if (host_.empty())
            throw std::runtime_error("no host");
        std::cout << "open " << host_ << '\n';
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_await asyncio::sleep(1ms);
        std::cout << "close " << host_ << '\n';
    }

    asio::awaitable<void> send(std::string text)
    {
        co_await asyncio::sleep(1ms);
        std::cout << host_ << " gets " << text << '\n';
    }

private:
    std::string host_;
};

// tag::quick_look[]
asio::awaitable<void> tell_all(std::vector<std::string> hosts, std::string text)
{
    co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            std::vector<std::reference_wrapper<session>> all;
            for (auto const& host : hosts)
                all.push_back(
                    co_await stack.enter_async_context(session(host)));
            // All are open; those that are will be closed, the last first.
            for (session& s : all)
                co_await s.send(text);
        });
}
// end::quick_look[]

// tag::pop_all[]
// Opens all of them or none, and leaves the closing to the caller.
asio::awaitable<asyncio::exit_stack> open_all(std::vector<std::string> hosts)
{
    co_return co_await asyncio::with(
        asyncio::exit_stack(),
        [&](asyncio::exit_stack& stack) -> asio::awaitable<asyncio::exit_stack>
        {
            for (auto const& host : hosts)
                co_await stack.enter_async_context(session(host));
            co_return stack.pop_all();
        });
}

asio::awaitable<void> use_all(std::vector<std::string> hosts)
{
    auto sessions = co_await open_all(std::move(hosts));
    sessions.callback([] { std::cout << "at the end\n"; }); // runs first
    co_await asyncio::with(
        std::move(sessions),
        []() -> asio::awaitable<void>
        {
            std::cout << "all are open\n";
            co_return;
        });
}
// end::pop_all[]

asio::awaitable<void> stack_main()
{
    std::vector<std::string> const hosts = {"alpha", "beta"};
    co_await tell_all(hosts, "hello");
    co_await use_all(hosts);
    try
    {
        std::vector<std::string> const wrong = {"alpha", ""};
        co_await open_all(wrong);
    }
    catch (std::runtime_error const& e)
    {
        std::cout << "failed: " << e.what() << '\n';
    }
}

} // namespace

int main()
{
    asyncio::run(stack_main());
}
