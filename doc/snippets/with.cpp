// with: what is entered is left, whatever happens in between.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// Stands for a client of a database.
class database
{
public:
    explicit database(std::string name)
        : name_(std::move(name))
    {
    }

    asio::awaitable<int> execute(std::string statement)
    {
        co_await asyncio::sleep(1ms);
        std::cout << name_ << ": " << statement << '\n';
        co_return 1; // row
    }

private:
    std::string name_;
};

// tag::manager[]
class transaction
{
public:
    explicit transaction(database& db)
        : db_(db)
    {
    }

    asio::awaitable<std::reference_wrapper<database>> aenter()
    {
        co_await db_.execute("BEGIN");
        co_return std::ref(db_);
    }

    asio::awaitable<void> aexit(std::exception_ptr error)
    {
        if (error)
            co_await db_.execute("ROLLBACK");
        else
            co_await db_.execute("COMMIT");
    }

private:
    database& db_;
};
// end::manager[]

// tag::quick_look[]
asio::awaitable<int> move_money(database& accounts)
{
    // A transaction begins and ends by statements that are awaited.
    co_return co_await asyncio::with(
        transaction(accounts),
        [](database& db) -> asio::awaitable<int>
        {
            int rows = co_await db.execute("UPDATE ... - 10");
            rows += co_await db.execute("UPDATE ... + 10");
            co_return rows;
        });
}
// end::quick_look[]

// tag::cancelled[]
asio::awaitable<void> too_slow(database& accounts)
{
    auto const change = [&](database& db) -> asio::awaitable<void>
    {
        co_await db.execute("UPDATE ...");
        co_await asyncio::sleep(1h);
    };
    try
    {
        co_await asyncio::wait_for(
            asyncio::with(transaction(accounts), change), 50ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "too slow, and rolled back\n";
    }
}
// end::cancelled[]

// tag::several[]
asio::awaitable<void> copy(database& from, database& to)
{
    co_await asyncio::with(
        transaction(from),
        transaction(to),
        [](database& a, database& b) -> asio::awaitable<void>
        {
            co_await a.execute("SELECT ...");
            co_await b.execute("INSERT ...");
        });
}
// end::several[]

// tag::suppress[]
// Ignores what goes wrong in its block, save a cancellation.
class best_effort
{
public:
    asio::awaitable<void> aenter()
    {
        co_return;
    }

    asio::awaitable<bool> aexit(std::exception_ptr error)
    {
        co_return error && !asyncio::is_cancelled(error);
    }
};
// end::suppress[]

asio::awaitable<void> report()
{
    co_await asyncio::with(
        best_effort(),
        []() -> asio::awaitable<void>
        {
            throw std::runtime_error("the printer is out of paper");
            co_return;
        });
    std::cout << "nobody minds\n";
}

asio::awaitable<void> with_main()
{
    database accounts("accounts");
    database archive("archive");
    std::cout << co_await move_money(accounts) << " rows\n";
    co_await too_slow(accounts);
    co_await copy(accounts, archive);
    co_await report();
}

} // namespace

int main()
{
    asyncio::run(with_main(), {.loop_factory = asyncio::new_virtual_loop});
}
