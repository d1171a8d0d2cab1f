// An exit gets the exception.
// Says: an exit is a manager or a function of a std::exception_ptr
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

void f(asyncio::exit_stack& stack)
{
#ifdef GOOD
    stack.push([](std::exception_ptr) {});
#else
    stack.push([] {});
#endif
}
