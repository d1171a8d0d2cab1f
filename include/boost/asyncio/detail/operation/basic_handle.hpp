// What the handles of futures and tasks have in common.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_HANDLE_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_HANDLE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/context_var.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/type_id.hpp>
#include <boost/asyncio/detail/operation/get_operation.hpp>
#include <boost/asyncio/detail/operation/usable.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/user_callback.hpp>
#include <boost/asyncio/error.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

// That of one that is done and was not cancelled.
BOOST_ASYNCIO_DECL std::exception_ptr exception_of(state_base& s);

// Tells the loop what is being handled: a callback has thrown it.
BOOST_ASYNCIO_DECL void report_callback(loop_state& l);

template<class Handle, class State, class F>
class handle_callback final : public user_callback
{
public:
    handle_callback(State& s, F f)
        : user_callback(s), f_(std::move(f))
    {
    }

    // Set before it is added.
    context_slot context;

    void hold() noexcept override
    {
        leave();
        held_ = static_cast<State*>(&state());
    }

    bool equals(void const* type, void const* f) const noexcept override
    {
        if constexpr (std::equality_comparable<F>)
            return type == type_id<F>() && f_ == *static_cast<F const*>(f);
        else
            return false;
    }

    void run() override
    {
        std::unique_ptr<handle_callback> self(this);
        auto& l = state().loop();
        context_scope const scope(context);
        try
        {
            if constexpr (std::invocable<F&, Handle>)
                f_(handle_access::make<Handle>(std::move(held_)));
            else
                f_();
        }
        catch (keyboard_interrupt const&)
        {
            throw;
        }
        catch (...)
        {
            report_callback(l);
        }
    }

    void abandon() noexcept override
    {
        leave();
        delete this;
    }

private:
    intrusive_ptr<State> held_;
    F f_;
};

// `Derived` is the handle, `State` what it points to.
template<class Derived, class State>
class basic_handle
{
public:
    /// Whether the handle refers to anything.
    explicit operator bool() const noexcept
    {
        return static_cast<bool>(state_);
    }

    /// True if there is a result, an exception, or a cancellation. Any thread.
    bool done() const
    {
        return state().done();
    }

    /// True if it ended by being cancelled. Any thread.
    bool cancelled() const
    {
        return state().cancelled();
    }

    /** The exception with which it ended, or null.

        @throws invalid_state_error It is not done.
        @throws cancelled_error It was cancelled.
    */
    std::exception_ptr exception() const
    {
        return exception_of(state());
    }

    /** Calls `f(handle)` or `f()` when it is done.

        Through the loop's queue, never from inside this call, also if it is
        done already. In the order of registration. What is not done when the
        loop goes never will be: `f` is destroyed then, and may own the handle.

        @param in The context it runs in; null for a copy of the current one.
    */
    template<class F>
        requires std::invocable<std::decay_t<F>&, Derived> ||
                 std::invocable<std::decay_t<F>&>
    void add_done_callback(F&& f, context const* in = nullptr) const
    {
        using node = handle_callback<Derived, State, std::decay_t<F>>;
        require_here(state().loop());
        auto c = std::make_unique<node>(state(), std::forward<F>(f));
        if (in)
            c->context.share(context_access::box(*in));
        else
            c->context.inherit(current_context());
        c.release()->add();
    }

    /** Removes every callback that equals `f`, and returns how many.

        Too late once it is done: then they are on their way.
    */
    template<class F>
        requires std::equality_comparable<std::decay_t<F>>
    std::size_t remove_done_callback(F&& f) const
    {
        using function = std::decay_t<F>;
        function const& wanted = f;
        return state().remove_callbacks(
            type_id<function>(), std::addressof(wanted));
    }

    /// True if both refer to the same object.
    friend bool
    operator==(Derived const& a, Derived const& b) noexcept
    {
        return handle_access::state(a) == handle_access::state(b);
    }

protected:
    basic_handle() = default;
    basic_handle(basic_handle const&) = default;
    basic_handle(basic_handle&&) = default;
    basic_handle& operator=(basic_handle const&) = default;
    basic_handle& operator=(basic_handle&&) = default;
    ~basic_handle() = default;

    State& state() const
    {
        if (!state_)
            throw_empty_used();
        return *state_;
    }

    friend struct handle_access;

    intrusive_ptr<State> state_;
};

// The result of a future or task, on top of `Base`, its basic_handle.
template<class Base, class State>
class result_access : public Base
{
    using T = typename State::value_type;

public:
    /** Awaits it: `co_await t.get()` gives a copy of the result.

        @par Completion
        With a copy of the result, or its exception. At once, without a turn of
        the loop, if it is done.

        @par Per-Operation Cancellation
        Supports every type; cancels the task or future itself, as Python does.
        `shield` and `wait` do not.
    */
    auto get(std::source_location where =
                 std::source_location::current()) const&
    {
        static_assert(
            std::is_void_v<T> || std::is_copy_constructible_v<T>,
            "the result can only be moved: co_await std::move(t).get()");
        return get_operation<State, T, ownership::copy>(
            this->state_, where);
    }

    /// The same, taking the result out.
    auto get(std::source_location where = std::source_location::current()) &&
    {
        return get_operation<State, T, ownership::move>(
            std::move(this->state_), where);
    }

    /** The result.

        @throws invalid_state_error It is not done.
        @throws cancelled_error It was cancelled. Its exception, if it has one.
    */
    std::add_lvalue_reference_t<std::add_const_t<T>> result() const&
    {
        this->state().check();
        if constexpr (!std::is_void_v<T>)
            return this->state().value();
    }

    T result() &&
    {
        this->state().check();
        if constexpr (!std::is_void_v<T>)
            return std::move(this->state().value());
    }
};

} // namespace detail
} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/operation/impl/basic_handle.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_HANDLE_HPP
