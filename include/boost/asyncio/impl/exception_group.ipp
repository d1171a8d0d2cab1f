// Bodies of exception_group.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_IPP
#define BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_IPP

#include <boost/asyncio/exception_group.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio {

exception_group::exception_group(
    std::string message, std::vector<std::exception_ptr> exceptions)
    : exception_group(std::move(message), std::move(exceptions), {})
{
}

exception_group::exception_group(
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

std::shared_ptr<exception_group::content const>
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

void exception_group::append(
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

std::optional<exception_group>
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

std::optional<exception_group> exception_group::rebuild(builder b) const
{
    if (b.exceptions.empty())
        return std::nullopt;
    return exception_group(
        message(), std::move(b.exceptions), std::move(b.origins));
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_EXCEPTION_GROUP_IPP
