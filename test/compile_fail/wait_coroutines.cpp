// As in Python, wait takes no coroutines.
// Says: Passing coroutines is forbidden, use tasks explicitly.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

#ifdef GOOD
asio::awaitable<void> f(std::vector<asyncio::task<int>> all)
#else
asio::awaitable<void> f(std::vector<asio::awaitable<int>> all)
#endif
{
    co_await asyncio::wait(std::move(all));
}
