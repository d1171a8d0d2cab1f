// Interrupts a body after every possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_INTERRUPT_HPP
#define ASYNCIO_TEST_INTERRUPT_HPP

#include <boost/asyncio.hpp>
#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/testing.hpp>
#include <boost/test/unit_test.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace asyncio_test {

// Counts objects, so that a test sees what is leaked and what is destroyed
// twice.
class counted
{
public:
    explicit counted(int& count) noexcept
        : count_(&count)
    {
        ++*count_;
    }

    counted(counted const& other) noexcept
        : counted(*other.count_)
    {
    }

    counted& operator=(counted const&) = default;

    ~counted()
    {
        --*count_;
    }

private:
    int* count_;
};

// What a body may use.
struct stage
{
    int objects = 0; // of `counted`
    int entered = 0; // blocks that were entered and not left yet

    counted object() noexcept
    {
        return counted(objects);
    }
};

using body = std::function<asio::awaitable<void>(stage&)>;

// Calls a function in every turn of a loop, and moves its clock by a
// millisecond each time, until it returns false.
class ticker
{
public:
    ticker(asyncio::virtual_loop& l, std::function<bool(int)> f)
        : loop_(l), function_(std::move(f))
    {
        next();
    }

    int count() const noexcept
    {
        return count_;
    }

private:
    void next()
    {
        loop_.call_soon(
            [this]
            {
                if (!function_(count_))
                    return;
                ++count_;
                loop_.advance(1ms);
                next();
            });
    }

    asyncio::virtual_loop& loop_;
    std::function<bool(int)> function_;
    int count_ = 0;
};

// A body that needs more turns than this hangs.
inline constexpr int too_many = 2000;

// Runs the body in a task that is cancelled in its `step`th turn. Returns
// whether the body ended before.
inline bool cancelled_at(int step, body const& b)
{
    stage s;
    bool undisturbed = false;
    {
        asyncio::virtual_loop loop;
        auto const t = loop.create_task([&] { return b(s); });
        bool cancelled = false;
        ticker const ticks(
            loop,
            [&](int n)
            {
                BOOST_REQUIRE_LT(n, too_many);
                if (n == step && !t.done())
                {
                    cancelled = t.cancel();
                    BOOST_CHECK(cancelled);
                }
                if (t.done())
                {
                    undisturbed = !cancelled;
                    loop.stop();
                }
                return !t.done();
            });
        loop.run_forever();
        BOOST_CHECK(t.done());
        // What is left is cancelled and awaited, as run() does.
        asyncio::detail::cancel_all_tasks(loop);
        if (!t.cancelled())
            BOOST_CHECK_NO_THROW(t.result());
        BOOST_CHECK_EQUAL(s.entered, 0);
    }
    BOOST_CHECK_EQUAL(s.objects, 0);
    return undisturbed;
}

// The same in a coroutine that plain co_spawn started, cancelled through its
// slot.
inline bool cancelled_outside_at(int step, body const& b)
{
    stage s;
    bool undisturbed = false;
    {
        asyncio::virtual_loop loop;
        asio::cancellation_signal signal;
        bool done = false;
        bool cancelled = false;
        auto& context = asio::query(
            loop.get_executor(), asio::execution::context);
        asio::co_spawn(
            static_cast<asio::io_context&>(context),
            [&] { return b(s); },
            asio::bind_cancellation_slot(
                signal.slot(),
                [&](std::exception_ptr e)
                {
                    done = true;
                    if (!e)
                        return;
                    try
                    {
                        std::rethrow_exception(e);
                    }
                    catch (boost::system::system_error const& error)
                    {
                        BOOST_CHECK(
                            error.code() == asio::error::operation_aborted);
                    }
                }));
        ticker const ticks(
            loop,
            [&](int n)
            {
                BOOST_REQUIRE_LT(n, too_many);
                if (n == step && !done)
                {
                    cancelled = true;
                    signal.emit(asio::cancellation_type::terminal);
                }
                if (done)
                {
                    undisturbed = !cancelled;
                    loop.stop();
                }
                return !done;
            });
        loop.run_forever();
        BOOST_CHECK(done);
        asyncio::detail::cancel_all_tasks(loop);
    }
    BOOST_CHECK_EQUAL(s.objects, 0);
    return undisturbed;
}

// Destroys the context under the body in its `step`th turn.
inline bool destroyed_at(int step, body const& b, bool outside)
{
    stage s;
    bool undisturbed = false;
    asyncio::task<void> t;
    {
        asyncio::virtual_loop loop;
        bool done = false;
        if (outside)
            asio::co_spawn(
                static_cast<asio::io_context&>(asio::query(
                    loop.get_executor(), asio::execution::context)),
                [&] { return b(s); },
                [&](std::exception_ptr) { done = true; });
        else
            t = loop.create_task([&] { return b(s); });
        ticker const ticks(
            loop,
            [&](int n)
            {
                BOOST_REQUIRE_LT(n, too_many);
                undisturbed = outside ? done : t.done();
                if (undisturbed || n == step)
                {
                    loop.stop();
                    return false;
                }
                return true;
            });
        loop.run_forever();
    }
    BOOST_CHECK_EQUAL(s.objects, 0);
    if (t)
    {
        BOOST_CHECK(t.done());
        BOOST_CHECK(!t.cancel());
    }
    return undisturbed;
}

// Interrupts the body in every way after every step until it ends undisturbed.
inline void interrupt(std::string const& name, body const& b)
{
    BOOST_TEST_CONTEXT(name)
    {
        for (int n = 0;; ++n)
            BOOST_TEST_CONTEXT("cancelled in turn " << n)
            {
                if (cancelled_at(n, b))
                    break;
            }
        for (int n = 0;; ++n)
            BOOST_TEST_CONTEXT("outside, cancelled in turn " << n)
            {
                if (cancelled_outside_at(n, b))
                    break;
            }
        for (bool const outside : {false, true})
            for (int n = 0;; ++n)
                BOOST_TEST_CONTEXT(
                    (outside ? "outside, " : "")
                    << "destroyed in turn " << n)
                {
                    if (destroyed_at(n, b, outside))
                        break;
                }
    }
}

} // namespace asyncio_test

#endif // ASYNCIO_TEST_INTERRUPT_HPP
