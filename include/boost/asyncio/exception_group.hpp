// Several exceptions at once.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_EXCEPTION_GROUP_HPP
#define BOOST_ASYNCIO_EXCEPTION_GROUP_HPP

#include <boost/asyncio/config.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost::asyncio {

class exception_group;

namespace detail {

// Whether an exception is an E.
template<class E>
bool holds(std::exception_ptr const& e)
{
    try
    {
        std::rethrow_exception(e);
    }
    catch (E const&)
    {
        return true;
    }
    catch (...)
    {
        return false;
    }
}

} // namespace detail

/** Several exceptions that are thrown as one. Python's `ExceptionGroup`.

    A member may be a group itself. Where Python has `except*`, ask for what can
    be handled and throw the rest.

    @par Example
    @snippet task_group.cpp handler

    @par Thread Safety
    Immutable; copies share their content.
*/
class exception_group : public std::exception
{
public:
    /** A group of `exceptions`, with `message` in front.

        @throws std::invalid_argument There are none, or one is null.
    */
    BOOST_ASYNCIO_COLD_DECL exception_group(
        std::string message, std::vector<std::exception_ptr> exceptions);

    /// The same; `origins` are what each comes from, such as the name of a
    /// task. Only `what()` shows them.
    BOOST_ASYNCIO_COLD_DECL exception_group(
        std::string message,
        std::vector<std::exception_ptr> exceptions,
        std::vector<std::string> origins);

    /// The message, how many exceptions there are, and a line for each.
    char const* what() const noexcept override
    {
        return content_->text.c_str();
    }

    /// The message alone.
    std::string const& message() const noexcept
    {
        return content_->message;
    }

    /// The members, in the order in which they were added.
    std::vector<std::exception_ptr> const& exceptions() const noexcept
    {
        return content_->exceptions;
    }

    /** Those exceptions, at any depth, for which `predicate(exception_ptr)` is
        true, and the others. The nesting is kept; what would be an empty group
        is `std::nullopt`.
    */
    template<std::predicate<std::exception_ptr const&> Predicate>
    std::pair<
        std::optional<exception_group>,
        std::optional<exception_group>>
    split(Predicate predicate) const;

    /// The same for the exceptions of a type. Naming `exception_group` does not
    /// select whole groups.
    template<class E>
    auto split() const
    {
        return split(detail::holds<E>);
    }

    /// The first half of `split(predicate)`, or of `split<E>()`.
    template<std::predicate<std::exception_ptr const&> Predicate>
    std::optional<exception_group> subgroup(Predicate predicate) const
    {
        return split(std::move(predicate)).first;
    }

    template<class E>
    std::optional<exception_group> subgroup() const
    {
        return split<E>().first;
    }

    /** Calls `f` for each exception at any depth that is no group.

        @param f Called with the `std::exception_ptr`; or, if it does not take
        that, with the `std::exception const&`, where something that is none is
        shown as a `std::exception` with a text of that meaning.
    */
    template<class F>
    void for_each(F&& f) const;

private:
    struct content
    {
        std::string message;
        std::vector<std::exception_ptr> exceptions;
        std::vector<std::string> origins; // empty, or one for each
        std::string text;
    };

    struct builder
    {
        std::vector<std::exception_ptr> exceptions;
        std::vector<std::string> origins;
    };

    BOOST_ASYNCIO_COLD_DECL static std::shared_ptr<content const>
    make_content(content c);
    BOOST_ASYNCIO_COLD_DECL static void
    append(std::string& text, content const& c, std::size_t depth);

    // The group inside `e`, or null.
    BOOST_ASYNCIO_COLD_DECL static std::optional<exception_group>
    group_in(std::exception_ptr const& e);

    BOOST_ASYNCIO_COLD_DECL std::optional<exception_group>
    rebuild(builder b) const;

    std::shared_ptr<content const> content_;
};

} // namespace boost::asyncio

#include <boost/asyncio/impl/exception_group.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/impl/exception_group.ipp>
#endif

#endif // BOOST_ASYNCIO_EXCEPTION_GROUP_HPP
