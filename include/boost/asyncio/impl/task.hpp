// Bodies of task.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_TASK_HPP
#define BOOST_ASYNCIO_IMPL_TASK_HPP

#include <boost/asyncio/task.hpp>

namespace boost::asyncio {

inline any_task current_task()
{
    detail::current_loop();
    return detail::handle_access::make<any_task>(
        intrusive_ptr<detail::task_base>(detail::current_task_base()));
}

inline bool is_cancelled(std::exception const& e) noexcept
{
    if (dynamic_cast<cancelled_error const*>(&e))
        return true;
    auto const* const error =
        dynamic_cast<boost::system::system_error const*>(&e);
    auto const* const t = detail::current_task_base();
    return error && error->code() == asio::error::operation_aborted && t &&
           t->requests.count() > 0;
}

inline bool is_cancelled(std::exception_ptr const& e) noexcept
{
    if (!e)
        return false;
    try
    {
        std::rethrow_exception(e);
    }
    catch (std::exception const& error)
    {
        return is_cancelled(error);
    }
    catch (...)
    {
        return false;
    }
}

} // namespace boost::asyncio

template<class T>
struct std::hash<boost::asyncio::task<T>>
{
    std::size_t
    operator()(boost::asyncio::task<T> const& t) const noexcept
    {
        return std::hash<void const*>()(
            boost::asyncio::detail::handle_access::state(t).get());
    }
};

template<>
struct std::hash<boost::asyncio::any_task>
{
    std::size_t
    operator()(boost::asyncio::any_task const& t) const noexcept
    {
        return std::hash<void const*>()(
            boost::asyncio::detail::handle_access::state(t).get());
    }
};

#endif // BOOST_ASYNCIO_IMPL_TASK_HPP
