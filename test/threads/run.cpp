// run(context, ...) while other threads run the context, too.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/run.hpp>

#include <boost/asyncio/detail/run/run_end.hpp>
#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/sleep.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(threads_run)

namespace {

// A context that two threads run.
class busy_context
{
public:
    busy_context()
    {
        for (int i = 0; i != 2; ++i)
            threads_.emplace_back(
                [this]
                {
                    try
                    {
                        context.run();
                    }
                    catch (...)
                    {
                        ++failed;
                    }
                });
    }

    ~busy_context()
    {
        work_.reset();
        for (std::thread& t : threads_)
            t.join();
    }

    asio::io_context context;
    std::atomic<int> failed = 0; // threads that an exception has left

private:
    asio::executor_work_guard<asio::io_context::executor_type> work_ =
        asio::make_work_guard(context);
    std::vector<std::thread> threads_;
};

class counted
{
public:
    explicit counted(std::atomic<int>& n)
        : count_(n)
    {
        ++count_;
    }

    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;

    ~counted()
    {
        --count_;
    }

private:
    std::atomic<int>& count_;
};

asio::awaitable<void> linger(std::atomic<int>& frames)
{
    counted const c(frames);
    co_await asyncio::sleep(1h);
}

constexpr int rounds = 100;

BOOST_AUTO_TEST_CASE(leftovers_have_ended)
{
    std::atomic<int> frames = 0;
    busy_context busy;
    for (int i = 0; i != rounds; ++i)
    {
        int const result = asyncio::run(
            busy.context,
            [&]() -> asio::awaitable<int>
            {
                for (int k = 0; k != 3; ++k)
                    asyncio::create_task(linger(frames));
                if (i % 2)
                    co_await asyncio::sleep(0s);
                co_return i;
            });
        BOOST_TEST(result == i);
        BOOST_TEST(frames == 0);
    }
}

BOOST_AUTO_TEST_CASE(ended_early)
{
    std::atomic<int> frames = 0;
    busy_context busy;
    for (int i = 0; i != rounds; ++i)
    {
        auto const body = [&]() -> asio::awaitable<void>
        {
            counted const c(frames);
            asyncio::create_task(linger(frames));
            asyncio::create_task(
                busy.context,
                [&]() -> asio::awaitable<void>
                {
                    if (i % 2)
                        co_await asyncio::sleep(0s);
                    asyncio::get_running_loop().stop();
                });
            co_await asyncio::sleep(1h);
        };
        BOOST_CHECK_THROW(
            asyncio::run(busy.context, body), std::runtime_error);
        BOOST_TEST(frames == 0);
    }
}

// The thread in run() comes when the loop is within a round of turns, and the
// loop has nothing to do after that.
BOOST_AUTO_TEST_CASE(end_begins_while_the_loop_is_busy)
{
    asio::io_context context;
    std::shared_ptr<asyncio::detail::run_end> end;
    asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto& loop =
                asyncio::detail::loop_access::state(asyncio::get_running_loop());
            end = std::make_shared<asyncio::detail::run_end>(loop);
            for (int i = 0; i != 10; ++i) // until a round is more than one turn
                co_await asyncio::sleep(0s);
            std::thread([&] { end->begin(); }).join();
        });
    context.run();
    BOOST_TEST(end->finished());
}

BOOST_AUTO_TEST_CASE(one_at_a_time)
{
    std::atomic<int> ran = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> inside = 0;
    std::atomic<int> together = 0;
    busy_context busy;
    std::vector<std::thread> threads;
    for (int i = 0; i != 3; ++i)
        threads.emplace_back(
            [&]
            {
                for (int k = 0; k != rounds; ++k)
                    try
                    {
                        asyncio::run(
                            busy.context,
                            [&]() -> asio::awaitable<void>
                            {
                                if (++inside > 1)
                                    ++together;
                                co_await asyncio::sleep(0s);
                                --inside;
                            });
                        ++ran;
                    }
                    catch (std::runtime_error const&)
                    {
                        ++refused;
                    }
            });
    for (std::thread& t : threads)
        t.join();
    BOOST_TEST(ran + refused == 3 * rounds);
    BOOST_TEST(ran > 0);
    BOOST_TEST(together == 0);
}

BOOST_AUTO_TEST_CASE(ctrl_c_is_not_lost)
{
    busy_context busy;
    int interrupts = 0;
    for (int i = 0; i != rounds; ++i)
    {
        try
        {
            asyncio::run(
                busy.context,
                [&]() -> asio::awaitable<int>
                {
                    for (int k = 0; k != i % 4; ++k)
                        co_await asyncio::sleep(0s);
                    std::raise(SIGINT);
                    for (int k = 0; k != i % 3; ++k)
                        co_await asyncio::sleep(0s);
                    co_return 1;
                });
        }
        catch (asyncio::keyboard_interrupt const&)
        {
            ++interrupts;
        }
    }
    BOOST_TEST(interrupts == rounds);
    BOOST_TEST(busy.failed == 0);
    // Nothing of that is left.
    for (int i = 0; i != 10; ++i)
        asyncio::run(busy.context, asyncio::sleep(1ms));
}

// It ends the call, in the thread of the call.
BOOST_AUTO_TEST_CASE(ctrl_c_twice)
{
    std::atomic<int> frames = 0;
    busy_context busy;
    for (int i = 0; i != 20; ++i)
    {
        auto const body = [&]() -> asio::awaitable<void>
        {
            counted const c(frames);
            asyncio::create_task(linger(frames));
            std::raise(SIGINT);
            try
            {
                co_await asyncio::sleep(1h);
            }
            catch (asyncio::cancelled_error const&)
            {
            }
            std::raise(SIGINT);
            co_await asyncio::sleep(1h);
        };
        BOOST_CHECK_THROW(
            asyncio::run(busy.context, body), asyncio::keyboard_interrupt);
        BOOST_TEST(frames == 0);
    }
    BOOST_TEST(busy.failed == 0);
}

// One that a run did not wait for is not for the next one.
BOOST_AUTO_TEST_CASE(ctrl_c_is_for_one_run)
{
    busy_context busy;
    for (int i = 0; i != 2 * rounds; ++i)
    {
        BOOST_CHECK_THROW(
            asyncio::run(
                busy.context,
                []() -> asio::awaitable<void>
                {
                    std::raise(SIGINT);
                    co_return;
                }),
            asyncio::keyboard_interrupt);
        BOOST_CHECK_NO_THROW(asyncio::run(busy.context, asyncio::sleep(0s)));
    }
    BOOST_TEST(busy.failed == 0);
}

// The thread in which a run has ended may be slow to tell: here there are
// others that hold the loop's mutex most of the time.
BOOST_AUTO_TEST_CASE(stop_is_for_one_run)
{
    busy_context busy;
    std::atomic<bool> over = false;
    std::vector<std::thread> threads;
    for (int i = 0; i != 2; ++i)
        threads.emplace_back(
            [&over, e = asyncio::event_loop(busy.context).get_executor()]
            {
                while (!over)
                {
                    auto const work = asio::make_work_guard(e);
                }
            });
    int stopped = 0;
    for (int i = 0; i != 3 * rounds; ++i)
        try
        {
            asyncio::run(busy.context, asyncio::sleep(0s));
        }
        catch (std::runtime_error const&)
        {
            ++stopped;
        }
    BOOST_TEST(stopped == 0);
    over = true;
    for (std::thread& t : threads)
        t.join();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
