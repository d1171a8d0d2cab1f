// Awaitables can only be moved.
// Says: a range of children that can only be moved is passed as an rvalue: as_completed(std::move(range))
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(std::vector<asio::awaitable<int>> all)
{
#ifdef GOOD
    auto it = asyncio::as_completed(std::move(all));
#else
    auto it = asyncio::as_completed(all);
#endif
    co_await it.next();
}
