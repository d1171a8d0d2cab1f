// Bodies of error.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_ERROR_IPP
#define BOOST_ASYNCIO_IMPL_ERROR_IPP

#include <boost/asyncio/error.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace boost::asyncio {

cancelled_error::cancelled_error(std::string const& message)
    : system_error(
          message.empty()
              ? system_error(asio::error::operation_aborted)
              : system_error(asio::error::operation_aborted, message))
    , message_(
          message.empty() ? nullptr
                          : std::make_shared<std::string const>(message))
{
}

std::string cancelled_error::message() const
{
    return message_ ? *message_ : std::string();
}

timeout_error::timeout_error(std::exception_ptr cause)
    : system_error(asio::error::timed_out), cause_(std::move(cause))
{
}

queue_empty::queue_empty()
    : runtime_error("the queue is empty")
{
}

queue_full::queue_full()
    : runtime_error("the queue is full")
{
}

queue_shut_down::queue_shut_down()
    : runtime_error("the queue is shut down")
{
}

char const* keyboard_interrupt::what() const noexcept
{
    return "keyboard interrupt";
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_ERROR_IPP
