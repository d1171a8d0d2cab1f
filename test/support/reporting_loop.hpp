// A loop that keeps what its exception handler is told.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_REPORTING_LOOP_HPP
#define ASYNCIO_TEST_REPORTING_LOOP_HPP

#include "virtual_time.hpp"

#include <exception>
#include <source_location>
#include <string>
#include <vector>

namespace asyncio_test {

// what() of an exception.
inline std::string text_of(std::exception_ptr const& e)
{
    try
    {
        if (e)
            std::rethrow_exception(e);
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
    catch (...)
    {
        return "not a std::exception";
    }
    return "none";
}

// On a virtual clock. The handles to tasks are not kept.
class reporting_loop : public asyncio::virtual_loop
{
public:
    struct report
    {
        std::string message;
        std::exception_ptr exception;
        std::string task; // its name
        std::source_location location;
    };

    explicit reporting_loop(bool debug = false)
    {
        set_debug(debug);
        set_exception_handler(
            [this](
                asyncio::event_loop&, asyncio::exception_context const& c)
            {
                reports.push_back(
                    {.message = c.message,
                     .exception = c.exception,
                     .task = c.task ? c.task.get_name() : std::string(),
                     .location = c.location});
            });
    }

    std::vector<report> reports;
};

} // namespace asyncio_test

#endif // ASYNCIO_TEST_REPORTING_LOOP_HPP
