// Entering and leaving asynchronous context managers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_WITH_HPP
#define BOOST_ASYNCIO_WITH_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/manager/in_task.hpp>
#include <boost/asyncio/detail/manager/manager.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** What `with` manages: `aenter()` and `aexit(std::exception_ptr)`.

    Each returns a child. What `aenter` yields is given to the body. `aexit`
    gets what left the body, or null; if it yields `bool`, true suppresses it.

    An awaitable of one kind of executor, awaited in a coroutine of another,
    needs a task of its own. A manager for both has
    `template<class E = asio::any_io_executor> asio::awaitable<T, E> aenter()`,
    and `aexit` likewise.

    @par Example
    @snippet with.cpp manager
*/
template<class M>
concept context_manager_type = requires(M& m, std::exception_ptr e) {
    m.aenter();
    m.aexit(e);
};

namespace detail {

template<class... Args>
auto with_call(Args&&... args);

} // namespace detail

/** Runs a body inside context managers. Python's `async with`.

    `co_await with(m, body)` awaits `m.aenter()`, then `body(value)` or
    `body()`, and then always `m.aexit(error)`: after a return, an exception, a
    cancellation; awaiting works there. If `aenter` fails neither body nor
    `aexit` runs.

    With several managers, `with(m1, m2, body)`, they are entered in order and
    left in reverse. The body takes what they yield, in order, those of `void`
    left out, or nothing.

    A manager that yields `std::ref(*this)` gives the body a reference.

    The body runs in the caller's own task; where there is none, in a task that
    is made for the call.

    @par Example
    @snippet with.cpp quick_look

    @par Completion
    With what the body returns or throws. After a suppressed exception with
    `void`, or a value-initialised result. An exception of `aexit` replaces that
    of the body.

    @par Per-Operation Cancellation
    Supports every type; cancels what is awaited inside.

    @param managers_and_body One or more managers, each an lvalue, a
    `std::ref`, or an rvalue that is stored; then the body, which returns an
    awaitable.
*/
template<class... ManagersAndBody>
    requires(sizeof...(ManagersAndBody) >= 2)
auto with(ManagersAndBody&&... managers_and_body)
{
    (
        []
        {
            BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(ManagersAndBody);
        }(),
        ...);
    return detail::with_call(
        std::forward<ManagersAndBody>(managers_and_body)...);
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/with.hpp>

#endif // BOOST_ASYNCIO_WITH_HPP
