// Many tasks and one connection to a Redis server, by Boost.Redis.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// redis [HOST PORT]
//
// Uses the server at 127.0.0.1 6379 unless told otherwise, and there the key
// "asyncio-example", which it deletes. How the two libraries go together:
//
// - async_run serves a connection for as long as it lives, so it is a task of
//   its own. A context manager creates it, and ends it by connection::cancel:
//   before Boost 1.90 it takes a cancellation for a lost connection, and goes
//   on.
// - async_exec is passed with asio::deferred, or awaited. All tasks share the
//   connection, which sends what they ask for in a pipeline. The request and
//   the response may be local variables: a limit is over when they are free.
// - A limit around async_exec closes the connection, before Boost 1.90, if the
//   request has been sent. Whoever shares it loses his, too. There, limit the
//   waiting, by a shield. What blocks the server has a connection of its own.
// - After a loss async_run connects again, and what may be sent twice can say
//   so in the configuration of its request: it is then answered all the same.

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/redis/connection.hpp>
#include <boost/redis/src.hpp> // in one source of a program
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>
#include <boost/version.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace redis = boost::redis;
using namespace std::chrono_literals;

constexpr auto key = "asyncio-example";
constexpr auto patience = 5s;

// A connection that async_run serves, from the first to the last.
class session
{
public:
    session(asio::any_io_executor const& executor, redis::config config)
        : config_(std::move(config))
#if BOOST_VERSION < 108900
        , connection_(executor)
#else
        , connection_(executor, silent)
#endif
    {
    }

    asio::awaitable<std::reference_wrapper<redis::connection>> aenter()
    {
        running_ = asyncio::create_task(run(), {.name = "redis"});
        co_return std::ref(connection_);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        leaving_ = true;
        connection_.cancel();
        running_.cancel();
        co_await asyncio::wait({running_});
    }

private:
    asio::awaitable<void> run()
    {
        // It comes back when it cannot connect, also after a loss.
        while (!leaving_)
        {
            boost::system::error_code ended;
            co_await connection_.async_run(
                config_,
#if BOOST_VERSION < 108900
                silent,
#endif
                asio::redirect_error(asio::use_awaitable, ended));
            if (!leaving_)
                co_await asyncio::sleep(config_.reconnect_wait_interval);
        }
    }

    inline static redis::logger const silent{redis::logger::level::disabled};

    redis::config config_;
    redis::connection connection_;
    asyncio::task<void> running_;
    bool leaving_ = false;
};

// A command with one answer. It may be sent again if the connection is lost
// before the answer is there.
template<class T, class... Args>
asio::awaitable<T> ask(redis::connection& c, Args... command)
{
    redis::request request;
    request.get_config().cancel_on_connection_lost = false;
    request.get_config().cancel_if_unresponded = false;
    request.push(command...);
    redis::response<T> response;
    co_await c.async_exec(request, response, asio::use_awaitable);
    co_return std::get<0>(response).value();
}

asio::awaitable<long long> increment(redis::connection& c)
{
    redis::request request;
    request.push("INCR", key);
    redis::response<long long> response;
    co_await asyncio::wait_for(
        c.async_exec(request, response, asio::deferred), patience);
    co_return std::get<0>(response).value();
}

asio::awaitable<void> pipeline(redis::connection& shared)
{
    co_await ask<long long>(shared, "DEL", key);
    std::vector<asio::awaitable<long long>> tasks;
    for (int i = 0; i != 50; ++i)
        tasks.push_back(increment(shared));
    auto const counts = co_await asyncio::gather(std::move(tasks));
    std::cout << counts.size() << " tasks have counted to "
              << co_await ask<std::string>(shared, "GET", key) << '\n';
}

// What waits in the server has a connection of its own, that it may lose.
asio::awaitable<void> limit(redis::connection& own)
{
    redis::request request;
    request.push("BLPOP", "asyncio-example-nothing", 0);
    redis::response<std::optional<std::vector<std::string>>> response;
    try
    {
        co_await asyncio::wait_for(
            own.async_exec(request, response, asio::deferred), 100ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no item in time\n";
    }
    auto const answer = co_await ask<std::string>(own, "PING", "still usable");
    std::cout << "the connection: " << answer << '\n';
}

// Others use the connection: only the waiting is limited.
asio::awaitable<void> limit_of_the_waiting(redis::connection& shared)
{
    // The server answers nobody for a while.
    co_await ask<std::string>(shared, "CLIENT", "PAUSE", 400);
    auto const answer =
        asyncio::create_task(ask<std::string>(shared, "GET", key));
    try
    {
        co_await asyncio::wait_for(asyncio::shield(answer), 50ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no answer in time\n";
    }
    std::cout << "later: " << co_await answer.get() << '\n';
}

asio::awaitable<void>
reconnect(redis::connection& shared, redis::connection& own)
{
    auto const id = co_await ask<long long>(shared, "CLIENT", "ID");
    co_await ask<long long>(own, "CLIENT", "KILL", "ID", id);
    auto const count = co_await ask<std::string>(shared, "GET", key);
    auto const next = co_await ask<long long>(shared, "CLIENT", "ID");
    std::cout << "after a loss: " << count << ", by "
              << (next == id ? "the same" : "another") << " connection\n";
}

asio::awaitable<void> main_task(redis::config config)
{
    auto const executor = co_await asio::this_coro::executor;
    session first(executor, config);
    session second(executor, config);
    co_await asyncio::with(
        first,
        second,
        [](redis::connection& shared, redis::connection& own)
            -> asio::awaitable<void>
        {
            // Without a server the requests wait for one, for ever.
            co_await asyncio::wait_for(pipeline(shared), patience);
            co_await limit(own);
            co_await limit_of_the_waiting(shared);
            co_await asyncio::wait_for(reconnect(shared, own), patience);
            co_await ask<long long>(shared, "DEL", key);
        });
}

int main(int argc, char* argv[])
try
{
    if (argc != 1 && argc != 3)
    {
        std::cerr << "usage: redis [HOST PORT]\n";
        return 2;
    }
    redis::config config;
    if (argc == 3)
        config.addr = {argv[1], argv[2]};
    config.reconnect_wait_interval = 100ms;
    asyncio::run(main_task(std::move(config)));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
catch (asyncio::timeout_error const&)
{
    std::cerr << "redis: no answer in time\n";
    return 1;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "redis: " << e.what() << '\n';
    return 1;
}
