// The concepts: what is a child, an operation, a duration, and what is not.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/concepts.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_concepts)

namespace {

using context_executor = asio::io_context::executor_type;

using function = asio::awaitable<void>();
using with_parameter = asio::awaitable<void>(int);
using plain = int();

struct object
{
    asio::awaitable<int> operator()();
};

struct overloaded
{
    asio::awaitable<int> operator()() const;
    asio::awaitable<int> operator()(int) const;
};

struct not_const
{
    asio::awaitable<int> operator()() &&;
};

using sleep_type = decltype(asyncio::sleep(std::chrono::seconds(1)));
using get_type = decltype(std::declval<asyncio::task<int> const&>().get());
using wait_type = decltype(
    std::declval<asio::steady_timer&>().async_wait(asio::deferred));

static_assert(asyncio::awaitable<asio::awaitable<void>>);
static_assert(asyncio::awaitable<asio::awaitable<int>&&>);
static_assert(asyncio::awaitable<asio::awaitable<int, context_executor>>);
static_assert(!asyncio::awaitable<asyncio::task<int>>);
static_assert(!asyncio::awaitable<int>);
static_assert(!asyncio::awaitable<void>);

static_assert(asyncio::awaitable_function<function>);
static_assert(asyncio::awaitable_function<function*>);
static_assert(asyncio::awaitable_function<object>);
static_assert(asyncio::awaitable_function<object&>);
static_assert(asyncio::awaitable_function<overloaded const&>);
static_assert(asyncio::awaitable_function<std::reference_wrapper<object>>);
static_assert(asyncio::awaitable_function<
              std::function<asio::awaitable<void>()>>);
static_assert(!asyncio::awaitable_function<with_parameter>);
static_assert(!asyncio::awaitable_function<plain>);
static_assert(!asyncio::awaitable_function<not_const>);
static_assert(!asyncio::awaitable_function<asio::awaitable<void>>);

static_assert(asyncio::operation<sleep_type>);
static_assert(asyncio::operation<sleep_type&&>);
static_assert(asyncio::operation<get_type>);
static_assert(!asyncio::operation<wait_type>);
static_assert(!asyncio::operation<asio::awaitable<void>>);

static_assert(asyncio::duration<std::chrono::seconds>);
static_assert(asyncio::duration<std::chrono::duration<double>>);
static_assert(asyncio::duration<std::chrono::days const&>);
static_assert(!asyncio::duration<int>);
static_assert(!asyncio::duration<std::chrono::steady_clock::time_point>);

static_assert(asyncio::child<asio::awaitable<int>>);
static_assert(asyncio::child<asio::awaitable<int, asyncio::executor>>);
static_assert(asyncio::child<asio::awaitable<int, context_executor>>);
static_assert(asyncio::child<function&>);
static_assert(asyncio::child<object>);
static_assert(asyncio::child<std::reference_wrapper<object>>);
static_assert(asyncio::child<asyncio::task<int>&>);
static_assert(asyncio::child<asyncio::task<void>>);
static_assert(asyncio::child<asyncio::any_task const&>);
static_assert(asyncio::child<asyncio::future<std::unique_ptr<int>>>);
static_assert(asyncio::child<sleep_type>);
static_assert(asyncio::child<wait_type>);
static_assert(!asyncio::child<int>);
static_assert(!asyncio::child<std::string>);
static_assert(!asyncio::child<plain&>);
static_assert(!asyncio::child<with_parameter&>);
static_assert(!asyncio::child<asio::io_context>);
static_assert(!asyncio::child<asyncio::event_loop&>);

// ---- the lambdas that g++ before 13 destroys twice --------------------------

template<class F>
constexpr bool unsafe(F&&)
{
    return asyncio::detail::is_unsafe_temporary<F>;
}

BOOST_AUTO_TEST_CASE(which_temporaries_are_unsafe)
{
    int n = 0;
    auto const p = std::make_shared<int>();
    auto named = [p] { return *p; };
    BOOST_TEST(!unsafe(named));
    BOOST_TEST(!unsafe(std::ref(named)));
    BOOST_TEST(!unsafe([&] { return *p + n; }));
    BOOST_TEST(!unsafe([n] { return n; }));
    BOOST_TEST(!unsafe(std::function<int()>(named)));
    BOOST_TEST(!unsafe(std::string("text")));
    BOOST_TEST(
        unsafe([p] { return *p; }) ==
        bool(BOOST_ASYNCIO_GCC_DOUBLE_DESTROY));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
