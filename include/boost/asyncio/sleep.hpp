// Letting time pass, or others run.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_SLEEP_HPP
#define BOOST_ASYNCIO_SLEEP_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>

#include <boost/config.hpp>

#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

// Waits for a deadline, or for one turn of the loop.
class sleep_state
    : public waiter
    , public timer_node
{
public:
    static constexpr bool runs = false;

    sleep_state(limit l, std::source_location where) noexcept
        : waiter(where), limit_(l)
    {
    }

    loop_state* home() const noexcept
    {
        return nullptr;
    }

    bool ready() const noexcept
    {
        return false;
    }

    BOOST_ASYNCIO_FORCEINLINE void start() override
    {
        if (limit_.passed())
            wake();
        else
            loop().arm(*this, limit_.deadline(loop()));
    }

    void expire() override
    {
        wake();
    }

    void describe(wait_info& info) const override
    {
        info.what = armed() ? "sleep()" : "its next turn";
    }

    // A plain yield takes no request: it is delivered when the task goes on.
    bool cancel_wait(std::string const&) override
    {
        if (!armed())
            return false;
        loop().disarm(*this);
        cancelled_ = true;
        wake();
        return true;
    }

protected:
    void check() const
    {
        if (cancelled_)
            throw_cancelled(*this);
    }

private:
    limit limit_;
    bool cancelled_ = false;
};

template<class T>
class [[nodiscard]] sleep_operation
    : public operation_base<sleep_operation<T>, T>
{
public:
    using stored = std::conditional_t<std::is_void_v<T>, nothing, T>;

    sleep_operation(limit l, stored value, std::source_location where)
        : limit_(l), value_(std::move(value)), where_(where)
    {
    }

    class wait_state : public sleep_state
    {
    public:
        explicit wait_state(sleep_operation&& op)
            : sleep_state(op.limit_, op.where_), value_(std::move(op.value_))
        {
        }

        BOOST_ASYNCIO_FORCEINLINE T take()
        {
            check();
            if constexpr (!std::is_void_v<T>)
                return std::move(value_);
        }

    private:
        [[no_unique_address]] stored value_;
    };

private:
    limit limit_;
    [[no_unique_address]] stored value_;
    std::source_location where_;
};

} // namespace detail

/** Completes after a delay. Python's `asyncio.sleep`.

    A delay of zero or less is one turn of the loop and no timer: everything
    that is ready runs first.

    @par Per-Operation Cancellation
    Supports every type.

    @throws std::invalid_argument The delay is not a number.
*/
template<duration D>
auto sleep(
    D delay, std::source_location where = std::source_location::current())
{
    return detail::sleep_operation<void>(
        detail::limit::after(delay), {}, where);
}

/// The same; completes with `value`.
template<duration D, class T>
auto sleep(
    D delay,
    T&& value,
    std::source_location where = std::source_location::current())
{
    return detail::sleep_operation<std::decay_t<T>>(
        detail::limit::after(delay), std::forward<T>(value), where);
}

/// Completes when the loop's `time()` has reached `when`.
inline auto sleep_until(
    std::chrono::steady_clock::time_point when,
    std::source_location where = std::source_location::current())
{
    return detail::sleep_operation<void>(detail::limit::at(when), {}, where);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_SLEEP_HPP
