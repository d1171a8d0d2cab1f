// Bodies of run.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_RUN_HPP
#define BOOST_ASYNCIO_IMPL_RUN_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/tasks_of.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/wait.hpp>

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <optional>
#include <stdexcept>
#include <unordered_set>
#include <vector>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

inline bool has_default_disposition(int signal) noexcept
{
#if defined(BOOST_ASIO_HAS_SIGACTION)
    struct sigaction current_action = {};
    return ::sigaction(signal, nullptr, &current_action) == 0 &&
           !(current_action.sa_flags & SA_SIGINFO) &&
           current_action.sa_handler == SIG_DFL;
#else
    auto const previous = std::signal(signal, SIG_DFL);
    if (previous != SIG_DFL && previous != SIG_ERR)
        std::signal(signal, previous);
    return previous == SIG_DFL;
#endif
}

// The first SIGINT cancels the main task, the second one leaves the loop. The
// disposition is the default again at the end, as it was before.
class interrupt_guard
{
public:
    interrupt_guard(loop_state& l, any_task main, bool enabled)
        : main_(std::move(main))
    {
        if (enabled && has_default_disposition(SIGINT))
        {
            set_.emplace(executor_access::make(l.root), SIGINT);
            wait();
        }
    }

    interrupt_guard(interrupt_guard const&) = delete;
    interrupt_guard& operator=(interrupt_guard const&) = delete;

    // Whether a cancellation of the main task is due to SIGINT alone.
    bool caused_cancellation() const
    {
        return *count_ > 0 && main_.uncancel() == 0;
    }

private:
    void wait()
    {
        set_->async_wait(
            [this, alive = std::weak_ptr<int>(count_)](
                boost::system::error_code const& error, int)
            {
                if (error || alive.expired())
                    return;
                wait();
                if (++*count_ == 1)
                    main_.cancel();
                else
                    throw keyboard_interrupt();
            });
    }

    any_task main_;
    std::shared_ptr<int> count_ = std::make_shared<int>(0);
    std::optional<asio::basic_signal_set<executor>> set_;
};

// Awaits tasks that were cancelled, and reports what went wrong in them.
inline asio::awaitable<void, executor>
await_cancelled(event_loop& loop, std::vector<any_task> tasks)
{
    co_await wait(tasks);
    for (any_task const& t : tasks)
    {
        if (t.cancelled())
            continue;
        if (auto const e = t.exception())
            loop.call_exception_handler(
                {.message = "unhandled exception during asyncio.run() "
                            "shutdown",
                 .exception = e,
                 .task = t});
    }
}

// For a loop that this thread alone runs: cancels all tasks in it at once.
inline void cancel_all_tasks(event_loop& loop)
{
    loop_state& l = loop_access::state(loop);
    std::vector<any_task> left;
    l.visit(
        [&]
        {
            left = tasks_of(l);
            for (any_task const& t : left)
                t.cancel();
        });
    if (!left.empty())
        loop.run_until_complete(await_cancelled(loop, std::move(left)));
}

// The same: waits for the functions in the default pool, which may still want
// something of the loop. Those that can be are asked to stop.
inline void end_threads(event_loop& loop)
{
    loop_state& l = loop_access::state(loop);
    if (l.threads.pools.empty())
        return;
    l.visit([&] { stop_thread_jobs(l); });
    loop.run_until_complete(loop.shutdown_default_executor());
}

// A result or exception that is looked at later.
template<class T>
class kept_result
{
public:
    template<class F>
    void keep(F&& f)
    {
        try
        {
            if constexpr (std::is_void_v<T>)
                f();
            else
                value_.emplace(f());
        }
        catch (...)
        {
            error_ = std::current_exception();
        }
    }

    T get()
    {
        if (error_)
            std::rethrow_exception(error_);
        if constexpr (!std::is_void_v<T>)
            return std::move(*value_);
    }

private:
    std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value_;
    std::exception_ptr error_;
};

