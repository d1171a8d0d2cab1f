// Functions in threads, and how the loop hears of them.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <stop_token>
#include <string>
#include <thread>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
std::uint64_t sum_up(std::uint64_t n) // takes long
{
    std::uint64_t sum = 0;
    for (std::uint64_t i = 1; i <= n; ++i)
        sum += i;
    return sum;
}

asio::awaitable<void> compute()
{
    auto const [first, second] = co_await asyncio::gather(
        asyncio::to_thread(sum_up, 10'000u),
        asyncio::to_thread(sum_up, 20'000u));
    std::cout << first + second << '\n'; // the loop went on meanwhile
}
// end::quick_look[]

// tag::stop_token[]
// Looks at the token now and then, and so can be cancelled.
int count(std::stop_token stop, int& result)
{
    while (!stop.stop_requested())
    {
        ++result;
        std::this_thread::sleep_for(1ms);
    }
    return result;
}

asio::awaitable<void> count_for(std::chrono::milliseconds limit)
{
    int result = 0;
    try
    {
        co_await asyncio::wait_for(
            asyncio::to_thread(count, std::ref(result)), limit);
    }
    catch (asyncio::timeout_error const&)
    {
        // The function has returned, so its variable may be read, and may go.
        std::cout << "stopped\n";
    }
}
// end::stop_token[]

// tag::pool[]
asio::awaitable<void> own_pool()
{
    asio::thread_pool disk(1); // one at a time
    auto& loop = asyncio::get_running_loop();
    auto const first = loop.run_in_executor(disk, sum_up, 10u);
    auto const second = loop.run_in_executor(disk, sum_up, 100u);
    auto const a = co_await first.get();
    auto const b = co_await second.get();
    std::cout << a << ' ' << b << '\n';
}
// end::pool[]

// tag::progress[]
// What a thread tells the loop while it works.
void copy_files(asyncio::event_loop& loop, std::function<void(int)> progress)
{
    for (int percent : {50, 100})
        loop.call_soon_threadsafe([progress, percent] { progress(percent); });
}

asio::awaitable<void> copy()
{
    auto const show = [](int percent) { std::cout << percent << " %\n"; };
    co_await asyncio::to_thread(
        copy_files, std::ref(asyncio::get_running_loop()), show);
}
// end::progress[]

} // namespace

int main()
{
    asyncio::run(compute());
    asyncio::run(count_for(20ms));
    asyncio::run(own_pool());
    asyncio::run(copy());
}
