// A coroutine does not run in a thread.
// Says: a coroutine does not run in a thread of its own
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<int> child();

asio::awaitable<void> f()
{
#ifdef GOOD
    co_await child();
#else
    co_await asyncio::to_thread(child);
#endif
}
