// The function must take the arguments.
// Says: is called with copies of the arguments
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

void work(std::string& s);

asio::awaitable<void> f(std::string s)
{
#ifdef GOOD
    co_await asyncio::to_thread(work, std::ref(s));
#else
    co_await asyncio::to_thread(work, s);
#endif
}
