// How an operation of ours is awaited: all we use of Asio's inside.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_ASIO_COMPAT_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_ASIO_COMPAT_HPP

// `asio::awaitable` accepts nothing but awaitables and asynchronous operations,
// and knows no await_ready(). Asio finds the awaiter of an operation by the
// operation's signature, so ours carry a return type of our own there
// (`awaited`), which selects the partial specialisations below. This gives
// - operations that do not suspend when their result is there already;
// - results that are not default constructible, and `void(exception_ptr, T)`
//   on Boost 1.81, whose own awaiter does not compile for it;
// - the suspended coroutine itself, instead of a handler that wraps it.
// Tested with Boost 1.81 and with Boost.Asio 1.38 (Boost 1.90).

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/awaited.hpp>
#include <boost/asyncio/detail/loop/continuation.hpp>
#include <boost/asyncio/detail/loop/coroutine_head.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/detail/scheduler.hpp>
#include <boost/asio/detail/scheduler_operation.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution_context.hpp>

#include <coroutine>
#include <cstddef>
#include <new>
#include <utility>

namespace boost::asyncio::detail {

// The identity carried by an executor of a coroutine; see executor.hpp.
template<class E>
runner_base* identity_of(E const& ex) noexcept;

// What is at the bottom of a stack of coroutines, where co_spawn has one of its
// own. It is told by way of its head when the coroutine on top of it has ended,
// and when it is to be destroyed: then it destroys that one.
template<class E>
using bottom_frame = asio::detail::awaitable_frame<awaited, E>;

// A coroutine in a continuation.
template<class E>
using parked_coroutine =
    asio::detail::awaitable_async_op_handler<awaited(), E>;

// What the copies of a strand have in common.
template<class Strand>
void const* implementation_of(Strand const& s) noexcept
{
    return s.impl_.get();
}

// Whether nothing runs in a context any more, as a thread_pool does not say.
// False where that is not known.
inline bool scheduler_has_stopped(asio::execution_context& context)
{
    using scheduler = asio::detail::scheduler;
    return asio::has_service<scheduler>(context) &&
           asio::use_service<scheduler>(context).stopped();
}

// Something that a context calls when it empties its queue, if it does not run
// it before that. Its memory is its owner's.
class last_word : private asio::detail::scheduler_operation
{
public:
    using function = void (*)(void* argument) noexcept;

    last_word(function f, void* argument) noexcept
        : scheduler_operation(call), function_(f), argument_(argument)
    {
    }

    last_word(last_word const&) = delete;
    last_word& operator=(last_word const&) = delete;

    // Once. Nothing happens if the context has no queue of the kind.
    void post(asio::execution_context& context)
    {
        using scheduler = asio::detail::scheduler;
        if (asio::has_service<scheduler>(context))
            asio::use_service<scheduler>(context).post_immediate_completion(
                this, false);
    }

private:
    static void call(
        void*,
        scheduler_operation* base,
        boost::system::error_code const&,
        std::size_t)
    {
        auto const& self = *static_cast<last_word*>(base);
        self.function_(self.argument_);
    }

    function function_;
    void* argument_;
};

} // namespace boost::asyncio::detail

