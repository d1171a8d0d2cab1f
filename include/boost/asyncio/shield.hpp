// Keeping a task from being cancelled with those who wait for it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_SHIELD_HPP
#define BOOST_ASYNCIO_SHIELD_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/future.hpp>

#include <source_location>
#include <utility>

namespace boost::asyncio {

namespace detail {

template<class C>
auto shield_child(C&& c, std::source_location where);

} // namespace detail

/** Protects a child from being cancelled. Python's `asyncio.shield`.

    Returns a future that ends as `c` does. Cancelling that future, or whoever
    awaits it, does not touch `c`, which goes on; if it is cancelled itself, so
    is the future. A child that is no task or future becomes a task, which
    starts as by `create_task`, in the running loop.

    Keep a task of your own where you want to wait for `c` after all. If `c`
    fails when the future has been cancelled, and nobody else looks at it, the
    exception is reported like that of any task. The end of `run` cancels what
    is shielded, too.

    @par Example
    @snippet shield.cpp quick_look

    @par Completion
    With the result of `c`, moved out if `c` became a task here, else a copy;
    its exception; or `cancelled_error`. Without a turn of the loop if `c` is
    done.

    @par Per-Operation Cancellation
    Supports every type; cancels the future and leaves `c` alone.

    @param c The child. A task or future whose result can only be moved is
    passed as an rvalue: `shield(std::move(t))`.
    @throws std::runtime_error There is no running loop, and `c` is no task or
    future; or that of another loop.
    @see wait_for
*/
template<child C>
auto shield(
    C&& c, std::source_location where = std::source_location::current())
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(C);
    return detail::shield_child(std::forward<C>(c), where);
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/shield.hpp>

#endif // BOOST_ASYNCIO_SHIELD_HPP