// Runs the main task, with Python's treatment of SIGINT.
template<class T>
T run_main_task(event_loop& loop, task<T> main, run_options const& options)
{
    interrupt_guard guard(
        loop_access::state(loop), main, options.handle_sigint);
    try
    {
        return loop.run_until_complete(std::move(main));
    }
    catch (cancelled_error const&)
    {
        if (guard.caused_cancellation())
            throw keyboard_interrupt();
        throw;
    }
}

// The main task of run() on a context of the caller: remembers what was there.
template<class C>
asio::awaitable<child_value<C>, typename child_traits<C>::lane>
run_among_others(loop_state& l, C c, std::unordered_set<any_task>& older)
{
    for (any_task const& t : tasks_of(l))
        older.insert(t);
    auto body = child_traits<C>::open(l, c);
    co_return co_await std::move(body);
}

inline asio::awaitable<void, executor> cancel_younger_tasks(
    event_loop& loop, std::unordered_set<any_task> const& older)
{
    std::vector<any_task> younger;
    for (any_task const& t : tasks_of(loop_access::state(loop)))
        if (!older.contains(t) && t != current_task())
            younger.push_back(t);
    for (any_task const& t : younger)
        t.cancel();
    if (!younger.empty())
        co_await await_cancelled(loop, std::move(younger));
}

} // namespace detail

inline event_loop& runner::get_loop()
{
    if (closed_)
        throw std::runtime_error("Runner is closed");
    if (!loop_)
    {
        loop_ = options_.loop_factory();
        context_ = copy_context();
        if (options_.debug)
            loop_->set_debug(true);
    }
    return *loop_;
}

template<child C>
auto runner::run(C&& c, std::source_location where)
{
    get_loop();
    return run(std::forward<C>(c), *context_, where);
}

template<child C>
auto runner::run(C&& c, context& in, std::source_location where)
{
    if (detail::running_loop())
        throw std::runtime_error(
            "Runner.run() cannot be called from a running event loop");
    event_loop& loop = get_loop();
    return detail::run_main_task(
        loop,
        loop.create_task(
            std::forward<C>(c),
            task_options{.context = &in, .location = where}),
        options_);
}

inline void runner::close()
{
    if (closed_)
        return;
    closed_ = true;
    if (!loop_)
        return;
    detail::cancel_all_tasks(*loop_);
    detail::end_threads(*loop_);
    loop_->close();
    loop_.reset();
}

inline runner::~runner()
{
    try
    {
        close();
    }
    catch (...)
    {
        loop_->call_exception_handler(
            {.message = "an error occurred while a runner was closed",
             .exception = std::current_exception()});
    }
}

template<child C>
auto run(C&& c, run_options options, std::source_location where)
{
    if (detail::running_loop())
        throw std::runtime_error(
            "asyncio.run() cannot be called from a running event loop");
    using result = detail::child_value<C>;
    runner r(options);
    detail::kept_result<result> kept;
    kept.keep([&] { return r.run(std::forward<C>(c), where); });
    r.close();
    return kept.get();
}

template<child C>
auto run(
    asio::io_context& context,
    C&& c,
    run_options options,
    std::source_location where)
{
    if (detail::running_loop())
        throw std::runtime_error(
            "asyncio.run() cannot be called from a running event loop");
    detail::require_usable(c);
    using result = detail::child_value<C>;
    event_loop loop(context);
    if (options.debug)
        loop.set_debug(true);
    detail::loop_state& l = detail::loop_access::state(loop);
    std::unordered_set<any_task> older;
    detail::kept_result<result> kept;
    kept.keep(
        [&]
        {
            return detail::run_main_task(
                loop,
                loop.create_task(
                    detail::run_among_others<std::decay_t<C>>(
                        l, std::forward<C>(c), older),
                    where),
                options);
        });
    loop.run_until_complete(detail::cancel_younger_tasks(loop, older));
    return kept.get();
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_RUN_HPP
