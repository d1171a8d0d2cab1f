// A tour: tasks, gather, wait, wait_for, with, and the two ways to run them.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<std::string>
say_after(std::chrono::milliseconds delay, std::string what)
{
    co_await asyncio::sleep(delay);
    std::cout << what << '\n';
    co_return what;
}

asio::awaitable<void> tasks()
{
    std::cout << "-- create_task + await\n";
    auto const task1 = asyncio::create_task(say_after(200ms, "hello"));
    auto const task2 = asyncio::create_task(say_after(100ms, "world"));
    std::cout << "started\n";
    auto const r1 = co_await task1.get();
    auto const r2 = co_await task2.get();
    std::cout << "finished " << r1 << ' ' << r2 << '\n';
}

asio::awaitable<void> gather()
{
    std::cout << "-- gather keeps order\n";
    auto const [first, second] = co_await asyncio::gather(
        say_after(200ms, "hello"), say_after(100ms, "world"));
    std::cout << "results " << first << ' ' << second << '\n';
}

asio::awaitable<void> wait()
{
    std::cout << "-- wait\n";
    std::vector<asyncio::task<std::string>> all;
    all.push_back(asyncio::create_task(say_after(200ms, "hello")));
    all.push_back(asyncio::create_task(say_after(100ms, "world")));
    auto const [done, pending] = co_await asyncio::wait(all);
    std::cout << "done " << done.size() << " pending " << pending.size()
              << '\n';
    for (int i = 0; auto const& task : all)
    {
        bool const found = std::ranges::find(done, task) != done.end();
        std::cout << "task" << ++i << " in done "
                  << (found ? "True" : "False") << " result " << task.result()
                  << '\n';
    }
}

asio::awaitable<void> wait_for()
{
    std::cout << "-- wait_for\n";
    try
    {
        co_await asyncio::wait_for(say_after(200ms, "never printed"), 100ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "timeout!\n";
    }
    auto const r =
        co_await asyncio::wait_for(say_after(100ms, "in time"), 500ms);
    std::cout << "got " << r << '\n';
}

struct value_error : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

struct my_context_manager
{
    asio::awaitable<void> aenter()
    {
        std::cout << "enter\n";
        co_await asyncio::sleep(20ms);
    }

    asio::awaitable<void> aexit(std::exception_ptr error)
    {
        co_await asyncio::sleep(20ms);
        try
        {
            if (error)
                std::rethrow_exception(error);
            std::cout << "exit clean\n";
        }
        catch (value_error const& e)
        {
            // aexit gives no bool: what left the body goes on to the caller.
            std::cout << "exit with ValueError " << e.what() << '\n';
        }
    }
};

asio::awaitable<void> with()
{
    std::cout << "-- async with\n";
    co_await asyncio::with(
        my_context_manager(),
        []() -> asio::awaitable<void>
        {
            std::cout << "body\n";
            co_return;
        });
    try
    {
        co_await asyncio::with(
            my_context_manager(),
            []() -> asio::awaitable<void>
            {
                std::cout << "body raises\n";
                throw value_error("boom");
                co_return;
            });
    }
    catch (value_error const& e)
    {
        std::cout << "caught " << e.what() << '\n';
    }
}

asio::awaitable<std::string> tour()
{
    co_await tasks();
    co_await gather();
    co_await wait();
    co_await wait_for();
    co_await with();
    co_return "main result";
}

int main()
{
    auto const main_result = asyncio::run(tour());
    std::cout << "run -> " << main_result << '\n';

    asyncio::event_loop loop;
    std::cout << "-- run_until_complete\n";
    auto const loop_result =
        loop.run_until_complete(say_after(100ms, "from loop"));
    std::cout << "loop -> " << loop_result << '\n';
}
