// A function in a thread, whatever its result.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_BASE_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_BASE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/thread_jobs.hpp>
#include <boost/asyncio/detail/task/state.hpp>

#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// One object is the future's state, has the function and its arguments, and is
// the message that comes back to the loop. There are three references to it
// besides the handles: of the future's list while that is pending, and of the
// function in the pool, which becomes the one of the message.
//
// Who moves the phase from `queued` has the function: the thread that runs it,
// or who cancels it and destroys it.
class thread_job_base : public pending_job
{
public:
    // ---- in the loop -----------------------------------------------------

    // The job exists for its loop. It takes the context of the caller along.
    BOOST_ASYNCIO_DECL void begin(context_slot const& context, bool on_default);

    // A request to end. What is queued is cancelled and never runs. What runs
    // is told, if it wants to be, and otherwise left alone.
    BOOST_ASYNCIO_DECL void revoke(std::string const& message);

    virtual bool stoppable() const noexcept = 0;
    virtual void request_stop() noexcept = 0;

    state_base& state() const noexcept
    {
        return state_;
    }

    BOOST_ASYNCIO_DECL void leave() noexcept final;
    BOOST_ASYNCIO_DECL void finish_leaving() final;

    // ---- in a thread -----------------------------------------------------

    // Runs the function, if that is still wanted.
    BOOST_ASYNCIO_DECL void work() noexcept;

    // The pool has gone, and with it the function.
    BOOST_ASYNCIO_DECL void lose() noexcept;

protected:
    explicit thread_job_base(state_base& s) noexcept
        : state_(s)
    {
    }

    ~thread_job_base() = default;

    // Calls the function and keeps what comes of it.
    virtual void call() noexcept = 0;

    // Destroys the function and its arguments.
    virtual void destroy_call() noexcept = 0;

    // Inside: gives the result to the future.
    virtual void deliver() = 0;

    // The result of a future that was cancelled is nobody's.
    virtual void drop_result() noexcept = 0;

    // In a handler of what the function has thrown.
    BOOST_ASYNCIO_DECL void threw() noexcept;

private:
    enum class phase : unsigned
    {
        queued,
        running,
        ended,
        taken
    };

    BOOST_ASYNCIO_DECL void run() final;
    BOOST_ASYNCIO_DECL void abandon() noexcept final;

    thread_jobs& jobs() const noexcept
    {
        return state_.loop().threads;
    }

    BOOST_ASYNCIO_DECL bool move_on(phase p) noexcept;
    BOOST_ASYNCIO_DECL bool take_queued() noexcept;
    BOOST_ASYNCIO_DECL void drop_call() noexcept;
    BOOST_ASYNCIO_DECL void settled() noexcept;
    BOOST_ASYNCIO_DECL void ended() noexcept;

    state_base& state_;
    std::atomic<phase> phase_ = phase::queued;
    bool on_default_ = false;
    bool stop_requested_ = false;
    bool threw_cancelled_ = false;
    std::optional<context_slot> context_;
    std::exception_ptr error_;
    std::string message_;
};

// Cancels the functions that can be told to stop.
BOOST_ASYNCIO_DECL void stop_thread_jobs(loop_state& l);

// What a pool is given.
class posted_job
{
public:
    // Takes over a reference.
    explicit posted_job(thread_job_base& j) noexcept
        : job_(&j)
    {
    }

    posted_job(posted_job&& other) noexcept
        : job_(std::exchange(other.job_, nullptr))
    {
    }

    ~posted_job()
    {
        if (job_)
            job_->lose();
    }

    void operator()() noexcept
    {
        std::exchange(job_, nullptr)->work();
    }

private:
    thread_job_base* job_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/thread/impl/thread_job_base.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_BASE_HPP
