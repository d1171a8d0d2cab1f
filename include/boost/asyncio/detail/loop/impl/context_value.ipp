// Bodies of context_value.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_VALUE_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_VALUE_IPP

#include <boost/asyncio/detail/loop/context_value.hpp>

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

std::uint64_t next_variable() noexcept
{
    static std::atomic<std::uint64_t> count = 0;
    return count.fetch_add(1, std::memory_order_relaxed);
}

void check_token(context_box const* made_in, bool own)
{
    if (!made_in)
        throw std::runtime_error("Token has already been used once");
    if (!own)
        throw std::invalid_argument(
            "Token was created by a different ContextVar");
    if (made_in != current_context().known_box())
        throw std::invalid_argument(
            "Token was created in a different Context");
}

void restore_value(
    context_box_ptr box, std::uint64_t variable, context_value_ptr old)
{
    context_map::set(box->values, variable, std::move(old));
}

void throw_no_value(std::string const& variable)
{
    throw std::out_of_range(
        "context variable '" + variable + "' has no value");
}

void throw_not_in_context(std::string const& variable)
{
    throw std::out_of_range(
        "the context has no value of '" + variable + "'");
}

entered_context::entered_context(context_box_ptr const& box)
    : box_(*box)
{
    if (current_context().known_box() == &box_ || box_.entered.exchange(true))
        throw std::runtime_error(
            "cannot enter context: it is already entered");
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_CONTEXT_VALUE_IPP
