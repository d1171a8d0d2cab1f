// A pool of connections to MySQL or MariaDB, by Boost.MySQL.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// mysql HOST PORT USER PASSWORD
//
// Only reads. How the two libraries go together:
//
// - async_run serves the pool for as long as it lives: it is a task of its own,
//   which a context manager creates, cancels and awaits.
// - An operation is passed to wait_for as it is, without a token. What it
//   throws has the server's diagnostics, and keeps them on its way through
//   limits, tasks and groups.
// - A limit ends a query here, and not in the server: KILL QUERY does that. Its
//   connection is of no use then, other than to be given back: the pool finds
//   that out and makes a new one.
// - Who waits for a connection in vain is told no_connection_available, which
//   is no word for a cancellation to others. get() below translates it;
//   otherwise a limit would throw that, and a task that is asked to end fail.

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/mysql/any_address.hpp>
#include <boost/mysql/client_errc.hpp>
#include <boost/mysql/connection_pool.hpp>
#include <boost/mysql/diagnostics.hpp>
#include <boost/mysql/error_with_diagnostics.hpp>
#include <boost/mysql/pool_params.hpp>
#include <boost/mysql/results.hpp>
#include <boost/mysql/throw_on_error.hpp>
#include <boost/mysql/with_params.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iostream>
#include <numeric>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace mysql = boost::mysql;
using namespace std::chrono_literals;

constexpr auto patience = 10s;
constexpr std::size_t most_connections = 3;

// A pool that async_run serves, from the first connection to the last.
class pool
{
public:
    pool(asio::any_io_executor const& executor, mysql::pool_params params)
        : pool_(executor, std::move(params))
    {
    }

    asio::awaitable<std::reference_wrapper<pool>> aenter()
    {
        running_ = asyncio::create_task(
            pool_.async_run(asio::use_awaitable), {.name = "mysql"});
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        running_.cancel();
        co_await asyncio::wait({running_});
    }

    asio::awaitable<mysql::pooled_connection> get()
    {
        boost::system::error_code error;
        mysql::diagnostics why; // of the last attempt to connect, if it failed
        auto connection = co_await pool_.async_get_connection(
            why, asio::redirect_error(asio::use_awaitable, error));
        if (error == mysql::client_errc::no_connection_available)
            error = asio::error::operation_aborted;
        mysql::throw_on_error(error, why);
        co_return connection;
    }

private:
    mysql::connection_pool pool_;
    asyncio::task<void> running_;
};

asio::awaitable<std::int64_t> twice(pool& p, std::int64_t n)
{
    auto connection = co_await p.get();
    mysql::results result;
    co_await asyncio::wait_for(
        connection->async_execute(
            mysql::with_params("SELECT 2 * {}", n), result),
        patience);
    co_return result.rows().at(0).at(0).as_int64();
}

asio::awaitable<void> many_tasks(pool& p)
{
    std::vector<asio::awaitable<std::int64_t>> tasks;
    for (int i = 1; i <= 20; ++i)
        tasks.push_back(twice(p, i));
    auto const numbers = co_await asyncio::gather(std::move(tasks));
    std::cout << numbers.size() << " tasks, "
              << std::accumulate(
                     numbers.begin(), numbers.end(), std::int64_t(0))
              << '\n';
}

// How many of them the server is busy with.
asio::awaitable<std::int64_t> count_sleepers(pool& p)
{
    auto connection = co_await p.get();
    mysql::results result;
    co_await connection->async_execute(
        "SELECT COUNT(*) FROM information_schema.processlist "
        "WHERE info LIKE 'SELECT SLEEP%'",
        result,
        asio::use_awaitable);
    co_return result.rows().at(0).at(0).as_int64();
}

asio::awaitable<void> slow_query(pool& p)
{
    std::uint32_t id = 0;
    try
    {
        auto connection = co_await p.get();
        id = connection->connection_id().value();
        mysql::results result;
        co_await asyncio::wait_for(
            connection->async_execute("SELECT SLEEP(3600)", result), 100ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no answer in time\n";
    }
    std::cout << "the server is still at " << co_await count_sleepers(p)
              << '\n';
    {
        auto connection = co_await p.get();
        mysql::results none;
        co_await connection->async_execute(
            mysql::with_params("KILL QUERY {}", id), none, asio::use_awaitable);
    }
    while (co_await count_sleepers(p) != 0)
        co_await asyncio::sleep(10ms);
    std::cout << "and now at none\n";
}

asio::awaitable<void> no_connection(pool& p)
{
    std::vector<mysql::pooled_connection> taken;
    while (taken.size() != most_connections)
        taken.push_back(co_await p.get());
    try
    {
        co_await asyncio::wait_for(p.get(), 100ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no connection in time\n";
    }
}

asio::awaitable<void> bad_query(pool& p)
{
    auto connection = co_await p.get();
    mysql::results result;
    co_await asyncio::wait_for(
        connection->async_execute("SELECT * FROM asyncio.nothing", result),
        patience);
}

asio::awaitable<void> diagnostics(pool& p)
{
    auto const query = asyncio::create_task(bad_query(p));
    try
    {
        co_await asyncio::wait_for(query.get(), patience);
    }
    catch (mysql::error_with_diagnostics const& e)
    {
        std::cout << e.get_diagnostics().server_message() << '\n';
    }
}

asio::awaitable<void> main_task(mysql::pool_params params)
{
    pool p(co_await asio::this_coro::executor, std::move(params));
    co_await asyncio::with(
        p,
        [](pool& open) -> asio::awaitable<void>
        {
            co_await asyncio::wait_for(many_tasks(open), patience);
            co_await asyncio::wait_for(slow_query(open), patience);
            co_await asyncio::wait_for(many_tasks(open), patience);
            co_await asyncio::wait_for(no_connection(open), patience);
            co_await diagnostics(open);
        });
}

int main(int argc, char* argv[])
try
{
    std::uint16_t port = 0;
    std::string_view const text = argc == 5 ? argv[2] : "";
    auto const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc() || at != end)
    {
        std::cerr << "usage: mysql HOST PORT USER PASSWORD\n";
        return 2;
    }
    mysql::pool_params params;
    params.server_address.emplace_host_and_port(argv[1], port);
    params.username = argv[3];
    params.password = argv[4];
    params.max_size = most_connections;
    params.retry_interval = 100ms;
    asyncio::run(main_task(std::move(params)));
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
catch (asyncio::timeout_error const&)
{
    std::cerr << "mysql: no answer in time\n";
    return 1;
}
catch (boost::system::system_error const& e)
{
    std::cerr << "mysql: " << e.what() << '\n';
    return 1;
}
