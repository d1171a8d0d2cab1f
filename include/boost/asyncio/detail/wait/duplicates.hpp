// Tasks and futures that were given more than once.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_DUPLICATES_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_DUPLICATES_HPP

#include <boost/asyncio/config.hpp>

#include <vector>

namespace boost::asyncio::detail {

class state_base;

// Sets the second and later ones of each to null.
BOOST_ASYNCIO_DECL void drop_duplicates(std::vector<state_base*>& states);

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/duplicates.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_DUPLICATES_HPP
