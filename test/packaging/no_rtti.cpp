// What RTTI is used for where there is some, without it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>

#ifndef BOOST_NO_RTTI
#error "compile this with -fno-rtti"
#endif

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

// 1 if it ends by being cancelled.
asio::awaitable<int> wait_for_ever()
{
    int result = 0;
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (std::exception const& e)
    {
        result = asyncio::is_cancelled(e);
    }
    co_return result;
}

// The same of an operation of Asio.
asio::awaitable<int> wait_for_timer()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    int result = 0;
    try
    {
        co_await timer.async_wait(asio::use_awaitable);
    }
    catch (std::exception const& e)
    {
        result = asyncio::is_cancelled(e);
    }
    co_return result;
}

asio::awaitable<int> check()
{
    auto const sleeper = asyncio::create_task(wait_for_ever());
    auto const timer = asyncio::create_task(wait_for_timer());
    co_await asyncio::sleep(1ms);
    sleeper.cancel();
    timer.cancel();
    int failures = 0;
    failures += co_await sleeper.get() != 1;
    failures += co_await timer.get() != 1;
    try
    {
        throw std::runtime_error("no cancellation");
    }
    catch (std::exception const& e)
    {
        failures += asyncio::is_cancelled(e);
    }
    try
    {
        // An abort that nobody has asked for.
        throw boost::system::system_error(asio::error::operation_aborted);
    }
    catch (std::exception const& e)
    {
        failures += asyncio::is_cancelled(e);
    }
    co_return failures;
}

int main()
{
    return asyncio::run(check());
}
