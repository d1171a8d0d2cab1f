// Finds a deadlock: two transfers between two accounts that take the locks of
// the accounts in different order.
//
// After a second without progress the program prints its tasks, what they wait
// for, and who waits for whom in a circle; then it ends the transfers. While it
// runs, a signal prints the same from outside.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

#include <unistd.h>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace {

struct account
{
    account(std::string name, int money)
        : lock(std::move(name)), balance(money)
    {
    }

    asyncio::lock lock;
    int balance;
};

asio::awaitable<void> transfer(account& from, account& to, int amount)
{
    auto const first = co_await asyncio::scoped(from.lock);
    co_await asyncio::sleep(10ms); // looks something up meanwhile
    auto const second = co_await asyncio::scoped(to.lock);
    from.balance -= amount;
    to.balance += amount;
}

// Runs the transfers for at most `patience`.
asio::awaitable<bool> transfer_both_ways(
    account& a, account& b, std::chrono::milliseconds patience)
{
    asyncio::task_group group;
    group.open();
    auto const there = group.create_task(transfer(a, b, 30), {.name = "a to b"});
    auto const back = group.create_task(transfer(b, a, 20), {.name = "b to a"});

    auto const result =
        co_await asyncio::wait({there, back}, {.timeout = patience});
    bool const stuck = !result.pending.empty();
    if (stuck)
    {
        std::cout << "no progress:\n";
        // tag::print_tasks[]
        asyncio::print_tasks(std::cout);
        // end::print_tasks[]
        group.cancel();
    }
    co_await group.close();
    co_return !stuck;
}

asio::awaitable<int> find_deadlock(std::chrono::milliseconds patience)
{
    asyncio::print_tasks_on_signal(asyncio::get_running_loop(), SIGUSR1);
    std::cout << "kill -USR1 " << getpid() << " shows the tasks\n"
              << std::flush;
    asyncio::current_task().set_name("main");
    account a("a", 100);
    account b("b", 100);
    bool const done = co_await transfer_both_ways(a, b, patience);
    std::cout << (done ? "both transfers are done" : "deadlock: nothing moved")
              << "; a has " << a.balance << ", b has " << b.balance << '\n';
    co_return done ? EXIT_FAILURE : EXIT_SUCCESS;
}

} // namespace

// The argument is the patience in milliseconds. The deadlock is what the program
// shows: to find it is its success.
int main(int argc, char** argv)
{
    int const patience = argc > 1 ? std::atoi(argv[1]) : 1000;
    if (argc > 2 || patience <= 0)
    {
        std::cerr << "usage: stuck [MILLISECONDS]\n";
        return 2;
    }
    return asyncio::run(find_deadlock(std::chrono::milliseconds(patience)));
}
