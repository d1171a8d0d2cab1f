// scoped: a lockable for a scope.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/scoped.hpp>

#include "reporting_loop.hpp"

#include <boost/asyncio/condition.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/lock.hpp>
#include <boost/asyncio/semaphore.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/to_thread.hpp>

#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

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
static_assert(std::is_nothrow_destructible_v<guard>);
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
        guard g(r, std::adopt_lock);
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
        guard a(r, std::adopt_lock);
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
        guard a(first, std::adopt_lock);
        guard b(second, std::adopt_lock);
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

// ---- released by somebody else ---------------------------------------------

using asyncio_test::reporting_loop;
using asyncio_test::text_of;

constexpr char in_destructor[] =
    "Exception in the destructor of a scoped_guard";

// The reports of a body.
template<class Body>
std::vector<reporting_loop::report> reports_of(Body const& body, bool debug)
{
    reporting_loop l(debug);
    l.run_until_complete(l.create_task(body, {.name = "culprit"}));
    return l.reports;
}

// What standard error gets meanwhile.
class printed
{
public:
    printed()
        : previous_(std::cerr.rdbuf(text_.rdbuf()))
    {
    }

    printed(printed const&) = delete;
    printed& operator=(printed const&) = delete;

    ~printed()
    {
        std::cerr.rdbuf(previous_);
    }

    std::string text() const
    {
        return text_.str();
    }

private:
    std::ostringstream text_;
    std::streambuf* previous_;
};

template<class Lockable, class Make>
void released_by_hand(Make const& make, std::string const& what)
{
    for (bool const debug : {false, true})
        for (bool const unwinding : {false, true})
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                std::unique_ptr<Lockable> const l = make();
                bool thrown = false;
                try
                {
                    auto const g = co_await asyncio::scoped(*l);
                    co_await asyncio::sleep(1s);
                    l->release();
                    if (unwinding)
                        throw std::length_error("on its way");
                }
                catch (std::length_error const&)
                {
                    thrown = true;
                }
                BOOST_TEST(thrown == unwinding);
                // Nothing is broken.
                auto const again = co_await asyncio::scoped(*l);
            };
            auto const reports = reports_of(body, debug);
            BOOST_REQUIRE(reports.size() == 1u);
            BOOST_TEST(reports[0].message == in_destructor);
            BOOST_TEST(text_of(reports[0].exception) == what);
            BOOST_TEST(reports[0].task == "culprit");
        }
}

BOOST_AUTO_TEST_CASE(what_is_released_by_hand_is_reported)
{
    using asyncio::bounded_semaphore;
    using asyncio::condition;
    using asyncio::lock;
    released_by_hand<lock>(
        [] { return std::make_unique<lock>(); }, "Lock is not acquired.");
    released_by_hand<condition>(
        [] { return std::make_unique<condition>(); },
        "Lock is not acquired.");
    released_by_hand<bounded_semaphore>(
        [] { return std::make_unique<bounded_semaphore>(2); },
        "BoundedSemaphore released too many times");
}

// A semaphore has one permit more then, as it says.
BOOST_AUTO_TEST_CASE(a_semaphore_may_be_released_by_hand)
{
    auto const body = []() -> asio::awaitable<void>
    {
        asyncio::semaphore s(1);
        {
            auto const g = co_await asyncio::scoped(s);
            s.release();
        }
        BOOST_TEST(s.try_acquire());
        BOOST_TEST(s.try_acquire());
        BOOST_TEST(!s.try_acquire());
    };
    BOOST_TEST(reports_of(body, true).empty());
}

// Whoever calls a function of the guard hears of it himself.
BOOST_AUTO_TEST_CASE(a_guard_that_is_released_throws)
{
    auto const body = []() -> asio::awaitable<void>
    {
        asyncio::lock first;
        asyncio::lock second;
        auto g = co_await asyncio::scoped(first);
        first.release();
        BOOST_CHECK_THROW(g.release(), std::runtime_error);
        BOOST_TEST(!g);

        g = co_await asyncio::scoped(first);
        auto h = co_await asyncio::scoped(second);
        first.release();
        BOOST_CHECK_THROW(g = std::move(h), std::runtime_error);
        BOOST_TEST(!g);
        BOOST_TEST(static_cast<bool>(h));
    };
    BOOST_TEST(reports_of(body, false).empty());
}

BOOST_AUTO_TEST_CASE(the_context_goes_away_with_what_was_released_by_hand)
{
    for (bool const debug : {false, true})
    {
        asyncio::lock l;
        asyncio::bounded_semaphore s;
        printed const err;
        {
            reporting_loop loop(debug);
            auto const body = [&]() -> asio::awaitable<void>
            {
                auto const g = co_await asyncio::scoped(l);
                auto const h = co_await asyncio::scoped(s);
                l.release();
                s.release();
                co_await asyncio::sleep(100s);
            };
            loop.create_task(body);
            loop.run_until_complete(asyncio::sleep(1s));
        }
        // The handler may have gone.
        BOOST_TEST(err.text().find(in_destructor) != std::string::npos);
        BOOST_TEST(!l.locked());
        BOOST_TEST(!s.locked());
    }
}

// Debug mode refuses the release.
BOOST_AUTO_TEST_CASE(a_guard_that_ends_in_another_thread)
{
    printed const err;
    auto const body = []() -> asio::awaitable<void>
    {
        asyncio::lock l;
        std::optional<asyncio::scoped_guard<asyncio::lock>> g =
            co_await asyncio::scoped(l);
        // The lock is of a loop as soon as somebody waits for it.
        auto const t = asyncio::create_task(l.acquire());
        co_await asyncio::sleep(0s);
        auto const drop = [&] { g.reset(); };
        co_await asyncio::to_thread(drop);
        BOOST_TEST(l.locked());
        BOOST_TEST(!t.done());
        l.release();
        co_await t.get();
    };
    asyncio::event_loop loop;
    loop.set_debug(true);
    loop.run_until_complete(loop.create_task(body));
    BOOST_TEST(err.text().find(in_destructor) != std::string::npos);
    BOOST_TEST(err.text().find("Non-thread-safe") != std::string::npos);
}

// Outside of any loop.
BOOST_AUTO_TEST_CASE(a_guard_where_no_loop_runs)
{
    printed const err;
    asyncio::lock l;
    {
        BOOST_REQUIRE(l.try_acquire());
        asyncio::scoped_guard const g(l, std::adopt_lock);
        l.release();
    }
    BOOST_TEST(err.text().find("Lock is not acquired.") != std::string::npos);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
