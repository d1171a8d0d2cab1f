// A callback that returns something to be awaited would never run.
// Says: nobody would await what this function returns
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> clean_up();

void f(asyncio::exit_stack& stack)
{
#ifdef GOOD
    stack.push_async_callback(clean_up);
#else
    stack.callback(clean_up);
#endif
}
