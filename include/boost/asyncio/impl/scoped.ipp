// Bodies of scoped.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_SCOPED_IPP
#define BOOST_ASYNCIO_IMPL_SCOPED_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/scoped.hpp>

#include <exception>

namespace boost::asyncio::detail {

// Whose loop it is can be told only by the thread.
void report_not_released() noexcept
{
    report const r{
        .message = "Exception in the destructor of a scoped_guard",
        .exception = std::current_exception(),
        .subject = current_task_base()};
    if (auto* const l = running_loop())
        l->report_error(r);
    else
        print_report(r);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_SCOPED_IPP
