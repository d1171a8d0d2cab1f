// Bodies of task.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TASK_IPP
#define BOOST_ASYNCIO_IMPL_TASK_IPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/config.hpp>
#include <boost/system/system_error.hpp>

#include <exception>

namespace boost::asyncio {

any_task current_task()
{
    detail::current_loop();
    return detail::handle_access::make<any_task>(
        intrusive_ptr<detail::task_base>(detail::current_task_base()));
}

namespace detail {

// What a cancelled operation of Asio ends with. If its object went while the
// request was on its way, that has arrived by this.
BOOST_ASYNCIO_DECL bool
is_requested_abort(boost::system::system_error const& e) noexcept
{
    auto* const t = current_task_base();
    if (e.code() != asio::error::operation_aborted || !t ||
        t->requests.count() == 0)
        return false;
    t->requests.met();
    return true;
}

} // namespace detail

bool is_cancelled([[maybe_unused]] std::exception const& e) noexcept
{
#ifdef BOOST_NO_RTTI
    // Only a handler still tells of which type an exception is.
    return is_cancelled(std::current_exception());
#else
    if (dynamic_cast<cancelled_error const*>(&e))
        return true;
    auto const* const error =
        dynamic_cast<boost::system::system_error const*>(&e);
    return error && detail::is_requested_abort(*error);
#endif
}

bool is_cancelled(std::exception_ptr const& e) noexcept
{
    if (!e)
        return false;
    try
    {
        std::rethrow_exception(e);
    }
    catch (cancelled_error const&)
    {
        return true;
    }
    catch (boost::system::system_error const& error)
    {
        return detail::is_requested_abort(error);
    }
    catch (...)
    {
        return false;
    }
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_TASK_IPP
