// Leaving says whether it suppresses the exception, or nothing.
// Says: the second function of context_manager() yields bool
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

#ifdef GOOD
bool leave();
#else
int leave();
#endif

asio::awaitable<void> body();

asio::awaitable<void> f()
{
    co_await asyncio::with(asyncio::context_manager([] {}, leave), body);
}
