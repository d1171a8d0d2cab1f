// Leaving says whether it suppresses the exception, or nothing.
// Says: aexit yields bool (true suppresses the exception) or void
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

struct manager
{
    asio::awaitable<void> aenter();
#ifdef GOOD
    asio::awaitable<bool> aexit(std::exception_ptr);
#else
    asio::awaitable<int> aexit(std::exception_ptr);
#endif
};

asio::awaitable<void> body();

asio::awaitable<void> f(manager m)
{
    co_await asyncio::with(m, body);
}
