// Which executors have which loop, and for how long.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <set>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_loops)

namespace {

template<class X>
void* loop_of(X&& x)
{
    return asyncio::detail::loop_of(x).get();
}

BOOST_AUTO_TEST_CASE(equal_executors_have_one_loop)
{
    asio::io_context context;
    asio::any_io_executor const any = context.get_executor();
    auto const never = asio::require(
        context.get_executor(), asio::execution::blocking.never);
    auto const tracked = asio::require(
        context.get_executor(), asio::execution::outstanding_work.tracked);
    asyncio::event_loop loop(context);
    BOOST_CHECK(loop_of(context) == loop_of(any));
    BOOST_CHECK(loop_of(context) == loop_of(never));
    BOOST_CHECK(loop_of(context) == loop_of(tracked));
    BOOST_CHECK(loop_of(context) == loop_of(loop));
    BOOST_CHECK(loop_of(context) == loop_of(loop.get_executor()));
    BOOST_CHECK(
        loop_of(context) ==
        loop_of(asio::any_io_executor(loop.get_executor())));
}

BOOST_AUTO_TEST_CASE(two_strands_are_two_loops)
{
    asio::io_context context;
    auto const a = asio::make_strand(context);
    auto const b = asio::make_strand(context);
    asyncio::event_loop const loop_a(a);
    asyncio::event_loop const loop_b(b);
    BOOST_CHECK(loop_of(a) != loop_of(b));
    BOOST_CHECK(loop_of(a) == loop_of(asio::any_io_executor(a)));
    BOOST_CHECK(loop_of(a) != loop_of(context));
}

asio::awaitable<int> child(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

BOOST_AUTO_TEST_CASE(a_strand_for_each_connection_does_not_cost_a_loop_each)
{
    asio::io_context context;
    std::set<void*> loops;
    for (int i = 0; i != 100; ++i)
    {
        auto const strand = asio::make_strand(context);
        auto const t = asyncio::create_task(strand, child(i));
        loops.insert(loop_of(strand));
        context.run();
        context.restart();
        BOOST_CHECK_EQUAL(t.result(), i);
    }
    // The handle of one task is still there when the next strand is made.
    BOOST_CHECK_LE(loops.size(), 2);
}

BOOST_AUTO_TEST_CASE(a_loop_with_a_handle_is_kept)
{
    asio::io_context context;
    auto const strand = asio::make_strand(context);
    asyncio::event_loop loop(strand);
    auto const f = loop.create_future<int>();
    void* const before = loop_of(strand);
    auto const other = asio::make_strand(context);
    BOOST_CHECK(loop_of(other) != before);
    BOOST_CHECK(loop_of(strand) == before);
}

BOOST_AUTO_TEST_CASE(a_step_runs_inside_the_strand)
{
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool);
    asyncio::event_loop loop(strand);
    auto const check = [&]() -> asio::awaitable<int>
    {
        int inside = 0;
        inside += strand.running_in_this_thread();
        co_await asyncio::sleep(0s);
        inside += strand.running_in_this_thread();
        co_await asyncio::sleep(1ms);
        inside += strand.running_in_this_thread();
        co_return inside;
    };
    BOOST_CHECK_EQUAL(loop.run_until_complete(check), 3);
}

// A loop that always has something to do goes back to its executor all the same.
BOOST_AUTO_TEST_CASE(a_busy_loop_leaves_others_their_turn)
{
    asio::io_context context;
    bool posted = false;
    int turns = 0;
    asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            while (!posted && ++turns != 100'000)
                co_await asyncio::sleep(0s);
        });
    asio::post(context, [&] { posted = true; });
    context.run();
    BOOST_TEST(posted);
    BOOST_TEST(turns > 1);
    BOOST_TEST(turns < 1000);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
