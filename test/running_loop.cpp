// Where there is a running loop, in code that is no task: a rule that does not
// depend on what was awaited.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_running_loop)

namespace {

asio::awaitable<int> child()
{
    co_return 1;
}

// What one step finds.
struct finding
{
    bool task_created = false;
    bool operation_started = false;
    bool group_opened = false;
    bool current_task_asked = false;
    asyncio::event_loop* loop = nullptr;
    asyncio::any_task task;

    bool nothing() const
    {
        return !task_created && !operation_started && !group_opened &&
               !current_task_asked && !loop;
    }

    bool everything() const
    {
        return task_created && operation_started && group_opened &&
               current_task_asked && loop;
    }
};

template<class F>
bool works(F f)
{
    try
    {
        f();
        return true;
    }
    catch (std::runtime_error const& e)
    {
        BOOST_CHECK(
            std::string(e.what()).starts_with("no running event loop"));
        return false;
    }
}

finding look()
{
    finding f;
    f.task_created = works([] { asyncio::create_task(child()); });
    f.operation_started =
        works([] { asyncio::sleep(0s)([](std::exception_ptr) {}); });
    f.group_opened = works(
        []
        {
            auto const g = std::make_shared<asyncio::task_group>();
            g->open();
            g->close()([g](std::exception_ptr const&) {});
        });
    f.current_task_asked =
        works([&] { f.task = asyncio::current_task(); });
    works([&] { f.loop = &asyncio::get_running_loop(); });
    return f;
}

// The objects that the coroutine waits for; they belong to the loop of `place`.
struct things
{
    template<class Place>
    explicit things(Place const& place)
        : loop(place), future(loop.template create_future<int>())
    {
        queue.put_nowait(1);
        future.set_result(1);
    }

