// What is left in a loop comes to its end.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_CLEAN_UP_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_CLEAN_UP_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/fwd.hpp>

#include <exception>

namespace boost::asyncio::detail {

class run_end;

// These run a loop that this thread has claimed, whatever leaves it meanwhile:
// a clean-up is not cut short. They set `interrupt` to the first interrupt,
// unless there was one before; the rest is reported.

// Until an end that has begun is complete.
BOOST_ASYNCIO_COLD_DECL void complete_end(
    event_loop& loop, run_end const& end, std::exception_ptr& interrupt);

// Cancels all tasks and awaits them.
BOOST_ASYNCIO_COLD_DECL void
cancel_claimed_tasks(event_loop& loop, std::exception_ptr& interrupt);

// Waits for the functions in the default pool, which may still want something
// of the loop. Those that can be are asked to stop.
BOOST_ASYNCIO_COLD_DECL void
end_threads(event_loop& loop, std::exception_ptr& interrupt);

// Claims a loop, cancels all tasks in it, and awaits them.
BOOST_ASYNCIO_COLD_DECL void cancel_all_tasks(event_loop& loop);

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/clean_up.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_CLEAN_UP_HPP
