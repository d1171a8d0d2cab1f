// Waiting for a loop that other threads may run, too.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace boost::asyncio::detail {

// Ends a thread's wait for a loop that other threads may run, too.
class stop_notice
{
public:
    // For a thread that runs `c`, one handler at a time, or that waits.
    explicit stop_notice(asio::io_context* c)
        : shared_(std::make_shared<shared>(c))
    {
    }

    ~stop_notice()
    {
        shared_->gone = true;
    }

    stop_notice(stop_notice const&) = delete;
    stop_notice& operator=(stop_notice const&) = delete;

    std::function<void()> notifier() const
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

    bool stopped() const noexcept
    {
        return shared_->stopped;
    }

    // Also until `never` says that the notice cannot come any more. Nobody
    // tells when that happens, so it is asked now and then.
    template<class F>
    void wait(F never) const
    {
        std::unique_lock lock(shared_->mutex);
        while (!shared_->changed.wait_for(
            lock,
            std::chrono::milliseconds(20),
            [this] { return stopped(); }))
            if (never())
                return;
    }

private:
    struct shared
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
    struct message
    {
        std::shared_ptr<shared> s;

        void operator()() const
        {
            if (std::this_thread::get_id() != s->thread && !s->gone)
                asio::post(*s->context, *this);
        }
    };

    std::shared_ptr<shared> shared_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_STOP_NOTICE_HPP
