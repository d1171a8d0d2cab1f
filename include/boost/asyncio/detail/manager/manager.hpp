// Awaiting a child, and entering and leaving a manager, in a lane.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_HPP
#define BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/manager/in_task.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/task.hpp>

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

template<class M>
using enter_result = child_value<decltype(std::declval<M&>().aenter())>;

template<class M>
using exit_result = child_value<decltype(
    std::declval<M&>().aexit(std::declval<std::exception_ptr>()))>;

// Keeps a function as long as what it returns is awaited.
template<class E, class F>
asio::awaitable<child_value<F>, E> await_function(loop_state& l, F f)
{
    co_return co_await child_traits<F>::open(l, f);
}

// A child as something that a coroutine of the lane E can await.
template<class E, class C>
auto awaited_child(loop_state& l, C&& c)
{
    using child = std::decay_t<C>;
    require_usable(c);
    if constexpr (handle_child<child>)
        return std::forward<C>(c).get();
    else if constexpr (operation<child>)
        return std::forward<C>(c);
    else if constexpr (asio_operation<child>)
        return std::forward<C>(c)(asio::use_awaitable_t<E>());
    else if constexpr (!std::is_same_v<typename child_traits<child>::lane, E>)
    {
        // A task of its own, cancelled with this one.
        auto t = create_task_in(l, task_options{}, std::forward<C>(c));
        return std::move(t).get();
    }
    else if constexpr (awaitable<child>)
        return to_lane(l, std::forward<C>(c));
    else
        return await_function<E>(l, child(std::forward<C>(c)));
}

// A manager that knows both lanes has aenter<Lane>() and aexit<Lane>(e).
template<class Lane, class M>
decltype(auto) enter_in(M& m)
{
    if constexpr (requires { m.template aenter<Lane>(); })
        return m.template aenter<Lane>();
    else
        return m.aenter();
}

template<class Lane, class M>
decltype(auto) exit_in(M& m, std::exception_ptr e)
{
    if constexpr (requires { m.template aexit<Lane>(e); })
        return m.template aexit<Lane>(std::move(e));
    else
        return m.aexit(std::move(e));
}

template<class T>
constexpr bool is_exit_result = std::is_void_v<T> || std::is_same_v<T, bool>;

// T, or what a std::reference_wrapper refers to.
template<class T>
using unwrapped = std::remove_reference_t<std::unwrap_reference_t<T>>;

// What is given as an lvalue or std::ref is referred to, an rvalue is stored:
// T is deduced for a T&&.
template<class T>
class kept
{
public:
    using type = unwrapped<std::remove_reference_t<T>>;

    explicit kept(T&& t)
        : value_(std::forward<T>(t))
    {
    }

    type& get() noexcept
    {
        return value_;
    }

private:
    T value_;
};

// What a call yields, whether it returns a child or the result itself.
template<class R>
struct call_traits
{
    using value_type = std::conditional_t<
        std::is_lvalue_reference_v<R>,
        std::reference_wrapper<std::remove_reference_t<R>>,
        R>;
};

template<child R>
struct call_traits<R>
{
    using value_type = child_value<R>;
};

template<class F>
using call_value =
    typename call_traits<std::invoke_result_t<F&>>::value_type;

template<class Lane, class F>
asio::awaitable<call_value<F>, Lane> await_call(loop_state& l, F f)
{
    if constexpr (child<std::invoke_result_t<F&>>)
    {
        auto awaited = awaited_child<Lane>(l, std::invoke(f));
        co_return co_await std::move(awaited);
    }
    else
        co_return std::invoke(f);
}

// A lambda [...]<class Lane>(loop_state&) as a body of in_task().
template<class F>
class lane_call
{
public:
    explicit lane_call(F f)
        : f_(std::move(f))
    {
    }

    template<class Lane>
    auto run(loop_state& l)
    {
        return f_.template operator()<Lane>(l);
    }

private:
    F f_;
};

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_HPP
