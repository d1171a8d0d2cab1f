// Bodies of group_operation.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_OPERATION_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_OPERATION_IPP

#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/detail/wait/group_operation.hpp>
#include <boost/asyncio/task.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

void group_enter_operation::wait_state::start()
{
    wake();
}

bool group_enter_operation::wait_state::cancel_wait(std::string const&)
{
    return false;
}

std::reference_wrapper<task_group> group_enter_operation::wait_state::take()
{
    auto* const parent = current_task_base();
    if (!parent)
        throw std::runtime_error("TaskGroup cannot determine the parent task");
    state_.enter(parent->loop(), parent);
    return group_;
}

group_exit_state::group_exit_state(
    group_state& s, std::exception_ptr e, std::source_location where)
    : waiter(where), group_(s), error_(std::move(e))
{
}

group_exit_state::~group_exit_state()
{
    if (interruption_.linked())
        interruption_.unlink();
    if (phase_ == phase::begun)
        group_.forget_waiter();
}

bool group_exit_state::ready()
{
    begin_exit();
    return failure_ || group_.empty();
}

void group_exit_state::start()
{
    begin_exit();
    if (failure_ || group_.empty())
        wake();
}

// Python: the wait is interrupted, which takes a turn, and goes on if there are
// children left. A request in that turn is part of the first.
bool group_exit_state::cancel_wait(std::string const& message)
{
    if (interruption_.linked())
        return true;
    message_ = message;
    if (item::linked())
        cancelled_ = true;
    else
        loop().push(interruption_);
    return true;
}

void group_exit_state::describe(wait_info& info) const
{
    info.what = "its task group";
    group_.for_each_task([&](task_base& t) { info.awaited.push_back(&t); });
}

void group_exit_state::leave()
{
    phase_ = phase::over;
    if (failure_)
        std::rethrow_exception(failure_);
    if (cancelled_)
        group_.exit_cancelled(message_);
    group_.end_exit();
}

void group_exit_state::interruption::run()
{
    state_.interrupted();
}

void group_exit_state::interruption::abandon() noexcept
{
}

step_info group_exit_state::interruption::step() const noexcept
{
    return static_cast<item const&>(state_).step();
}

void group_exit_state::begin_exit()
{
    if (phase_ != phase::created)
        return;
    try
    {
        bool const cancellation = is_cancelled(error_);
        group_.begin_exit(
            *this, interruption_, std::move(error_), cancellation);
        phase_ = phase::begun;
    }
    catch (...)
    {
        failure_ = std::current_exception(); // misuse
        phase_ = phase::over;
    }
}

// If the last child has ended since, the group is left here and not behind what
// was queued after the request.
void group_exit_state::interrupted()
{
    group_.exit_cancelled(message_);
    if (group_.empty())
        static_cast<item&>(*this).run(); // this object has gone
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_OPERATION_IPP
