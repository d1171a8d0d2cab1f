// The result of a function in a thread is no reference.
// Says: a function that runs in a thread returns a reference
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(std::string const& s)
{
#ifdef GOOD
    auto work = [&] { return &s; };
#else
    auto work = [&]() -> std::string const& { return s; };
#endif
    co_await asyncio::to_thread(work);
}
