// What the handles of a concurrent_future share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP

#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/error.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

class concurrent_state_base;

// A function to be called when a state is done, without its lock.
class concurrent_callback
{
public:
    concurrent_callback() = default;
    concurrent_callback(concurrent_callback const&) = delete;
    concurrent_callback& operator=(concurrent_callback const&) = delete;
    virtual ~concurrent_callback() = default;

    virtual void call(std::shared_ptr<concurrent_state_base> const& s) = 0;
};

// The part that does not depend on the result. Safe from any thread.
class concurrent_state_base
    : public std::enable_shared_from_this<concurrent_state_base>
{
public:
    concurrent_state_base() = default;
    concurrent_state_base(concurrent_state_base const&) = delete;
    concurrent_state_base& operator=(concurrent_state_base const&) = delete;

    bool done() const
    {
        std::lock_guard lock(mutex_);
        return status_ != status::pending;
    }

    bool cancelled() const
    {
        std::lock_guard lock(mutex_);
        return status_ == status::cancelled;
    }

    // True if it is cancelled now. A task is told.
    bool cancel()
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

    // False if it is done.
    bool fail(std::exception_ptr e)
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

    void wait()
    {
        std::unique_lock lock(mutex_);
        require_elsewhere();
        changed_.wait(lock, [this] { return status_ != status::pending; });
    }

    // Throws timeout_error.
    void wait(std::chrono::steady_clock::duration limit)
    {
        std::unique_lock lock(mutex_);
        if (limit > limit.zero())
            require_elsewhere();
        if (!changed_.wait_for(
                lock, limit, [this] { return status_ != status::pending; }))
            throw timeout_error();
    }

    // Of one that is done: throws unless there is a result.
    void check()
    {
        if (auto const e = exception())
            std::rethrow_exception(e);
    }

    // The same for its exception. It counts as retrieved now.
    std::exception_ptr exception()
    {
        std::lock_guard lock(mutex_);
        if (status_ == status::cancelled)
            throw cancelled_error();
        if (status_ != status::failed)
            return nullptr;
        unread_ = false;
        return task_ ? task_->exception() : exception_;
    }

    void add_callback(std::unique_ptr<concurrent_callback> c)
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

    // ---- for the task whose result it gets ---------------------------------

    // Which loop has to go on for it.
    void belongs_to(loop_state const& l) noexcept
    {
        loop_ = &l;
    }

    // The task runs. If it is cancelled already, the task is told.
    void attach(task_base& t)
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

    // The task, which is the attached one, has failed. It keeps the exception,
    // and it reports it if nobody reads it here.
    void task_failed()
    {
        std::unique_lock lock(mutex_);
        if (status_ == status::pending)
            complete(std::move(lock), status::failed);
    }

    // The task was cancelled, or has gone with its loop.
    void task_cancelled()
    {
        std::unique_lock lock(mutex_);
        if (status_ != status::pending)
            return;
        auto const task = std::exchange(task_, nullptr);
        complete(std::move(lock), status::cancelled);
    }

protected:
    ~concurrent_state_base()
    {
        if (unread_)
            print_report(
                {.message = "Future exception was never retrieved",
                 .exception = exception_});
    }

    // Calls the callbacks, in order of their registration.
    void complete(std::unique_lock<std::mutex> lock, detail::status s)
    {
        status_ = s;
        auto const callbacks = std::exchange(callbacks_, {});
        lock.unlock();
        changed_.notify_all();
        for (auto const& c : callbacks)
            call(*c);
    }

    mutable std::mutex mutex_;
    detail::status status_ = detail::status::pending;
    intrusive_ptr<task_base> task_;

private:
    void call(concurrent_callback& c)
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
    void require_elsewhere() const
    {
        if (status_ != status::pending || !loop_)
            return;
        if (current.loop == loop_ ||
            (current.running == loop_ && current.running->stop_context))
            throw std::runtime_error(
                "result() would wait for ever, since the loop waits meanwhile: "
                "await wrap_future(), or call it in another thread");
    }

    std::condition_variable changed_;
    std::exception_ptr exception_;
    bool unread_ = false;
    loop_state const* loop_ = nullptr;
    std::vector<std::unique_ptr<concurrent_callback>> callbacks_;
};

template<class T>
class concurrent_state final : public concurrent_state_base
{
public:
    // False if it is done.
    template<class... Value>
    bool succeed(Value&&... value)
    {
        std::unique_lock lock(this->mutex_);
        if (this->status_ != status::pending)
            return false;
        value_.emplace(std::forward<Value>(value)...);
        auto const task = std::exchange(this->task_, nullptr);
        this->complete(std::move(lock), status::succeeded);
        return true;
    }

    T& value() noexcept
    {
        return *value_;
    }

private:
    std::optional<T> value_;
};

template<>
class concurrent_state<void> final : public concurrent_state_base
{
public:
    bool succeed()
    {
        std::unique_lock lock(mutex_);
        if (status_ != status::pending)
            return false;
        auto const task = std::exchange(task_, nullptr);
        complete(std::move(lock), status::succeeded);
        return true;
    }
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP
