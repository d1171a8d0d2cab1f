// Bodies of context_var.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_CONTEXT_VAR_IPP
#define BOOST_ASYNCIO_IMPL_CONTEXT_VAR_IPP

#include <boost/asyncio/context_var.hpp>

#include <cstddef>

namespace boost::asyncio {

context::context()
    : box_(new detail::context_box)
{
}

context context::copy() const
{
    context c;
    c.box_->values = box_->values;
    return c;
}

std::size_t context::size() const noexcept
{
    return box_->values ? box_->values->size() : 0;
}

context copy_context()
{
    detail::context_slot copy;
    copy.inherit(detail::current_context());
    return detail::context_access::make(copy.box());
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_CONTEXT_VAR_IPP
