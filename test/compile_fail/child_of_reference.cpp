// A child yields no reference.
// Says: a child that yields a reference: yield a pointer
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

#ifdef GOOD
asio::awaitable<int*> child();
#else
asio::awaitable<int&> child();
#endif

void f()
{
    asyncio::create_task(child());
}
