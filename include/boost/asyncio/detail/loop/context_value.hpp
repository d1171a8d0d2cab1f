// The value of one context variable, and what happens to it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_VALUE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_VALUE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace boost::asyncio::detail {

// Gives the inside of a context to the library.
struct context_access;

template<class T>
class typed_context_value final : public context_value
{
public:
    template<class U>
    explicit typed_context_value(U&& u)
        : value(std::forward<U>(u))
    {
    }

    T const value;
};

template<class T>
T const& value_of(context_value const& v) noexcept
{
    return static_cast<typed_context_value<T> const&>(v).value;
}

// Variables of all types are numbered together.
BOOST_ASYNCIO_DECL std::uint64_t next_variable() noexcept;

// Throws unless a variable may be reset by a token that was made in `made_in`,
// null if it was used, and by that very variable if `own`.
BOOST_ASYNCIO_DECL void check_token(context_box const* made_in, bool own);

// Gives the variable the value that it had before, or none.
BOOST_ASYNCIO_DECL void restore_value(
    context_box_ptr box, std::uint64_t variable, context_value_ptr old);

[[noreturn]] BOOST_ASYNCIO_DECL void
throw_no_value(std::string const& variable);
[[noreturn]] BOOST_ASYNCIO_DECL void
throw_not_in_context(std::string const& variable);

// Marks a context as entered by context::run().
class entered_context
{
public:
    BOOST_ASYNCIO_DECL explicit entered_context(context_box_ptr const& box);

    entered_context(entered_context const&) = delete;
    entered_context& operator=(entered_context const&) = delete;

    ~entered_context()
    {
        box_.entered = false;
    }

private:
    context_box& box_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/context_value.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CONTEXT_VALUE_HPP
