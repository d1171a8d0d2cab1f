// Calling a function in a thread, on behalf of a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/operation/usable.hpp>
#include <boost/asyncio/detail/task/future_state.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/detail/thread/thread_job_base.hpp>

#include <boost/asio/post.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// A function with its arguments, to be called once.
template<class F, class... Args>
class thread_call
{
public:
    // Whether it wants to know when it is to stop.
    static constexpr bool stoppable =
        std::invocable<F, std::stop_token, Args...>;

    static_assert(
        stoppable || std::invocable<F, Args...>,
        "what is to run in a thread is called with copies of the arguments, as "
        "by std::thread: pass std::ref(x) for a reference, and something that "
        "can be called with all of them");

    template<class G, class... As>
    explicit thread_call(std::in_place_t, G&& g, As&&... as)
        : f_(std::forward<G>(g)), args_(std::forward<As>(as)...)
    {
        require_function(f_);
    }

    decltype(auto) operator()([[maybe_unused]] std::stop_token stop)
    {
        return std::apply(
            [&](Args&... args) -> decltype(auto)
            {
                if constexpr (stoppable)
                    return std::invoke(
                        std::move(f_), std::move(stop), std::move(args)...);
                else
                    return std::invoke(std::move(f_), std::move(args)...);
            },
            args_);
    }

private:
    F f_;
    [[no_unique_address]] std::tuple<Args...> args_;
};

template<class F, class... Args>
thread_call(std::in_place_t, F, Args...)
    -> thread_call<std::decay_t<F>, std::decay_t<Args>...>;

// What it gives.
template<class Call>
struct thread_call_result
{
    using returned = std::invoke_result_t<Call&, std::stop_token>;

    static_assert(
        !std::is_reference_v<returned>,
        "a function that runs in a thread returns a reference: return a "
        "pointer or a std::reference_wrapper");
    static_assert(
        !awaitable<returned>,
        "a coroutine does not run in a thread of its own: await it, or give it "
        "to create_task");

    using type = std::remove_cv_t<returned>;
};

template<class Call>
using thread_result = typename thread_call_result<Call>::type;

template<class Call>
class thread_job final
    : public future_state<thread_result<Call>>
    , public thread_job_base
{
    using T = thread_result<Call>;

public:
    thread_job(loop_state& l, Call&& c)
        : future_state<T>(l)
        , thread_job_base(static_cast<state_base&>(*this))
        , call_(std::move(c))
    {
    }

    bool cancel(std::string const& message) override
    {
        if (this->done())
            return future_state<T>::cancel(message);
        this->revoke(message);
        return true;
    }

private:
    using stored = std::conditional_t<std::is_void_v<T>, bool, T>;
    using stop_source =
        std::conditional_t<Call::stoppable, std::stop_source, nothing>;

    bool stoppable() const noexcept override
    {
        return Call::stoppable;
    }

    void request_stop() noexcept override
    {
        if constexpr (Call::stoppable)
            stop_.request_stop();
    }

    std::stop_token token() const noexcept
    {
        if constexpr (Call::stoppable)
            return stop_.get_token();
        else
            return {};
    }

    void call() noexcept override
    {
        try
        {
            if constexpr (std::is_void_v<T>)
                (*call_)(token());
            else
                result_.emplace((*call_)(token()));
        }
        catch (...)
        {
            threw();
        }
    }

    void destroy_call() noexcept override
    {
        call_.reset();
    }

    void deliver() override
    {
        if constexpr (std::is_void_v<T>)
            this->succeed();
        else
            this->succeed(std::move(*result_));
        drop_result();
    }

    void drop_result() noexcept override
    {
        result_.reset();
    }

    void destroy() noexcept override
    {
        destroy_state(this);
    }

    std::optional<Call> call_;
    std::optional<stored> result_;
    [[no_unique_address]] stop_source stop_;
};

template<class Call>
using thread_job_ptr = intrusive_ptr<thread_job<Call>>;

BOOST_ASYNCIO_DECL void require_open(loop_state const& l);

// The pool of a loop; throws if that is closed, or the pool was shut down.
BOOST_ASYNCIO_DECL asio::thread_pool& default_pool(loop_state& l);

// The job begins: what an executor is given then.
BOOST_ASYNCIO_DECL posted_job
begin_job(thread_job_base& j, context_slot const& context, bool on_default);

// The same in a default pool, which gets it.
BOOST_ASYNCIO_DECL void begin_job_in(
    asio::thread_pool& pool, thread_job_base& j, context_slot const& context);

// Inside, or in the thread that is about to run the loop: queues a call in an
// executor.
template<class Executor, class Call>
thread_job_ptr<Call> start_thread_job(
    loop_state& l,
    Executor const& ex,
    context_slot const& context,
    Call&& c)
{
    require_open(l);
    thread_job_ptr<Call> job(
        make_state<thread_job<Call>>(l, std::move(c)), false);
    asio::post(ex, begin_job(*job, context, false));
    return job;
}

// The same in the loop's default pool.
template<class Call>
thread_job_ptr<Call>
start_thread_job(loop_state& l, context_slot const& context, Call&& c)
{
    auto& pool = default_pool(l);
    thread_job_ptr<Call> job(
        make_state<thread_job<Call>>(l, std::move(c)), false);
    begin_job_in(pool, *job, context);
    return job;
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/thread/impl/thread_job.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_THREAD_THREAD_JOB_HPP
