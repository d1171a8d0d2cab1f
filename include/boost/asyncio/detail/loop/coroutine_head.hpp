// What a coroutine_handle refers to.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_COROUTINE_HEAD_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_COROUTINE_HEAD_HPP

namespace boost::asyncio::detail {

// The frames of all compilers begin so.
struct coroutine_head
{
    void (*resume)(coroutine_head*);
    void (*destroy)(coroutine_head*);
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_COROUTINE_HEAD_HPP
