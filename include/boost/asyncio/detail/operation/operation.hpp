// What makes a class an operation: co_await, or any completion token.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_OPERATION_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/awaited.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/loop/suspended_coroutine.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/system_executor.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// What a handler gets: it needs a value when there is an exception, too.
template<class T>
using completion_value =
    std::conditional_t<std::default_initializable<T>, T, std::optional<T>>;

template<class T>
struct completion_signature
{
    using type = void(std::exception_ptr, completion_value<T>);
};

template<>
struct completion_signature<void>
{
    using type = void(std::exception_ptr);
};

// What associated_executor gives for a handler that has none of its own.
struct no_executor
{
};

// Whether an executor says in which loop an operation is. A parallel_group
// binds one that does not to the handlers of operations that name none: the
// system's, or, in newer Boosts, one that runs things at once.
template<class E>
constexpr bool names_loop = std::is_convertible_v<E, asio::any_io_executor> &&
                            !std::is_same_v<E, asio::system_executor>;

[[noreturn]] BOOST_ASYNCIO_DECL void throw_cancelled(waiter const& w);

// What is awaited is of another loop.
BOOST_ASYNCIO_DECL void refuse_task();

// The loop of an operation whose handler has no executor.
BOOST_ASYNCIO_DECL loop_state& loop_for_handler();

// The loop of what a completion token adds, if the token has no executor.
BOOST_ASYNCIO_DECL loop_state& loop_for_token();

// The result of an operation whose state began or is ready.
template<class State>
BOOST_ASYNCIO_FORCEINLINE decltype(auto) finish(State& s)
{
    if (s.take_request())
        throw_cancelled(s);
    return s.take();
}

// An operation that was started with a completion token other than co_await.
template<class State, class T, class Handler>
class handler_operation
{
public:
    template<class Op>
    static void begin(Op&& op, Handler&& handler)
    {
        allocator a(asio::get_associated_allocator(handler));
        auto* const p = traits::allocate(a, 1);
        handler_operation* self;
        try
        {
            self = ::new (p)
                handler_operation(std::move(op), std::move(handler));
        }
        catch (...)
        {
            traits::deallocate(a, p, 1);
            throw;
        }
        // From here on it belongs to the loop.
        ::new (self->state_.after.storage()) handler_operation*(self);
        self->state_.after.filled(operations);
        self->state_.begin(*loop_ptr(self->loop_));
    }

private:
    using allocator = typename std::allocator_traits<
        asio::associated_allocator_t<Handler>>::
        template rebind_alloc<handler_operation>;
    using traits = std::allocator_traits<allocator>;
    using associated = asio::associated_executor<Handler, executor>;
    using executor_type = typename associated::type;
    using own_executor =
        typename asio::associated_executor<Handler, no_executor>::type;
    using value_type = std::conditional_t<std::is_void_v<T>, bool, T>;

    // Who passes a handler on moves it, with the result, and has no place for
    // an exception: a result whose move may throw stays where it is.
    static constexpr bool stays =
        !std::is_nothrow_move_constructible_v<value_type>;
    using stored_value = std::conditional_t<
        stays,
        std::unique_ptr<completion_value<value_type>>,
        std::optional<value_type>>;

    template<class Op>
    handler_operation(Op&& op, Handler&& handler)
        : handler_(std::move(handler))
        , state_(std::move(op))
        , loop_(find_loop())
        , executor_(
              associated::get(handler_, executor_access::make(loop_->root)))
        , work_(asio::prefer(
              executor_, asio::execution::outstanding_work.tracked))
    {
    }

    loop_ptr find_loop()
    {
        if (auto* const home = state_.home())
            return loop_ptr(home);
        if constexpr (names_loop<own_executor>)
            return loop_of(asio::get_associated_executor(handler_));
        else
            return loop_ptr(&loop_for_handler());
    }

    // The operation has completed: its memory is free before the handler runs.
    struct completion
    {
        Handler handler;
        std::exception_ptr error;
        stored_value value;

        void operator()()
        {
            if constexpr (std::is_void_v<T>)
                std::move(handler)(std::move(error));
            else if constexpr (stays)
            {
                if (value)
                    std::move(handler)(std::move(error), std::move(*value));
                else
                    std::move(handler)(
                        std::move(error), completion_value<T>());
            }
            else if constexpr (std::default_initializable<T>)
                std::move(handler)(
                    std::move(error), value ? std::move(*value) : T());
            else
                std::move(handler)(std::move(error), std::move(value));
        }
    };

    completion complete()
    {
        auto slot = asio::get_associated_cancellation_slot(handler_);
        if (slot.is_connected())
            slot.clear();
        std::exception_ptr error;
        stored_value value;
        try
        {
            if constexpr (std::is_void_v<T>)
                finish(state_);
            else if constexpr (stays)
                value.reset(new completion_value<T>(finish(state_)));
            else
                value.emplace(finish(state_));
        }
        catch (...)
        {
            error = std::current_exception();
        }
        allocator a(asio::get_associated_allocator(handler_));
        completion c{
            std::move(handler_), std::move(error), std::move(value)};
        destroy_self(a);
        return c;
    }

