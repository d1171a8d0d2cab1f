// Whether there is anything in what is to run.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_USABLE_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_USABLE_HPP

#include <boost/asyncio/config.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/config.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>

namespace boost::asyncio::detail {

[[noreturn]] BOOST_ASYNCIO_DECL void throw_used_awaitable();
[[noreturn]] BOOST_ASYNCIO_DECL void throw_empty_function();

// Of an empty task or future: awaited, or used in another way.
[[noreturn]] BOOST_ASYNCIO_DECL void throw_empty_awaited();
[[noreturn]] BOOST_ASYNCIO_DECL void throw_empty_used();

template<class T, class E>
void require_valid(asio::awaitable<T, E> const& a)
{
    if (BOOST_UNLIKELY(!a.valid()))
        throw_used_awaitable();
}

// What knows of itself that it is empty.
template<class F>
concept nullable_function =
    std::constructible_from<F, std::nullptr_t> && requires(F const& f) {
        { f == nullptr } -> std::convertible_to<bool>;
    };

template<class F>
void require_function([[maybe_unused]] F const& f)
{
    if constexpr (nullable_function<std::unwrap_reference_t<F>>)
    {
        std::unwrap_reference_t<F> const& function = f;
        if (function == nullptr)
            throw_empty_function();
    }
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/operation/impl/usable.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_USABLE_HPP
