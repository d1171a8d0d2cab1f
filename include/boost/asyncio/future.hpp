// A result that somebody sets and others await.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_FUTURE_HPP
#define BOOST_ASYNCIO_FUTURE_HPP

#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/detail/task/future_state.hpp>
#include <boost/asyncio/error.hpp>

#include <exception>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/** A handle to a result that is set once. Python's `asyncio.Future`.

    Made by `event_loop::create_future`. Copies refer to the same future. A
    future whose exception nobody retrieved is reported to the exception
    handler of its loop when the last handle goes.

    `co_await f.get()` gives a copy of the result, `co_await std::move(f)` and
    `co_await std::move(f).get()` move it out. There is a `std::hash` of it.

    @par Example
    @snippet tasks.cpp future

    @par Thread Safety
    Belongs to its loop. Copying and destroying handles, and the members whose
    name ends in `_threadsafe`, are safe from any thread.
*/
template<class T>
class future
    : public detail::result_access<
          detail::basic_handle<future<T>, detail::future_state<T>>,
          detail::future_state<T>>
    , public detail::operation_base<future<T>, T>
{
    static_assert(
        !std::is_reference_v<T>,
        "a future of a reference: use a pointer or std::reference_wrapper");

public:
    /// The type of the result.
    using value_type = T;

    /// @private What `co_await std::move(f)` makes of it.
    using wait_state =
        detail::get_state<detail::future_state<T>, T, detail::ownership::move>;

    /// An empty handle.
    future() = default;

    /** Sets the result, and wakes who awaits it.

        @param value What the result is made of; none for `void`.
        @throws invalid_state_error The future is done.
    */
    template<class... Value>
        requires(
            std::is_void_v<T> ? sizeof...(Value) == 0
                              : sizeof...(Value) == 1)
    void set_result(Value&&... value) const
    {
        this->state().require_pending();
        this->state().emplace(std::forward<Value>(value)...);
        this->state().complete(detail::status::succeeded);
    }

    /** Sets an exception.

        @param e An exception object or an `exception_ptr`.
        @throws invalid_state_error The future is done.
        @throws std::invalid_argument The pointer is null.
    */
    template<class Exception>
    void set_exception(Exception&& e) const
    {
        this->state().require_pending();
        this->state().fail(
            detail::to_exception_ptr(std::forward<Exception>(e)));
    }

    /** As `set_result(value...)`, from any thread, also when the loop has gone.
        Does nothing if the future is done by then.

        The result is made of a copy of `value` in the loop. If that throws, the
        future fails with the exception.
    */
    template<class... Value>
        requires(
            std::is_void_v<T> ? sizeof...(Value) == 0
                              : sizeof...(Value) == 1)
    void set_result_threadsafe(Value&&... value) const
    {
        detail::submit_result(this->state_, std::forward<Value>(value)...);
    }

    /// As `set_exception(e)`, from any thread, also when the loop has gone.
    /// Does nothing if the future is done by then.
    template<class Exception>
    void set_exception_threadsafe(Exception&& e) const
    {
        detail::submit_exception(
            this->state_,
            detail::to_exception_ptr(std::forward<Exception>(e)));
    }

    /** Cancels the future at once.

        @param message Goes along, as `cancelled_error::message()`.
        @returns False if it is done.
    */
    bool cancel(std::string const& message = {}) const
    {
        return this->state().cancel_by_user(message);
    }

    /// The loop to which the future belongs.
    event_loop& get_loop() const;
};

} // namespace boost::asyncio

template<class T>
struct std::hash<boost::asyncio::future<T>>
{
    std::size_t
    operator()(boost::asyncio::future<T> const& f) const noexcept
    {
        return std::hash<void const*>()(
            boost::asyncio::detail::handle_access::state(f).get());
    }
};

#endif // BOOST_ASYNCIO_FUTURE_HPP
