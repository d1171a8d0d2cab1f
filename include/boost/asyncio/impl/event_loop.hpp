// Templates and small bodies of event_loop.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP
#define BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP

#include <boost/asyncio/detail/loop/callback.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/run/running_scope.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/detail/thread/executor_shutdown.hpp>
#include <boost/asyncio/detail/thread/thread_job.hpp>
#include <boost/asyncio/event_loop.hpp>

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

// The inside of a loop, for the library.
struct loop_access
{
    static loop_state& state(event_loop const& l) noexcept
    {
        return *l.state_;
    }

    // The handle of a loop, made when it is first asked for.
    BOOST_ASYNCIO_COLD_DECL static event_loop& handle(loop_state& s);

    // Runs a loop that this thread has claimed, until it is stopped.
    BOOST_ASYNCIO_COLD_DECL static void run(event_loop& l);

    // The same until `s` is done; throws if it is not.
    BOOST_ASYNCIO_COLD_DECL static void
    run_until_done(event_loop& l, state_base& s);

    // The same for a task that nobody else has.
    BOOST_ASYNCIO_COLD_DECL static void run_task(event_loop& l, task_base& t);

    // False for one whose threads have been stopped for good.
    BOOST_ASYNCIO_COLD_DECL static bool can_run(event_loop const& l);

    // Whether no other thread can run it: its context is its own.
    BOOST_ASYNCIO_COLD_DECL static bool alone(event_loop const& l) noexcept;

    // Destroys an own context, with what is suspended there. The loop itself
    // can still be asked.
    BOOST_ASYNCIO_COLD_DECL static void drop_context(event_loop& l) noexcept;

    // Throws for a null pointer, and for the state of another loop.
    BOOST_ASYNCIO_COLD_DECL static void
    require_own(event_loop const& l, state_base const* s);

    BOOST_ASYNCIO_COLD_DECL static void
    add_signal(event_loop& l, int signal, std::function<void()> f);

    template<class Handle, class F>
    static Handle schedule(
        event_loop& l,
        std::optional<clock::time_point> when,
        F&& f,
        context const* in)
    {
        require_open(*l.state_);
        using function = function_callback<std::decay_t<F>>;
        Handle h;
        h.callback_ = new function(*l.state_, when, std::forward<F>(f));
        schedule(*h.callback_, in);
        return h;
    }

    // A null `where` is the default pool.
    template<class Where, class F, class... Args>
    static auto
    run_in_thread(event_loop& l, Where const& where, F&& f, Args&&... args)
    {
        BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(F);
        require_here(*l.state_);
        using call = thread_call<std::decay_t<F>, std::decay_t<Args>...>;
        using result = thread_result<call>;
        call c(
            std::in_place, std::forward<F>(f), std::forward<Args>(args)...);
        intrusive_ptr<future_state<result>> job;
        auto const& context = current_context();
        if constexpr (std::is_null_pointer_v<Where>)
            job = start_thread_job(*l.state_, context, std::move(c));
        else
            job = start_thread_job(*l.state_, where, context, std::move(c));
        return handle_access::make<future<result>>(std::move(job));
    }

private:
    BOOST_ASYNCIO_COLD_DECL static void
    run_foreign(loop_state& l, asio::io_context* context);

    BOOST_ASYNCIO_DECL static void schedule(callback& c, context const* in);
};

} // namespace detail

template<detail::place P>
    requires(!std::is_base_of_v<event_loop, std::remove_cvref_t<P>>)
event_loop::event_loop(P&& place)
    : event_loop(detail::loop_of(place))
{
}

template<child C>
auto event_loop::run_until_complete(C&& c, std::source_location where)
{
    // Before anything is made of the child.
    detail::running_scope const running(*state_);
    if constexpr (detail::handle_child<std::decay_t<C>>)
    {
        auto const& s = detail::handle_access::state(c);
        detail::loop_access::require_own(*this, s.get());
        detail::loop_access::run_until_done(*this, *s);
        if constexpr (requires { c.result(); })
            return std::forward<C>(c).result();
        else if (auto const e = c.exception())
            std::rethrow_exception(e);
    }
    else
    {
        auto t = create_task(std::forward<C>(c), where);
        detail::loop_access::run_task(
            *this, *detail::handle_access::state(t));
        return std::move(t).result();
    }
}

