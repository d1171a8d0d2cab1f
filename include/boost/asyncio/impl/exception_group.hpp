// Templates of exception_group.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_HPP
#define BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_HPP

#include <boost/asyncio/exception_group.hpp>

#include <stdexcept>

namespace boost::asyncio {

namespace detail {

inline constexpr char not_an_exception[] =
    "an exception that is not a std::exception";

} // namespace detail

template<std::predicate<std::exception_ptr const&> Predicate>
std::pair<std::optional<exception_group>, std::optional<exception_group>>
exception_group::split(Predicate predicate) const
{
    builder selected;
    builder others;
    auto const add =
        [](builder& b, std::exception_ptr e, std::string const& origin)
    {
        b.exceptions.push_back(std::move(e));
        b.origins.push_back(origin);
    };
    for (std::size_t i = 0; i != content_->exceptions.size(); ++i)
    {
        auto const& e = content_->exceptions[i];
        auto const& origin = content_->origins[i];
        if (auto const group = group_in(e))
        {
            auto const [yes, no] = group->split(std::ref(predicate));
            if (yes)
                add(selected, std::make_exception_ptr(*yes), origin);
            if (no)
                add(others, std::make_exception_ptr(*no), origin);
        }
        else
            add(std::invoke(predicate, e) ? selected : others, e, origin);
    }
    return {rebuild(std::move(selected)), rebuild(std::move(others))};
}

template<class F>
void exception_group::for_each(F&& f) const
{
    for (auto const& e : exceptions())
        if (auto const group = group_in(e))
            group->for_each(f);
        else if constexpr (std::invocable<F&, std::exception_ptr const&>)
            std::invoke(f, e);
        else
        {
            static_assert(
                std::invocable<F&, std::exception const&>,
                "for_each() takes a function of a std::exception_ptr or of a "
                "std::exception const&");
            try
            {
                std::rethrow_exception(e);
            }
            catch (std::exception const& error)
            {
                std::invoke(f, error);
            }
            catch (...)
            {
                std::invoke(f, std::runtime_error(detail::not_an_exception));
            }
        }
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_HPP
