// Bodies of thread_job_base.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_BASE_IPP
#define BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_BASE_IPP

#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/thread/thread_job_base.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
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

void thread_job_base::begin(context_slot const& context, bool on_default)
{
    state_.loop().count_work(true);
    context_.emplace().inherit(context);
    on_default_ = on_default;
    state_.add_ref();
    jobs().pending.push_back(*this);
    if (on_default_)
        ++jobs().on_default;
}

void thread_job_base::revoke(std::string const& message)
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

void thread_job_base::leave() noexcept
{
    if (take_queued())
        drop_call();
    else if (stoppable())
        request_stop();
}

void thread_job_base::finish_leaving()
{
    leave();
    if (stoppable())
        phase_.wait(phase::running, std::memory_order_acquire);
    if (!state_.done())
        state_.become_cancelled({}, nullptr);
    settled();
}

void thread_job_base::work() noexcept
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

void thread_job_base::lose() noexcept
{
    if (!take_queued())
    {
        state_.release();
        return;
    }
    drop_call();
    state_.loop().submit(*this);
}

void thread_job_base::threw() noexcept
{
    error_ = std::current_exception();
    try
    {
        throw;
    }
    catch (cancelled_error const&)
    {
        threw_cancelled_ = true;
    }
    catch (...)
    {
    }
}

void thread_job_base::run()
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

void thread_job_base::abandon() noexcept
{
    state_.release();
}

bool thread_job_base::move_on(phase p) noexcept
{
    auto expected = phase::queued;
    return phase_.compare_exchange_strong(
        expected, p, std::memory_order_acq_rel);
}

bool thread_job_base::take_queued() noexcept
{
    return move_on(phase::taken);
}

void thread_job_base::drop_call() noexcept
{
    destroy_call();
    context_.reset();
}

// The future is done.
void thread_job_base::settled() noexcept
{
    if (!list_links<job_tag>::linked())
        return;
    list_links<job_tag>::unlink();
    state_.loop().count_work(false);
    state_.release();
}

// The function has ended, or will never run.
void thread_job_base::ended() noexcept
{
    if (std::exchange(on_default_, false) && jobs().ended())
        state_.loop().wake(jobs().waiters);
    settled();
}

void stop_thread_jobs(loop_state& l)
{
    auto& pending = l.threads.pending;
    std::vector<intrusive_ptr<state_base>> stoppable;
    for (auto* p = pending.empty() ? nullptr : &pending.front(); p;
         p = pending.after(*p))
        if (auto& j = static_cast<thread_job_base&>(*p); j.stoppable())
            stoppable.emplace_back(&j.state());
    for (auto const& s : stoppable)
        s->cancel({});
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_THREAD_IMPL_THREAD_JOB_BASE_IPP
