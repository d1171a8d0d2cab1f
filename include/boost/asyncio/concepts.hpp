// What a child may be, and what it yields.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_CONCEPTS_HPP
#define BOOST_ASYNCIO_CONCEPTS_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/fwd.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <concepts>
#include <string_view>
#include <type_traits>

namespace boost::asyncio {

namespace detail {

template<class T>
struct awaitable_traits : std::false_type
{
};

template<class T, class E>
struct awaitable_traits<asio::awaitable<T, E>> : std::true_type
{
    using value_type = T;
    using executor_type = E;
};

// An operation of this library names itself by this base.
struct operation_tag
{
};

// The type name of a lambda ends its function signature on every version of
// g++ that needs the check: "F = main()::<lambda(int)>", while a lambda wrapped
// by a class appears between angle brackets: "F = std::_Bind<main()::<...>>".
template<class F>
consteval bool is_lambda()
{
    std::string_view name = __PRETTY_FUNCTION__;
    auto const begin = name.find("F = ");
    if (begin == std::string_view::npos)
        return false;
    name.remove_prefix(begin);
    auto const lambda = name.find("<lambda");
    return lambda != std::string_view::npos && name.find('<') == lambda;
}

#if BOOST_ASYNCIO_GCC_DOUBLE_DESTROY
// True for an argument that g++ before 13 would destroy twice in co_await f(x).
template<class F>
constexpr bool is_unsafe_temporary =
    !std::is_reference_v<F> && std::is_class_v<F> &&
    !std::is_trivially_destructible_v<F> && is_lambda<F>();
#else
template<class F>
constexpr bool is_unsafe_temporary = false;
#endif

#define BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(F)                               \
    static_assert(                                                             \
        !::boost::asyncio::detail::is_unsafe_temporary<F>,                     \
        "g++ before 13 destroys the captures of a temporary lambda twice in "  \
        "an expression with co_await: capture by reference, or name the "      \
        "lambda and pass it as an lvalue (std::move does not help) or by "     \
        "std::ref, or pass a function and its arguments")

template<class T>
struct is_chrono_duration : std::false_type
{
};

template<class Rep, class Period>
struct is_chrono_duration<std::chrono::duration<Rep, Period>> : std::true_type
{
};

} // namespace detail

/// An `asio::awaitable` of any result and executor.
template<class T>
concept awaitable = detail::awaitable_traits<std::remove_cvref_t<T>>::value;

/// Any `std::chrono::duration`, a floating one too.
template<class T>
concept duration = detail::is_chrono_duration<std::remove_cvref_t<T>>::value;

/// A nullary callable whose result is an `asio::awaitable`.
template<class F>
concept awaitable_function =
    std::invocable<std::decay_t<F>&> &&
    awaitable<std::invoke_result_t<std::decay_t<F>&>>;

/** An operation of this library, such as `sleep(1s)` is.

    `co_await f(...)` starts and awaits it, in any coroutine of Boost.Asio.
    `f(...)(token)` starts it with any completion token; its signature is
    `void(std::exception_ptr)` if it has no result, else
    `void(std::exception_ptr, T)`, with `std::optional<T>` for a `T` that has no
    default constructor. It does nothing before, and is started once.
*/
template<class T>
concept operation =
    std::derived_from<std::remove_cvref_t<T>, detail::operation_tag>;

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_CONCEPTS_HPP
