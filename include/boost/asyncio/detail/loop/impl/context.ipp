// Bodies of context.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_IPP

#include <boost/asyncio/detail/loop/context.hpp>

#include <algorithm>
#include <utility>

namespace boost::asyncio::detail {

context_map::~context_map()
{
}

context_value_ptr context_map::find(ptr const& m, std::uint64_t variable)
{
    if (!m)
        return nullptr;
    auto const i = m->position(variable);
    bool const found = i != m->entries_.end() && i->first == variable;
    return found ? i->second : nullptr;
}

void context_map::set(ptr& m, std::uint64_t variable, context_value_ptr value)
{
    if (!m)
        m = new context_map;
    else if (m->use_count() > 1)
        m = new context_map(*m);
    auto const i = m->position(variable);
    bool const found = i != m->entries_.end() && i->first == variable;
    if (found && value)
        i->second = std::move(value);
    else if (found)
        m->entries_.erase(i);
    else if (value)
        m->entries_.emplace(i, variable, std::move(value));
}

std::vector<context_map::entry>::iterator
context_map::position(std::uint64_t variable)
{
    return std::lower_bound(
        entries_.begin(),
        entries_.end(),
        variable,
        [](entry const& e, std::uint64_t v) { return e.first < v; });
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_IPP
