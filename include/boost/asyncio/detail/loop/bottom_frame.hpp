// What the coroutines of a task stand on; the other use of Asio's inside.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_BOTTOM_FRAME_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_BOTTOM_FRAME_HPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>
#include <boost/asyncio/detail/loop/continuation.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>

#include <coroutine>

namespace boost::asyncio::detail {

// What a coroutine_handle refers to: the frames of all compilers begin so.
struct coroutine_head
{
    void (*resume)(coroutine_head*);
    void (*destroy)(coroutine_head*);
};

// What is at the bottom of a stack of coroutines, where co_spawn has one of its
// own. It is told by way of its head when the coroutine on top of it has ended,
// and when it is to be destroyed: then it destroys that one.
template<class E>
using bottom_frame = asio::detail::awaitable_frame<awaited, E>;

} // namespace boost::asyncio::detail

namespace boost::asio::detail {

template<class E>
class awaitable_frame<asyncio::detail::awaited, E> final
    : public awaitable_frame<awaitable_thread_entry_point, E>
{
public:
    // Parked in `c` it waits for run().
    awaitable_frame(
        asyncio::detail::coroutine_head& head,
        E const& ex,
        cancellation_slot const& slot,
        cancellation_state const& state,
        asyncio::detail::continuation& c)
    {
        this->coro_ = std::coroutine_handle<>::from_address(&head);
        awaitable_thread<E> t(
            awaitable<awaitable_thread_entry_point, E>(this), ex, slot, state);
        handler::park(t, c);
    }

    // Names it; see suspended_coroutine.
    void* identity() noexcept
    {
        awaitable_frame<awaitable_thread_entry_point, E>* const base = this;
        return base;
    }

    // Takes it out of `c` and runs what `open()` puts on top of it. False: it
    // has parked again.
    template<class F>
    void run(asyncio::detail::continuation& c, F open)
    {
        handler::run(c, open);
    }

    // Puts the coroutine of `a` on top of it, in the function of run().
    template<class T>
    void push(awaitable<T, E>& a) noexcept
    {
        a.frame_->push_frame(this);
    }

    // In its turn: it has been told that the coroutine has ended.
    void park(asyncio::detail::continuation& c) noexcept
    {
        handler::park(*this->detach_thread(), c);
    }

    // In the function of run() or in its turn. The settings that code of the
    // user may have changed.
    void do_not_throw_if_cancelled() noexcept
    {
        this->attached_thread_->throw_if_cancelled(false);
    }

    template<class Filter>
    void reset_cancellation_state(Filter const& f)
    {
        this->attached_thread_->reset_cancellation_state(f);
    }

private:
    using handler =
        awaitable_async_op_handler<asyncio::detail::awaited(), E>;
};

} // namespace boost::asio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_BOTTOM_FRAME_HPP
