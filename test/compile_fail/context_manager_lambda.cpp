// g++ before 13 destroys the captures of a temporary lambda twice.
// Says: g++ before 13 destroys the captures of a temporary lambda twice
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> body();

asio::awaitable<void> f(std::string s)
{
#ifdef GOOD
    auto const enter = [s] { return s.size(); };
    co_await asyncio::with(asyncio::context_manager(enter, [] {}), body);
#else
    co_await asyncio::with(
        asyncio::context_manager([s] { return s.size(); }, [] {}), body);
#endif
}
