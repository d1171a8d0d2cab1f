// Runs a test on a virtual clock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_VIRTUAL_TIME_HPP
#define ASYNCIO_TEST_VIRTUAL_TIME_HPP

#include <boost/asyncio/run.hpp>
#include <boost/asyncio/testing.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace asyncio_test {

// asyncio.run() on a virtual clock.
template<class C>
auto run(C&& c)
{
    return asyncio::run(
        std::forward<C>(c), {.loop_factory = asyncio::new_virtual_loop});
}

// The loop's clock, which starts at zero.
inline std::chrono::steady_clock::duration now()
{
    return asyncio::get_running_loop().time().time_since_epoch();
}

// time.sleep(d): time passes, and nothing else runs.
template<asyncio::duration D>
void block(D d)
{
    static_cast<asyncio::virtual_loop&>(asyncio::get_running_loop())
        .advance(d);
}

} // namespace asyncio_test

#endif // ASYNCIO_TEST_VIRTUAL_TIME_HPP
