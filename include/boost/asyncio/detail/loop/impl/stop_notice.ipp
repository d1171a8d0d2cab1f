// Bodies of stop_notice.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_STOP_NOTICE_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_STOP_NOTICE_IPP

#include <boost/asyncio/detail/loop/stop_notice.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace boost::asyncio::detail {

struct stop_notice::shared
{
    explicit shared(asio::io_context* c) noexcept
        : context(c)
    {
    }

    asio::io_context* context;
    std::thread::id thread = std::this_thread::get_id();
    std::mutex mutex;
    std::condition_variable changed;
    std::atomic<bool> stopped = false;
    std::atomic<bool> gone = false;
};

// Wakes one thread of the context; one that is not meant passes it on.
struct stop_notice::message
{
    std::shared_ptr<shared> s;

    void operator()() const
    {
        if (std::this_thread::get_id() != s->thread && !s->gone)
            asio::post(*s->context, *this);
    }
};

stop_notice::stop_notice(asio::io_context* c)
    : shared_(std::make_shared<shared>(c))
{
}

stop_notice::~stop_notice()
{
    shared_->gone = true;
}

std::function<void()> stop_notice::notifier() const
{
    return [s = shared_]
    {
        {
            std::lock_guard lock(s->mutex);
            s->stopped = true;
        }
        s->changed.notify_all();
        if (s->context)
            asio::post(*s->context, message{s});
    };
}

bool stop_notice::stopped() const noexcept
{
    return shared_->stopped;
}

void stop_notice::wait(std::function<bool()> const& never) const
{
    std::unique_lock lock(shared_->mutex);
    while (!shared_->changed.wait_for(
        lock,
        std::chrono::milliseconds(20),
        [this] { return stopped(); }))
        if (never())
            return;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_STOP_NOTICE_IPP
