// Running a body in the caller's task, or in a task made for it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_MANAGER_IN_TASK_HPP
#define BOOST_ASYNCIO_DETAIL_MANAGER_IN_TASK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/detail/task/this_task.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

// `Body` is a class with a member
//     template<class Lane> asio::awaitable<T, Lane> run(loop_state&);
// that has to run inside a task: in the caller's own if there is one.
template<class T, class E, class Body>
asio::awaitable<T, E> in_task(Body body)
{
    if constexpr (is_lane<E>)
        if (task_base* const t = co_await this_task())
        {
            // Not "co_return cond ? co_await a : co_await b": see "Compilers".
            auto inner = body.template run<E>(t->loop());
            co_return co_await std::move(inner);
        }
    using lane = std::conditional_t<is_lane<E>, E, executor>;
    auto const ex = co_await asio::this_coro::executor;
    auto const l = loop_of(ex);
    auto t = create_task_in(
        *l, task_options{}, body.template run<lane>(*l));
    co_return co_await std::move(t);
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_MANAGER_IN_TASK_HPP
