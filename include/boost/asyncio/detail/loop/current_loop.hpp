// The loop that is running in this thread.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CURRENT_LOOP_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CURRENT_LOOP_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>

namespace boost::asyncio::detail {

inline loop_state* running_loop() noexcept
{
    return current.loop ? current.loop : current.running;
}

[[noreturn]] BOOST_ASYNCIO_DECL void no_running_loop(char const* message);

inline loop_state&
current_loop(char const* otherwise = "no running event loop")
{
    if (auto* const l = running_loop())
        return *l;
    no_running_loop(otherwise);
}

// For create_task() without a place.
inline loop_state& loop_for_task()
{
    return current_loop(
        "no running event loop: outside of tasks, create_task() is told where, "
        "as in create_task(co_await this_coro::executor, ...)");
}

// Debug mode: refuses a call from another thread than the loop's.
inline void require_here(loop_state const& l)
{
    l.require_here();
}

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/current_loop.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CURRENT_LOOP_HPP
