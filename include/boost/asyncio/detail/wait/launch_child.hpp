// A child as the state of a task or future.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_LAUNCH_CHILD_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_LAUNCH_CHILD_HPP

#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/create_task.hpp>
#include <boost/asyncio/task.hpp>

#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// The state of a child: its own for a task or future, else that of a task made
// for it.
template<class C>
auto launch_child(loop_state& l, C&& c, task_options const& options = {})
{
    if constexpr (handle_child<std::decay_t<C>>)
    {
        require_usable(c);
        auto s = handle_access::state(c);
        if (&s->loop() != &l)
            throw std::invalid_argument(
                "The future belongs to a different loop than the one "
                "specified as the loop argument");
        return s;
    }
    else
    {
        auto t = create_task_in(l, options, std::forward<C>(c));
        return handle_access::state(t);
    }
}

template<class C>
using child_state =
    typename decltype(launch_child(
        std::declval<loop_state&>(), std::declval<C>()))::element_type;

template<class C>
loop_state* loop_of_child([[maybe_unused]] C const& c) noexcept
{
    if constexpr (handle_child<C>)
        if (auto const& s = handle_access::state(c))
            return &s->loop();
    return nullptr;
}

// `Shared`: others may read the result, too.
template<bool Shared, class State>
decltype(auto) read_result(State& s)
{
    if constexpr (Shared && std::is_copy_constructible_v<
                                typename State::value_type>)
        return std::as_const(s.value());
    else
        return std::move(s.value());
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_LAUNCH_CHILD_HPP
