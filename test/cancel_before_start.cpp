// A task that is cancelled before its first step: its body never runs, and what
// it owns goes all the same.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/run.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_cancel_before_start)

namespace {

// What has to be cleaned up, whether or not the body runs.
class resource
{
public:
    explicit resource(std::atomic<int>& n)
        : count_(&n)
    {
        ++*count_;
    }

    resource(resource&& other) noexcept
        : count_(std::exchange(other.count_, nullptr))
    {
    }

    ~resource()
    {
        if (count_)
            --*count_;
    }

private:
    std::atomic<int>* count_;
};

asio::awaitable<void> use(resource r, std::atomic<int>& begun)
{
    resource const mine = std::move(r);
    ++begun;
    co_await asyncio::sleep(1h);
}

struct observed
{
    std::atomic<int> begun = 0;
    std::atomic<int> resources = 0;
};

// Each way to make a task in `place`; the resource is an argument, is captured,
// or is in the frame of a coroutine.
template<class Place, class F>
void by_each_way(Place& place, observed& o, F f)
{
    f([&] { return asyncio::create_task(
                place, use, resource(o.resources), std::ref(o.begun)); });
    f([&] { return asyncio::create_task(
                place, use(resource(o.resources), o.begun)); });
    f(
        [&]
        {
            auto body = [&o, r = resource(o.resources)]() mutable
            { return use(std::move(r), o.begun); };
            return asyncio::create_task(place, std::move(body));
        });
}

// For loops that nobody runs yet.
template<class Place, class Run>
void check_outside(Place& place, Run run)
{
    observed o;
    by_each_way(
        place,
        o,
        [&](auto make)
        {
            for (int requests = 1; requests != 4; ++requests)
            {
                auto const t = make();
                BOOST_TEST(o.resources == 1);
                for (int i = 0; i != requests; ++i)
                    BOOST_TEST(t.cancel("reason"));
                run();
                BOOST_TEST(t.cancelled());
                BOOST_TEST(o.resources == 0);
                BOOST_TEST(o.begun == 0);
                try
                {
                    t.result();
                    BOOST_ERROR("no exception");
                }
                catch (asyncio::cancelled_error const& e)
                {
                    BOOST_TEST(e.message() == "reason");
                }
            }
        });
}

BOOST_AUTO_TEST_CASE(outside_of_a_loop_that_does_not_run)
{
    asio::io_context context;
    auto const run = [&]
    {
        context.run();
        context.restart();
    };
    check_outside(context, run);
    auto strand = asio::make_strand(context);
    check_outside(strand, run);
    asio::any_io_executor any = context.get_executor();
    check_outside(any, run);
    asyncio::event_loop loop;
    check_outside(
        loop, [&] { loop.run_until_complete(asyncio::sleep(0s)); });
}

BOOST_AUTO_TEST_CASE(inside)
{
    asyncio_test::run(
        []() -> asio::awaitable<void>
        {
            observed o;
            auto t = asyncio::create_task(
                use, resource(o.resources), std::ref(o.begun));
            t.cancel();
            co_await asyncio::sleep(0s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(o.resources == 0);
            BOOST_TEST(o.begun == 0);
        });
}

// The loop is busy in another thread, with a step or a handler.
template<class Place>
void check_busy(Place& place)
{
    observed o;
    by_each_way(
        place,
        o,
        [&](auto make)
        {
            std::promise<void> entered;
            std::promise<void> go_on;
            asyncio::event_loop loop(place);
            loop.call_soon_threadsafe(
                [&]
                {
                    entered.set_value();
                    go_on.get_future().wait();
                });
            entered.get_future().wait();
            auto const t = make();
            t.cancel();
            go_on.set_value();
            loop.run_until_complete(asyncio::sleep(0s));
            loop.run_until_complete(asyncio::sleep(0s));
            BOOST_TEST(t.cancelled());
            BOOST_TEST(o.begun == 0);
            BOOST_TEST(o.resources == 0);
        });
}

BOOST_AUTO_TEST_CASE(while_the_loop_is_busy_in_another_thread)
{
    asio::thread_pool pool(2);
    check_busy(pool);
    auto strand = asio::make_strand(pool);
    check_busy(strand);
}

// When the first step may be taken at any time, the body runs or not; the
// resource goes in both cases.
template<class Place>
void check_race(Place& place)
{
    observed o;
    asyncio::event_loop loop(place);
    for (int i = 0; i != 200; ++i)
        by_each_way(
            place,
            o,
            [&](auto make)
            {
                auto const t = make();
                t.cancel();
                BOOST_CHECK_THROW(
                    loop.run_until_complete(t), asyncio::cancelled_error);
                BOOST_TEST(t.cancelled());
            });
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST(o.resources == 0);
}

BOOST_AUTO_TEST_CASE(while_another_thread_runs_the_loop)
{
    asio::thread_pool pool(2);
    check_race(pool);
    auto strand = asio::make_strand(pool);
    check_race(strand);
}

// The context goes while the first step waits for the request.
BOOST_AUTO_TEST_CASE(and_the_context_goes)
{
    observed o;
    {
        asio::io_context context;
        auto const t = asyncio::create_task(
            context, use, resource(o.resources), std::ref(o.begun));
        t.cancel();
    }
    BOOST_TEST(o.resources == 0);
    BOOST_TEST(o.begun == 0);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
