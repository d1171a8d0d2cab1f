// Managers made of what is there already: two functions, an object that is
// closed, nothing.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONTEXT_MANAGER_HPP
#define BOOST_ASYNCIO_CONTEXT_MANAGER_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/manager/manager_of_functions.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

/** A manager made of two functions. Python's `asynccontextmanager`.

    Entering calls `enter()`, which returns a child, or a value, or nothing. The
    manager keeps the value, and the body gets a reference to it.

    Leaving calls the first that is possible of `exit(value, error)`,
    `exit(value)`, `exit(error)` and `exit()`, with a reference to the value and
    the `std::exception_ptr` that left the body, or null. It returns a child of
    `bool`, true for suppressing, or `void`; or a `bool`, or nothing.

    A manager is entered once. For several blocks, let a function make it.

    @par Example
    @snippet context_manager.cpp quick_look

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
*/
template<class Enter, class Exit>
class context_manager
{
    using functions = detail::manager_of_functions<Enter, Exit>;

public:
    /// Stores `enter` and `exit`; `std::ref` of a function refers to it.
    template<class F, class G>
    context_manager(F&& enter, G&& exit)
        : functions_(std::forward<F>(enter), std::forward<G>(exit))
    {
        BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(F);
        BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(G);
    }

    /** Calls `enter`; yields a reference to its value.

        @throws std::runtime_error It has been entered before.
    */
    template<class E = asio::any_io_executor>
    asio::awaitable<typename functions::enter_type, E> aenter()
    {
        return detail::in_task<typename functions::enter_type, E>(
            detail::lane_call(
                [this]<class Lane>(detail::loop_state& l)
                { return this->functions_.template enter<Lane>(l); }));
    }

    /// Calls `exit`, with what left the body as `error`; yields what that does.
    template<class E = asio::any_io_executor>
    asio::awaitable<typename functions::exit_type, E>
    aexit(std::exception_ptr error)
    {
        return detail::in_task<typename functions::exit_type, E>(
            detail::lane_call(
                [this, error]<class Lane>(detail::loop_state& l)
                { return this->functions_.template leave<Lane>(l, error); }));
    }

private:
    functions functions_;
};

template<class F, class G>
context_manager(F&&, G&&)
    -> context_manager<std::decay_t<F>, std::decay_t<G>>;

/** Awaits `x.aclose()`, any child, at the end of a block. Python's `aclosing`.

    The body gets a reference to `x`. An lvalue or `std::ref` is referred to, an
    rvalue is stored.
*/
template<class T>
class aclosing
{
    using type = typename detail::kept<T>::type;

public:
    /// Refers to `x`, or stores it.
    explicit aclosing(T&& x)
        : object_(std::forward<T>(x))
    {
        static_assert(
            requires(type& t) { t.aclose(); },
            "aclosing() takes an object that has aclose()");
    }

    /// Yields a reference to the object.
    template<class E = asio::any_io_executor>
    asio::awaitable<std::reference_wrapper<type>, E> aenter()
    {
        co_return std::ref(object_.get());
    }

    /// Closes the object.
    template<class E = asio::any_io_executor>
    asio::awaitable<void, E> aexit(std::exception_ptr)
    {
        return detail::in_task<void, E>(
            detail::lane_call(
                [this]<class Lane>(detail::loop_state& l)
                { return this->template close<Lane>(l); }));
    }

private:
    template<class Lane>
    asio::awaitable<void, Lane> close(detail::loop_state& l)
    {
        auto closed = detail::awaited_child<Lane>(
            l, detail::close_in<Lane>(object_.get()));
        static_cast<void>(co_await std::move(closed));
    }

    detail::kept<T> object_;
};

template<class T>
aclosing(T&&) -> aclosing<T>;

/** Does nothing, where a manager is needed. Python's `nullcontext`.

    The body gets a reference to the value, if there is one. An lvalue or
    `std::ref` is referred to, an rvalue is stored.
*/
template<class T = void>
class nullcontext
{
    using type = typename detail::kept<T>::type;

public:
    /// Refers to `value`, or stores it.
    explicit nullcontext(T&& value)
        : value_(std::forward<T>(value))
    {
    }

    /// Yields a reference to the value.
    template<class E = asio::any_io_executor>
    asio::awaitable<std::reference_wrapper<type>, E> aenter()
    {
        co_return std::ref(value_.get());
    }

    /// Does nothing.
    template<class E = asio::any_io_executor>
    asio::awaitable<void, E> aexit(std::exception_ptr)
    {
        co_return;
    }

private:
    detail::kept<T> value_;
};

/// One without a value.
template<>
class nullcontext<void>
{
public:
    /// Does nothing.
    template<class E = asio::any_io_executor>
    asio::awaitable<void, E> aenter()
    {
        co_return;
    }

    /// Does nothing.
    template<class E = asio::any_io_executor>
    asio::awaitable<void, E> aexit(std::exception_ptr)
    {
        co_return;
    }
};

template<class T>
nullcontext(T&&) -> nullcontext<T>;
nullcontext() -> nullcontext<void>;

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_CONTEXT_MANAGER_HPP
