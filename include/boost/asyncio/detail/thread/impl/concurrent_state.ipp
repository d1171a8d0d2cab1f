// Bodies of concurrent_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_IMPL_CONCURRENT_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_THREAD_IMPL_CONCURRENT_STATE_IPP

#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/thread/concurrent_state.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

bool concurrent_state_base::done() const
{
    std::lock_guard lock(mutex_);
    return status_ != status::pending;
}

bool concurrent_state_base::cancelled() const
{
    std::lock_guard lock(mutex_);
    return status_ == status::cancelled;
}

bool concurrent_state_base::cancel()
{
    std::unique_lock lock(mutex_);
    if (status_ != status::pending)
        return status_ == status::cancelled;
    auto const task = std::exchange(task_, nullptr);
    complete(std::move(lock), status::cancelled);
    if (task)
        task->cancel({});
    return true;
}

bool concurrent_state_base::fail(std::exception_ptr e)
{
    std::unique_lock lock(mutex_);
    if (status_ != status::pending)
        return false;
    exception_ = std::move(e);
    unread_ = true;
    auto const task = std::exchange(task_, nullptr);
    complete(std::move(lock), status::failed);
    return true;
}

void concurrent_state_base::wait()
{
    std::unique_lock lock(mutex_);
    require_elsewhere();
    changed_.wait(lock, [this] { return status_ != status::pending; });
}

void concurrent_state_base::wait(std::chrono::steady_clock::duration limit)
{
    std::unique_lock lock(mutex_);
    if (limit > limit.zero())
        require_elsewhere();
    if (!changed_.wait_for(
            lock, limit, [this] { return status_ != status::pending; }))
        throw timeout_error();
}

void concurrent_state_base::check()
{
    if (auto const e = exception())
        std::rethrow_exception(e);
}

std::exception_ptr concurrent_state_base::exception()
{
    std::lock_guard lock(mutex_);
    if (status_ == status::cancelled)
        throw cancelled_error();
    if (status_ != status::failed)
        return nullptr;
    unread_ = false;
    return task_ ? task_->exception() : exception_;
}

void concurrent_state_base::add_callback(std::unique_ptr<concurrent_callback> c)
{
    {
        std::lock_guard lock(mutex_);
        if (status_ == status::pending)
        {
            callbacks_.push_back(std::move(c));
            return;
        }
    }
    call(*c);
}

void concurrent_state_base::attach(task_base& t)
{
    {
        std::lock_guard lock(mutex_);
        if (status_ == status::pending)
        {
            task_ = &t;
            return;
        }
        if (status_ != status::cancelled)
            return;
    }
    t.cancel({});
}

void concurrent_state_base::task_failed()
{
    std::unique_lock lock(mutex_);
    if (status_ == status::pending)
        complete(std::move(lock), status::failed);
}

void concurrent_state_base::task_cancelled()
{
    std::unique_lock lock(mutex_);
    if (status_ != status::pending)
        return;
    auto const task = std::exchange(task_, nullptr);
    complete(std::move(lock), status::cancelled);
}

concurrent_state_base::~concurrent_state_base()
{
    if (unread_)
        print_report(
            {.message = "Future exception was never retrieved",
             .exception = exception_});
}

// Calls the callbacks, in order of their registration.
void concurrent_state_base::complete(
    std::unique_lock<std::mutex> lock, detail::status s)
{
    status_ = s;
    auto const callbacks = std::exchange(callbacks_, {});
    lock.unlock();
    changed_.notify_all();
    for (auto const& c : callbacks)
        call(*c);
}

void concurrent_state_base::succeeded(std::unique_lock<std::mutex> lock)
{
    auto const task = std::exchange(task_, nullptr);
    complete(std::move(lock), status::succeeded);
}

void concurrent_state_base::call(concurrent_callback& c)
{
    try
    {
        c.call(shared_from_this());
    }
    catch (...)
    {
        print_report(
            {.message = "Exception in callback of a concurrent_future",
             .exception = std::current_exception()});
    }
}

// Who would complete it must not wait for it.
void concurrent_state_base::require_elsewhere() const
{
    if (status_ != status::pending || !loop_)
        return;
    if (current.loop == loop_ ||
        (current.running == loop_ && current.running->stop_context))
        throw std::runtime_error(
            "result() would wait for ever, since the loop waits meanwhile: "
            "await wrap_future(), or call it in another thread");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_IMPL_CONCURRENT_STATE_IPP
