// Only managers are entered.
// Says: a context manager has aenter() and aexit(std::exception_ptr)
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

asio::awaitable<void> f(asyncio::exit_stack& stack)
{
#ifdef GOOD
    co_await stack.enter_async_context(asyncio::nullcontext());
#else
    co_await stack.enter_async_context(std::string());
#endif
}