namespace boost::asio::detail {

// A coroutine that is parked in a continuation.
template<class E>
class awaitable_async_op_handler<asyncio::detail::awaited(), E>
    : public awaitable_thread<E>
{
    using continuation = asyncio::detail::continuation;

public:
    using thread_type = awaitable_thread<E>;

    explicit awaitable_async_op_handler(awaitable_thread<E>* t)
        : awaitable_thread<E>(std::move(*t))
    {
    }

    awaitable_async_op_handler(awaitable_async_op_handler&& other) noexcept
        : awaitable_thread<E>(std::move(other))
    {
    }

    static cancellation_slot slot(void* identity) noexcept
    {
        return entry(identity)->cancellation_state_.slot();
    }

    // The frame on top of the stack of a suspended coroutine belongs to no
    // thread, and nobody asks for it before it has been given one again. So
    // that pointer can hold the mark.
    static void mark(void* identity) noexcept
    {
        auto* const top = entry(identity)->top_of_stack_;
        top->*frame_members::thread() = mark_of(top);
    }

    static bool is_marked(void* identity) noexcept
    {
        auto* const top = entry(identity)->top_of_stack_;
        return top && top->*frame_members::thread() == mark_of(top);
    }

    void operator()()
    {
        go_on(true);
    }

    static void park(awaitable_thread<E>& t, continuation& c) noexcept
    {
        ::new (c.storage()) awaitable_async_op_handler(&t);
        c.filled(operations);
    }

    template<class F>
    static void run(continuation& c, F& open)
    {
        taken t(c);
        t.handler.entry_point()->attach_thread(&t.handler);
        if (open())
            t.handler.pump();
    }

private:
    using entry_frame = awaitable_frame<awaitable_thread_entry_point, E>;

    static entry_frame* entry(void* identity) noexcept
    {
        return static_cast<entry_frame*>(identity);
    }

    // Names a protected member, as any derived class may.
    struct frame_members : awaitable_frame_base<E>
    {
        static auto thread() noexcept
        {
            return &frame_members::attached_thread_;
        }
    };

    // An address that no thread has, and that is never followed.
    static awaitable_thread<E>* mark_of(awaitable_frame_base<E>* frame) noexcept
    {
        return reinterpret_cast<awaitable_thread<E>*>(frame);
    }

    static awaitable_async_op_handler& in(continuation& c) noexcept
    {
        return *std::launder(
            static_cast<awaitable_async_op_handler*>(c.storage()));
    }

    // The coroutine taken out of a continuation. Whoever takes it moves it on,
    // so that the thread object is empty at the end, and its destructor, which
    // is not called, would do nothing at length.
    class taken
    {
    public:
        BOOST_ASYNCIO_FORCEINLINE explicit taken(continuation& c) noexcept
        {
            ::new (&handler) awaitable_async_op_handler(std::move(in(c)));
            c.emptied();
        }

        taken(taken const&) = delete;
        taken& operator=(taken const&) = delete;

        ~taken()
        {
        }

        union
        {
            awaitable_async_op_handler handler;
        };
    };

    BOOST_ASYNCIO_FORCEINLINE void go_on(bool used_slot)
    {
        auto* const frame = this->entry_point()->top_of_stack_;
        frame->attach_thread(this);
        if (used_slot)
            frame->clear_cancellation_slot();
        this->pump();
    }

    static void resume(continuation& c)
    {
        taken t(c);
        t.handler.go_on(false);
    }

    static void resume_with_slot(continuation& c)
    {
        taken t(c);
        t.handler.go_on(true);
    }

    static void dispatch(continuation& c)
    {
        taken t(c);
        auto const ex = t.handler.get_executor();
        boost::asio::dispatch(ex, std::move(t.handler));
    }

    static void destroy(continuation& c) noexcept
    {
        // Not by the destructor of the thread, which would post: the frame is
        // destroyed here.
        taken t(c);
        [[maybe_unused]] auto frame = std::move(t.handler.bottom_of_stack_);
    }

    static cancellation_slot slot_of(continuation& c) noexcept
    {
        return in(c).get_cancellation_slot();
    }

    static asyncio::detail::runner_base* identity_of(continuation& c) noexcept
    {
        return asyncio::detail::identity_of(in(c).get_executor());
    }

    static constexpr continuation::operations operations{
        resume, resume_with_slot, dispatch, destroy, slot_of, identity_of};
};

// See asyncio::detail::bottom_frame.
template<class E>
class awaitable_frame<asyncio::detail::awaited, E> final
    : public awaitable_frame<awaitable_thread_entry_point, E>
{
    using continuation = asyncio::detail::continuation;

public:
    // Parked in `c` it waits for run().
    awaitable_frame(
        asyncio::detail::coroutine_head& head,
        E const& ex,
        cancellation_slot const& slot,
        cancellation_state const& state,
        continuation& c)
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
    void run(continuation& c, F open)
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
    void park(continuation& c) noexcept
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
    using handler = asyncio::detail::parked_coroutine<E>;
};

template<class Op, class E>
class awaitable_async_op<asyncio::detail::awaited(), Op, E>
{
public:
    // The last parameter takes what newer versions add for handler tracking.
    template<class... Location>
    awaitable_async_op(
        Op&& op, awaitable_frame_base<E>* frame, Location const&...)
        : frame_(frame), awaiter_(std::move(op))
    {
    }

    BOOST_ASYNCIO_FORCEINLINE bool await_ready()
    {
        return awaiter_.await_ready();
    }

    BOOST_ASYNCIO_FORCEINLINE void await_suspend(std::coroutine_handle<>)
    {
        auto* const detached = frame_->detach_thread();
        if (awaiter_.park_now(
                asyncio::detail::suspended_coroutine<E>(*detached)))
            return;
        frame_->attach_thread(detached);
        frame_->after_suspend(
            [](void* self)
            { static_cast<awaitable_async_op*>(self)->suspended(); },
            this);
    }

    BOOST_ASYNCIO_FORCEINLINE decltype(auto) await_resume()
    {
        return awaiter_.await_resume();
    }

private:
    BOOST_ASYNCIO_FORCEINLINE void suspended()
    {
        asyncio::detail::suspended_coroutine<E> coroutine(
            *frame_->detach_thread());
        // Once it is parked, coroutine and awaiter may be gone.
        auto* const frame = frame_;
        if (!awaiter_.await_suspend(coroutine))
            frame->attach_thread(coroutine.thread());
    }

    awaitable_frame_base<E>* frame_;
    typename Op::template awaiter<E> awaiter_;
};

} // namespace boost::asio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_ASIO_COMPAT_HPP
