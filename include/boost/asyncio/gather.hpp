// Running children concurrently and collecting their results.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_GATHER_HPP
#define BOOST_ASYNCIO_GATHER_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/ranges.hpp>
#include <boost/asyncio/detail/wait/gather_operation.hpp>

#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/// Tag: `gather` gives exceptions as elements instead of throwing the first.
struct return_exceptions_t
{
    /// Made by its name, never of `{}`.
    explicit return_exceptions_t() = default;
};

/// Given first to `gather`, it asks for exceptions as elements.
inline constexpr return_exceptions_t return_exceptions{};

/** Runs children concurrently and completes with their results, in the order
    of the arguments. Python's `asyncio.gather`.

    Children that are not tasks or futures become tasks when the operation is
    awaited, and start in that order.

    The first exception is thrown at once. The other children are not cancelled
    and go on, and later exceptions are dropped: **they may outlive the caller's
    variables**. Use a `task_group`, or `gather(return_exceptions, ...)`, which
    waits for all, where that matters.

    @par Example
    @snippet gather.cpp quick_look

    @par Completion
    With a `std::tuple` of the results, `std::monostate` for `void`; at once if
    all are done already. Results of tasks and futures are copied, if they can
    be.

    @par Per-Operation Cancellation
    Supports every type; cancels every child that is not done. Completes with
    `cancelled_error` when the first has stopped, even if others swallow it.

    @throws std::invalid_argument Tasks of different loops.
    @see task_group, wait
*/
template<child... Children>
auto gather(Children&&... children)
{
    (
        []
        {
            BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Children);
        }(),
        ...);
    return detail::gather_operation<false, std::decay_t<Children>...>(
        std::forward<Children>(children)...);
}

/** The same, completing when all children are done, with a
    `boost::system::result<T, std::exception_ptr>` for each.
*/
template<child... Children>
auto gather(return_exceptions_t, Children&&... children)
{
    (
        []
        {
            BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(Children);
        }(),
        ...);
    return detail::gather_operation<true, std::decay_t<Children>...>(
        std::forward<Children>(children)...);
}

/** The same for a range of children; completes with a `std::vector` of the
    results, or without a value for children of `void`.

    A range of awaitables, or of tasks whose result can only be moved, is passed
    as an rvalue.
*/
template<detail::input_range R>
    requires child<detail::range_value<R>>
auto gather(
    R&& range,
    std::source_location where = std::source_location::current())
{
    return detail::gather_range_operation<
        false,
        detail::range_value<R>>(std::forward<R>(range), where);
}

template<detail::input_range R>
    requires child<detail::range_value<R>>
auto gather(
    return_exceptions_t,
    R&& range,
    std::source_location where = std::source_location::current())
{
    return detail::gather_range_operation<
        true,
        detail::range_value<R>>(std::forward<R>(range), where);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_GATHER_HPP
