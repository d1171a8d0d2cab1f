// Waiting for some or all of several tasks.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_WAIT_HPP
#define BOOST_ASYNCIO_WAIT_HPP

#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/operation/ranges.hpp>
#include <boost/asyncio/detail/wait/task_list.hpp>
#include <boost/asyncio/detail/wait/wait_operation.hpp>

#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost::asyncio {

/// When `wait` completes.
enum class return_when
{
    all_completed,   ///< All are done.
    first_completed, ///< Any is done.
    first_exception  ///< Any has failed, or all are done.
};

using enum return_when;

/// The options of `wait`.
struct wait_options
{
    /// Complete after this time, whatever is done by then.
    detail::limit_or_none timeout = {};

    /// Complete when this is so.
    asyncio::return_when return_when = all_completed;
};

static_assert(std::is_trivially_destructible_v<wait_options>);

/// What `wait` completes with: the handles it was given, in that order.
template<class Handle>
struct wait_result
{
    /// Those that are done.
    std::vector<Handle> done;

    /// The others.
    std::vector<Handle> pending;
};

/** Waits until tasks or futures are done. Python's `asyncio.wait`.

    Cancels nothing, neither at the timeout nor when it is cancelled itself.
    Exceptions stay in the tasks. Completes through the loop even if all are
    done already. Duplicates count once.

    @par Example
    @snippet wait.cpp quick_look

    @par Completion
    With the done and the pending ones.

    @par Per-Operation Cancellation
    Supports every type; leaves the tasks alone.

    @throws std::invalid_argument There are none.
*/
template<detail::input_range R>
auto wait(
    R&& tasks,
    wait_options options = {},
    std::source_location where = std::source_location::current())
{
    using value = detail::range_value<R>;
    static_assert(
        detail::handle_child<value>,
        "Passing coroutines is forbidden, use tasks explicitly.");
    std::vector<value> all(
        std::ranges::begin(tasks), std::ranges::end(tasks));
    return detail::wait_operation<value>(std::move(all), options, where);
}

/// The same for a braced list of tasks.
inline auto wait(
    task_list tasks,
    wait_options options = {},
    std::source_location where = std::source_location::current())
{
    return detail::wait_operation<any_task>(
        std::move(tasks.tasks()), options, where);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_WAIT_HPP
