// A result that can only be moved is not copied out of a future.
// Says: the result can only be moved: co_await std::move(t).get()
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(asyncio::future<std::unique_ptr<int>> t)
{
#ifdef GOOD
    co_await std::move(t).get();
#else
    co_await t.get();
#endif
}
