// Bodies of concurrent_future.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_IPP
#define BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_IPP

#include <boost/asyncio/concurrent_future.hpp>

#include <exception>

namespace boost::asyncio::detail {

remote_call_base::remote_call_base(
    loop_state& l,
    std::shared_ptr<concurrent_state_base> s,
    std::source_location location)
    : loop_(l), state_(std::move(s)), location_(location)
{
    context_.inherit(current_context());
}

remote_call_base::~remote_call_base() = default;

void remote_call_base::run()
{
    std::unique_ptr<remote_call_base> self(this);
    if (task_)
        finish();
    else if (!state_->cancelled() && start())
        self.release();
}

void remote_call_base::abandon() noexcept
{
    std::unique_ptr<remote_call_base> const self(this);
    state_->task_cancelled();
}

bool remote_call_base::start()
{
    context_scope const scope(context_);
    try
    {
        task_ = launch(loop_, task_options{.location = location_});
    }
    catch (...)
    {
        auto const e = std::current_exception();
        loop_.report_error(
            {.message = "Exception in callback", .exception = e});
        state_->fail(e);
        return false;
    }
    task_->add_waiter(*this);
    state_->attach(*task_);
    return true;
}

void remote_call_base::finish()
{
    switch (task_->status())
    {
    case status::succeeded:
        try
        {
            hand_over(*task_, *state_);
        }
        catch (...)
        {
            state_->fail(std::current_exception());
        }
        break;
    case status::failed:
        state_->task_failed();
        break;
    default:
        state_->task_cancelled();
        break;
    }
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_CONCURRENT_FUTURE_IPP
