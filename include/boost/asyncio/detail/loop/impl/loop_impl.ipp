// A loop over an executor: what the loop has the executor do.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_IMPL_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_IMPL_IPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/loop/loop_impl.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/wait_traits.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace boost::asyncio::detail {

// Beside rebind(), which alone calls it.
bool loop_state::try_recycle() noexcept
{
    references_.no_longer_offered();
    // Who is inside offers it again.
    if (!queue_.try_own())
        return false;
    // Without a reference there is nobody who changes anything meanwhile.
    bool const unused =
        references_.unused() && outer_work_ == 0 && has_nothing_to_do() &&
        !timers.is_virtual() && !threads.is_set() && !on_stop_ &&
        !has_settings();
    if (unused)
        clear_stop();
    // Nothing can have been submitted: nobody knows the loop.
    if (!queue_.leave())
        post_drain();
    return unused;
}

// Keeps a loop that is recyclable from being recycled while something of it is
// on its way through the executor.
class loop_hold
{
public:
    explicit loop_hold(loop_state& l) noexcept
        : loop_(l.recyclable ? &l : nullptr)
    {
        if (loop_)
            loop_->add_state();
    }

    loop_hold(loop_hold&& other) noexcept
        : loop_(std::exchange(other.loop_, nullptr))
    {
    }

    ~loop_hold()
    {
        if (loop_)
            loop_->release_state();
    }

private:
    loop_state* loop_;
};

class loop_impl final : public loop_state
{
public:
    explicit loop_impl(executor_facts const& facts)
        : loop_state(
              asio::query(facts.any, asio::execution::context),
              facts.may_recycle)
    {
        executor_ = std::make_unique<parts>(facts);
    }

    asio::io_context* runnable_context() noexcept override
    {
        return executor_ ? executor_->facts.context : nullptr;
    }

    bool on_executor_thread() const noexcept override
    {
        return executor_ && executor_->facts.runs_here &&
               executor_->facts.runs_here(executor_->typed);
    }

    bool executor_is_serial() const noexcept override
    {
        return executor_ && executor_->facts.is_serial;
    }

    asio::any_io_executor const* executor() const noexcept override
    {
        return executor_ ? &executor_->facts.any : nullptr;
    }

    bool rebind(executor_facts const& facts) override
    {
        if (!try_recycle())
            return false;
        executor_ = std::make_unique<parts>(facts);
        return true;
    }

private:
    using timer = asio::
        basic_waitable_timer<clock, asio::wait_traits<clock>>;

    // The executor, and what is made of it once.
    struct parts
    {
        explicit parts(executor_facts const& f)
            : facts(f)
            , typed(facts.get(facts.any))
            , by_post(
                  asio::require(facts.any, asio::execution::blocking.never))
            , by_defer(
                  asio::prefer(
                      by_post, asio::execution::relationship.continuation))
            , deadline(facts.any)
        {
        }

        parts(parts const&) = delete;
        parts& operator=(parts const&) = delete;

        executor_facts facts;
        void const* typed;
        asio::any_io_executor by_post;
        asio::any_io_executor by_defer;
        timer deadline;
    };

    void post_drain(bool again) override
    {
        auto const& ex = again ? executor_->by_defer : executor_->by_post;
        ex.execute([this] { drain(); });
    }

    void post_last() noexcept override
    {
        last_word_.post(context);
    }

    void post_mark(runner_base& r, unsigned number) override
    {
        executor_->by_post.execute(
            [this, &r, number, held = loop_hold(*this)]
            { mark_returned(r, number); });
    }

    using work = std::optional<asio::any_io_executor>;

    void hold(work& w, bool on)
    {
        if (on)
            w.emplace(
                asio::prefer(
                    executor_->facts.any,
                    asio::execution::outstanding_work.tracked));
        else
            w.reset();
    }

    void hold_work(bool on) override
    {
        hold(work_, on);
    }

    void hold_outer_work(bool on) override
    {
        hold(outer_work_, on);
    }

    void wait_timer(clock::time_point when) override
    {
        executor_->deadline.expires_at(when);
        executor_->deadline.async_wait(
            [this, held = loop_hold(*this)](
                boost::system::error_code const& error)
            {
                if (!error)
                    timer_expired();
            });
    }

    void cancel_timer() noexcept override
    {
        try
        {
            executor_->deadline.cancel();
        }
        catch (boost::system::system_error const&)
        {
            // Nothing to cancel then: the timer fires for nothing.
        }
    }

    void stop_run() override
    {
        if (stop_context)
        {
            if (auto* const c = runnable_context())
                c->stop();
        }
        else
            call_on_stop();
    }

    void drop_executor() noexcept override
    {
        work_.reset();
        outer_work_.reset();
        executor_.reset();
    }

    static void last(void* self) noexcept
    {
        static_cast<loop_impl*>(self)->finish_shutdown();
    }

    last_word last_word_{last, this};
    std::unique_ptr<parts> executor_;
    work work_;
    work outer_work_;
};

loop_state* make_loop(executor_facts const& facts)
{
    return new loop_impl(facts);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_IMPL_IPP
