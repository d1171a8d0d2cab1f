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
#include <boost/asyncio/detail/run/interrupt_guard.hpp>
#include <boost/asyncio/detail/run/run_end.hpp>
#include <boost/asyncio/run.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

// Runs a loop that this thread has claimed until `finished()`, whatever leaves
// it meanwhile: a clean-up is not cut short. Returns the first interrupt; the
// rest is reported. False: nothing runs there any more.
template<class F>
bool run_to_the_end(
    event_loop& loop, F finished, std::exception_ptr& interrupt)
{
    while (!finished())
    {
        if (!loop_access::can_run(loop))
            return false;
        try
        {
            loop_access::run(loop);
        }
        catch (keyboard_interrupt const&)
        {
            if (!interrupt)
                interrupt = std::current_exception();
        }
        catch (...)
        {
            loop.call_exception_handler(
                {.message = "an exception left the event loop during "
                            "asyncio.run() shutdown",
                 .exception = std::current_exception()});
        }
    }
    return true;
}

// The same for an end that has begun.
inline void complete_end(
    event_loop& loop, run_end const& end, std::exception_ptr& interrupt)
{
    if (run_to_the_end(
            loop, [&] { return end.finished(); }, interrupt) &&
        end.failure() && !interrupt)
        interrupt = end.failure();
}

// Cancels all tasks in a loop that this thread has claimed, and awaits them.
inline void
cancel_claimed_tasks(event_loop& loop, std::exception_ptr& interrupt)
{
    auto const end = std::make_shared<run_end>(loop_access::state(loop));
    if (!loop_access::alone(loop))
        end->begin();
    else if (!end->begin_here())
        return;
    complete_end(loop, *end, interrupt);
}

inline void cancel_all_tasks(event_loop& loop)
{
    running_scope const running(loop_access::state(loop));
    std::exception_ptr interrupt;
    cancel_claimed_tasks(loop, interrupt);
    if (interrupt)
        std::rethrow_exception(interrupt);
}

// The same: waits for the functions in the default pool, which may still want
// something of the loop. Those that can be are asked to stop.
inline void end_threads(event_loop& loop, std::exception_ptr& interrupt)
{
    loop_state& l = loop_access::state(loop);
    if (l.threads.pools.empty())
        return;
    if (loop_access::alone(loop))
        l.visit([&] { stop_thread_jobs(l); });
    else
        l.send_function([&l] { stop_thread_jobs(l); });
    auto const ended = loop.create_task(loop.shutdown_default_executor());
    when_done const stop(
        ended, l, loop_access::alone(loop), [&l] { l.stop(); });
    run_to_the_end(loop, [&] { return ended.done(); }, interrupt);
}

struct runner_access
{
    static std::exception_ptr end(asyncio::runner& r)
    {
        return r.end();
    }
};

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

    // An interrupt is not lost, nor is what went wrong before it.
    void interrupt(std::exception_ptr e) noexcept
    {
        if (!error_)
            error_ = std::move(e);
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

// Runs the main task, which `make` makes, in a loop that this thread has
// claimed, with Python's treatment of SIGINT. Calls `at_end` in the loop when
// the task is done.
template<class Make, class F>
auto run_main_task(
    event_loop& loop, Make make, run_options const& options, F at_end)
{
    loop_state& l = loop_access::state(loop);
    interrupt_guard guard(l, options.handle_sigint);
    auto main = make();
    guard.watch(main);
    std::exception_ptr left;
    {
        when_done const call(
            main, l, loop_access::alone(loop), std::move(at_end));
        try
        {
            loop_access::run(loop);
        }
        catch (...)
        {
            left = std::current_exception();
        }
    }
    guard.end();
    bool const done = main.done();
    if (!left && guard.interrupted())
        left = std::make_exception_ptr(keyboard_interrupt());
    if (left)
    {
        // What left the loop at once is not lost with the task.
        if (done && !main.cancelled())
            main.exception();
        std::rethrow_exception(left);
    }
    if (!done)
        throw std::runtime_error(
            "Event loop stopped before Future completed.");
    if (main.cancelled())
    {
        if (guard.caused_cancellation())
            throw keyboard_interrupt();
    }
    else if (guard.missed() && !main.exception())
        throw keyboard_interrupt();
    return std::move(main).result();
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
    detail::loop_state& l = detail::loop_access::state(loop);
    // Before anything is made of the child.
    detail::running_scope const running(l);
    return detail::run_main_task(
        loop,
        [&]
        {
            return loop.create_task(
                std::forward<C>(c),
                task_options{.context = &in, .location = where});
        },
        options_,
        [&l] { l.stop(); });
}

// Returns the interrupt that came meanwhile, or null.
inline std::exception_ptr runner::end()
{
    if (closed_)
        return nullptr;
    std::exception_ptr interrupt;
    if (loop_ && !loop_->is_closed())
    {
        detail::running_scope const running(detail::loop_access::state(*loop_));
        detail::cancel_claimed_tasks(*loop_, interrupt);
        detail::end_threads(*loop_, interrupt);
    }
    closed_ = true;
    if (loop_)
    {
        loop_->close();
        detail::loop_access::drop_context(*loop_);
    }
    return interrupt;
}

inline void runner::close()
{
    if (auto const interrupt = end())
        std::rethrow_exception(interrupt);
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
    runner r(options);
    detail::kept_result<detail::child_value<C>> kept;
    kept.keep([&] { return r.run(std::forward<C>(c), where); });
    kept.interrupt(detail::runner_access::end(r));
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
    event_loop loop(context);
    detail::loop_state& l = detail::loop_access::state(loop);
    // Before anything is made of the child. Nobody else runs the loop before
    // the end is complete.
    detail::running_scope const running(l);
    if (options.debug)
        loop.set_debug(true);
    auto const older = std::make_shared<detail::older_tasks>();
    auto const end = std::make_shared<detail::run_end>(l, older);
    l.send_function([&l, older] { older->note(l); });
    any_task main;
    detail::kept_result<detail::child_value<C>> kept;
    kept.keep(
        [&]
        {
            return detail::run_main_task(
                loop,
                [&]
                {
                    auto t = loop.create_task(std::forward<C>(c), where);
                    main = t;
                    return t;
                },
                options,
                [&]
                {
                    end->begin_first();
                    l.stop();
                });
        });
    if (main)
    {
        end->begin(main); // unless it has begun, because main is done
        std::exception_ptr interrupt;
        detail::complete_end(loop, *end, interrupt);
        kept.interrupt(interrupt);
    }
    return kept.get();
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_RUN_HPP
