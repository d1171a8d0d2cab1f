// Uses the library as a program of somebody else does.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>

boost::asio::awaitable<int> answer()
{
    co_await boost::asyncio::sleep(std::chrono::milliseconds(1));
    co_return 42;
}

int main()
{
    return boost::asyncio::run(answer()) == 42 ? 0 : 1;
}
