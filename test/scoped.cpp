// scoped: a lockable for a scope.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/scoped.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>

#include <stdexcept>
#include <type_traits>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_scoped)

namespace {

using asyncio_test::now;
using asyncio_test::run;

// Takes a second to acquire.
class resource
{
public:
    auto acquire()
    {
        return asyncio::sleep(1s);
    }

    void release()
    {
        ++released;
    }

    int released = 0;
};

// Is acquired when a future is set.
class gate
{
public:
    explicit gate(asyncio::future<void> f)
        : future_(std::move(f))
    {
    }

    auto acquire()
    {
        return future_.get();
    }

    void release()
    {
        ++released;
    }

    int released = 0;

private:
    asyncio::future<void> future_;
};

struct no_release
{
    decltype(asyncio::sleep(1s)) acquire();
};

struct plain_acquire
{
    void acquire();
    void release();
};

static_assert(asyncio::lockable<resource>);
static_assert(asyncio::lockable<gate>);
static_assert(!asyncio::lockable<no_release>);
static_assert(!asyncio::lockable<plain_acquire>);
static_assert(!asyncio::lockable<int>);

using guard = asyncio::scoped_guard<resource>;

static_assert(!std::is_copy_constructible_v<guard>);
static_assert(!std::is_copy_assignable_v<guard>);
static_assert(std::is_nothrow_move_constructible_v<guard>);
static_assert(asyncio::operation<
              decltype(asyncio::scoped(std::declval<resource&>()))>);

BOOST_AUTO_TEST_CASE(releases_at_the_end_of_the_scope)
{
    run(
        []() -> asio::awaitable<void>
        {
            resource r;
            {
                auto const g = co_await asyncio::scoped(r);
                BOOST_TEST(static_cast<bool>(g));
                BOOST_TEST((now() == 1s));
                co_await asyncio::sleep(1s);
                BOOST_TEST(r.released == 0);
            }
            BOOST_TEST(r.released == 1);
        });
}

BOOST_AUTO_TEST_CASE(releases_when_an_exception_leaves_the_scope)
{
    resource r;
    auto const body = [&]() -> asio::awaitable<void>
    {
        auto const g = co_await asyncio::scoped(r);
        throw std::runtime_error("boom");
    };
    BOOST_CHECK_THROW(run(body), std::runtime_error);
    BOOST_TEST(r.released == 1);
}

BOOST_AUTO_TEST_CASE(releases_when_the_task_is_cancelled)
{
    resource r;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                auto const g = co_await asyncio::scoped(r);
                co_await asyncio::sleep(100s);
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(2s);
            t.cancel();
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(r.released == 1);
        });
}

BOOST_AUTO_TEST_CASE(releases_when_the_context_goes_away)
{
    resource r;
    {
        asyncio::virtual_loop loop;
        auto const body = [&]() -> asio::awaitable<void>
        {
            auto const g = co_await asyncio::scoped(r);
            co_await asyncio::sleep(100s);
        };
        loop.create_task(body);
        loop.run_until_complete(asyncio::sleep(2s));
        BOOST_TEST(r.released == 0);
    }
    BOOST_TEST(r.released == 1);
}

BOOST_AUTO_TEST_CASE(what_was_not_acquired_is_not_released)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            gate cancelled(loop.create_future<void>());
            gate failed(loop.create_future<void>());
            auto const enter = [](gate& g) -> asio::awaitable<void>
            {
                auto const entered = co_await asyncio::scoped(g);
            };
            auto const t = asyncio::create_task(enter, std::ref(cancelled));
            co_await asyncio::sleep(1s);
            t.cancel();
            BOOST_CHECK_THROW(co_await t.get(), asyncio::cancelled_error);
            BOOST_TEST(cancelled.released == 0);

            auto const error = loop.create_future<void>();
            error.set_exception(std::runtime_error("boom"));
            failed = gate(error);
            auto const u = asyncio::create_task(enter, std::ref(failed));
            BOOST_CHECK_THROW(co_await u.get(), std::runtime_error);
            BOOST_TEST(failed.released == 0);
        });
}

BOOST_AUTO_TEST_CASE(what_is_free_is_acquired_without_a_turn)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const open = loop.create_future<void>();
            open.set_result();
            gate g(open);
            bool turned = false;
            loop.call_soon([&] { turned = true; });
            {
                auto const entered = co_await asyncio::scoped(g);
                BOOST_TEST(!turned);
            }
            BOOST_TEST(g.released == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_guard_that_owns_nothing)
{
    guard g;
    BOOST_TEST(!g);
    g.release();
    guard const h(std::move(g));
    BOOST_TEST(!h);
}

BOOST_AUTO_TEST_CASE(a_guard_releases_once)
{
    resource r;
    {
        guard g(r);
        BOOST_TEST(static_cast<bool>(g));
        g.release();
        BOOST_TEST(r.released == 1);
        BOOST_TEST(!g);
        g.release();
    }
    BOOST_TEST(r.released == 1);
}

BOOST_AUTO_TEST_CASE(a_guard_moves)
{
    resource r;
    {
        guard a(r);
        guard b(std::move(a));
        BOOST_TEST(!a);
        BOOST_TEST(static_cast<bool>(b));
        BOOST_TEST(r.released == 0);
    }
    BOOST_TEST(r.released == 1);
}

BOOST_AUTO_TEST_CASE(assignment_releases_what_was_owned)
{
    resource first;
    resource second;
    {
        guard a(first);
        guard b(second);
        a = std::move(b);
        BOOST_TEST(first.released == 1);
        BOOST_TEST(second.released == 0);
        BOOST_TEST(!b);
        auto& self = a;
        a = std::move(self);
        BOOST_TEST(static_cast<bool>(a));
        BOOST_TEST(second.released == 0);
    }
    BOOST_TEST(first.released == 1);
    BOOST_TEST(second.released == 1);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
