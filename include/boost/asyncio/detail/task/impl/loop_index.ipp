// Bodies of loop_index.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_INDEX_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_INDEX_IPP

#include <boost/asyncio/detail/task/loop_index.hpp>

#include <utility>

namespace boost::asyncio::detail {

std::size_t loop_index::key_of(executor_facts const& facts)
{
    if (facts.hash)
    {
        lesson const l{facts.get, facts.hash};
        learn(l);
        return l.key_of(facts.any);
    }
    for (lesson const& l : lessons_)
        if (auto const key = l.key_of(facts.any); key != unknown)
            return key;
    return unknown;
}

void loop_index::learn(lesson const& l)
{
    for (lesson const& known : lessons_)
        if (known.hash == l.hash)
            return;
    lessons_.push_back(l);
    // Once for each type. There are no more loops afterwards than before, so
    // that the iterator stays valid.
    for (auto i = loops_.begin(); i != loops_.end();)
    {
        loop_state* const p = *i++;
        if (p->key == unknown && p->executor())
            move(*p, l.key_of(*p->executor()));
    }
}

loop_state*
loop_index::find(executor_facts const& facts, std::size_t key) const
{
    auto const i = loops_.find(wanted{facts, key});
    return i == loops_.end() ? nullptr : *i;
}

void loop_index::insert(loop_state& l, std::size_t key)
{
    l.key = key;
    loops_.insert(&l);
}

void loop_index::move(loop_state& l, std::size_t key) noexcept
{
    if (key == l.key)
        return;
    auto node = loops_.extract(&l);
    l.key = key;
    loops_.insert(std::move(node));
}

bool loop_index::equal::operator()(
    wanted const& w, loop_state const* l) const
{
    auto const* const ex = l->executor();
    return ex && *ex == w.facts.any;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_LOOP_INDEX_IPP
