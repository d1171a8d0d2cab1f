// Bodies of aborted.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_IMPL_ABORTED_IPP
#define BOOST_ASYNCIO_DETAIL_TASK_IMPL_ABORTED_IPP

#include <boost/asyncio/detail/task/aborted.hpp>

#include <boost/asio/experimental/channel_error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/config.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <system_error>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_COLD_DECL bool
is_abort(boost::system::error_code const& code) noexcept;
BOOST_ASYNCIO_COLD_DECL bool is_abort(std::exception_ptr const& e) noexcept;

bool is_abort(boost::system::error_code const& code) noexcept
{
    return code == boost::system::errc::operation_canceled ||
           code == asio::experimental::error::channel_cancelled;
}

// All are thrown by value, so a handler tells them apart without RTTI, too.
bool is_abort(std::exception_ptr const& e) noexcept
{
    if (!e)
        return false;
    try
    {
        std::rethrow_exception(e);
    }
    catch (boost::system::system_error const& error)
    {
        return is_abort(error.code());
    }
    catch (std::system_error const& error)
    {
        return is_abort(boost::system::error_code(error.code()));
    }
    catch (asio::multiple_exceptions const& error)
    {
        return is_abort(error.first_exception());
    }
    catch (...)
    {
        return false;
    }
}

bool is_abort([[maybe_unused]] std::exception const& e) noexcept
{
#ifdef BOOST_NO_RTTI
    return is_abort(std::current_exception());
#else
    if (auto const* const error =
            dynamic_cast<boost::system::system_error const*>(&e))
        return is_abort(error->code());
    if (auto const* const error = dynamic_cast<std::system_error const*>(&e))
        return is_abort(boost::system::error_code(error->code()));
    auto const* const several =
        dynamic_cast<asio::multiple_exceptions const*>(&e);
    return several && is_abort(several->first_exception());
#endif
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_IMPL_ABORTED_IPP
