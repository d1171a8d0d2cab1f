// A body takes what its managers yield.
// Says: the body of with() takes what its managers yield, in order, or nothing
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

struct manager
{
    asio::awaitable<std::string> aenter();
    asio::awaitable<void> aexit(std::exception_ptr);
};

#ifdef GOOD
asio::awaitable<void> body(std::string value);
#else
asio::awaitable<void> body(int value);
#endif

asio::awaitable<void> f(manager m)
{
    co_await asyncio::with(m, body);
}
