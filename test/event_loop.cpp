// event_loop: callbacks, running, stopping and closing.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/event_loop.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_event_loop)

namespace {

using asyncio_test::run;

// Calls `f`, which is to throw an E, and gives its message.
template<class E, class F>
std::string message_of(F f)
{
    try
    {
        f();
    }
    catch (E const& e)
    {
        return e.what();
    }
    return "no exception";
}

asio::awaitable<int> give(int value)
{
    co_await asyncio::sleep(0s);
    co_return value;
}

// ---- callbacks -------------------------------------------------------------

BOOST_AUTO_TEST_CASE(call_soon_in_order)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    for (int i = 0; i != 3; ++i)
        loop.call_soon([&, i] { order.push_back(i); });
    loop.call_soon(
        [&]
        {
            loop.call_soon([&] { order.push_back(5); });
            order.push_back(3);
        });
    loop.call_soon([&] { order.push_back(4); });
    BOOST_TEST(order.empty());
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST((order == std::vector{0, 1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(call_later_by_time_and_then_in_order_of_the_calls)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    auto const note = [&](int n) { return [&, n] { order.push_back(n); }; };
    loop.call_later(2s, note(4));
    loop.call_later(1s, note(2));
    loop.call_at(loop.time() + 1s, note(3));
    loop.call_later(2s, note(5));
    loop.call_later(0s, note(0));
    loop.call_later(-1s, note(-1));
    loop.call_later(std::chrono::duration<double>(0.5), note(1));
    loop.run_until_complete(asyncio::sleep(3s));
    BOOST_TEST((order == std::vector{-1, 0, 1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(timers_made_by_timers_wait_for_the_next_turn)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    loop.call_later(
        1s,
        [&]
        {
            order.push_back(1);
            loop.call_later(0s, [&] { order.push_back(3); });
            loop.call_soon([&] { order.push_back(2); });
        });
    loop.run_until_complete(asyncio::sleep(2s));
    BOOST_TEST((order == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_callable_may_be_move_only)
{
    asyncio::virtual_loop loop;
    int sum = 0;
    loop.call_soon([&, p = std::make_unique<int>(1)] { sum += *p; });
    loop.call_later(1s, [&, p = std::make_unique<int>(2)] { sum += *p; });
    loop.run_until_complete(asyncio::sleep(2s));
    BOOST_TEST(sum == 3);
}

BOOST_AUTO_TEST_CASE(a_cancelled_callback_is_not_called_and_is_released)
{
    asyncio::virtual_loop loop;
    auto p = std::make_shared<int>();
    std::weak_ptr<int> const captured = p;
    bool called = false;
    auto const h =
        loop.call_soon([&, q = std::move(p)] { called = q != nullptr; });
    BOOST_TEST(!h.cancelled());
    h.cancel();
    BOOST_TEST(h.cancelled());
    BOOST_TEST(captured.expired());
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(a_callback_may_cancel_a_later_one_of_its_turn)
{
    asyncio::virtual_loop loop;
    bool called = false;
    asyncio::handle second;
    loop.call_soon([&] { second.cancel(); });
    second = loop.call_soon([&] { called = true; });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(a_callback_may_cancel_itself)
{
    asyncio::virtual_loop loop;
    asyncio::handle h;
    int calls = 0;
    h = loop.call_soon(
        [&, text = std::string(100, 'x')]
        {
            h.cancel();
            calls += text.size() == 100;
        });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(calls == 1);
    BOOST_TEST(h.cancelled());
}

BOOST_AUTO_TEST_CASE(timer_handles)
{
    asyncio::virtual_loop loop;
    int calls = 0;
    auto const kept = loop.call_later(1s, [&] { ++calls; });
    BOOST_TEST((kept.when() == loop.time() + 1s));
    auto const cancelled = loop.call_at(loop.time() + 1s, [&] { ++calls; });
    loop.call_later(1s, [&] { ++calls; });
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            co_await asyncio::sleep(0.5s);
            cancelled.cancel();
            co_await asyncio::sleep(1s);
        });
    BOOST_TEST(calls == 2);
    BOOST_TEST(cancelled.cancelled());
    BOOST_TEST(!kept.cancelled());
    kept.cancel();
    BOOST_TEST(kept.cancelled());
}

BOOST_AUTO_TEST_CASE(an_empty_handle)
{
    asyncio::handle const h;
    h.cancel();
    BOOST_TEST(!h.cancelled());
    asyncio::timer_handle const t;
    t.cancel();
    BOOST_TEST(!t.cancelled());
}

BOOST_AUTO_TEST_CASE(a_handle_outlives_its_loop)
{
    asyncio::handle soon;
    asyncio::timer_handle later;
    auto p = std::make_shared<int>();
    std::weak_ptr<int> const captured = p;
    {
        asyncio::virtual_loop loop;
        soon = loop.call_soon([p] {});
        loop.run_until_complete(asyncio::sleep(0s));
        soon = loop.call_soon([p] {});
        later = loop.call_later(1h, [q = std::move(p)] {});
    }
    BOOST_TEST(captured.expired());
    soon.cancel();
    later.cancel();
    BOOST_TEST(soon.cancelled());
    BOOST_TEST(later.cancelled());
}

BOOST_AUTO_TEST_CASE(call_soon_threadsafe_wakes_a_waiting_loop)
{
    asyncio::event_loop loop;
    std::thread::id where;
    std::thread thread(
        [&]
        {
            loop.call_soon_threadsafe(
                [&]
                {
                    where = std::this_thread::get_id();
                    loop.stop();
                });
        });
    loop.run_forever();
    thread.join();
    BOOST_TEST((where == std::this_thread::get_id()));
}

// ---- running ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(run_until_complete_gives_the_result)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(loop.run_until_complete(give(1)) == 1);
    auto const t = loop.create_task(give(2));
    BOOST_TEST(loop.run_until_complete(t) == 2);
    BOOST_TEST(loop.run_until_complete(t) == 2);
    BOOST_TEST(loop.run_until_complete(asyncio::sleep(1s, 3)) == 3);
    auto const f = loop.create_future<int>();
    loop.call_soon([&] { f.set_result(4); });
    BOOST_TEST(loop.run_until_complete(f) == 4);
    loop.run_until_complete(asyncio::any_task(t));
    auto p = loop.run_until_complete(
        []() -> asio::awaitable<std::unique_ptr<int>>
        { co_return std::make_unique<int>(5); });
    BOOST_TEST(*p == 5);
}

BOOST_AUTO_TEST_CASE(run_until_complete_throws_the_exception)
{
    asyncio::virtual_loop loop;
    auto const fail = []() -> asio::awaitable<void>
    {
        throw std::out_of_range("boom");
        co_return;
    };
    BOOST_CHECK_THROW(loop.run_until_complete(fail), std::out_of_range);
    asyncio::any_task const any = loop.create_task(fail);
    BOOST_CHECK_THROW(loop.run_until_complete(any), std::out_of_range);
    auto const t = loop.create_task(give(1));
    t.cancel();
    BOOST_CHECK_THROW(loop.run_until_complete(t), asyncio::cancelled_error);
    BOOST_TEST(!loop.is_running());
}

BOOST_AUTO_TEST_CASE(run_until_complete_refuses_what_is_not_its_own)
{
    asyncio::virtual_loop loop;
    asyncio::virtual_loop other;
    auto const t = other.create_task(give(1));
    BOOST_TEST(
        message_of<std::invalid_argument>(
            [&] { loop.run_until_complete(t); }) ==
        "The future belongs to a different loop than the one specified as "
        "the loop argument");
    other.run_until_complete(t);
    BOOST_CHECK_THROW(
        loop.run_until_complete(asyncio::task<int>()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(stopped_before_the_child_is_done)
{
    asyncio::virtual_loop loop;
    loop.call_later(1s, [&] { loop.stop(); });
    auto const t = loop.create_task(asyncio::sleep(2s, 1));
    BOOST_TEST(
        message_of<std::runtime_error>([&] { loop.run_until_complete(t); }) ==
        "Event loop stopped before Future completed.");
    BOOST_TEST(!t.done());
    BOOST_TEST(loop.run_until_complete(t) == 1);
}

BOOST_AUTO_TEST_CASE(stop_before_run_forever_leaves_one_turn)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    loop.call_soon(
        [&]
        {
            order.push_back(1);
            loop.call_soon([&] { order.push_back(2); });
        });
    loop.stop();
    loop.run_forever();
    BOOST_TEST((order == std::vector{1}));
    loop.stop();
    loop.run_forever();
    BOOST_TEST((order == std::vector{1, 2}));
}

BOOST_AUTO_TEST_CASE(stop_completes_the_turn)
{
    asyncio::virtual_loop loop;
    std::vector<int> order;
    loop.call_soon(
        [&]
        {
            order.push_back(1);
            loop.stop();
            loop.call_soon([&] { order.push_back(3); });
        });
    loop.call_soon([&] { order.push_back(2); });
    loop.run_forever();
    BOOST_TEST((order == std::vector{1, 2}));
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST((order == std::vector{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(stop_by_a_timer_on_the_real_clock)
{
    asyncio::event_loop loop;
    loop.call_later(1ms, [&] { loop.stop(); });
    loop.run_forever();
    asio::io_context context;
    asyncio::event_loop foreign(context);
    foreign.call_later(1ms, [&] { foreign.stop(); });
    foreign.run_forever();
    BOOST_TEST(!loop.is_running());
    BOOST_TEST(!foreign.is_running());
}

BOOST_AUTO_TEST_CASE(stop_by_a_handler_of_asio)
{
    asyncio::event_loop loop;
    asio::steady_timer timer(loop.get_executor(), 1ms);
    timer.async_wait([&](boost::system::error_code) { loop.stop(); });
    loop.run_forever();
    asio::io_context context;
    asyncio::event_loop foreign(context);
    asio::post(context, [&] { foreign.stop(); });
    foreign.run_forever();
    BOOST_TEST(!foreign.is_running());
}

BOOST_AUTO_TEST_CASE(is_running_inside_only)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(!loop.is_running());
    bool running = false;
    loop.call_soon(
        [&]
        {
            running = loop.is_running();
            loop.stop();
        });
    loop.run_forever();
    BOOST_TEST(running);
    BOOST_TEST(!loop.is_running());
}

BOOST_AUTO_TEST_CASE(a_loop_does_not_run_inside_itself_or_another)
{
    asyncio::virtual_loop loop;
    asyncio::virtual_loop other;
    std::string own;
    std::string others;
    loop.call_soon(
        [&]
        {
            own = message_of<std::runtime_error>([&] { loop.run_forever(); });
            others =
                message_of<std::runtime_error>([&] { other.run_forever(); });
        });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(own == "This event loop is already running");
    BOOST_TEST(
        others == "Cannot run the event loop while another loop is running");
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_plain_handler_leaves_the_loop)
{
    asyncio::virtual_loop loop;
    asio::post(loop.get_executor(), [] { throw std::out_of_range("boom"); });
    BOOST_CHECK_THROW(
        loop.run_until_complete(asyncio::sleep(1s)), std::out_of_range);
    BOOST_TEST(!loop.is_running());
    BOOST_TEST(loop.run_until_complete(give(1)) == 1);
}

BOOST_AUTO_TEST_CASE(a_keyboard_interrupt_in_a_callback_leaves_the_loop)
{
    asyncio::virtual_loop loop;
    bool next = false;
    loop.call_soon([] { throw asyncio::keyboard_interrupt(); });
    loop.call_soon([&] { next = true; });
    BOOST_CHECK_THROW(loop.run_forever(), asyncio::keyboard_interrupt);
    BOOST_TEST(!next);
    loop.run_until_complete(asyncio::sleep(0s));
    BOOST_TEST(next);
}

BOOST_AUTO_TEST_CASE(what_leaves_the_loop_takes_no_deadlines_along)
{
    asyncio::event_loop loop;
    loop.call_later(1ms, [] { throw asyncio::keyboard_interrupt(); });
    loop.call_later(2ms, [&] { loop.stop(); });
    BOOST_CHECK_THROW(loop.run_forever(), asyncio::keyboard_interrupt);
    loop.run_forever();
}

// ---- closing ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_closed_loop_refuses_everything)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(!loop.is_closed());
    loop.close();
    loop.close();
    BOOST_TEST(loop.is_closed());
    std::string const closed = "Event loop is closed";
    auto const check = [&](auto f)
    { BOOST_TEST(message_of<std::runtime_error>(f) == closed); };
    check([&] { loop.run_forever(); });
    check([&] { loop.run_until_complete(asyncio::sleep(0s)); });
    check([&] { loop.call_soon([] {}); });
    check([&] { loop.call_soon_threadsafe([] {}); });
    check([&] { loop.call_later(1s, [] {}); });
    check([&] { loop.call_at({}, [] {}); });
    check([&] { loop.create_task(give(1)); });
    check([&] { loop.add_signal_handler(SIGUSR1, [] {}); });
    BOOST_TEST(!loop.remove_signal_handler(SIGUSR1));
}

BOOST_AUTO_TEST_CASE(a_running_loop_is_not_closed)
{
    asyncio::virtual_loop loop;
    std::string message;
    loop.call_soon(
        [&]
        { message = message_of<std::runtime_error>([&] { loop.close(); }); });
    loop.run_until_complete(asyncio::sleep(1s));
    BOOST_TEST(message == "Cannot close a running event loop");
    BOOST_TEST(!loop.is_closed());
}

BOOST_AUTO_TEST_CASE(close_drops_the_callbacks_that_are_queued)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto p = std::make_shared<int>();
    std::weak_ptr<int> const captured = p;
    bool called = false;
    loop.call_soon([&, q = std::move(p)] { called = q != nullptr; });
    loop.call_later(1ms, [&] { called = true; });
    loop.close();
    context.run();
    BOOST_TEST(!called);
    BOOST_TEST(captured.expired());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
