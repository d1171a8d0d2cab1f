// Types as values that can be compared.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_TYPE_ID_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_TYPE_ID_HPP

namespace boost::asyncio::detail {

// The address of an object of this function names the type.
template<class T>
void const* type_id() noexcept
{
    static char const id = 0;
    return &id;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_TYPE_ID_HPP
