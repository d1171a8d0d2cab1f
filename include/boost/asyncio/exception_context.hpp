// What an exception handler is told.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EXCEPTION_CONTEXT_HPP
#define BOOST_ASYNCIO_EXCEPTION_CONTEXT_HPP

#include <boost/asyncio/task.hpp>

#include <exception>
#include <source_location>
#include <string>

namespace boost::asyncio {

/** What an exception handler is told.

    @par Example
    @snippet run.cpp handler
*/
struct exception_context
{
    /// What happened.
    std::string message = {};

    /// The exception, or null.
    std::exception_ptr exception = nullptr;

    /// The task that is concerned, or an empty handle.
    any_task task = {};

    /// Whether a future that is no task is concerned.
    bool future = false;

    /// Where the task was created; line 0 if that is not known.
    std::source_location location = {};
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_EXCEPTION_CONTEXT_HPP
