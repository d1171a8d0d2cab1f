// Bodies of shield.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_SHIELD_HPP
#define BOOST_ASYNCIO_IMPL_SHIELD_HPP

#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/detail/wait/shield_link.hpp>
#include <boost/asyncio/shield.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

template<class C>
auto shield_child(C&& c, std::source_location where)
{
    using child = std::decay_t<C>;
    using T = child_value<child>;
    using state = child_state<C>;
    constexpr bool shared = handle_child<child>;
    static_assert(
        !shared || std::is_void_v<T> || std::is_copy_constructible_v<T> ||
            !std::is_lvalue_reference_v<C>,
        "the result can only be moved: shield(std::move(t))");

    require_usable(c);
    loop_state& l = loop_of_shield(loop_of_child(c));
    auto const inner = launch_child(
        l, std::forward<C>(c), task_options{.location = where});
    intrusive_ptr<future_state<T>> const outer(
        make_state<future_state<T>>(l), false);
    if (inner->done())
        settle<T, shared>(*outer, *inner);
    else
        shield_link_base::start(
            std::make_unique<shield_link<T, shared, state>>(outer, *inner));
    return handle_access::make<future<T>>(outer);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_SHIELD_HPP
