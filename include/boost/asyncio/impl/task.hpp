// Bodies of task.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TASK_HPP
#define BOOST_ASYNCIO_IMPL_TASK_HPP

#include <boost/asyncio/task.hpp>

#include <cstddef>
#include <functional>

namespace boost::asyncio {

template<detail::place P, class F, class... Args>
    requires(sizeof...(Args) > 0) && detail::async_call<F, Args...>
auto create_task(P&& place, F&& f, Args&&... args)
{
    return detail::create_call_in(
        *detail::loop_of(place),
        task_options{.location = {}},
        std::forward<F>(f),
        std::forward<Args>(args)...);
}

template<detail::place P, class F, class... Args>
    requires detail::async_call<F, Args...>
auto create_task(P&& place, task_options options, F&& f, Args&&... args)
{
    return detail::create_call_in(
        *detail::loop_of(place),
        options,
        std::forward<F>(f),
        std::forward<Args>(args)...);
}

} // namespace boost::asyncio

template<class T>
struct std::hash<boost::asyncio::task<T>>
{
    std::size_t
    operator()(boost::asyncio::task<T> const& t) const noexcept
    {
        return std::hash<void const*>()(
            boost::asyncio::detail::handle_access::state(t).get());
    }
};

template<>
struct std::hash<boost::asyncio::any_task>
{
    std::size_t
    operator()(boost::asyncio::any_task const& t) const noexcept
    {
        return std::hash<void const*>()(
            boost::asyncio::detail::handle_access::state(t).get());
    }
};

#endif // BOOST_ASYNCIO_IMPL_TASK_HPP
