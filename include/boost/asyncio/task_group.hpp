// Tasks that begin and end together.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TASK_GROUP_HPP
#define BOOST_ASYNCIO_TASK_GROUP_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/detail/wait/group_operation.hpp>
#include <boost/asyncio/detail/wait/group_state.hpp>
#include <boost/asyncio/exception_group.hpp>
#include <boost/asyncio/task.hpp>

#include <exception>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** A group of tasks that have all ended when it is left. Python's
    `asyncio.TaskGroup`.

    The first child that fails, or the body that does, cancels the other
    children, and the body if it still runs. When all have ended, `with` throws
    an `exception_group` of all errors: those of the children in the order in
    which they ended, then that of the body. A child that is cancelled is no
    error. While the group waits its children may still create others in it.

    When the task that is in the block is cancelled from outside, so are the
    children; when they have ended `cancelled_error` is thrown, or, if errors
    turned up, the `exception_group`, and the cancellation follows at the next
    suspension. `keyboard_interrupt` is thrown by itself.

    @par Groups without a block
    A class that owns a group for its lifetime calls `open()`, and has a
    member function that awaits `close()`. There an error cancels the other
    children, and `close()` throws it.

    @par Example
    @snippet task_group.cpp quick_look

    @par Thread Safety
    Belongs to the loop in which it was entered.
*/
class task_group
{
public:
    /// A group that is not entered yet.
    task_group()
        : state_(std::make_unique<detail::group_state>())
    {
    }

    /// For a group that has not been entered.
    task_group(task_group&&) noexcept = default;
    task_group& operator=(task_group&&) noexcept = default;

    /// Cancels what a group holds that nobody has left, and reports it to the
    /// loop's exception handler.
    ~task_group() = default;

    /** Creates a task in the group of a child, or of `f(args...)`: the forms of
        the free `create_task`.

        @throws std::runtime_error The group has not been entered, is being
        ended by an error or a cancellation, or has been left. What was given is
        destroyed and never runs.
    */
    template<child C>
    auto create_task(
        C&& c, std::source_location location = std::source_location::current())
    {
        return create_task(
            std::forward<C>(c), task_options{.location = location});
    }

    template<child C>
    auto create_task(C&& c, task_options options)
    {
        return launch<std::decay_t<C>>(options, std::forward<C>(c));
    }

    template<class F, class... Args>
        requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
    auto create_task(F&& f, Args&&... args)
    {
        return create_task(
            task_options{.location = {}},
            std::forward<F>(f),
            std::forward<Args>(args)...);
    }

    template<class F, class... Args>
        requires detail::async_call<F, Args...>
    auto create_task(task_options options, F&& f, Args&&... args)
    {
        using call =
            detail::bound_call<std::decay_t<F>, std::decay_t<Args>...>;
        return launch<call>(
            options,
            std::in_place,
            std::forward<F>(f),
            std::forward<Args>(args)...);
    }

    /** Ends the group early and quietly: cancels the children, and the body if
        it still runs; leaving the group then throws nothing but errors.

        A group that is not entered yet is cancelled when it is. As of Python
        3.15.
    */
    void cancel()
    {
        state().cancel();
    }

    /** Begins a group that is not bound to a block; `close` ends it.

        @throws std::runtime_error It has been entered, or there is no running
        loop.
    */
    void open()
    {
        state().enter(detail::current_loop(), nullptr);
    }

    /** Waits until all children have ended.

        @par Completion
        Without a value, or with an `exception_group`.

        @par Per-Operation Cancellation
        Supports every type: cancels the children, and waits for them.
    */
    auto close(
        std::source_location where = std::source_location::current())
    {
        return detail::group_exit_operation<void>(state(), nullptr, where);
    }

    /// What `with` calls; enters the group in the current task.
    auto aenter()
    {
        return detail::group_enter_operation(state(), *this);
    }

    /// What `with` calls; leaves the group, the body by `error`.
    auto aexit(
        std::exception_ptr error,
        std::source_location where = std::source_location::current())
    {
        return detail::group_exit_operation<bool>(
            state(), std::move(error), where);
    }

private:
    detail::group_state& state() const
    {
        if (!state_)
            throw std::invalid_argument("a task_group is used that was moved");
        return *state_;
    }

    template<class C, class... Args>
    auto launch(task_options const& options, Args&&... args)
    {
        auto& group = state();
        return detail::launch_task<C, detail::group_member>(
            group.require_open(),
            [&](auto& t)
            {
                group.add(
                    t,
                    options.eager_start,
                    [&] { detail::start_task(t, options); });
            },
            options,
            std::forward<Args>(args)...);
    }

    std::unique_ptr<detail::group_state> state_;
};

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_TASK_GROUP_HPP