    asyncio::event_loop loop;
    asyncio::queue<int> queue;
    asyncio::lock lock;
    asyncio::event event;
    asyncio::future<int> future;
};

// Awaits each kind of operation, ours and Asio's in turn, and looks after each.
template<class E>
asio::awaitable<void, E> look_after_each(things& t, std::vector<finding>& found)
{
    asio::use_awaitable_t<E> const token;
    auto const ex = co_await asio::this_coro::executor;
    co_await asio::post(ex, token);
    found.push_back(look());
    co_await asyncio::sleep(0s);
    found.push_back(look());
    co_await asio::post(ex, token);
    found.push_back(look());
    co_await t.future.get();
    found.push_back(look());
    asio::steady_timer timer(ex, 0s);
    co_await timer.async_wait(token);
    found.push_back(look());
    co_await t.queue.get();
    found.push_back(look());
    co_await t.lock.acquire();
    found.push_back(look());
    co_await asio::dispatch(ex, token);
    found.push_back(look());
    t.lock.release();
    co_await asyncio::create_task(t.loop, child()).get();
    found.push_back(look());
    co_await asyncio::gather(asyncio::sleep(0s), asyncio::sleep(0s));
    found.push_back(look());
    co_await asyncio::wait_for(asyncio::sleep(0s), 1h);
    found.push_back(look());
    co_await asyncio::sleep(1ms);
    found.push_back(look());
}

constexpr std::size_t places = 12;

template<class E>
std::vector<finding> found_in(asio::io_context& context, E const& ex)
{
    std::vector<finding> found;
    things t(ex);
    asio::co_spawn(ex, look_after_each<E>(t, found), asio::detached);
    context.run();
    context.restart();
    BOOST_CHECK_EQUAL(found.size(), places);
    return found;
}

BOOST_AUTO_TEST_CASE(a_coroutine_of_an_executor_has_none)
{
    asio::io_context context;
    auto const strand = asio::make_strand(context);
    for (auto const& f : found_in(context, context.get_executor()))
        BOOST_TEST(f.nothing());
    for (auto const& f : found_in(context, strand))
        BOOST_TEST(f.nothing());
    for (asio::any_io_executor const& ex :
         {asio::any_io_executor(context.get_executor()),
          asio::any_io_executor(strand)})
        for (auto const& f : found_in(context, ex))
            BOOST_TEST(f.nothing());
}

// Neither has one that is on another executor than what it waits for.
BOOST_AUTO_TEST_CASE(a_coroutine_beside_the_loop_has_none)
{
    asio::io_context context;
    std::vector<finding> found;
    things t(asio::make_strand(context));
    asio::any_io_executor const ex = context.get_executor();
    asio::co_spawn(
        ex,
        look_after_each<asio::any_io_executor>(t, found),
        asio::detached);
    context.run();
    BOOST_CHECK_EQUAL(found.size(), places);
    for (auto const& f : found)
        BOOST_TEST(f.nothing());
}

BOOST_AUTO_TEST_CASE(while_a_loop_runs_in_this_thread_it_has_that)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const strand = asio::make_strand(context);
    for (asio::any_io_executor const& ex :
         {asio::any_io_executor(context.get_executor()),
          asio::any_io_executor(strand)})
    {
        std::vector<finding> found;
        things t(ex);
        asio::co_spawn(
            ex,
            look_after_each<asio::any_io_executor>(t, found),
            asio::detached);
        loop.run_until_complete(asyncio::sleep(50ms));
        BOOST_CHECK_EQUAL(found.size(), places);
        for (auto const& f : found)
        {
            BOOST_TEST(f.everything());
            BOOST_TEST(!f.task);
            BOOST_CHECK(f.loop->get_executor() == loop.get_executor());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_coroutine_of_a_loops_executor_has_that_loop)
{
    asio::io_context context;
    for (asio::any_io_executor const& place :
         {asio::any_io_executor(context.get_executor()),
          asio::any_io_executor(asio::make_strand(context))})
    {
        auto const ex = asyncio::event_loop(place).get_executor();
        auto found = found_in(context, ex);
        auto const erased = found_in(context, asio::any_io_executor(ex));
        found.insert(found.end(), erased.begin(), erased.end());
        for (auto const& f : found)
        {
            BOOST_TEST(f.everything());
            BOOST_TEST(!f.task);
            BOOST_CHECK(f.loop->get_executor() == ex);
        }
    }
}

template<class E>
void a_coroutine_of_a_tasks_executor()
{
    asio::io_context context;
    for (asio::any_io_executor const& place :
         {asio::any_io_executor(context.get_executor()),
          asio::any_io_executor(asio::make_strand(context))})
    {
        std::vector<finding> found;
        asyncio::any_task self;
        things t(place);
        auto const body = [&]() -> asio::awaitable<void, E>
        {
            self = asyncio::current_task();
            auto spawned = asio::co_spawn(
                co_await asio::this_coro::executor,
                look_after_each<E>(t, found),
                asio::use_awaitable_t<E>());
            co_await std::move(spawned);
        };
        asyncio::create_task(place, body);
        context.run();
        context.restart();
        BOOST_CHECK_EQUAL(found.size(), places);
        for (auto const& f : found)
        {
            BOOST_TEST(f.everything());
            BOOST_CHECK(f.task == self);
            BOOST_CHECK(f.loop->get_executor() == t.loop.get_executor());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_coroutine_of_a_tasks_executor_is_in_that_task)
{
    a_coroutine_of_a_tasks_executor<asio::any_io_executor>();
    a_coroutine_of_a_tasks_executor<asyncio::executor>();
}

// Starts `op()` in several ways with a handler that looks; gives the findings.
template<class Bind>
std::vector<finding> found_by_handlers(asio::io_context& context, Bind bind)
{
    std::vector<finding> found;
    auto const start = [&](auto op)
    {
        std::move(op)(bind([&](std::exception_ptr, auto...) { found.push_back(look()); }));
        context.run();
        context.restart();
    };
    things t(context.get_executor());
    start(asyncio::sleep(0s));
    start(asyncio::sleep(1ms));
    start(t.queue.get());
    start(t.future.get());
    start(asyncio::create_task(context, child()).get());
    start(asyncio::sleep(0s)(asio::deferred));
    start(asyncio::create_task(context, child()).get()(asio::deferred));
    BOOST_CHECK_EQUAL(found.size(), 7);
    return found;
}

BOOST_AUTO_TEST_CASE(a_handler_of_an_executor_has_none)
{
    asio::io_context context;
    asio::any_io_executor const strand = asio::make_strand(context);
    for (auto const& f : found_by_handlers(
             context,
             [&](auto h)
             { return asio::bind_executor(context.get_executor(), h); }))
        BOOST_TEST(f.nothing());
    for (auto const& f : found_by_handlers(
             context, [&](auto h) { return asio::bind_executor(strand, h); }))
        BOOST_TEST(f.nothing());
}

BOOST_AUTO_TEST_CASE(a_handler_of_a_loops_executor_has_that_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asio::any_io_executor const erased = loop.get_executor();
    for (auto const& f : found_by_handlers(
             context,
             [&](auto h)
             { return asio::bind_executor(loop.get_executor(), h); }))
        BOOST_TEST(f.everything());
    for (auto const& f : found_by_handlers(
             context, [&](auto h) { return asio::bind_executor(erased, h); }))
        BOOST_TEST(f.everything());
}

// It runs in the loop where the operation belongs.
BOOST_AUTO_TEST_CASE(a_handler_without_an_executor_has_the_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    std::vector<finding> found;
    auto const handler = [&](std::exception_ptr, auto...)
    { found.push_back(look()); };
    asyncio::create_task(context, child()).get()(handler);
    loop.call_soon([&] { asyncio::sleep(0s)(handler); });
    loop.call_soon([&] { asyncio::sleep(1ms)(asio::deferred)(handler); });
    context.run();
    BOOST_CHECK_EQUAL(found.size(), 3);
    for (auto const& f : found)
    {
        BOOST_TEST(f.everything());
        BOOST_CHECK(f.loop->get_executor() == loop.get_executor());
    }
}

// What goes on in the middle of a turn leaves the turn as it was, and does not
// begin one of another loop.
BOOST_AUTO_TEST_CASE(a_guest_leaves_the_turn_as_it_was)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::event_loop other(asio::make_strand(context));
    auto const f = loop.create_future<void>();
    std::vector<std::string> order;
    auto const guest = [&]() -> asio::awaitable<void>
    {
        co_await f.get();
        order.push_back("guest");
        asio::dispatch(other.get_executor(), [&] { order.push_back("other"); });
        order.push_back("guest goes on");
    };
    asio::co_spawn(context, guest, asio::detached);
    context.poll();
    asyncio::event_loop* after = nullptr;
    loop.call_soon(
        [&]
        {
            f.set_result();
            asyncio::get_running_loop().call_soon(
                [&] { after = &asyncio::get_running_loop(); });
        });
    context.restart();
    context.run();
    BOOST_TEST(
        order ==
            std::vector<std::string>({"guest", "guest goes on", "other"}),
        boost::test_tools::per_element());
    BOOST_CHECK(after && after->get_executor() == loop.get_executor());
}

BOOST_AUTO_TEST_CASE(to_create_a_task_it_names_its_executor)
{
    asio::io_context context;
    int result = 0;
    auto const coroutine = [&]() -> asio::awaitable<void>
    {
        co_await asyncio::sleep(0s);
        auto const t = asyncio::create_task(
            co_await asio::this_coro::executor, child());
        result = co_await t.get();
    };
    asio::co_spawn(context, coroutine, asio::detached);
    context.run();
    BOOST_TEST(result == 1);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
