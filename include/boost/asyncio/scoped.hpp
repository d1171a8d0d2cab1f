// A guard for what is left synchronously.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_SCOPED_HPP
#define BOOST_ASYNCIO_SCOPED_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <exception>
#include <mutex>
#include <source_location>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

/// What `scoped` takes: `acquire()`, an operation, and `release()`.
template<class L>
concept lockable = requires(L& l) {
    { l.acquire() } -> operation;
    l.release();
};

namespace detail {

// For what a destructor must not throw.
BOOST_ASYNCIO_DECL void report_not_released() noexcept;

} // namespace detail

/** Owns an acquired lockable, and releases it at the end of its life.

    What `l.release()` throws then, as that of a lock which somebody else has
    released already, is told to the exception handler of the running loop; in a
    thread without one it is printed to standard error.

    Movable, not copyable.
*/
template<class Lockable>
class [[nodiscard]] scoped_guard
{
public:
    /// A guard that owns nothing.
    scoped_guard() = default;

    /// Takes over `l`, which is acquired already.
    scoped_guard(Lockable& l, std::adopt_lock_t) noexcept
        : lockable_(&l)
    {
    }

    /// @private In a std::lock_guard this would acquire.
    explicit scoped_guard(Lockable&)
    {
        static_assert(
            !std::is_same_v<Lockable, Lockable>,
            "a scoped_guard does not acquire: co_await scoped(l) does, and "
            "scoped_guard g(l, std::adopt_lock) takes over what is acquired "
            "already");
    }

    scoped_guard(scoped_guard&& other) noexcept
        : lockable_(std::exchange(other.lockable_, nullptr))
    {
    }

    /// Releases what it owned; if that throws, `other` keeps what it owns.
    scoped_guard& operator=(scoped_guard&& other)
    {
        if (this != &other)
        {
            release();
            lockable_ = std::exchange(other.lockable_, nullptr);
        }
        return *this;
    }

    ~scoped_guard()
    {
        try
        {
            release();
        }
        catch (...)
        {
            detail::report_not_released();
        }
    }

    /** Releases the lockable now; does nothing if the guard owns none.

        Throws what `l.release()` throws, and owns nothing then, either.
    */
    void release()
    {
        if (auto* const l = std::exchange(lockable_, nullptr))
            l->release();
    }

    /// Whether it owns a lockable.
    explicit operator bool() const noexcept
    {
        return lockable_ != nullptr;
    }

private:
    Lockable* lockable_ = nullptr;
};

namespace detail {

template<class Lockable>
using acquire_operation = decltype(std::declval<Lockable&>().acquire());

// acquire(), with a guard as its result.
template<class Lockable>
class scoped_state : public acquire_operation<Lockable>::wait_state
{
    using base = typename acquire_operation<Lockable>::wait_state;

public:
    template<class Op>
    explicit scoped_state(Op&& op)
        : base(acquire(op)), lockable_(op.lockable())
    {
    }

    scoped_guard<Lockable> take()
    {
        base::take();
        return scoped_guard<Lockable>(lockable_, std::adopt_lock);
    }

private:
    template<class Op>
    static auto acquire(Op const& op)
    {
        if constexpr (requires { op.lockable().acquire(op.where()); })
            return op.lockable().acquire(op.where());
        else
            return op.lockable().acquire();
    }

    Lockable& lockable_;
};

template<class Lockable>
class [[nodiscard]] scoped_operation
    : public operation_base<
          scoped_operation<Lockable>,
          scoped_guard<Lockable>>
{
public:
    using wait_state = scoped_state<Lockable>;

    scoped_operation(Lockable& l, std::source_location where) noexcept
        : lockable_(&l), where_(where)
    {
    }

    Lockable& lockable() const noexcept
    {
        return *lockable_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    Lockable* lockable_;
    std::source_location where_;
};

} // namespace detail

/** Acquires a lockable for a scope: `auto g = co_await scoped(lock);`.

    @par Per-Operation Cancellation
    That of `l.acquire()`.
*/
template<lockable Lockable>
auto scoped(
    Lockable& l,
    std::source_location where = std::source_location::current())
{
    return detail::scoped_operation<Lockable>(l, where);
}

} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/scoped.ipp>
#endif

#endif // BOOST_ASYNCIO_SCOPED_HPP
