// Bodies of to_thread_operation.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_IMPL_TO_THREAD_OPERATION_IPP
#define BOOST_ASYNCIO_DETAIL_THREAD_IMPL_TO_THREAD_OPERATION_IPP

#include <boost/asyncio/detail/thread/to_thread_operation.hpp>

namespace boost::asyncio::detail {

to_thread_state::to_thread_state()
{
    context_.inherit(current_context());
}

void to_thread_state::start()
{
    try
    {
        job_ = launch(loop(), context_);
    }
    catch (...)
    {
        error_ = std::current_exception();
        wake();
        return;
    }
    job_->add_waiter(*this);
}

bool to_thread_state::cancel_wait(std::string const& message)
{
    return job_ && job_->cancel(message);
}

void to_thread_state::describe(wait_info& info) const
{
    info.what = "a function in a thread";
}

state_base& to_thread_state::result() const
{
    if (error_)
        std::rethrow_exception(error_);
    job_->check();
    return *job_;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_IMPL_TO_THREAD_OPERATION_IPP
