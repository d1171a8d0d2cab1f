// Bodies of group_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_STATE_IPP

#include <boost/asyncio/detail/wait/group_state.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

group_member::~group_member()
{
    if (list_links<group_tag>::linked())
        list_links<group_tag>::unlink();
}

void group_member::abandon() noexcept
{
    task_->release();
}

void group_member::run()
{
    intrusive_ptr<task_base> const held(task_, false);
    if (group_)
        group_->left(*this);
}

task_base* group_member::owner() const noexcept
{
    return group_ ? group_->parent() : nullptr;
}

group_state::~group_state()
{
    if (!entered_ || finished_)
        return;
    std::vector<intrusive_ptr<task_base>> left;
    while (!members_.empty())
    {
        group_member& m = members_.pop_front();
        m.group_ = nullptr;
        left.emplace_back(m.task_);
    }
    if (loop_->down() || (left.empty() && failed_.empty()))
        return;
    {
        request_walk walk(*loop_);
        for (auto const& t : left)
            t->cancel({});
        walk.finish();
    }
    report r{
        .message = "a task_group was destroyed that nobody had left: its "
                   "tasks are cancelled"};
    if (loop_->inside())
    {
        if (!failed_.empty())
            r.exception = std::make_exception_ptr(group());
        r.subject = parent_.get();
        loop_->report_error(r);
    }
    else // tasks that failed report themselves
        loop_->send_function([l = loop_, r] { l->report_error(r); });
}

void group_state::enter(loop_state& l, task_base* parent)
{
    if (entered_)
        throw std::runtime_error("TaskGroup has already been entered");
    entered_ = true;
    loop_ = loop_ptr(&l);
    parent_ = parent;
    if (cancelled_)
        cancel();
}

void group_state::cancel()
{
    cancelled_ = true;
    if (!entered_ || finished_ || aborting_)
        return;
    abort();
    cancel_parent();
}

loop_state& group_state::require_open() const
{
    if (!entered_)
        throw std::runtime_error("TaskGroup has not been entered");
    if (finished_ || (exiting_ && members_.empty()))
        throw std::runtime_error("TaskGroup is finished");
    if (aborting_)
        throw std::runtime_error("TaskGroup is shutting down");
    if (!loop_->inside())
        throw std::runtime_error(
            "a task of a TaskGroup is created outside of its loop");
    return *loop_;
}

void group_state::abort()
{
    aborting_ = true;
    // To cancel one may end others, but only by way of the queue.
    request_walk walk(*loop_);
    for (group_member* m = members_.empty() ? nullptr : &members_.front();
         m;
         m = members_.after(*m))
        m->task_->cancel({});
    walk.finish();
}

void group_state::begin_exit(
    waiter& w,
    item& interruption,
    std::exception_ptr error,
    bool error_is_cancellation)
{
    if (!entered_)
        throw std::runtime_error("TaskGroup has not been entered");
    if (finished_)
        throw std::runtime_error("TaskGroup is finished");
    if (exiting_)
        throw std::runtime_error("TaskGroup is being left already");
    exiting_ = true;
    waiting_ = &w;
    interruption_ = &interruption;
    body_error_ = std::move(error);
    if (!body_error_)
        return;
    if (!base_error_ && is_base_error(body_error_))
        base_error_ = body_error_;
    if (error_is_cancellation)
        cancellation_ = std::exchange(body_error_, nullptr);
    if (!aborting_)
        abort();
}

void group_state::exit_cancelled(std::string const& message)
{
    if (!cancellation_)
        cancellation_ = std::make_exception_ptr(cancelled_error(message));
    if (!aborting_)
        abort();
}

void group_state::end_exit()
{
    finished_ = true;
    waiting_ = nullptr;
    if (base_error_)
        std::rethrow_exception(base_error_);
    if (parent_cancelled_ && parent_->requests.uncancel() == 0)
        cancellation_ = nullptr;
    if (failed_.empty() && !body_error_)
    {
        if (cancellation_)
            std::rethrow_exception(cancellation_);
        return;
    }
    task_base* const asked = parent_ ? parent_.get()
        : cancellation_              ? current_task_base()
                                     : nullptr;
    if (asked && asked->requests.count() > 0)
    {
        // Asked from outside, too: it hears of it when it waits next.
        asked->requests.uncancel();
        asked->cancel({});
    }
    throw group();
}

bool group_state::is_base_error(std::exception_ptr const& e)
{
    return holds<keyboard_interrupt>(e);
}

void group_state::left(group_member& m)
{
    m.list_links<group_tag>::unlink();
    m.group_ = nullptr;
    // First: if it has failed, its request finds that the wait is over.
    if (waiting_ && members_.empty() && !waiting_->item::linked() &&
        !interruption_->linked())
        loop_->push(*waiting_);
    ended(*m.task_);
}

void group_state::ended(task_base& t)
{
    if (t.status() != status::failed)
        return;
    failed_.emplace_back(&t);
    if (!base_error_ && is_base_error(t.unread_exception()))
        base_error_ = t.unread_exception();
    if (aborting_)
        return;
    abort();
    cancel_parent();
}

void group_state::cancel_parent()
{
    if (!parent_ || parent_->done())
        return;
    parent_cancelled_ = true;
    parent_->cancel({});
}

exception_group group_state::group() const
{
    std::vector<std::exception_ptr> errors;
    std::vector<std::string> origins;
    for (auto const& t : failed_)
    {
        errors.push_back(t->exception());
        origins.push_back(t->name());
    }
    if (body_error_)
    {
        errors.push_back(body_error_);
        origins.push_back(parent_ ? parent_->name() : std::string());
    }
    return exception_group(
        "unhandled errors in a TaskGroup",
        std::move(errors),
        std::move(origins));
}

bool group_state::begun(task_base& t)
{
    if (t.done())
    {
        ended(t);
        return false;
    }
    if (aborting_)
        t.cancel({}); // its first step ended the group
    return true;
}

void group_state::add_member(task_base& t, group_member& m)
{
    m.group_ = this;
    m.task_ = &t;
    members_.push_back(m);
    t.add_ref();
    t.add_waiter(m);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GROUP_STATE_IPP
