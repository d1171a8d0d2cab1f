// shield: a child that is not cancelled with who waits for it.
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
#include <iostream>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<void> commit()
{
    co_await asyncio::sleep(50ms);
    std::cout << "committed\n";
}

// tag::quick_look[]
asio::awaitable<void> transaction()
{
    auto const committed = asyncio::create_task(commit());
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::shield(committed);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
    {
        // The commit goes on: see it through, and end then.
        co_await committed.get();
        std::rethrow_exception(cancelled);
    }
}
// end::quick_look[]

asio::awaitable<void> all()
{
    auto const task = asyncio::create_task(transaction());
    co_await asyncio::sleep(10ms);
    task.cancel();
    co_await asyncio::wait({task});
    std::cout << (task.cancelled() ? "cancelled" : "not cancelled") << '\n';
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
