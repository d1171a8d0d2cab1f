// A time has a unit.
// Says: no matching function for call to
// Says: is_chrono_duration
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f()
{
#ifdef GOOD
    co_await asyncio::sleep(5s);
#else
    co_await asyncio::sleep(5);
#endif
}
