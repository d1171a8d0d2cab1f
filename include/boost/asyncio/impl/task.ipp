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
#include <boost/asyncio/detail/task/aborted.hpp>
#include <boost/asyncio/error.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/config.hpp>

#include <exception>

namespace boost::asyncio {

any_task current_task()
{
    detail::current_loop();
    return detail::handle_access::make<any_task>(
        intrusive_ptr<detail::task_base>(detail::current_task_base()));
}

namespace detail {

// Whether an operation of others has ended so because of a request to this
// task. If its object went while that was on its way, it has arrived by this.
BOOST_ASYNCIO_DECL bool is_requested_abort(std::exception const& e) noexcept;

bool is_requested_abort(std::exception const& e) noexcept
{
    auto* const t = current_task_base();
    if (!t || t->requests.count() == 0 || !is_abort(e))
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
    return dynamic_cast<cancelled_error const*>(&e) ||
           detail::is_requested_abort(e);
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
    catch (std::exception const& error)
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
