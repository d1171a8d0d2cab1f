// Bodies of with.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_WITH_HPP
#define BOOST_ASYNCIO_IMPL_WITH_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/with.hpp>

#include <concepts>
#include <cstddef>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

template<class T>
decltype(auto) unwrap(T& t) noexcept
{
    if constexpr (std::is_same_v<std::unwrap_reference_t<T>, T>)
        return std::move(t);
    else
        return t.get();
}

// The managers from the Ith on, with the values of those before.
template<class Lane, class T, class Managers, class Body>
class with_levels
{
public:
    static constexpr std::size_t count = std::tuple_size_v<Managers>;

    with_levels(loop_state& l, Managers& m, Body& b) noexcept
        : loop_(l), managers_(m), body_(b)
    {
    }

    template<std::size_t I, class... Values>
    asio::awaitable<T, Lane> run(std::tuple<Values&...> values)
    {
        if constexpr (I == count)
            return call(values);
        else
            return level<I>(*this, values);
    }

private:
    template<std::size_t I, class... Values>
    static asio::awaitable<T, Lane>
    level(with_levels self, std::tuple<Values&...> values)
    {
        std::unwrap_reference_t<
            std::remove_reference_t<std::tuple_element_t<I, Managers>>>&
            manager = std::get<I>(self.managers_);
        using manager_type = std::remove_reference_t<decltype(manager)>;
        std::exception_ptr error;
        using stored =
            std::conditional_t<std::is_void_v<T>, nothing, T>;
        std::optional<stored> result;
        auto enter = awaited_child<Lane>(
            self.loop_, enter_in<Lane>(manager));
        if constexpr (std::is_void_v<enter_result<manager_type>>)
        {
            co_await std::move(enter);
            try
            {
                auto inner = self.template run<I + 1>(values);
                if constexpr (std::is_void_v<T>)
                    co_await std::move(inner);
                else
                    result.emplace(co_await std::move(inner));
            }
            catch (...)
            {
                error = std::current_exception();
            }
        }
        else
        {
            auto value = co_await std::move(enter);
            try
            {
                auto all = std::tuple_cat(
                    values, std::tuple<decltype(value)&>(value));
                auto inner = self.template run<I + 1>(all);
                if constexpr (std::is_void_v<T>)
                    co_await std::move(inner);
                else
                    result.emplace(co_await std::move(inner));
            }
            catch (...)
            {
                error = std::current_exception();
            }
        }
        auto exit = awaited_child<Lane>(
            self.loop_, exit_in<Lane>(manager, error));
        if constexpr (std::is_void_v<exit_result<manager_type>>)
            co_await std::move(exit);
        else
        {
            static_assert(
                std::is_same_v<exit_result<manager_type>, bool>,
                "aexit yields bool (true suppresses the exception) or void");
            static_assert(
                std::is_void_v<T> || std::default_initializable<T>,
                "a manager whose aexit may suppress an exception needs a body "
                "whose result is void or default constructible");
            bool const suppress = co_await std::move(exit);
            if (suppress)
                error = nullptr;
        }
        if (error)
            std::rethrow_exception(error);
        if constexpr (!std::is_void_v<T>)
        {
            if constexpr (std::default_initializable<T>)
                co_return result ? std::move(*result) : T();
            else
                co_return std::move(*result);
        }
    }

    template<class... Values>
    asio::awaitable<T, Lane> call(std::tuple<Values&...> values)
    {
        std::unwrap_reference_t<Body>& body = body_;
        if constexpr (std::invocable<
                          decltype(body),
                          decltype(unwrap(std::declval<Values&>()))...>)
            return to_lane(
                loop_,
                std::apply(
                    [&body](auto&... v)
                    { return std::invoke(body, unwrap(v)...); },
                    values));
        else
            return to_lane(loop_, std::invoke(body));
    }

    loop_state& loop_;
    Managers& managers_;
    Body& body_;
};

