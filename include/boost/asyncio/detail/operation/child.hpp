// What a child may be, what it yields, and how it is opened.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/operation/get_operation.hpp>
#include <boost/asyncio/detail/operation/ranges.hpp>
#include <boost/asyncio/detail/operation/usable.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

// A handle: task, future, any_task. Its get() is asked for an rvalue: the other
// one refuses a result that can only be moved.
template<class C>
concept handle_child = requires(C&& c) {
    { std::move(c).get() } -> operation;
    c.add_done_callback([] {});
};

// A deferred operation of Asio, or of a library built like it.
template<class C>
concept asio_operation =
    std::is_class_v<std::remove_cvref_t<C>> && !operation<C> &&
    !handle_child<C> && !awaitable<C> && !awaitable_function<C> &&
    asio::is_async_operation<std::remove_cvref_t<C>>::value;

template<class Op>
using deferred_awaitable = decltype(std::declval<std::decay_t<Op>>()(
    std::declval<asio::use_awaitable_t<executor> const&>()));

// An awaitable of an executor that is neither of the lanes is spawned on the
// executor of the loop, which must be that very one. Asio moves the result on
// its way back, and has no place for an exception there.
template<class T>
using boxed = std::conditional_t<
    std::is_void_v<T>,
    void,
    std::conditional_t<
        std::is_nothrow_move_constructible_v<T>,
        std::optional<T>,
        std::unique_ptr<T>>>;

template<class T, class E>
asio::awaitable<boxed<T>, E> box(asio::awaitable<T, E> a)
{
    if constexpr (std::is_void_v<T>)
        co_await std::move(a);
    else if constexpr (std::is_nothrow_move_constructible_v<T>)
        co_return std::optional<T>(co_await std::move(a));
    else
    {
        T result = co_await std::move(a);
        co_return std::make_unique<T>(std::move(result));
    }
}

template<class E>
E const& inner_executor(loop_state& l)
{
    auto const* const any = l.executor();
    auto const* const ex = any ? any->target<E>() : nullptr;
    if (!ex)
        throw std::invalid_argument(
            "the executor type of this awaitable is not that of the loop: use "
            "asio::any_io_executor, asyncio::executor, or the loop's own");
    if (!l.executor_is_serial())
        throw std::invalid_argument(
            "an awaitable with the executor of a thread pool would run beside "
            "the loop: use a loop over a strand, or asio::any_io_executor");
    return *ex;
}

template<class T, class E>
asio::awaitable<T, executor> await_elsewhere(E ex, asio::awaitable<T, E> a)
{
    auto boxed = box(std::move(a));
    if constexpr (std::is_void_v<T>)
        co_await asio::co_spawn(
            ex, std::move(boxed), asio::use_awaitable_t<executor>());
    else
    {
        auto result = co_await asio::co_spawn(
            ex, std::move(boxed), asio::use_awaitable_t<executor>());
        co_return std::move(*result);
    }
}

template<class T, class Op>
asio::awaitable<T, executor> await_operation(Op op)
{
    co_return co_await std::move(op);
}

template<class A>
using lane_of = std::conditional_t<
    is_lane<typename awaitable_traits<A>::executor_type>,
    typename awaitable_traits<A>::executor_type,
    executor>;

template<class A>
void check_awaitable(loop_state& l)
{
    using traits = awaitable_traits<A>;
    static_assert(
        !std::is_reference_v<typename traits::value_type>,
        "a child that yields a reference: yield a pointer or a "
        "std::reference_wrapper");
    if constexpr (!is_lane<typename traits::executor_type>)
        inner_executor<typename traits::executor_type>(l);
}

// An awaitable of any executor as one of a lane.
template<class A>
auto to_lane_unchecked(loop_state& l, A a)
{
    using executor_type = typename awaitable_traits<A>::executor_type;
    if constexpr (is_lane<executor_type>)
        return a;
    else
        return await_elsewhere(
            inner_executor<executor_type>(l), std::move(a));
}

// The same; throws if there is none in it.
template<class A>
auto to_lane(loop_state& l, A a)
{
    require_valid(a);
    return to_lane_unchecked(l, std::move(a));
}

// How a child is kept, checked, and opened. `value_type` is what it yields.
template<class C>
struct child_traits
{
    static_assert(
        !std::is_same_v<C, C>,
        "a child is an awaitable, a function without parameters that returns "
        "one, a task or future, an operation of this library, or a deferred "
        "operation of Asio");
};

template<awaitable C>
struct child_traits<C>
{
    using value_type = typename awaitable_traits<C>::value_type;
    using lane = lane_of<C>;

    static void check(loop_state& l)
    {
        check_awaitable<C>(l);
    }

    static auto open(loop_state& l, C& c)
    {
        return to_lane(l, std::move(c));
    }
};

template<class C>
    requires awaitable_function<C> && (!awaitable<C>) && (!operation<C>) &&
             (!handle_child<C>)
struct child_traits<C>
{
    using body = std::invoke_result_t<C&>;
    using value_type = typename awaitable_traits<body>::value_type;
    using lane = lane_of<body>;

    static void check(loop_state& l)
    {
        check_awaitable<body>(l);
    }

    static auto open(loop_state& l, C& c)
    {
        require_function(c);
        return to_lane(l, std::invoke(c));
    }
};

template<operation C>
    requires(!handle_child<C>)
struct child_traits<C>
{
    using value_type = typename C::value_type;
    using lane = executor;

    static void check(loop_state&)
    {
    }

    static auto open(loop_state&, C& c)
    {
        return await_operation<value_type>(std::move(c));
    }
};

template<handle_child C>
struct child_traits<C>
{
    using operation_type = decltype(std::declval<C>().get());
    using value_type = typename operation_type::value_type;
    using lane = executor;

    static void check(loop_state&)
    {
    }

    static auto open(loop_state&, C& c)
    {
        return await_operation<value_type>(std::move(c).get());
    }
};

template<asio_operation C>
struct child_traits<C>
{
    using body = deferred_awaitable<C>;
    using value_type = typename awaitable_traits<body>::value_type;
    using lane = executor;

    static void check(loop_state&)
    {
    }

    static auto open(loop_state&, C& c)
    {
        return std::move(c)(asio::use_awaitable_t<executor>());
    }
};

template<class C>
using child_value = typename child_traits<std::decay_t<C>>::value_type;

// Throws std::invalid_argument for a child that could not run: what would be
// found out in the middle is found out where it is given to somebody.
template<class C>
void require_usable([[maybe_unused]] C const& c)
{
    if constexpr (awaitable<C>)
        require_valid(c);
    else if constexpr (handle_child<C>)
    {
        if (!c)
            throw std::invalid_argument("an empty task or future is awaited");
    }
    else if constexpr (awaitable_function<C>)
        require_function(c);
}

// The same for a range, before anything is taken out of it. What comes to be
// only when it is looked at has to wait.
template<class R>
void require_all_usable([[maybe_unused]] R& range)
{
    if constexpr (
        forward_range<R&> &&
        std::is_lvalue_reference_v<range_reference<R&>>)
        for (auto const& c : range)
            require_usable(c);
}

} // namespace detail

/** What this library runs and awaits: an awaitable, a function without
    parameters that returns one, an operation of this library, a task or future,
    or an operation of Boost.Asio that was given `asio::deferred`.
*/
template<class C>
concept child = awaitable<C> || awaitable_function<C> || operation<C> ||
                detail::handle_child<std::remove_cvref_t<C>> ||
                detail::asio_operation<C>;

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_HPP
