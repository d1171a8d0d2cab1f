// Templates of timeout.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TIMEOUT_HPP
#define BOOST_ASYNCIO_IMPL_TIMEOUT_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/timeout.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

// Leaves the scope if the coroutine is destroyed in the middle of the body.
class timeout_guard
{
public:
    BOOST_ASYNCIO_DECL timeout_guard(timeout_scope& s, task_base& t);

    timeout_guard(timeout_guard const&) = delete;
    timeout_guard& operator=(timeout_guard const&) = delete;

    BOOST_ASYNCIO_DECL ~timeout_guard();

    // Translates the end of the body by Python's counting rules.
    BOOST_ASYNCIO_DECL void leave(std::exception_ptr e);

private:
    timeout_scope* scope_;
};

// Runs a body under a limit, in the caller's task or in one made for it. It is
// all one coroutine, since a frame costs as much as the rest. `Body` has
//     T, executor_type                  what it yields, and where
//     scope_or_none scope(loop_state&)  the limit, or null to run without one
//     template<class Lane> open(loop_state&, timeout_scope*)
//                                       the awaitable
template<class E, class Body>
asio::awaitable<typename Body::value_type, E> run_limited(Body body)
{
    using T = typename Body::value_type;
    task_base* t = nullptr;
    if constexpr (is_lane<E>)
        t = co_await this_task();
    if constexpr (is_lane<E>)
        if (t)
        {
            std::optional<timeout_scope> own_scope;
            timeout_scope* const scope = body.scope(t->loop(), own_scope);
            if (!scope)
                co_return co_await body.template open<E>(t->loop(), nullptr);
            timeout_guard guard(*scope, *t);
            std::exception_ptr error;
            using stored =
                std::conditional_t<std::is_void_v<T>, bool, T>;
            std::optional<stored> result;
            try
            {
                if constexpr (std::is_void_v<T>)
                    co_await body.template open<E>(t->loop(), scope);
                else
                    result.emplace(
                        co_await body.template open<E>(t->loop(), scope));
            }
            catch (...)
            {
                error = std::current_exception();
            }
            guard.leave(std::move(error));
            if constexpr (std::is_void_v<T>)
                co_return;
            else
                co_return std::move(*result);
        }
    using lane = std::conditional_t<is_lane<E>, E, executor>;
    auto const ex = co_await asio::this_coro::executor;
    auto made = create_task_in(
        *loop_of(ex), task_options{}, run_limited<lane>(std::move(body)));
    co_return co_await std::move(made);
}

template<class Body>
decltype(auto) call_with_scope(Body& body, timeout_scope& s)
{
    if constexpr (std::invocable<Body&, timeout_scope&>)
        return std::invoke(body, s);
    else
    {
        static_assert(
            std::invocable<Body&>,
            "the body of timeout() takes a timeout_scope& or nothing");
        return std::invoke(body);
    }
}

// `Scope` is a limit_or_none, or the address of the caller's scope.
template<class Scope, class Body>
class timeout_body
{
public:
    using result = decltype(call_with_scope(
        std::declval<std::unwrap_reference_t<Body>&>(),
        std::declval<timeout_scope&>()));
    static_assert(
        awaitable<result>, "the body of timeout() returns an awaitable");
    using value_type = typename awaitable_traits<result>::value_type;
    using executor_type = typename awaitable_traits<result>::executor_type;

    template<class B>
    timeout_body(Scope scope, B&& body)
        : scope_(std::move(scope)), body_(std::forward<B>(body))
    {
    }

    timeout_scope* scope(loop_state& l, std::optional<timeout_scope>& own)
    {
        if constexpr (std::is_same_v<Scope, limit_or_none>)
            return &own.emplace(
                scope_ ? std::optional(scope_->deadline(l)) : std::nullopt);
        else
            return scope_;
    }

    template<class Lane>
    asio::awaitable<value_type, Lane> open(loop_state& l, timeout_scope* s)
    {
        std::unwrap_reference_t<Body>& body = body_;
        return to_lane(l, call_with_scope(body, *s));
    }

private:
    Scope scope_;
    Body body_;
};

template<class Scope, class Body>
auto timeout_call(Scope scope, Body&& body)
{
    using call = timeout_body<Scope, std::decay_t<Body>>;
    require_function(body);
    return run_limited<typename call::executor_type>(
        call(std::move(scope), std::forward<Body>(body)));
}

} // namespace detail

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_TIMEOUT_HPP
