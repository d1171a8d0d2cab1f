// What a loop has to know of its executor, whatever that is.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_EXECUTOR_FACTS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_EXECUTOR_FACTS_HPP

#include <boost/asyncio/detail/loop/asio_compat.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost::asio {

class io_context;
template<class Executor>
class strand;

} // namespace boost::asio

namespace boost::asyncio::detail {

template<class Executor>
struct is_strand : std::false_type
{
};

template<class Executor>
struct is_strand<asio::strand<Executor>> : std::true_type
{
};

// The executor without what was asked of it. A context has one loop for all of
// its executors that differ in their properties only.
template<class Executor>
auto plain_executor(Executor const& ex)
{
    using namespace asio::execution;
    return asio::prefer(
        asio::prefer(ex, blocking.possibly),
        relationship.fork,
        outstanding_work.untracked);
}

template<class Executor>
using context_of_executor = std::remove_reference_t<decltype(asio::query(
    std::declval<Executor const&>(), asio::execution::context))>;

// Whether `Executor` is that of the context itself, with any properties.
template<class Executor>
concept context_executor =
    !is_strand<Executor>::value &&
    requires { typename context_of_executor<Executor>::executor_type; } &&
    std::same_as<
        decltype(plain_executor(std::declval<Executor const&>())),
        typename context_of_executor<Executor>::executor_type>;

// Whether there is a number that is the same for equal executors. All that is
// sure of an executor is that it can be compared. A program that makes many
// executors of a type of its own gives it a std::hash.
template<class Executor>
concept hashed_executor =
    !std::same_as<Executor, asio::any_io_executor> &&
    (is_strand<Executor>::value || context_executor<Executor> ||
     requires(Executor const& ex) {
         { std::hash<Executor>()(ex) } -> std::convertible_to<std::size_t>;
     });

template<hashed_executor Executor>
std::size_t hash_of(Executor const& ex)
{
    std::hash<void const*> const hash;
    if constexpr (is_strand<Executor>::value)
        return hash(implementation_of(ex));
    else if constexpr (context_executor<Executor>)
        return hash(&asio::query(ex, asio::execution::context));
    else
        return std::hash<Executor>()(ex);
}

// An executor without its type, and what asio::any_io_executor does not tell.
struct executor_facts
{
    asio::any_io_executor any;
    // What is in `any`, for the function below.
    void const* (*get)(asio::any_io_executor const& any) noexcept;
    bool (*runs_here)(void const* ex) noexcept; // null: it cannot tell
    std::size_t (*hash)(void const* ex) noexcept; // null: it has none
    asio::io_context* context; // if it is one
    bool is_serial;   // what it runs never runs beside something else
    bool may_recycle; // the loop may become that of another executor
};

// `any` holds `ex`. To put it there costs more to compile than all of this.
template<class Executor>
executor_facts
facts_of_held(asio::any_io_executor const& any, Executor const& ex)
{
    executor_facts facts{
        .any = any,
        .get = [](asio::any_io_executor const& a) noexcept -> void const*
        {
            if constexpr (std::is_same_v<Executor, asio::any_io_executor>)
                return &a;
            else
                return a.target<Executor>();
        },
        .runs_here = nullptr,
        .hash = nullptr,
        .context = nullptr,
        .is_serial = is_strand<Executor>::value,
        .may_recycle = !context_executor<Executor>};
    if constexpr (requires { ex.running_in_this_thread(); })
        facts.runs_here = [](void const* p) noexcept
        { return static_cast<Executor const*>(p)->running_in_this_thread(); };
    if constexpr (hashed_executor<Executor>)
        facts.hash = [](void const* p) noexcept
        { return hash_of(*static_cast<Executor const*>(p)); };
    if constexpr (std::is_convertible_v<
                      decltype(asio::query(ex, asio::execution::context)),
                      asio::io_context&>)
    {
        facts.context = &asio::query(ex, asio::execution::context);
        facts.is_serial |= context_executor<Executor>;
    }
    return facts;
}

template<class Executor>
executor_facts facts_of(Executor const& ex)
{
    static_assert(
        std::is_convertible_v<Executor const&, asio::any_io_executor>,
        "a loop needs an executor that an asio::any_io_executor can hold");
    return facts_of_held(asio::any_io_executor(ex), ex);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_EXECUTOR_FACTS_HPP
