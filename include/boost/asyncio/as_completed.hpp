// The results of several children in the order in which they come.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_AS_COMPLETED_HPP
#define BOOST_ASYNCIO_AS_COMPLETED_HPP

#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/ranges.hpp>
#include <boost/asyncio/detail/wait/next_operation.hpp>
#include <boost/asyncio/detail/wait/task_list.hpp>

#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** What `as_completed` returns: gives tasks or futures as they are done.

    `Handle` is the type of what was given to `as_completed`, or the task that
    was made for it. Dropping the iterator cancels nothing.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
*/
template<class Handle>
class [[nodiscard]] as_completed_iterator
{
public:
    as_completed_iterator(as_completed_iterator&&) = default;
    as_completed_iterator& operator=(as_completed_iterator&&) = default;

    /** Awaits the next one that is done: its exception, if any, stays inside.

        Calls may wait at the same time: they are served in their order.

        @par Completion
        With the handle; empty at the end, when each has been given out or is
        waited for by another call; or with `timeout_error`, once for each that
        was not done in time. Without a turn of the loop if one is there.

        @par Per-Operation Cancellation
        Supports every type; cancels nothing, and leaves what would have come
        for the next call.
    */
    auto next(std::source_location where = std::source_location::current())
    {
        if (!state_)
            throw std::invalid_argument(
                "next() of an iterator that was moved from");
        return detail::next_operation<Handle>(state_, where);
    }

private:
    friend struct detail::handle_access;

    as_completed_iterator() = default;

    detail::as_completed_state::ptr state_;
};

namespace detail {

template<class C>
struct completed_handle
{
    using type = task<child_value<C>>;
};

template<handle_child C>
struct completed_handle<C>
{
    using type = C;
};

template<class R>
using completions_of = as_completed_iterator<
    typename completed_handle<range_value<R>>::type>;

template<class R>
completions_of<R> start_as_completed(
    R&& range, limit_or_none const& l, std::source_location where);

} // namespace detail

/** Runs children concurrently and gives each as soon as it is done. Python's
    `asyncio.as_completed`.

    Children that are not tasks or futures become tasks, which start as by
    `create_task`. What is done already is given, too. Duplicates count once.

    The timeout counts from this call. At its end nothing is cancelled.

    @par Example
    @snippet as_completed.cpp quick_look

    @param range Children. A range of awaitables is passed as an rvalue.
    @param timeout The time allowed for all of them, if any.
    @throws std::runtime_error There is no running loop, and the children are no
    tasks or futures.
    @throws std::invalid_argument Tasks of different loops.
    @see wait, gather
*/
template<detail::input_range R>
    requires child<detail::range_value<R>>
auto as_completed(
    R&& range,
    detail::limit_or_none timeout = {},
    std::source_location where = std::source_location::current())
{
    return detail::start_as_completed(
        std::forward<R>(range), timeout, where);
}

/// The same for a braced list of tasks.
inline auto as_completed(
    task_list tasks,
    detail::limit_or_none timeout = {},
    std::source_location where = std::source_location::current())
{
    return detail::start_as_completed(tasks.tasks(), timeout, where);
}

/// @private A single child would be a list of one.
template<child C>
    requires(!detail::range<C>)
void as_completed(C&&, detail::limit_or_none = {})
{
    static_assert(
        !std::is_same_v<C, C>,
        "as_completed() expects a range of children, or a braced list of "
        "tasks, not a single one");
}

} // namespace boost::asyncio

#include <boost/asyncio/impl/as_completed.hpp>

#endif // BOOST_ASYNCIO_AS_COMPLETED_HPP
