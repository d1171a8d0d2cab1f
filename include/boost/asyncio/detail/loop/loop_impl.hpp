// Making a loop over an executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/executor_facts.hpp>

namespace boost::asyncio::detail {

class loop_state;

// The caller, the service of the executor's context, owns it until end().
BOOST_ASYNCIO_COLD_DECL loop_state* make_loop(executor_facts const& facts);

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/loop_impl.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_IMPL_HPP
