// Conditions: waiting until what a lock protects has changed.
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
#include <cstddef>
#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
// The memory that all requests together may use. A semaphore has permits of one
// size; here each request takes as much as it needs.
class budget
{
public:
    explicit budget(std::size_t bytes)
        : free_(bytes)
    {
    }

    asio::awaitable<void> take(std::size_t bytes)
    {
        auto const guard = co_await asyncio::scoped(changed_);
        co_await changed_.wait_for([&] { return free_ >= bytes; });
        free_ -= bytes;
    }

    asio::awaitable<void> give_back(std::size_t bytes)
    {
        auto const guard = co_await asyncio::scoped(changed_);
        free_ += bytes;
        changed_.notify_all();
    }

private:
    asyncio::condition changed_;
    std::size_t free_;
};
// end::quick_look[]

asio::awaitable<void> request(
    std::string name,
    budget& b,
    std::size_t bytes,
    std::chrono::milliseconds duration)
{
    co_await b.take(bytes);
    std::cout << name << " takes " << bytes << '\n';
    co_await asyncio::sleep(duration);
    std::cout << name << " gives back " << bytes << '\n';
    co_await b.give_back(bytes);
}

asio::awaitable<void> requests()
{
    budget b(100);
    co_await asyncio::gather(
        request("first", b, 70, 10ms),
        request("second", b, 60, 20ms),
        request("third", b, 30, 50ms));
}

} // namespace

int main()
{
    asyncio::run(requests(), {.loop_factory = asyncio::new_virtual_loop});
}
