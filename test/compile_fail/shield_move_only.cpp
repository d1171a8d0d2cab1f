// A result that can only be moved is not copied out of a shielded task.
// Says: the result can only be moved: shield(std::move(t))
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(asyncio::task<std::unique_ptr<int>> t)
{
#ifdef GOOD
    co_await asyncio::shield(std::move(t));
#else
    co_await asyncio::shield(t);
#endif
}
