// What a std::lock_guard would acquire.
// Says: a scoped_guard does not acquire: co_await scoped(l) does
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

#include <mutex>

void f(asyncio::lock& l)
{
#ifdef GOOD
    asyncio::scoped_guard const g(l, std::adopt_lock);
#else
    asyncio::scoped_guard const g(l);
#endif
}
