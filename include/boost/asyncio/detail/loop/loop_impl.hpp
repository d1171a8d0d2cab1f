// A loop over an executor of a given type.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/wait_traits.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// The address of an object of this function names the type.
template<class T>
void const* type_id() noexcept
{
    static char const id = 0;
    return &id;
}

template<class Executor>
struct is_strand : std::false_type
{
};

template<class Executor>
struct is_strand<asio::strand<Executor>> : std::true_type
{
};

// The io_context at the bottom of an executor, or null.
template<class Executor>
asio::io_context* io_context_of(Executor const& ex) noexcept
{
    if constexpr (is_strand<Executor>::value)
        return io_context_of(ex.get_inner_executor());
    else if constexpr (std::is_same_v<Executor, asio::any_io_executor>)
        return nullptr;
    else if constexpr (std::is_convertible_v<
                           decltype(asio::query(
                               ex, asio::execution::context)),
                           asio::io_context&>)
        return &asio::query(ex, asio::execution::context);
    else
        return nullptr;
}

// The executor of the context itself.
template<class Executor>
auto innermost(Executor const& ex)
{
    if constexpr (is_strand<Executor>::value)
        return innermost(ex.get_inner_executor());
    else
        return ex;
}

// The executors of a context that differ in their properties only. The context
// has one loop for all of them.
template<class Executor>
struct is_context_executor : std::false_type
{
};

template<class Allocator, auto Bits>
struct is_context_executor<
    asio::io_context::basic_executor_type<Allocator, Bits>> : std::true_type
{
    using context = asio::io_context;
    using plain = asio::io_context::executor_type;
};

template<class Allocator, auto Bits>
struct is_context_executor<
    asio::thread_pool::basic_executor_type<Allocator, Bits>> : std::true_type
{
    using context = asio::thread_pool;
    using plain = asio::thread_pool::executor_type;
};

// Keeps a loop that is recyclable from being recycled while something of it is
// on its way through the executor.
template<bool Recyclable>
class loop_hold
{
public:
    explicit loop_hold(loop_state& l) noexcept
        : loop_(&l)
    {
        l.add_state();
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

template<>
class loop_hold<false>
{
public:
    explicit loop_hold(loop_state&) noexcept
    {
    }
};

// A handler that is never called: its destruction is what counts.
class last_word
{
public:
    explicit last_word(loop_state& l) noexcept
        : loop_(&l)
    {
    }

    last_word(last_word&& other) noexcept
        : loop_(std::exchange(other.loop_, nullptr))
    {
    }

    ~last_word()
    {
        if (loop_)
            loop_->finish_shutdown();
    }

    void operator()() const noexcept
    {
    }

private:
    loop_state* loop_;
};

template<class Executor>
class loop_impl final : public loop_state
{
public:
    explicit loop_impl(Executor const& ex)
        : loop_state(
              asio::query(ex, asio::execution::context), may_recycle)
        , executor_(ex)
        , timer_(std::in_place, ex)
    {
    }

    asio::io_context* runnable_context() noexcept override
    {
        return executor_ ? io_context_of(*executor_) : nullptr;
    }

    bool on_executor_thread() const noexcept override
    {
        if constexpr (requires(Executor const& ex) {
                          ex.running_in_this_thread();
                      })
            return executor_ && executor_->running_in_this_thread();
        else
            return false;
    }

    bool executor_is_serial() const noexcept override
    {
        return is_strand<Executor>::value ||
               std::is_same_v<Executor, asio::io_context::executor_type>;
    }

    bool
    has_executor(void const* type, void const* other) const noexcept override
    {
        return type == type_id<Executor>() && executor_ &&
               *executor_ == *static_cast<Executor const*>(other);
    }

    void const*
    executor_of_type(void const* type) const noexcept override
    {
        return type == type_id<Executor>() && executor_ ? &*executor_
                                                        : nullptr;
    }

    bool rebind(void const* type, void const* other) override
    {
        if (!may_recycle || type != type_id<Executor>() || !try_recycle())
            return false;
        executor_ = *static_cast<Executor const*>(other);
        timer_.emplace(*executor_);
        return true;
    }

private:
    static constexpr bool may_recycle = !is_context_executor<Executor>::value;

    using hold_loop = loop_hold<may_recycle>;
    using tracked = std::decay_t<decltype(asio::prefer(
        std::declval<Executor const&>(),
        asio::execution::outstanding_work.tracked))>;
    using timer =
        asio::basic_waitable_timer<clock, asio::wait_traits<clock>, Executor>;

    void post_drain(bool again) override
    {
        if (again)
            asio::defer(*executor_, [this] { drain(); });
        else
            asio::post(*executor_, [this] { drain(); });
    }

    void post_last() noexcept override
    {
        try
        {
            asio::post(innermost(*executor_), last_word(*this));
        }
        catch (...)
        {
            finish_shutdown(); // the order matters less than to do it
        }
    }

    void post_mark(runner_base& r, unsigned number) override
    {
        asio::post(
            *executor_,
            [this, &r, number, held = hold_loop(*this)]
            { mark_returned(r, number); });
    }

    static void hold(std::optional<tracked>& work, Executor const& ex, bool on)
    {
        if (on)
            work.emplace(
                asio::prefer(ex, asio::execution::outstanding_work.tracked));
        else
            work.reset();
    }

    void hold_work(bool on) override
    {
        hold(work_, *executor_, on);
    }

    void hold_outer_work(bool on) override
    {
        hold(outer_work_, *executor_, on);
    }

    void wait_timer(clock::time_point when) override
    {
        timer_->expires_at(when);
        timer_->async_wait(
            [this, held = hold_loop(*this)](
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
            timer_->cancel();
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
        timer_.reset();
        work_.reset();
        outer_work_.reset();
        executor_.reset();
    }

    std::optional<Executor> executor_;
    std::optional<tracked> work_;
    std::optional<tracked> outer_work_;
    std::optional<timer> timer_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP
