// Bodies of exit_stack.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EXIT_STACK_HPP
#define BOOST_ASYNCIO_IMPL_EXIT_STACK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/exit_stack.hpp>

#include <concepts>
#include <memory>
#include <type_traits>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

// The result of a call of an exit, or void, which fits, if it is not callable.
template<class F, class... Args>
struct exit_call
{
    static_assert(
        std::invocable<F&, Args...>,
        "an exit is a manager or a function of a std::exception_ptr; a "
        "callback is called with the arguments that were given for it");
    using type = void;
};

template<class F, class... Args>
    requires std::invocable<F&, Args...>
struct exit_call<F, Args...> : std::invoke_result<F&, Args...>
{
};

template<class R>
constexpr void check_no_child()
{
    static_assert(
        !child<R>,
        "nobody would await what this function returns: use push_async_exit() "
        "or push_async_callback()");
}

template<class R>
constexpr void check_child()
{
    static_assert(
        child<R>,
        "this function returns nothing that can be awaited: use push() or "
        "callback()");
}

template<class T>
constexpr void check_exit_result()
{
    static_assert(
        is_exit_result<T>,
        "an exit yields bool (true suppresses the exception) or void");
}

} // namespace detail

template<class E, class M>
auto exit_stack::enter_async_context(M&& manager)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(M);
    using entry = detail::exit_entry_of<M>;
    using manager_type = typename detail::kept<M>::type;
    static_assert(
        context_manager_type<manager_type>,
        "a context manager has aenter() and aexit(std::exception_ptr)");
    detail::check_exit_result<detail::exit_result<manager_type>>();
    // What registers it does not throw: nothing stays entered by accident.
    auto registration = std::make_unique<entry>(std::forward<M>(manager));
    auto& m = registration->exit();
    auto call = [this,
                 &m,
                 r = std::unique_ptr<detail::exit_entry>(
                     std::move(registration))]<class Lane>(
                    detail::loop_state& l) mutable
    { return this->enter<Lane>(l, m, std::move(r)); };
    return detail::in_task<detail::enter_result<manager_type>, E>(
        detail::lane_call(std::move(call)));
}

template<class Lane, class M>
asio::awaitable<detail::enter_result<M>, Lane> exit_stack::enter(
    detail::loop_state& l,
    M& manager,
    std::unique_ptr<detail::exit_entry> registration)
{
    auto entered =
        detail::awaited_child<Lane>(l, detail::enter_in<Lane>(manager));
    if constexpr (std::is_void_v<detail::enter_result<M>>)
    {
        co_await std::move(entered);
        exits_.push(std::move(registration));
    }
    else
    {
        auto value = co_await std::move(entered);
        exits_.push(std::move(registration));
        co_return value;
    }
}

template<class X>
void exit_stack::push_async_exit(X&& exit)
{
    using kept = typename detail::kept<X>::type;
    if constexpr (requires(kept& m, std::exception_ptr e) { m.aexit(e); })
    {
        detail::check_exit_result<detail::exit_result<kept>>();
        exits_.push(
            std::make_unique<detail::exit_entry_of<X>>(
                std::forward<X>(exit)));
    }
    else
    {
        using function = std::decay_t<X>;
        using result = typename detail::
            exit_call<function, std::exception_ptr>::type;
        detail::check_child<result>();
        detail::check_exit_result<detail::child_value<result>>();
        detail::require_function(exit);
        exits_.push(
            std::make_unique<detail::exit_entry_of<function>>(
                function(std::forward<X>(exit))));
    }
}

template<class F, class... Args>
void exit_stack::push_call(F&& f, Args&&... args)
{
    using call = detail::exit_callback<
        detail::bound_call<std::decay_t<F>, std::decay_t<Args>...>>;
    detail::require_function(f);
    exits_.push(
        std::make_unique<detail::exit_entry_of<call, false>>(call(
            std::in_place, std::forward<F>(f), std::forward<Args>(args)...)));
}

template<class F, class... Args>
void exit_stack::push_async_callback(F&& f, Args&&... args)
{
    detail::check_child<typename detail::exit_call<
        std::decay_t<F>,
        std::decay_t<Args>...>::type>();
    push_call(std::forward<F>(f), std::forward<Args>(args)...);
}

template<class F>
void exit_stack::push(F&& exit)
{
    using function = std::decay_t<F>;
    using result =
        typename detail::exit_call<function, std::exception_ptr>::type;
    detail::check_no_child<result>();
    detail::check_exit_result<result>();
    detail::require_function(exit);
    exits_.push(
        std::make_unique<detail::exit_entry_of<function>>(
            function(std::forward<F>(exit))));
}

template<class F, class... Args>
void exit_stack::callback(F&& f, Args&&... args)
{
    detail::check_no_child<typename detail::exit_call<
        std::decay_t<F>,
        std::decay_t<Args>...>::type>();
    push_call(std::forward<F>(f), std::forward<Args>(args)...);
}

template<class E>
asio::awaitable<void, E> exit_stack::aclose()
{
    static_cast<void>(co_await aexit<E>(nullptr));
}

template<class E>
asio::awaitable<bool, E> exit_stack::aexit(std::exception_ptr error)
{
    return detail::in_task<bool, E>(detail::lane_call(
        [this, error]<class Lane>(detail::loop_state& l)
        { return this->leave<Lane>(l, error); }));
}

template<class Lane>
asio::awaitable<bool, Lane>
exit_stack::leave(detail::loop_state& l, std::exception_ptr error)
{
    bool const received = error != nullptr;
    bool thrown = false;
    while (!exits_.empty())
    {
        auto const exit = exits_.pop();
        try
        {
            auto left = exit->template leave<Lane>(l, error);
            if (co_await std::move(left))
            {
                error = nullptr;
                thrown = false;
            }
        }
        catch (...)
        {
            error = std::current_exception();
            thrown = true;
        }
    }
    if (thrown)
        std::rethrow_exception(error);
    co_return received && !error;
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EXIT_STACK_HPP