// The awaitable that the body returns, given the values of the managers.
template<class T>
using value_argument = decltype(unwrap(std::declval<T&>()));

template<class... Values>
struct value_list
{
};

template<class List, class M>
struct append_value;

template<class... Values, class M>
struct append_value<value_list<Values...>, M>
{
    using value = enter_result<std::unwrap_reference_t<M>>;
    using type = typename std::conditional_t<
        std::is_void_v<value>,
        std::type_identity<value_list<Values...>>,
        std::type_identity<value_list<Values..., value>>>::type;
};

template<class List, class... Managers>
struct all_values
{
    using type = List;
};

template<class List, class First, class... Rest>
struct all_values<List, First, Rest...>
    : all_values<typename append_value<List, First>::type, Rest...>
{
};

template<class Body, class List>
struct body_call;

template<class Body, class... Values>
struct body_call<Body, value_list<Values...>>
{
    static auto probe()
    {
        using body = std::unwrap_reference_t<Body>;
        if constexpr (std::invocable<body&, value_argument<Values>...>)
            return std::type_identity<
                std::invoke_result_t<body&, value_argument<Values>...>>();
        else
        {
            static_assert(
                std::invocable<body&>,
                "the body of with() takes what its managers yield, in order, "
                "or nothing");
            return std::type_identity<std::invoke_result_t<body&>>();
        }
    }

    using type = typename decltype(probe())::type;
};

template<class Body, class... Managers>
class with_body
{
public:
    static_assert(
        (context_manager_type<std::unwrap_reference_t<
             std::remove_reference_t<Managers>>> &&
         ...),
        "a context manager has aenter() and aexit(std::exception_ptr)");
    using result = typename body_call<
        Body,
        typename all_values<
            value_list<>,
            std::remove_reference_t<Managers>...>::type>::type;
    static_assert(
        awaitable<result>, "the body of with() returns an awaitable");
    using value_type = typename awaitable_traits<result>::value_type;
    using executor_type = typename awaitable_traits<result>::executor_type;

    template<class B>
    with_body(B&& body, Managers&&... managers)
        : managers_(std::forward<Managers>(managers)...)
        , body_(std::forward<B>(body))
    {
    }

    template<class Lane>
    asio::awaitable<value_type, Lane> run(loop_state& l)
    {
        return run_in<Lane>(l, std::move(*this));
    }

private:
    using manager_tuple = std::tuple<Managers...>;

    template<class Lane>
    static asio::awaitable<value_type, Lane>
    run_in(loop_state& l, with_body self)
    {
        with_levels<Lane, value_type, manager_tuple, Body> levels(
            l, self.managers_, self.body_);
        auto inner = levels.template run<0>(std::tuple<>());
        co_return co_await std::move(inner);
    }

    manager_tuple managers_;
    Body body_;
};

// The body comes last: turn the arguments round.
template<class Tuple, std::size_t... I>
auto with_call_tuple(Tuple args, std::index_sequence<I...>)
{
    constexpr auto last = sizeof...(I);
    require_function(std::get<last>(args));
    using body_type = std::decay_t<std::tuple_element_t<last, Tuple>>;
    // Lvalues stay references, rvalues are stored.
    using call = with_body<
        body_type,
        std::conditional_t<
            std::is_lvalue_reference_v<std::tuple_element_t<I, Tuple>>,
            std::tuple_element_t<I, Tuple>,
            std::decay_t<std::tuple_element_t<I, Tuple>>>...>;
    return in_task<
        typename call::value_type,
        typename call::executor_type,
        call>(call(
        std::get<last>(std::move(args)), std::get<I>(std::move(args))...));
}

template<class... Args>
auto with_call(Args&&... args)
{
    return with_call_tuple(
        std::forward_as_tuple(std::forward<Args>(args)...),
        std::make_index_sequence<sizeof...(Args) - 1>());
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_WITH_HPP
