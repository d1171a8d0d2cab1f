// Bodies of as_completed.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_AS_COMPLETED_HPP
#define BOOST_ASYNCIO_IMPL_AS_COMPLETED_HPP

#include <boost/asyncio/as_completed.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/wait/launch_child.hpp>

#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

template<class R>
completions_of<R> start_as_completed(
    R&& range, limit_or_none const& l, std::source_location where)
{
    using value = range_value<R>;
    // A view may show what belongs to somebody else.
    constexpr bool owned =
        !std::is_lvalue_reference_v<R> && !view<R>;
    require_all_usable(range);
    as_completed_state::ptr s(new as_completed_state);
    loop_state* loop = nullptr;
    auto const add = [&]<class C>(C&& c)
    {
        static_assert(
            std::is_constructible_v<value, C>,
            "a range of children that can only be moved is passed as an "
            "rvalue: as_completed(std::move(range))");
        if (!loop)
            loop = loop_of_child(c);
        if (!loop)
            loop = &current_loop();
        s->add(launch_child(
            *loop, std::forward<C>(c), task_options{.location = where}));
    };
    for (auto&& c : range)
        if constexpr (owned)
            add(std::move(c));
        else
            add(std::forward<decltype(c)>(c));
    s->begin(l);
    return handle_access::make<completions_of<R>>(std::move(s));
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_IMPL_AS_COMPLETED_HPP