    void destroy_self(allocator& a) noexcept
    {
        this->~handler_operation();
        traits::deallocate(a, this, 1);
    }

    static handler_operation& take(continuation& c) noexcept
    {
        c.emptied();
        return **std::launder(static_cast<handler_operation**>(c.storage()));
    }

    static void resume(continuation& c)
    {
        auto done = take(c).complete();
        done();
    }

    static void dispatch(continuation& c)
    {
        auto& self = take(c);
        auto const ex = self.executor_;
        [[maybe_unused]] auto const work = self.work_;
        auto a = asio::get_associated_allocator(self.handler_);
        asio::dispatch(ex, asio::bind_allocator(a, self.complete()));
    }

    static void destroy(continuation& c) noexcept
    {
        auto& self = take(c);
        allocator a(asio::get_associated_allocator(self.handler_));
        [[maybe_unused]] Handler handler(std::move(self.handler_));
        self.destroy_self(a);
    }

    static asio::cancellation_slot slot(continuation& c) noexcept
    {
        auto& self =
            **std::launder(static_cast<handler_operation**>(c.storage()));
        if constexpr (std::is_convertible_v<
                          asio::associated_cancellation_slot_t<Handler>,
                          asio::cancellation_slot>)
            return asio::get_associated_cancellation_slot(self.handler_);
        else
            return asio::cancellation_slot();
    }

    static runner_base* identity(continuation& c) noexcept
    {
        return identity_of(
            (**std::launder(static_cast<handler_operation**>(c.storage())))
                .executor_);
    }

    static constexpr continuation::operations operations{
        resume, resume, dispatch, destroy, slot, identity};

    Handler handler_;
    State state_;
    loop_ptr loop_;
    executor_type executor_;
    std::decay_t<decltype(asio::prefer(
        std::declval<executor_type const&>(),
        asio::execution::outstanding_work.tracked))>
        work_;
};

// The base of the class `Op` of an operation that yields a T. `Op::wait_state`,
// constructed from an rvalue of Op, is a waiter that also has home(): the loop
// it belongs to, or null for the loop of whoever awaits it.
template<class Op, class T>
class operation_base
    : public operation_tag
    , public awaited_tag
{
public:
    using value_type = T;
    using signature = typename completion_signature<T>::type;

    /// Starts the operation with any completion token.
    template<asio::completion_token_for<signature> Token>
    auto operator()(Token&& token) &&
    {
        using executor_of_token =
            asio::associated_executor<std::decay_t<Token>, no_executor>;
        return asio::async_initiate<Token, signature>(
            initiation<typename executor_of_token::type>{
                executor_of_token::get(token, no_executor())},
            token,
            static_cast<Op&&>(*this));
    }

    template<class E>
    class awaiter
    {
    public:
        explicit awaiter(Op&& op)
            : state_(std::move(op))
        {
        }

        BOOST_ASYNCIO_FORCEINLINE bool await_ready()
        {
            if (!current.loop)
                return false;
            auto* const home = state_.home();
            if (home && home != current.loop)
            {
                refuse_task();
                return false;
            }
            return state_.ready();
        }

        // The body of a task, inside its loop.
        BOOST_ASYNCIO_FORCEINLINE bool park_now(suspended_coroutine<E> const& c)
        {
            runner_base* const r = current.runner;
            if (!r || r->coroutine != c.identity())
                return false;
            c.park(state_.after);
            waiter::begin(state_, *r);
            return true;
        }

        // Any other coroutine.
        bool await_suspend(suspended_coroutine<E> const& c)
        {
            auto* const home = state_.home();
            auto const l =
                home ? loop_ptr(home) : loop_of(c.get_executor());
            c.park(state_.after);
            state_.begin(*l);
            return true;
        }

        BOOST_ASYNCIO_FORCEINLINE T await_resume()
        {
            return finish(state_);
        }

    private:
        typename Op::wait_state state_;
    };

private:
    // The operation is an argument of the initiation and no member: deferred on
    // Boost 1.81 wants to be able to copy the initiation.
    template<class E>
    struct initiation
    {
        using executor_type = executor;

        // For the timer of asio::cancel_after and what else a token brings
        // along. The handler is not known here, so that its executor is found
        // if it is bound to the whole token; otherwise it is this loop's.
        executor get_executor() const
        {
            if constexpr (names_loop<E>)
                return executor_access::make(loop_of(of_token)->root);
            else
                return executor_access::make(loop_for_token().root);
        }

        template<class Handler>
        void operator()(Handler&& handler, Op op) const
        {
            using state = typename Op::wait_state;
            handler_operation<state, T, std::decay_t<Handler>>::begin(
                std::move(op),
                std::decay_t<Handler>(std::forward<Handler>(handler)));
        }

        [[no_unique_address]] E of_token;
    };
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/operation/impl/operation.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_OPERATION_HPP
