// Bodies of exception_group.hpp.
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

inline exception_group::exception_group(
    std::string message, std::vector<std::exception_ptr> exceptions)
    : exception_group(std::move(message), std::move(exceptions), {})
{
}

inline exception_group::exception_group(
    std::string message,
    std::vector<std::exception_ptr> exceptions,
    std::vector<std::string> origins)
    : content_(make_content(content{
          .message = std::move(message),
          .exceptions = std::move(exceptions),
          .origins = std::move(origins),
          .text = {}}))
{
}

inline std::shared_ptr<exception_group::content const>
exception_group::make_content(content c)
{
    if (c.exceptions.empty())
        throw std::invalid_argument(
            "an exception_group needs at least one exception");
    for (auto const& e : c.exceptions)
        if (!e)
            throw std::invalid_argument(
                "a null exception_ptr in an exception_group");
    c.origins.resize(c.exceptions.size());
    append(c.text, c, 0);
    return std::make_shared<content const>(std::move(c));
}

inline void exception_group::append(
    std::string& text, content const& c, std::size_t depth)
{
    auto const n = c.exceptions.size();
    text += c.message + " (" + std::to_string(n) + " sub-exception" +
            (n == 1 ? ")" : "s)");
    for (std::size_t i = 0; i != n; ++i)
    {
        text += '\n' + std::string(2 * depth + 2, ' ') + "- ";
        if (!c.origins[i].empty())
            text += c.origins[i] + ": ";
        try
        {
            std::rethrow_exception(c.exceptions[i]);
        }
        catch (exception_group const& group)
        {
            append(text, *group.content_, depth + 1);
        }
        catch (std::exception const& e)
        {
            text += e.what();
        }
        catch (...)
        {
            text += detail::not_an_exception;
        }
    }
}

inline std::optional<exception_group>
exception_group::group_in(std::exception_ptr const& e)
{
    try
    {
        std::rethrow_exception(e);
    }
    catch (exception_group const& group)
    {
        return group;
    }
    catch (...)
    {
        return std::nullopt;
    }
}

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
