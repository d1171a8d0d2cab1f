// What is told to the exception handler of a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_REPORT_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_REPORT_HPP

#include <exception>
#include <source_location>
#include <string>

namespace boost::asyncio::detail {

class state_base;

// What happened, for the exception handler of a loop.
struct report
{
    std::string message;
    std::exception_ptr exception = nullptr;
    state_base* subject = nullptr;
    std::source_location location = std::source_location();
    bool future = false; // of a report that the user makes
};

// Prints a report to standard error.
void print_report(report const& r) noexcept;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_REPORT_HPP
