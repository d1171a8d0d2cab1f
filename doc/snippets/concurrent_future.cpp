// Between a loop and other threads: calls into it, and results out of it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
asio::awaitable<std::string> look_up(std::string name)
{
    co_await asyncio::sleep(10ms); // asks a server
    co_return name + " is 192.0.2.1";
}

// For any thread: the coroutine runs in the loop of the context, which another
// thread runs.
std::string look_up_now(asio::io_context& context, std::string name)
{
    auto const answer =
        asyncio::run_coroutine_threadsafe(look_up(name), context);
    return answer.result(5s); // blocks this thread
}
// end::quick_look[]

// tag::limit[]
asio::awaitable<std::string> never()
{
    co_await asyncio::event().wait();
    co_return "";
}

void give_up(asio::io_context& context)
{
    auto const answer = asyncio::run_coroutine_threadsafe(never(), context);
    try
    {
        std::cout << answer.result(10ms) << '\n';
    }
    catch (asyncio::timeout_error const&)
    {
        answer.cancel(); // the limit alone cancels nothing
        std::cout << "no answer\n";
    }
}
// end::limit[]

// A library that calls back in a thread of its own.
std::jthread measure(std::function<void(int)> callback)
{
    return std::jthread([callback] { callback(42); });
}

// tag::callback[]
asio::awaitable<int> measured()
{
    auto const value = asyncio::get_running_loop().create_future<int>();
    auto const thread =
        measure([value](int v) { value.set_result_threadsafe(v); });
    co_return co_await value.get();
}
// end::callback[]

// tag::wrap_future[]
// Work in the loop of another context, awaited in this one.
asio::awaitable<void> ask_other(asio::io_context& other)
{
    auto answer = asyncio::run_coroutine_threadsafe(look_up("beta"), other);
    std::cout << co_await asyncio::wrap_future(std::move(answer)) << '\n';
}
// end::wrap_future[]

} // namespace

int main()
{
    asio::io_context context;
    auto const work = asio::make_work_guard(context);
    std::thread thread([&] { context.run(); });

    std::cout << look_up_now(context, "alpha") << '\n';
    give_up(context);
    asyncio::run(ask_other(context));
    std::cout << asyncio::run(measured()) << '\n';

    context.stop();
    thread.join();
}
