// What a cancelled operation of others ends with.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_ABORTED_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_ABORTED_HPP

#include <boost/asyncio/config.hpp>

#include <exception>

namespace boost::asyncio::detail {

// Whether `e`, which a handler has caught, says that an operation was
// cancelled: a system_error, of Boost or of the standard library, whose code is
// equivalent to errc::operation_canceled, such as Asio's operation_aborted, or
// is that of a channel, which is equivalent to nothing; or several exceptions
// of which the first is that. By whom it was cancelled it does not say: ask
// only while a request is pending.
BOOST_ASYNCIO_COLD_DECL bool is_abort(std::exception const& e) noexcept;

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/task/impl/aborted.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_TASK_ABORTED_HPP
