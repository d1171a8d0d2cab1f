// Running a main task, whatever its type.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_MAIN_RUN_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_MAIN_RUN_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/run/interrupt_guard.hpp>
#include <boost/asyncio/detail/run/run_end.hpp>
#include <boost/asyncio/detail/run/running_scope.hpp>
#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/task.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// Throws std::runtime_error, with `message`, where a loop runs in this thread.
BOOST_ASYNCIO_COLD_DECL void require_no_loop(char const* message);

// Runs a main task in a loop that this thread has claimed, with Python's
// treatment of SIGINT. It is made before there is a task.
class main_run
{
public:
    BOOST_ASYNCIO_COLD_DECL main_run(event_loop& loop, bool handle_sigint);

    // Until `main` is done; then `end` begins, unless it is null. Throws what
    // is not for `main` to say.
    BOOST_ASYNCIO_COLD_DECL void
    until_done(any_task const& main, std::shared_ptr<run_end> end = nullptr);

private:
    event_loop& loop_;
    interrupt_guard guard_;
};

// A run in the loop of a context of the caller. Nobody else runs that loop
// before the end is complete.
class context_run
{
public:
    // Before anything is made of the child.
    BOOST_ASYNCIO_COLD_DECL context_run(asio::io_context& context, bool debug);

    BOOST_ASYNCIO_COLD_DECL ~context_run();

    event_loop& loop() noexcept
    {
        return loop_;
    }

    // As main_run::until_done(). Tasks that came since this object was made end
    // with it.
    BOOST_ASYNCIO_COLD_DECL void until_done(main_run& r, any_task main);

    // Makes the end complete; returns the interrupt that came meanwhile.
    BOOST_ASYNCIO_COLD_DECL std::exception_ptr finish();

private:
    event_loop loop_;
    running_scope running_;
    std::shared_ptr<run_end> end_;
    any_task main_;
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

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/main_run.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_MAIN_RUN_HPP
