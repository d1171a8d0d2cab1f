// A coroutine that was just suspended and not yet parked.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_SUSPENDED_COROUTINE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_SUSPENDED_COROUTINE_HPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/loop/awaited.hpp>
#include <boost/asyncio/detail/loop/continuation.hpp>

#include <boost/asio/cancellation_signal.hpp>

namespace boost::asyncio::detail {

// See awaited.hpp.
template<class E>
class suspended_coroutine
{
public:
    using parked = parked_coroutine<E>;
    using thread_type = typename parked::thread_type;

    explicit suspended_coroutine(thread_type& t) noexcept
        : thread_(&t)
    {
    }

    thread_type* thread() const noexcept
    {
        return thread_;
    }

    // Names the coroutine as long as it lives.
    void* identity() const noexcept
    {
        return thread_->entry_point();
    }

    E get_executor() const noexcept
    {
        return thread_->get_executor();
    }

    void park(continuation& c) const noexcept
    {
        static_assert(sizeof(parked) == continuation::size);
        parked::park(*thread_, c);
    }

    // The slot through which the operation is cancelled for which the coroutine
    // `identity` waits.
    static asio::cancellation_slot slot(void* identity) noexcept
    {
        return parked::slot(identity);
    }

    // Marks the suspension in which that coroutine is; the mark is gone when it
    // goes on.
    static void mark(void* identity) noexcept
    {
        parked::mark(identity);
    }

    static bool is_marked(void* identity) noexcept
    {
        return parked::is_marked(identity);
    }

private:
    thread_type* thread_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_SUSPENDED_COROUTINE_HPP
