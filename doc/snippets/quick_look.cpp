// The library in ten short programs.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using asio::ip::tcp;
using namespace std::chrono_literals;

// tag::run[]
asio::awaitable<std::string>
fetch(std::string name, std::chrono::milliseconds time)
{
    co_await asyncio::sleep(time); // stands for a request
    if (name == "broken")
        throw std::runtime_error("cannot fetch it");
    co_return name;
}

void one()
{
    std::cout << asyncio::run(fetch("a page", 10ms)) << '\n';
}
// end::run[]

// tag::gather[]
asio::awaitable<void> two()
{
    auto const [page, image] = co_await asyncio::gather(
        fetch("a page", 20ms), fetch("an image", 10ms));
    std::cout << page << " with " << image << '\n';
}
// end::gather[]

// tag::task[]
asio::awaitable<void> tick()
{
    for (int n = 1;; ++n)
    {
        co_await asyncio::sleep(40ms);
        std::cout << "tick " << n << '\n';
    }
}

asio::awaitable<void> three()
{
    auto const ticking = asyncio::create_task(tick());
    std::cout << co_await fetch("a long book", 100ms) << '\n';
    ticking.cancel();
}
// end::task[]

// tag::wait_for[]
asio::awaitable<std::string> four(tcp::socket& peer)
try
{
    std::string line;
    co_await asyncio::wait_for(
        asio::async_read_until(
            peer, asio::dynamic_buffer(line), '\n', asio::deferred),
        100ms);
    co_return line;
}
catch (asyncio::timeout_error const&)
{
    co_return "no answer in time";
}
// end::wait_for[]

// tag::group[]
asio::awaitable<void> five()
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& group) -> asio::awaitable<void>
            {
                group.create_task(tick());
                group.create_task(fetch("broken", 60ms), {.name = "page"});
                co_return;
            });
    }
    catch (asyncio::exception_group const& errors)
    {
        std::cout << errors.what() << '\n';
    }
}
// end::group[]

// tag::lock[]
class account
{
public:
    asio::awaitable<void> withdraw(int amount)
    {
        auto const guard = co_await asyncio::scoped(lock_);
        if (balance_ < amount)
            throw std::runtime_error("not enough money");
        co_await asyncio::sleep(1ms); // asks the bank
        balance_ -= amount;
    }

private:
    asyncio::lock lock_;
    int balance_ = 100;
};

asio::awaitable<void> six()
{
    account a;
    auto const [first, second] = co_await asyncio::gather(
        asyncio::return_exceptions, a.withdraw(80), a.withdraw(80));
    std::cout << first.has_value() << second.has_value() << '\n';
}
// end::lock[]

// tag::queue[]
asio::awaitable<void> produce(asyncio::queue<int>& numbers)
{
    for (int i = 1; i <= 4; ++i)
        co_await numbers.put(i); // waits while the queue is full
    numbers.shutdown();
}

asio::awaitable<void> seven()
{
    asyncio::queue<int> numbers(2);
    auto const producer = asyncio::create_task(produce(numbers));
    int sum = 0;
    while (auto const number = co_await numbers.next())
        sum += *number;
    std::cout << "the sum is " << sum << '\n';
}
// end::queue[]

// tag::to_thread[]
int slow_square(int x)
{
    std::this_thread::sleep_for(50ms); // blocks
    return x * x;
}

asio::awaitable<void> eight()
{
    // The loop goes on meanwhile.
    std::cout << co_await asyncio::to_thread(slow_square, 7) << '\n';
}
// end::to_thread[]

// tag::context[]
void nine()
{
    asio::io_context context;
    asyncio::event ready;

    // Any completion token will do, here a callback.
    ready.wait()(asio::bind_executor(
        context, [](std::exception_ptr) { std::cout << "ready\n"; }));

    auto const task = asyncio::create_task(
        context,
        [&]() -> asio::awaitable<std::string>
        {
            ready.set();
            co_return co_await fetch("a page", 10ms);
        });
    context.run();
    std::cout << task.result() << '\n';
}
// end::context[]

// tag::virtual_time[]
asio::awaitable<std::string> patient()
{
    try
    {
        co_await asyncio::wait_for(fetch("a page", 10h), 1h);
    }
    catch (asyncio::timeout_error const&)
    {
        co_return "an hour has passed";
    }
    co_return "a page";
}

void ten()
{
    asyncio::virtual_loop loop; // takes no time
    std::cout << loop.run_until_complete(patient()) << '\n';
}
// end::virtual_time[]

asio::awaitable<void> two_to_eight()
{
    co_await two();
    co_await three();

    auto const executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    tcp::socket peer(executor);
    co_await peer.async_connect(acceptor.local_endpoint(), asio::use_awaitable);
    std::cout << co_await four(peer) << '\n';

    co_await five();
    co_await six();
    co_await seven();
    co_await eight();
}

int main()
{
    one();
    // On a virtual clock, so that the order is certain.
    asyncio::run(two_to_eight(), {.loop_factory = asyncio::new_virtual_loop});
    nine();
    ten();
}
