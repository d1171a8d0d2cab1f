// Templates of wait_for.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP
#define BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/wait/kept_children.hpp>
#include <boost/asyncio/detail/wait/wait_for_operation.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

// An awaitable with a limit, in the caller's own task.
template<class C>
class wait_for_body
{
public:
    using traits = child_traits<C>;
    using value_type = typename traits::value_type;

    template<class Child>
    wait_for_body(Child&& c, limit_or_none l)
        : child_(std::in_place, std::forward<Child>(c)), limit_(l)
    {
    }

    timeout_scope* scope(loop_state& l, std::optional<timeout_scope>& own)
    {
        return limit_ && !limit_->passed()
            ? &own.emplace(std::optional(limit_->deadline(l)))
            : nullptr;
    }

    template<class Lane>
    asio::awaitable<value_type, Lane> open(loop_state& l, timeout_scope*)
    {
        if (limit_ && limit_->passed())
            return never_started<Lane>(l, std::move(child()));
        return traits::open(l, child());
    }

private:
    // Python makes a task of it that never starts.
    template<class Lane>
    static asio::awaitable<value_type, Lane>
    never_started(loop_state& l, C child)
    {
        auto t = create_task_in(l, task_options{}, std::move(child));
        co_return co_await wait_for_call(
            std::move(t), limit_or_none(limit::after(clock::duration())));
    }

    C& child() noexcept
    {
        return std::get<0>(child_.get());
    }

    kept_children<std::tuple<C>> child_;
    limit_or_none limit_;
};

template<class C>
struct awaited_executor
{
    using type = typename awaitable_traits<C>::executor_type;
};

template<class C>
    requires(!awaitable<C>)
struct awaited_executor<C>
{
    using type =
        typename awaitable_traits<std::invoke_result_t<C&>>::executor_type;
};

template<class C>
auto wait_for_call(C&& c, limit_or_none l)
{
    using child = std::decay_t<C>;
    require_usable(c);
    if constexpr (handle_child<child>)
    {
        auto op = std::forward<C>(c).get();
        return wait_for_operation<decltype(op)>(std::move(op), l);
    }
    else if constexpr (operation<child>)
        return wait_for_operation<child>(std::forward<C>(c), l);
    else if constexpr (asio_operation<child>)
        return wait_for_operation<asio_child<child>>(
            asio_child<child>(std::forward<C>(c)), l);
    else
    {
        using body = wait_for_body<child>;
        return run_limited<typename awaited_executor<child>::type>(
            body(std::forward<C>(c), l));
    }
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_WAIT_FOR_HPP
