// Bodies of testing.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TESTING_IPP
#define BOOST_ASYNCIO_IMPL_TESTING_IPP

#include <boost/asyncio/testing.hpp>

#include <boost/asio/io_context.hpp>

namespace boost::asyncio {

virtual_loop::virtual_loop()
{
    state().timers.use_virtual_clock();
}

void virtual_loop::run_context(asio::io_context& context)
{
    while (!context.stopped())
    {
        if (context.poll() > 0 || context.stopped())
            continue;
        if (!state().timers.empty() && state().threads.pending.empty())
            state().advance_to(state().timers.first());
        else
            context.run_one();
    }
}

std::unique_ptr<event_loop> new_virtual_loop()
{
    return std::make_unique<virtual_loop>();
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_TESTING_IPP
