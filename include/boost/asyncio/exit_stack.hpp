// Managers and callbacks that are left together, as many as there come to be.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EXIT_STACK_HPP
#define BOOST_ASYNCIO_EXIT_STACK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/manager/exit_entry.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

/** A manager of managers: what is entered and registered while it is open is
    undone when it is left, the last first. Python's `AsyncExitStack`.

    An exit may suppress the exception, and those registered before it then see
    none; or throw another one, which replaces it for those before. All of them
    run, whatever the others do, and may await although the task was cancelled.

    Use it with `with`, or by hand with `aclose()`. A stack that is destroyed
    runs nothing: what is still registered is only destroyed.

    Where a function is a template of `E`, that is the executor of the coroutine
    that awaits it. In a coroutine that is no task the exits run in a task made
    for them.

    @par Example
    @snippet exit_stack.cpp quick_look

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
*/
class exit_stack
{
public:
    /** Enters a manager, and registers its exit when that has succeeded.

        @par Completion
        With what its `aenter` yields or throws.

        @par Per-Operation Cancellation
        Supports every type; cancels `aenter`.

        @param manager An lvalue or a `std::ref`, which must live until it is
        left, or an rvalue that is stored.
    */
    template<class E = asio::any_io_executor, class M>
    auto enter_async_context(M&& manager);

    /** Registers the exit of a manager that is entered already, or a function
        `exit(std::exception_ptr)` that returns a child of `bool`, true for
        suppressing, or `void`.
    */
    template<class X>
    void push_async_exit(X&& exit);

    /** Registers `f`, which is called with `args` and returns a child.

        What that yields is ignored: it cannot suppress.
    */
    template<class F, class... Args>
    void push_async_callback(F&& f, Args&&... args);

    /// Registers a function `exit(std::exception_ptr)` that returns `bool`,
    /// true for suppressing, or `void`.
    template<class F>
    void push(F&& exit);

    /// Registers `f`, which is called with `args`.
    template<class F, class... Args>
    void callback(F&& f, Args&&... args);

    /// Hands everything that is registered over to a new stack.
    exit_stack pop_all() noexcept
    {
        return std::exchange(*this, exit_stack());
    }

    /** Undoes everything now. The stack can be used again.

        @par Completion
        With nothing, or the exception that an exit threw last.

        @par Per-Operation Cancellation
        Supports every type; cancels the exit that is awaited. The others run.
    */
    template<class E = asio::any_io_executor>
    asio::awaitable<void, E> aclose();

    /// Yields the stack.
    template<class E = asio::any_io_executor>
    asio::awaitable<std::reference_wrapper<exit_stack>, E> aenter()
    {
        co_return std::ref(*this);
    }

    /// Undoes everything; yields whether `error` has been suppressed.
    template<class E = asio::any_io_executor>
    asio::awaitable<bool, E> aexit(std::exception_ptr error);

private:
    template<class F, class... Args>
    void push_call(F&& f, Args&&... args);
    template<class Lane, class M>
    asio::awaitable<detail::enter_result<M>, Lane> enter(
        detail::loop_state& l,
        M& manager,
        std::unique_ptr<detail::exit_entry> registration);
    template<class Lane>
    asio::awaitable<bool, Lane>
    leave(detail::loop_state& l, std::exception_ptr error);

    detail::exit_list exits_;
};

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#include <boost/asyncio/impl/exit_stack.hpp>

#endif // BOOST_ASYNCIO_EXIT_STACK_HPP
