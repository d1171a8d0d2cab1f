// Callbacks that an event loop has been given.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_HANDLE_HPP
#define BOOST_ASYNCIO_HANDLE_HPP

#include <boost/asyncio/detail/loop/callback.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <chrono>

namespace boost::asyncio {

namespace detail {

struct loop_access;

} // namespace detail

/// A scheduled callback. Python's `asyncio.Handle`.
class handle
{
public:
    /// A handle to nothing.
    handle() = default;

    /// Drops the callback, also if it is queued in this very turn.
    void cancel() const noexcept
    {
        if (callback_)
            callback_->cancel();
    }

    /// True after `cancel()`, even if the callback had run before.
    bool cancelled() const noexcept
    {
        return callback_ && callback_->cancelled();
    }

private:
    friend struct detail::loop_access;
    friend class timer_handle;

    intrusive_ptr<detail::callback> callback_;
};

/// A callback scheduled for a time. Python's `asyncio.TimerHandle`.
class timer_handle : public handle
{
public:
    /// The deadline, in `event_loop::time()`. Not for an empty handle.
    std::chrono::steady_clock::time_point when() const noexcept
    {
        return callback_->deadline();
    }
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_HANDLE_HPP
