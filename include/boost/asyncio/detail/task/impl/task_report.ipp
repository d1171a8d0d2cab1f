// Bodies of task_report.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_REPORT_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_REPORT_IPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/detail/task/task_report.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <source_location>
#include <sstream>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_COLD_DECL
step_watch::step_watch(loop_state& l, step_info s) noexcept
    : loop_(l), step_(s), start_(l.now())
{
    if (step_.task)
        step_.task->add_ref();
}

BOOST_ASYNCIO_COLD_DECL step_watch::~step_watch()
{
    intrusive_ptr<task_base> const task(step_.task, false);
    auto const took = loop_.now() - start_;
    if (took < loop_.slow_callback_duration || loop_.down())
        return;
    std::ostringstream message;
    message.precision(3);
    message << "Executing "
            << (task ? "task '" + task->name() + '\'' : "a callback")
            << " took " << std::fixed
            << std::chrono::duration<double>(took).count() << " seconds";
    if (step_.where.line() != 0)
        message << ", from " << step_.where.file_name() << ':'
                << step_.where.line();
    loop_.report_error(
        {.message = message.str(),
         .subject = task.get(),
         .location = task ? task->location() : std::source_location()});
}

BOOST_ASYNCIO_DECL void
describe(std::ostream& out, std::exception_ptr const& e)
{
    try
    {
        std::rethrow_exception(e);
    }
    catch (std::exception const& error)
    {
        out << error.what();
    }
    catch (...)
    {
        out << "an exception that is not a std::exception";
    }
}

BOOST_ASYNCIO_COLD_DECL void print_report(report const& r) noexcept
{
    try
    {
        std::ostringstream out;
        out << r.message;
        if (r.subject && r.subject->is_task())
            out << "\n  task: " << static_cast<task_base*>(r.subject)->name();
        if (r.location.line() != 0)
            out << "\n  created at: " << r.location.file_name() << ':'
                << r.location.line();
        if (r.exception)
        {
            out << "\n  exception: ";
            describe(out, r.exception);
        }
        out << '\n';
        std::cerr << out.str() << std::flush;
    }
    catch (...)
    {
        // There is nowhere left to say it: not even memory for the text.
    }
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_TASK_REPORT_IPP
