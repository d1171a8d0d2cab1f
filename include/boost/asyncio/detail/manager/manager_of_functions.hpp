// What a manager of two functions does in a lane.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_OF_FUNCTIONS_HPP
#define BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_OF_FUNCTIONS_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/manager/manager.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

[[noreturn]] BOOST_ASYNCIO_DECL void throw_entered_before();
[[noreturn]] BOOST_ASYNCIO_DECL void throw_not_entered();

// aclose() of an object that knows both lanes, or of any other.
template<class Lane, class T>
decltype(auto) close_in(T& t)
{
    if constexpr (requires { t.template aclose<Lane>(); })
        return t.template aclose<Lane>();
    else
        return t.aclose();
}

// A manager that was entered without a value has `nothing`.
template<class Exit, class Value>
decltype(auto) call_exit(Exit& exit, Value& value, std::exception_ptr e)
{
    constexpr bool has_value = !std::is_same_v<Value, nothing>;
    if constexpr (
        has_value && std::invocable<Exit&, Value&, std::exception_ptr>)
        return std::invoke(exit, value, std::move(e));
    else if constexpr (has_value && std::invocable<Exit&, Value&>)
        return std::invoke(exit, value);
    else if constexpr (std::invocable<Exit&, std::exception_ptr>)
        return std::invoke(exit, std::move(e));
    else
    {
        static_assert(
            std::invocable<Exit&>,
            "the second function of context_manager() takes what the first "
            "one yields and a std::exception_ptr, or one of them, or nothing");
        return std::invoke(exit);
    }
}

template<class Enter, class Exit>
class manager_of_functions
{
    using enter_function = unwrapped<Enter>;
    using exit_function = unwrapped<Exit>;
    using entered = call_value<enter_function>;
    static constexpr bool has_value = !std::is_void_v<entered>;
    using stored = std::conditional_t<has_value, entered, nothing>;
    using value_type = unwrapped<stored>;

public:
    using enter_type = std::conditional_t<
        has_value,
        std::reference_wrapper<value_type>,
        void>;
    using exit_type =
        typename call_traits<decltype(call_exit(
            std::declval<exit_function&>(),
            std::declval<value_type&>(),
            std::exception_ptr()))>::value_type;
    static_assert(
        is_exit_result<exit_type>,
        "the second function of context_manager() yields bool (true suppresses "
        "the exception) or void");

    template<class F, class G>
    manager_of_functions(F&& enter, G&& exit)
        : enter_(std::forward<F>(enter)), exit_(std::forward<G>(exit))
    {
        require_function(enter_);
        require_function(exit_);
    }

    template<class Lane>
    asio::awaitable<enter_type, Lane> enter(loop_state& l)
    {
        if (std::exchange(used_, true))
            throw_entered_before();
        enter_function& f = enter_;
        auto awaited = await_call<Lane>(l, std::ref(f));
        if constexpr (has_value)
        {
            value_.emplace(co_await std::move(awaited));
            co_return std::ref(*value_);
        }
        else
        {
            co_await std::move(awaited);
            value_.emplace();
        }
    }

    template<class Lane>
    asio::awaitable<exit_type, Lane>
    leave(loop_state& l, std::exception_ptr e)
    {
        if (!value_)
            throw_not_entered();
        return await_call<Lane>(
            l,
            [this, e]() -> decltype(auto)
            {
                exit_function& f = exit_;
                value_type& v = *value_;
                return call_exit(f, v, e);
            });
    }

private:
    Enter enter_;
    Exit exit_;
    std::optional<stored> value_;
    bool used_ = false;
};

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/manager/impl/manager_of_functions.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_MANAGER_MANAGER_OF_FUNCTIONS_HPP
