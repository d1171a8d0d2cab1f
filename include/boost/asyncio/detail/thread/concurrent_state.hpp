// What the handles of a concurrent_future share.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
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

    BOOST_ASYNCIO_DECL bool done() const;
    BOOST_ASYNCIO_DECL bool cancelled() const;

    // True if it is cancelled now. A task is told.
    BOOST_ASYNCIO_DECL bool cancel();

    // False if it is done.
    BOOST_ASYNCIO_DECL bool fail(std::exception_ptr e);

    BOOST_ASYNCIO_DECL void wait();

    // Throws timeout_error.
    BOOST_ASYNCIO_DECL void wait(std::chrono::steady_clock::duration limit);

    // Of one that is done: throws unless there is a result.
    BOOST_ASYNCIO_DECL void check();

    // The same for its exception. It counts as retrieved now.
    BOOST_ASYNCIO_DECL std::exception_ptr exception();

    BOOST_ASYNCIO_DECL void
    add_callback(std::unique_ptr<concurrent_callback> c);

    // ---- for the task whose result it gets ---------------------------------

    // Which loop has to go on for it.
    void belongs_to(loop_state const& l) noexcept
    {
        loop_ = &l;
    }

    // The task runs. If it is cancelled already, the task is told.
    BOOST_ASYNCIO_DECL void attach(task_base& t);

    // The task, which is the attached one, has failed. It keeps the exception,
    // and it reports it if nobody reads it here.
    BOOST_ASYNCIO_DECL void task_failed();

    // The task was cancelled, or has gone with its loop.
    BOOST_ASYNCIO_DECL void task_cancelled();

protected:
    BOOST_ASYNCIO_DECL ~concurrent_state_base();

    // Calls `set`, which sets the result, if it is pending; else false.
    template<class F>
    bool succeed_by(F set)
    {
        std::unique_lock lock(mutex_);
        if (status_ != status::pending)
            return false;
        set();
        succeeded(std::move(lock));
        return true;
    }

private:
    BOOST_ASYNCIO_DECL void succeeded(std::unique_lock<std::mutex> lock);
    BOOST_ASYNCIO_DECL void
    complete(std::unique_lock<std::mutex> lock, detail::status s);
    BOOST_ASYNCIO_DECL void call(concurrent_callback& c);
    BOOST_ASYNCIO_DECL void require_elsewhere() const;

    mutable std::mutex mutex_;
    detail::status status_ = detail::status::pending;
    intrusive_ptr<task_base> task_;
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
        return succeed_by(
            [&] { value_.emplace(std::forward<Value>(value)...); });
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
        return succeed_by([] {});
    }
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/thread/impl/concurrent_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_THREAD_CONCURRENT_STATE_HPP
