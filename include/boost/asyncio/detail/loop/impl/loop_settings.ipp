// Bodies of loop_settings.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_SETTINGS_IPP
#define BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_SETTINGS_IPP

#include <boost/asyncio/detail/loop/loop_settings.hpp>

#include <cstdlib>

namespace boost::asyncio::detail {

bool debug_by_default() noexcept
{
    auto const* const value = std::getenv("BOOST_ASYNCIO_DEBUG");
    return value && *value;
}

bool loop_settings::has_settings() const noexcept
{
    return handle || exception_handler || signals || closed ||
           debug != debug_by_default() ||
           slow_callback_duration != slow_by_default;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_IMPL_LOOP_SETTINGS_IPP
