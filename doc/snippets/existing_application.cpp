// A server as Asio programs have it, and what becomes of it step by step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// What the server does with a line.
std::string answer(std::string line)
{
    if (line == "bad\n")
        throw std::invalid_argument("a bad line");
    std::ranges::reverse(line.begin(), line.end() - 1);
    return line;
}

tcp::acceptor listen(asio::io_context& context)
{
    return tcp::acceptor(
        context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
}

// A client, which sends a line and prints what comes back.
class client
{
public:
    asio::awaitable<void> connect(tcp::endpoint server)
    {
        socket_.emplace(co_await asio::this_coro::executor);
        co_await socket_->async_connect(server, asio::use_awaitable);
    }

    asio::awaitable<void> ask(std::string line)
    {
        co_await asio::async_write(
            *socket_, asio::buffer(line), asio::use_awaitable);
        line.pop_back();
        auto const reply = co_await read();
        std::cout << line << " -> " << reply;
    }

    asio::awaitable<std::string> read()
    {
        std::string reply;
        try
        {
            co_await asio::async_read_until(
                *socket_,
                asio::dynamic_buffer(reply),
                '\n',
                asio::use_awaitable);
        }
        catch (boost::system::system_error const& e)
        {
            if (e.code() != asio::error::eof)
                throw;
            reply = "(closed)\n";
        }
        co_return reply;
    }

private:
    std::optional<tcp::socket> socket_;
};

asio::awaitable<void> ask(tcp::endpoint server, std::string line)
{
    client c;
    co_await c.connect(server);
    co_await c.ask(std::move(line));
}

asio::awaitable<void> talk(tcp::endpoint server)
{
    co_await ask(server, "abc\n");
    co_await ask(server, "bad\n");
}

// Without the place in Asio's source, which boost::system adds.
std::string describe(std::exception const& e)
{
    auto const* const s = dynamic_cast<boost::system::system_error const*>(&e);
    return s ? s->code().message() : e.what();
}

namespace before {

// tag::before[]
asio::awaitable<void> session(tcp::socket socket)
{
    std::string data;
    for (;;)
    {
        auto const size = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(data), '\n', asio::use_awaitable);
        auto const reply = answer(data.substr(0, size));
        data.erase(0, size);
        co_await asio::async_write(
            socket, asio::buffer(reply), asio::use_awaitable);
    }
}

asio::awaitable<void> serve(tcp::acceptor acceptor)
{
    auto const executor = co_await asio::this_coro::executor;
    for (;;)
    {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(executor, session(std::move(socket)), asio::detached);
    }
}

void start(asio::io_context& context, tcp::acceptor acceptor)
{
    asio::co_spawn(context, serve(std::move(acceptor)), asio::detached);
}
// end::before[]

} // namespace before

namespace limit {

// tag::limit[]
asio::awaitable<void>
session(tcp::socket socket, std::chrono::milliseconds idle)
{
    std::string data;
    for (;;)
    {
        auto const size = co_await asyncio::wait_for(
            asio::async_read_until(
                socket, asio::dynamic_buffer(data), '\n', asio::deferred),
            idle);
        auto const reply = answer(data.substr(0, size));
        data.erase(0, size);
        co_await asio::async_write(
            socket, asio::buffer(reply), asio::use_awaitable);
    }
}
// end::limit[]

asio::awaitable<void> serve(tcp::acceptor acceptor)
{
    auto const executor = co_await asio::this_coro::executor;
    for (;;)
    {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(
            executor, session(std::move(socket), 50ms), asio::detached);
    }
}

void start(asio::io_context& context, tcp::acceptor acceptor)
{
    asio::co_spawn(context, serve(std::move(acceptor)), asio::detached);
}

} // namespace limit

namespace tasks {

using limit::session;

// tag::tasks[]
asio::awaitable<void> serve(tcp::acceptor acceptor)
{
    for (int i = 1;; ++i)
    {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asyncio::create_task(
            session(std::move(socket), 1min),
            {.name = "session " + std::to_string(i)});
    }
}

asyncio::task<void> start(asio::io_context& context, tcp::acceptor acceptor)
{
    return asyncio::create_task(context, serve(std::move(acceptor)));
}
// end::tasks[]

} // namespace tasks

namespace groups {

// tag::groups[]
asio::awaitable<void> session(tcp::socket socket)
try
{
    co_await limit::session(std::move(socket), 1min);
}
catch (std::exception const& e)
{
    if (asyncio::is_cancelled(e))
        throw;
    std::cout << "a session ends: " << describe(e) << '\n';
}

asio::awaitable<void> serve(tcp::acceptor acceptor)
{
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            for (;;)
            {
                auto socket =
                    co_await acceptor.async_accept(asio::use_awaitable);
                group.create_task(session(std::move(socket)));
            }
        });
}
// end::groups[]

} // namespace groups

void run_before()
{
    asio::io_context context;
    auto acceptor = listen(context);
    auto const server = acceptor.local_endpoint();
    before::start(context, std::move(acceptor));
    asio::co_spawn(
        context,
        talk(server),
        [&](std::exception_ptr const&) { context.stop(); });
    context.run();
}

void run_limit()
{
    asio::io_context context;
    auto acceptor = listen(context);
    auto const server = acceptor.local_endpoint();
    limit::start(context, std::move(acceptor));
    auto const silent = [&]() -> asio::awaitable<void>
    {
        client c;
        co_await c.connect(server);
        auto const reply = co_await c.read();
        std::cout << "silence -> " << reply;
    };
    asyncio::run(context, silent);
}

void run_tasks()
{
    asio::io_context context;
    auto acceptor = listen(context);
    auto const server = acceptor.local_endpoint();
    // tag::reports[]
    asyncio::event_loop(context).set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const& what)
        {
            try
            {
                std::rethrow_exception(what.exception);
            }
            catch (std::exception const& e)
            {
                std::cout << what.task.get_name() << ": " << describe(e)
                          << '\n';
            }
        });
    // end::reports[]
    tasks::start(context, std::move(acceptor));
    asyncio::run(context, talk(server));
}

void run_groups()
{
    asio::io_context context;
    auto acceptor = listen(context);
    auto const address = acceptor.local_endpoint();
    asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            co_await talk(address);
            client c;
            co_await c.connect(address);
            co_await c.ask("abc\n");
            std::raise(SIGTERM);
            auto const reply = co_await c.read();
            std::cout << "SIGTERM -> " << reply;
        });
    // tag::stop[]
    auto const server =
        asyncio::create_task(context, groups::serve(std::move(acceptor)));
    asio::signal_set signals(context, SIGTERM);
    signals.async_wait(
        [&](boost::system::error_code error, int)
        {
            if (!error)
                server.cancel();
        });
    context.run();
    std::cout << "every session has ended\n";
    // end::stop[]
}

int main()
{
    std::cout << "before\n";
    run_before();
    std::cout << "limit\n";
    run_limit();
    std::cout << "tasks\n";
    run_tasks();
    std::cout << "groups\n";
    run_groups();
}
