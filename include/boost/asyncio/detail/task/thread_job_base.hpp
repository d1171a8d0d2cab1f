// A function in a thread, whatever its result.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_THREAD_JOB_BASE_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_THREAD_JOB_BASE_HPP

#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/thread_jobs.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/task/state.hpp>

#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

// What a thread does for a job is no step of a loop.
class thread_scope
{
public:
    explicit thread_scope(context_slot& context) noexcept
        : previous_(std::exchange(current, {.context = &context}))
    {
    }

    thread_scope(thread_scope const&) = delete;
    thread_scope& operator=(thread_scope const&) = delete;

    ~thread_scope()
    {
        current = previous_;
    }

private:
    thread_state previous_;
};

// One object is the future's state, has the function and its arguments, and is
// the message that comes back to the loop. There are three references to it
// besides the handles: of the future's list while that is pending, and of the
// function in the pool, which becomes the one of the message.
//
// Who moves the phase from `queued` has the function: the thread that runs it,
// or who cancels it and destroys it.
class thread_job_base
    : public item
    , public list_links<job_tag>
{
public:
    // ---- in the loop -----------------------------------------------------

    // The job exists for its loop. It takes the context of the caller along.
    void begin(context_slot const& context, bool on_default)
    {
        state_.loop().count_work(true);
        context_.emplace().inherit(context);
        on_default_ = on_default;
        state_.add_ref();
        jobs().pending.push_back(*this);
        if (on_default_)
            ++jobs().on_default;
    }

    // A request to end. What is queued is cancelled and never runs. What runs
    // is told, if it wants to be, and otherwise left alone.
    void revoke(std::string const& message)
    {
        intrusive_ptr<state_base> const self(&state_);
        if (take_queued())
        {
            state_.become_cancelled(message, nullptr);
            ended();
            drop_call();
        }
        else if (stoppable())
        {
            stop_requested_ = true;
            message_ = message;
            request_stop();
        }
        else
        {
            state_.become_cancelled(message, nullptr);
            settled();
        }
    }

    virtual bool stoppable() const noexcept = 0;
    virtual void request_stop() noexcept = 0;

    state_base& state() const noexcept
    {
        return state_;
    }

    // The loop goes away: the first of two steps, in which all are told.
    void leave() noexcept
    {
        if (take_queued())
            drop_call();
        else if (stoppable())
            request_stop();
    }

    // The second: a function that takes a stop_token may refer to what its
    // caller owns, so nothing is destroyed before it has returned.
    void finish_leaving()
    {
        leave();
        if (stoppable())
            phase_.wait(phase::running, std::memory_order_acquire);
        if (!state_.done())
            state_.become_cancelled({}, nullptr);
        settled();
    }

    // ---- in a thread -----------------------------------------------------

    // Runs the function, if that is still wanted.
    void work() noexcept
    {
        if (!move_on(phase::running))
        {
            state_.release();
            return;
        }
        {
            thread_scope const scope(*context_);
            call();
            drop_call();
        }
        phase_.store(phase::ended, std::memory_order_release);
        phase_.notify_all();
        state_.loop().submit(*this);
    }

    // The pool has gone, and with it the function.
    void lose() noexcept
    {
        if (!take_queued())
        {
            state_.release();
            return;
        }
        drop_call();
        state_.loop().submit(*this);
    }

protected:
    explicit thread_job_base(state_base& s) noexcept
        : list_links<job_tag>(), state_(s)
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

    void threw(std::exception_ptr e, bool cancelled) noexcept
    {
        error_ = std::move(e);
        threw_cancelled_ = cancelled;
    }

private:
    enum class phase : unsigned
    {
        queued,
        running,
        ended,
        taken
    };

    void run() final
    {
        intrusive_ptr<state_base> const self(&state_, false);
        if (state_.done())
        {
            drop_result();
            // The exception is dropped as well, as in Python.
            if (error_ && !threw_cancelled_ && state_.loop().debug)
                state_.loop().report_error(
                    {.message = "An exception of a function in a thread was "
                                "dropped: its future was cancelled",
                     .exception = std::move(error_),
                     .subject = &state_});
        }
        else if (phase_.load(std::memory_order_relaxed) == phase::taken)
            state_.become_cancelled(message_, nullptr);
        else if (stop_requested_ && (!error_ || threw_cancelled_))
        {
            drop_result();
            state_.become_cancelled(message_, std::move(error_));
        }
        else if (error_)
            state_.fail(std::move(error_));
        else
            deliver();
        ended();
    }

    void abandon() noexcept final
    {
        state_.release();
    }

    thread_jobs& jobs() const noexcept
    {
        return state_.loop().threads;
    }

    bool move_on(phase p) noexcept
    {
        auto expected = phase::queued;
        return phase_.compare_exchange_strong(
            expected, p, std::memory_order_acq_rel);
    }

    bool take_queued() noexcept
    {
        return move_on(phase::taken);
    }

    void drop_call() noexcept
    {
        destroy_call();
        context_.reset();
    }

    // The future is done.
    void settled() noexcept
    {
        if (!list_links<job_tag>::linked())
            return;
        list_links<job_tag>::unlink();
        state_.loop().count_work(false);
        state_.release();
    }

    // The function has ended, or will never run.
    void ended() noexcept
    {
        if (std::exchange(on_default_, false) && jobs().ended())
            state_.loop().wake(jobs().waiters);
        settled();
    }

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
inline void stop_thread_jobs(loop_state& l)
{
    auto& pending = l.threads.pending;
    std::vector<intrusive_ptr<state_base>> stoppable;
    for (auto* j = pending.empty() ? nullptr : &pending.front(); j;
         j = pending.after(*j))
        if (j->stoppable())
            stoppable.emplace_back(&j->state());
    for (auto const& s : stoppable)
        s->cancel({});
}

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

#endif // BOOST_ASYNCIO_DETAIL_TASK_THREAD_JOB_BASE_HPP
