// Bodies of asio_compat.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_ASIO_COMPAT_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_ASIO_COMPAT_HPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>

#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/dispatch.hpp>

#include <new>
#include <utility>

namespace boost::asyncio::detail {

inline bool scheduler_has_stopped(asio::execution_context& context)
{
    using scheduler = asio::detail::scheduler;
    return asio::has_service<scheduler>(context) &&
           asio::use_service<scheduler>(context).stopped();
}

inline void last_word::post(asio::execution_context& context)
{
    using scheduler = asio::detail::scheduler;
    if (asio::has_service<scheduler>(context))
        asio::use_service<scheduler>(context).post_immediate_completion(
            this, false);
}

inline void last_word::call(
    void*,
    scheduler_operation* base,
    boost::system::error_code const&,
    std::size_t)
{
    auto const& self = *static_cast<last_word*>(base);
    self.function_(self.argument_);
}

} // namespace boost::asyncio::detail

namespace boost::asio::detail {

// See asyncio::detail::bottom_frame.
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

template<class E>
void awaitable_async_op_handler<asyncio::detail::awaited(), E>::park(
    awaitable_thread<E>& t, asyncio::detail::continuation& c) noexcept
{
    static_assert(
        sizeof(awaitable_async_op_handler) ==
        asyncio::detail::continuation::size);
    ::new (c.storage()) awaitable_async_op_handler(&t);
    c.filled(operations);
}


template<class E>
void awaitable_async_op_handler<asyncio::detail::awaited(), E>::resume(
    asyncio::detail::continuation& c)
{
    taken t(c);
    t.handler.go_on(false);
}


template<class E>
void
awaitable_async_op_handler<asyncio::detail::awaited(), E>::resume_with_slot(
    asyncio::detail::continuation& c)
{
    taken t(c);
    t.handler.go_on(true);
}


template<class E>
void awaitable_async_op_handler<asyncio::detail::awaited(), E>::dispatch(
    asyncio::detail::continuation& c)
{
    taken t(c);
    auto const ex = t.handler.get_executor();
    boost::asio::dispatch(ex, std::move(t.handler));
}


template<class E>
void awaitable_async_op_handler<asyncio::detail::awaited(), E>::destroy(
    asyncio::detail::continuation& c) noexcept
{
    // Not by the destructor of the thread, which would post: the frame is
    // destroyed here.
    taken t(c);
    [[maybe_unused]] auto frame = std::move(t.handler.bottom_of_stack_);
}


} // namespace boost::asio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_ASIO_COMPAT_HPP
