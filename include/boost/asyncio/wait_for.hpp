// Awaiting a child for a limited time.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_WAIT_FOR_HPP
#define BOOST_ASYNCIO_WAIT_FOR_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/operation/asio_child.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/timeout.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

template<class C>
auto wait_for_call(C&& c, limit_or_none l);

} // namespace detail

/** Awaits a child, giving up when a limit has passed. Python's
    `asyncio.wait_for`.

    If `c` has not completed when `limit` has passed it is cancelled, and the
    call waits until it has stopped before it throws. If `c` completes all the
    same, its result is returned. An awaitable runs in the caller's own task.

    With a limit of zero or less, a task or future that is done gives its
    result, and one that is not is cancelled; so are the children of a `gather`.
    An awaitable or any other operation is not even started: `timeout_error`
    comes in the third turn of the loop, as in Python.

    Returns an awaitable for an awaitable or a function that returns one, and
    an operation for everything else.

    @par Example
    @snippet wait_for.cpp quick_look

    @par Completion
    With the result of `c`, its exception, or `timeout_error`.

    @par Per-Operation Cancellation
    Supports every type; cancels `c` and waits for it.

    @param c The child. A `task` or `future` is cancelled at the limit, too:
    use `shield` to keep it.
    @param limit The time allowed; `std::nullopt` for no limit.
    @see timeout, shield
*/
template<child C, duration D>
auto wait_for(C&& c, D limit)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(C);
    return detail::wait_for_call(
        std::forward<C>(c), detail::limit_or_none(detail::limit::after(limit)));
}

template<child C>
auto wait_for(C&& c, std::nullopt_t)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(C);
    return detail::wait_for_call(
        std::forward<C>(c), detail::limit_or_none());
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/wait_for.hpp>

#endif // BOOST_ASYNCIO_WAIT_FOR_HPP