inline bool event_loop::is_running() const noexcept
{
    return state_->is_running;
}

inline bool event_loop::is_closed() const noexcept
{
    return state_->closed;
}

template<child C>
auto event_loop::create_task(C&& c, std::source_location location)
{
    return asyncio::create_task(*this, std::forward<C>(c), location);
}

template<child C>
auto event_loop::create_task(C&& c, task_options options)
{
    return asyncio::create_task(*this, std::forward<C>(c), options);
}

template<class F, class... Args>
    requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
auto event_loop::create_task(F&& f, Args&&... args)
{
    return asyncio::create_task(
        *this, std::forward<F>(f), std::forward<Args>(args)...);
}

template<class F, class... Args>
    requires detail::async_call<F, Args...>
auto event_loop::create_task(task_options options, F&& f, Args&&... args)
{
    return asyncio::create_task(
        *this, options, std::forward<F>(f), std::forward<Args>(args)...);
}

template<class T>
future<T> event_loop::create_future()
{
    using state = detail::future_state<T>;
    return detail::handle_access::make<future<T>>(
        intrusive_ptr<state>(detail::make_state<state>(*state_), false));
}

template<std::invocable F>
handle event_loop::call_soon(F&& f, context const* in)
{
    detail::require_here(*state_);
    return detail::loop_access::schedule<handle>(
        *this, std::nullopt, std::forward<F>(f), in);
}

template<std::invocable F>
handle event_loop::call_soon_threadsafe(F&& f, context const* in)
{
    return detail::loop_access::schedule<handle>(
        *this, std::nullopt, std::forward<F>(f), in);
}

template<duration D, std::invocable F>
timer_handle event_loop::call_later(D delay, F&& f, context const* in)
{
    return call_at(
        time() + detail::to_clock_duration(delay), std::forward<F>(f), in);
}

template<std::invocable F>
timer_handle event_loop::call_at(time_point when, F&& f, context const* in)
{
    detail::require_here(*state_);
    return detail::loop_access::schedule<timer_handle>(
        *this, when, std::forward<F>(f), in);
}

inline event_loop::time_point event_loop::time() const noexcept
{
    return state_->now();
}

template<class F, class... Args>
    requires(!detail::place<F>)
auto event_loop::run_in_executor(F&& f, Args&&... args)
{
    return detail::loop_access::run_in_thread(
        *this, nullptr, std::forward<F>(f), std::forward<Args>(args)...);
}

template<detail::place P, class F, class... Args>
auto event_loop::run_in_executor(P&& pool, F&& f, Args&&... args)
{
    if constexpr (requires { pool.get_executor(); })
        return detail::loop_access::run_in_thread(
            *this,
            pool.get_executor(),
            std::forward<F>(f),
            std::forward<Args>(args)...);
    else
        return detail::loop_access::run_in_thread(
            *this, pool, std::forward<F>(f), std::forward<Args>(args)...);
}

inline auto event_loop::shutdown_default_executor()
{
    return detail::executor_shutdown(state_);
}

inline void event_loop::set_debug(bool on) noexcept
{
    state_->debug = on;
}

inline bool event_loop::get_debug() const noexcept
{
    return state_->debug;
}

inline event_loop::clock::duration
event_loop::slow_callback_duration() const noexcept
{
    return state_->slow_callback_duration;
}

template<duration D>
void event_loop::set_slow_callback_duration(D d)
{
    state_->slow_callback_duration = detail::to_clock_duration(d);
}

template<std::invocable F>
void event_loop::add_signal_handler(int signal, F&& f)
{
    detail::loop_access::add_signal(
        *this, signal, std::function<void()>(std::forward<F>(f)));
}

inline executor event_loop::get_executor() const noexcept
{
    return detail::executor_access::make(state_->root);
}

inline detail::loop_state& event_loop::state() const noexcept
{
    return *state_;
}

template<class T>
event_loop& future<T>::get_loop() const
{
    return detail::loop_access::handle(this->state().loop());
}

template<class Derived, class State>
event_loop& detail::basic_task<Derived, State>::get_loop() const
{
    return loop_access::handle(this->state().loop());
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EVENT_LOOP_HPP
