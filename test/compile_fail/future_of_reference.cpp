// There are no futures of references.
// Says: a future of a reference: use a pointer or std::reference_wrapper
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "case.hpp"

#ifdef GOOD
asyncio::future<int*> result;
#else
asyncio::future<int&> result;
#endif
