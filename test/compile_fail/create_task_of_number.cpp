// A number is no child.
// Says: no matching function for call to
// Says: constraints not satisfied
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

void f()
{
#ifdef GOOD
    asyncio::create_task(asyncio::sleep(1s, 17));
#else
    asyncio::create_task(17);
#endif
}
