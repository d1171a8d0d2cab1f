// A result that can only be moved is moved by wrap_future.
// Says: the result can only be moved: wrap_future(std::move(f))
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

using result = std::unique_ptr<int>;

asio::awaitable<void> f(asyncio::concurrent_future<result> c)
{
#ifdef GOOD
    co_await asyncio::wrap_future(std::move(c));
#else
    co_await asyncio::wrap_future(c);
#endif
}
