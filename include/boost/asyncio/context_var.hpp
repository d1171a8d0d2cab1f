// Context variables: values that follow a task and what it starts.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONTEXT_VAR_HPP
#define BOOST_ASYNCIO_CONTEXT_VAR_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/context_value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace boost::asyncio {

template<class T>
class context_var;

/** The values of context variables. Python's `contextvars.Context`.

    A shared handle: copies of it refer to the same context; `copy()` makes
    another one.

    @par Example
    @snippet context_var.cpp run

    @par Thread Safety
    Distinct contexts: safe. One context: not from two threads at a time.
*/
class context
{
public:
    /// A context without values.
    BOOST_ASYNCIO_DECL context();

    /** Calls `f(args...)` in this context: what it sets is set here.

        @throws std::runtime_error The context is the current one already, or
        another `run` of it has not returned.
    */
    template<class F, class... Args>
        requires std::invocable<F, Args...>
    decltype(auto) run(F&& f, Args&&... args) const;

    /// A new context with the same values. Takes constant time.
    BOOST_ASYNCIO_DECL context copy() const;

    /// Whether the variable has a value here.
    template<class T>
    bool contains(context_var<T> const& variable) const;

    /** The value of a variable here; its default does not count.

        @throws std::out_of_range It has none.
    */
    template<class T>
    T get(context_var<T> const& variable) const;

    /// How many variables have a value here.
    BOOST_ASYNCIO_DECL std::size_t size() const noexcept;

    friend bool operator==(context const&, context const&) = default;

private:
    friend struct detail::context_access;

    explicit context(detail::context_box_ptr box) noexcept
        : box_(std::move(box))
    {
    }

    detail::context_box_ptr box_;
};

/** A copy of the current context: that of the task, of the callback, or of the
    thread. Works without a loop. Python's `contextvars.copy_context`.
*/
BOOST_ASYNCIO_DECL context copy_context();

/// What `context_var::set` gives, for `context_var::reset`.
template<class T>
class context_token
{
public:
    context_token(context_token&&) = default;
    context_token& operator=(context_token&&) = default;

    /// The value that the variable had before, if any.
    std::optional<T> old_value() const;

private:
    friend class context_var<T>;
    template<class>
    friend class scoped_value;

    context_token(
        std::uint64_t variable,
        detail::context_box_ptr box,
        detail::context_value_ptr old) noexcept
        : variable_(variable), box_(std::move(box)), old_(std::move(old))
    {
    }

    // In its own context, whichever is current.
    void restore();

    std::uint64_t variable_;
    detail::context_box_ptr box_; // null: used
    detail::context_value_ptr old_;
};

/** A variable that each task has for itself. Python's `contextvars.ContextVar`.

    A task starts with the values that its creator had, and what it sets is seen
    by itself and by what it starts, but neither by its creator nor by its
    siblings. The same holds for callbacks and for what `to_thread` calls. A
    coroutine that is awaited shares the values of the one that awaits it.

    Usually a global variable. Values are copied out.

    @par Example
    @snippet context_var.cpp quick_look

    @par Thread Safety
    Safe: every thread has a current context of its own. Needs no loop.
*/
template<class T>
class context_var
{
public:
    /// The type of the values.
    using value_type = T;
    /// What `set` gives, for `reset`.
    using token = context_token<T>;

    /// A variable without a default. `name` is for messages.
    explicit context_var(std::string name)
        : name_(std::move(name))
    {
    }

    /// A variable that is `default_value` where nothing else was set.
    context_var(std::string name, T default_value)
        : name_(std::move(name)), default_(std::move(default_value))
    {
    }

    context_var(context_var const&) = delete;
    context_var& operator=(context_var const&) = delete;

    /// The name that it was given.
    std::string const& name() const noexcept
    {
        return name_;
    }

    /** The value in the current context, or the variable's default.

        @throws std::out_of_range There is neither.
    */
    T get() const;

    /// The value in the current context, or `default_value`.
    T get(T default_value) const;

    /// Sets the value in the current context to `u`. `reset` takes it back.
    template<class U = T>
        requires std::constructible_from<T, U&&>
    token set(U&& u) const;

    /** Gives the variable the value it had before the `set` that made `t`.

        @throws std::invalid_argument The token was made by another variable, or
        in another context.
        @throws std::runtime_error It was used already.
    */
    void reset(token& t) const;

    void reset(token&& t) const
    {
        reset(t);
    }

private:
    friend class context;

    detail::context_value_ptr find(detail::context_map::ptr const& m) const
    {
        return detail::context_map::find(m, number_);
    }

    std::string name_;
    std::optional<T> default_;
    std::uint64_t const number_ = detail::next_variable();
};

/// Resets a variable at the end of a scope; see `scoped(variable, value)`.
template<class T>
class [[nodiscard]] scoped_value
{
public:
    scoped_value(scoped_value const&) = delete;
    scoped_value& operator=(scoped_value const&) = delete;

    ~scoped_value()
    {
        token_.restore();
    }

private:
    template<class V, class U>
    friend scoped_value<V> scoped(context_var<V> const& variable, U&& u);

    explicit scoped_value(context_token<T> t) noexcept
        : token_(std::move(t))
    {
    }

    context_token<T> token_;
};

/** Sets a variable to `u` until the end of the block:
    `auto const g = scoped(variable, value);`

    @par Example
    @snippet context_var.cpp scoped
*/
template<class T, class U>
scoped_value<T> scoped(context_var<T> const& variable, U&& u)
{
    return scoped_value<T>(variable.set(std::forward<U>(u)));
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/context_var.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/context_var.ipp>
#endif

#endif // BOOST_ASYNCIO_CONTEXT_VAR_HPP
