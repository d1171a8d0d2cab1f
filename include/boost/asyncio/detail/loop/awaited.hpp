// What can be awaited through an awaiter of its own.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_AWAITED_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_AWAITED_HPP

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <type_traits>

namespace boost::asyncio::detail {

// A coroutine that was just suspended and not yet parked.
template<class E>
class suspended_coroutine;

// The return type in the completion signature of what is awaited so; see
// asio_compat.hpp.
struct awaited
{
};

// A type that is awaited through an awaiter of its own:
//   template<class E> class awaiter;      // E: the coroutine's executor
//       awaiter(Op&&);
//       bool await_ready();
//       bool park_now(suspended_coroutine<E>);
//           // Inside await_suspend(): parks a coroutine that nobody can resume
//           // before it has returned; false if that is not sure.
//       bool await_suspend(suspended_coroutine<E>);
//           // Later, once it is suspended: parks it, or false: go on.
//       T await_resume();
struct awaited_tag
{
};

} // namespace boost::asyncio::detail

namespace boost::asio {

template<class Op>
    requires std::derived_from<
        std::remove_cvref_t<Op>,
        asyncio::detail::awaited_tag>
struct completion_signature_of<Op>
{
    using type = asyncio::detail::awaited();
};

template<class Op>
    requires std::derived_from<Op, asyncio::detail::awaited_tag>
struct is_async_operation<Op> : std::true_type
{
};

} // namespace boost::asio

#endif // BOOST_ASYNCIO_DETAIL_LOOP_AWAITED_HPP
