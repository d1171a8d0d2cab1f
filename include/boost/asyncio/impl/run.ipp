// Bodies of run.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_RUN_IPP
#define BOOST_ASYNCIO_IMPL_RUN_IPP

#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/run.hpp>

#include <stdexcept>

namespace boost::asyncio {

event_loop& runner::get_loop()
{
    if (closed_)
        throw std::runtime_error("Runner is closed");
    if (!loop_)
    {
        loop_ = options_.loop_factory();
        context_ = copy_context();
        if (options_.debug)
            loop_->set_debug(true);
    }
    return *loop_;
}

// Returns the interrupt that came meanwhile, or null.
std::exception_ptr runner::end()
{
    if (closed_)
        return nullptr;
    std::exception_ptr interrupt;
    if (loop_ && !loop_->is_closed())
    {
        detail::running_scope const running(detail::loop_access::state(*loop_));
        detail::cancel_claimed_tasks(*loop_, interrupt);
        detail::end_threads(*loop_, interrupt);
    }
    closed_ = true;
    if (loop_)
    {
        loop_->close();
        detail::loop_access::drop_context(*loop_);
    }
    return interrupt;
}

void runner::close()
{
    if (auto const interrupt = end())
        std::rethrow_exception(interrupt);
}

runner::~runner()
{
    try
    {
        close();
    }
    catch (...)
    {
        loop_->call_exception_handler(
            {.message = "an error occurred while a runner was closed",
             .exception = std::current_exception()});
    }
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_RUN_IPP
