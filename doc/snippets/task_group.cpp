// task_group: tasks that begin and end together.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// Stands for a request over the network.
asio::awaitable<std::string>
fetch(std::string name, std::chrono::milliseconds time)
{
    co_await asyncio::sleep(time);
    if (name == "broken")
        throw std::runtime_error("cannot fetch " + name);
    co_return name;
}

// tag::quick_look[]
asio::awaitable<void> quick_look()
{
    co_await asyncio::with(
        asyncio::task_group(),
        [](asyncio::task_group& group) -> asio::awaitable<void>
        {
            auto const page = group.create_task(fetch("page", 20ms));
            group.create_task(fetch("image", 10ms));
            std::cout << co_await page.get() << '\n';
        });
    // Here all tasks of the group have ended.
}
// end::quick_look[]

// tag::failure[]
asio::awaitable<void> watch()
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        std::cout << "the watch ends\n";
        throw;
    }
}

asio::awaitable<void> failure()
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& group) -> asio::awaitable<void>
            {
                group.create_task(watch());
                group.create_task(fetch("broken", 10ms));
                co_return;
            });
    }
    catch (asyncio::exception_group const& errors)
    {
        auto const print = [](std::exception const& e)
        { std::cout << e.what() << '\n'; };
        errors.for_each(print);
    }
}
// end::failure[]

// tag::split[]
asio::awaitable<void> resolve(std::string host)
{
    throw boost::system::system_error(asio::error::host_not_found, host);
    co_return;
}

asio::awaitable<void> parse(std::string text)
{
    throw std::invalid_argument("cannot parse " + text);
    co_return;
}

asio::awaitable<void> split()
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& group) -> asio::awaitable<void>
            {
                group.create_task(resolve("nowhere.example"));
                group.create_task(
                    parse("port eighty"), {.name = "configuration"});
                co_return;
            });
    }
    // tag::handler[]
    catch (asyncio::exception_group const& errors)
    {
        auto const [network, rest] =
            errors.split<boost::system::system_error>();
        if (network)
            std::cout << network->exceptions().size() << " of the network\n";
        if (rest)
            throw *rest;
    }
    // end::handler[]
}
// end::split[]

// tag::one_error[]
// Each child takes care of its own failures: the group goes on.
asio::awaitable<void> try_to_fetch(std::string name)
{
    try
    {
        std::cout << co_await fetch(name, 10ms) << '\n';
    }
    catch (std::exception const& e)
    {
        if (asyncio::is_cancelled(e))
            throw;
        std::cout << e.what() << '\n';
    }
}

asio::awaitable<void> whatever_happens(std::vector<std::string> names)
{
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            for (auto const& name : names)
                group.create_task(try_to_fetch(name));
            co_return;
        });
}
// end::one_error[]

// tag::server[]
asio::awaitable<void> echo(tcp::socket socket)
try
{
    std::string text;
    for (;;)
    {
        auto const size = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(text), '\n', asio::use_awaitable);
        co_await asio::async_write(
            socket, asio::buffer(text, size), asio::use_awaitable);
        text.erase(0, size);
    }
}
catch (boost::system::system_error const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    if (e.code() != asio::error::eof)
        std::cout << "connection lost: " << e.code().message() << '\n';
}

// Serves until it is cancelled; then no connection is left behind.
asio::awaitable<void> serve(tcp::acceptor acceptor)
{
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            for (;;)
                group.create_task(
                    echo(co_await acceptor.async_accept(asio::use_awaitable)));
        });
}
// end::server[]

// tag::bounded[]
asio::awaitable<void> one_of_many(asyncio::semaphore& room, std::string name)
{
    auto const guard = co_await asyncio::scoped(room);
    std::cout << co_await fetch(name, 10ms) << '\n';
}

// At most two requests run at a time.
asio::awaitable<void> bounded(std::vector<std::string> names)
{
    asyncio::semaphore room(2);
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            for (auto const& name : names)
                group.create_task(one_of_many(room, name));
            co_return;
        });
}
// end::bounded[]

// tag::cancel[]
asio::awaitable<void>
search(asyncio::task_group& group, int place, std::string& found)
{
    co_await asyncio::sleep(place * 10ms);
    found = "found at " + std::to_string(place);
    group.cancel(); // the others need not go on
}

asio::awaitable<std::string> search_everywhere()
{
    std::string found;
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            for (int place : {3, 1, 2})
                group.create_task(search(group, place, found));
            co_return;
        });
    co_return found;
}
// end::cancel[]

// tag::member[]
// Reads in the background as long as it lives.
class feed
{
public:
    void start()
    {
        tasks_.open();
        tasks_.create_task(&feed::poll, this);
    }

    // Await it before the feed goes.
    asio::awaitable<void> stop()
    {
        tasks_.cancel();
        co_await tasks_.close();
    }

    int polled() const
    {
        return polled_;
    }

private:
    asio::awaitable<void> poll()
    {
        for (;; ++polled_)
            co_await asyncio::sleep(10ms);
    }

    asyncio::task_group tasks_;
    int polled_ = 0;
};
// end::member[]

asio::awaitable<void> use_server()
{
    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const endpoint = acceptor.local_endpoint();
    auto const server = asyncio::create_task(serve(std::move(acceptor)));

    tcp::socket socket(executor);
    co_await socket.async_connect(endpoint, asio::use_awaitable);
    co_await asio::async_write(
        socket, asio::buffer("echo\n", 5), asio::use_awaitable);
    std::string line;
    co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line), '\n', asio::use_awaitable);
    std::cout << line;

    server.cancel();
    co_await asyncio::wait({server});
    std::cout << (server.cancelled() ? "the server has ended\n" : "?\n");
}

asio::awaitable<void> use_feed()
{
    feed f;
    f.start();
    co_await asyncio::sleep(100ms);
    co_await f.stop();
    std::cout << (f.polled() > 0 ? "polled\n" : "not polled\n");
}

asio::awaitable<void> all()
{
    co_await quick_look();
    co_await failure();
    try
    {
        co_await split();
    }
    catch (asyncio::exception_group const& e)
    {
        std::cout << e.what() << '\n';
    }
    std::vector<std::string> names{"page", "broken"};
    co_await whatever_happens(names);
    co_await use_server();
    names = {"a", "b", "c"};
    co_await bounded(names);
    std::cout << co_await search_everywhere() << '\n';
    co_await use_feed();
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
