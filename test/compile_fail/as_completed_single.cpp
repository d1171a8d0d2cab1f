// A single task is not a range of one.
// Says: as_completed() expects a range of children, or a braced list of tasks, not a single one
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(asyncio::task<int> t)
{
#ifdef GOOD
    auto it = asyncio::as_completed({t});
    co_await it.next();
#else
    asyncio::as_completed(t);
    co_return;
#endif
}
