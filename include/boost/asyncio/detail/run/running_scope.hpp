// A thread's hold on a loop that it runs.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_RUNNING_SCOPE_HPP
#define BOOST_ASYNCIO_DETAIL_RUN_RUNNING_SCOPE_HPP

#include <boost/asyncio/config.hpp>

namespace boost::asyncio::detail {

class loop_state;

// A thread's hold on a loop that it is about to run, once or several times.
// Who is refused has changed nothing.
class running_scope
{
public:
    BOOST_ASYNCIO_COLD_DECL explicit running_scope(loop_state& l);

    running_scope(running_scope const&) = delete;
    running_scope& operator=(running_scope const&) = delete;

    BOOST_ASYNCIO_COLD_DECL ~running_scope();

private:
    loop_state& loop_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/run/impl/running_scope.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_RUN_RUNNING_SCOPE_HPP
