// g++ before 13 would destroy the captures twice.
// Says: g++ before 13 destroys the captures of a temporary lambda twice
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<int> size(std::string const& s);

asio::awaitable<void> f(std::string s)
{
#ifdef GOOD
    auto child = [s] { return size(s); };
    co_await asyncio::wait_for(child, 1s);
#else
    // tag::refused[]
    co_await asyncio::wait_for([s] { return size(s); }, 1s);
    // end::refused[]
#endif
}
