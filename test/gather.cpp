// gather: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/gather.hpp>

#include "reporting_loop.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <list>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_gather)

namespace {

using asyncio_test::now;
using asyncio_test::run;

asio::awaitable<int> number(int n)
{
    co_await asyncio::sleep(std::chrono::seconds(n));
    co_return n;
}

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<int> fails_after(std::chrono::seconds s, char const* what)
{
    co_await asyncio::sleep(s);
    throw std::runtime_error(what);
}

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

asio::awaitable<std::unique_ptr<int>> unique(int n)
{
    co_return std::make_unique<int>(n);
}

asio::awaitable<no_default> plain(int n)
{
    co_return no_default(n);
}

BOOST_AUTO_TEST_CASE(nothing_to_gather)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool turned = false;
            asyncio::get_running_loop().call_soon([&] { turned = true; });
            static_assert(std::is_same_v<
                          decltype(asyncio::gather())::value_type,
                          std::tuple<>>);
            co_await asyncio::gather();
            auto const v =
                co_await asyncio::gather(std::vector<asio::awaitable<int>>());
            BOOST_TEST(v.empty());
            co_await asyncio::gather(std::vector<asyncio::task<void>>());
            auto const e = co_await asyncio::gather(
                asyncio::return_exceptions, std::vector<asyncio::task<void>>());
            BOOST_TEST(e.empty());
            BOOST_TEST(!turned);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(what_is_done_takes_no_turn)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(number(0));
            co_await t.get();
            bool turned = false;
            asyncio::get_running_loop().call_soon([&] { turned = true; });
            auto const [a, b] = co_await asyncio::gather(t, t);
            BOOST_TEST(a == 0);
            BOOST_TEST(b == 0);
            BOOST_TEST(!turned);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(results_of_all_types)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto op =
                asyncio::gather(number(1), nothing(), unique(2), plain(3));
            static_assert(std::is_same_v<
                          decltype(op)::value_type,
                          std::tuple<
                              int,
                              std::monostate,
                              std::unique_ptr<int>,
                              no_default>>);
            auto const r = co_await std::move(op);
            BOOST_TEST(std::get<0>(r) == 1);
            BOOST_TEST(*std::get<2>(r) == 2);
            BOOST_TEST(std::get<3>(r).value == 3);
        });
}

BOOST_AUTO_TEST_CASE(children_of_all_kinds)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f =
                asyncio::get_running_loop().create_future<std::string>();
            f.set_result("future");
            auto const t = asyncio::create_task(number(2));
            auto const callable = [] { return number(3); };
            auto [a, b, c, d, e, u] = co_await asyncio::gather(
                number(1),
                t,
                callable,
                asyncio::sleep(1s, 4),
                f,
                asyncio::create_task(unique(5)));
            BOOST_TEST(a + b + c + d == 10);
            BOOST_TEST(e == "future");
            BOOST_TEST(*u == 5);
            BOOST_TEST((now() == 3s)); // concurrently
            BOOST_TEST(t.result() == 2);
            BOOST_TEST(f.result() == "future");
        });
}

BOOST_AUTO_TEST_CASE(ranges)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> awaitables;
            for (int i = 3; i != 0; --i)
                awaitables.push_back(number(i));
            auto const numbers =
                co_await asyncio::gather(std::move(awaitables));
            BOOST_TEST((numbers == std::vector<int>{3, 2, 1}));

            std::list<asyncio::task<int>> tasks;
            for (int i = 0; i != 3; ++i)
                tasks.push_back(asyncio::create_task(number(i)));
            auto copies = co_await asyncio::gather(tasks);
            BOOST_TEST((copies == std::vector<int>{0, 1, 2}));
            copies = co_await asyncio::gather(
                tasks | std::views::filter([](auto const& t)
                                           { return t.result() != 1; }));
            BOOST_TEST((copies == std::vector<int>{0, 2}));

            std::vector<asio::awaitable<void>> voids;
            voids.push_back(nothing());
            static_assert(std::is_void_v<
                          decltype(asyncio::gather(
                              std::move(voids)))::value_type>);
            co_await asyncio::gather(std::move(voids));

            std::vector<asyncio::task<std::unique_ptr<int>>> movable;
            movable.push_back(asyncio::create_task(unique(1)));
            movable.push_back(asyncio::create_task(unique(2)));
            auto const pointers = co_await asyncio::gather(std::move(movable));
            BOOST_TEST(*pointers[0] + *pointers[1] == 3);

            std::vector<asio::awaitable<no_default>> objects;
            objects.push_back(plain(1));
            auto const o = co_await asyncio::gather(std::move(objects));
            BOOST_TEST(o[0].value == 1);
        });
}

BOOST_AUTO_TEST_CASE(the_same_task_twice)
{
    run(
        []() -> asio::awaitable<void>
        {
            int runs = 0;
            auto const body = [&]() -> asio::awaitable<std::string>
            {
                ++runs;
                co_await asyncio::sleep(1s);
                co_return std::string(100, 'x');
            };
            auto const t = asyncio::create_task(body);
            auto const [a, b] = co_await asyncio::gather(t, t);
            BOOST_TEST(runs == 1);
            BOOST_TEST(a.size() == 100u);
            BOOST_TEST(a == b);
            BOOST_TEST(t.result() == a);
        });
}

BOOST_AUTO_TEST_CASE(exceptions_as_elements)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const cancelled = asyncio::create_task(number(100));
            asyncio::get_running_loop().call_soon(
                [cancelled] { cancelled.cancel("why"); });
            auto r = co_await asyncio::gather(
                asyncio::return_exceptions,
                number(1),
                fails_after(2s, "late"),
                nothing(),
                unique(4),
                cancelled);
            static_assert(
                std::is_same_v<
                    std::tuple_element_t<2, decltype(r)>,
                    boost::system::result<void, std::exception_ptr>>);
            BOOST_TEST(*std::get<0>(r) == 1);
            BOOST_TEST(std::get<1>(r).has_error());
            BOOST_CHECK_THROW(
                std::rethrow_exception(std::get<1>(r).error()),
                std::runtime_error);
            BOOST_TEST(std::get<2>(r).has_value());
            auto const p = std::move(*std::get<3>(r));
            BOOST_TEST(*p == 4);
            std::string message;
            try
            {
                std::rethrow_exception(std::get<4>(r).error());
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "why");
            BOOST_TEST((now() == 2s));
        });
}

BOOST_AUTO_TEST_CASE(exceptions_as_elements_of_a_range)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> all;
            all.push_back(fails_after(1s, "first"));
            all.push_back(number(2));
            auto const r = co_await asyncio::gather(
                asyncio::return_exceptions, std::move(all));
            BOOST_TEST(r.size() == 2u);
            BOOST_TEST(r[0].has_error());
            BOOST_TEST(*r[1] == 2);

            std::vector<asio::awaitable<void>> voids;
            voids.push_back(nothing());
            auto const v = co_await asyncio::gather(
                asyncio::return_exceptions, std::move(voids));
            BOOST_TEST(v[0].has_value());
        });
}

// Its siblings go on, and the caller is not cancelled.
BOOST_AUTO_TEST_CASE(a_cancelled_child)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const a = asyncio::create_task(number(100));
            auto const b = asyncio::create_task(number(5));
            asyncio::get_running_loop().call_later(1s, [a] { a.cancel(); });
            bool cancelled = false;
            try
            {
                co_await asyncio::gather(a, b);
            }
            catch (asyncio::cancelled_error const&)
            {
                cancelled = true;
            }
            BOOST_TEST(cancelled);
            BOOST_TEST((now() == 1s));
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            BOOST_TEST(!b.done());
            int const r = co_await b.get();
            BOOST_TEST(r == 5);
        });
}

BOOST_AUTO_TEST_CASE(later_exceptions_are_not_reported)
{
    int reports = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::get_running_loop().set_exception_handler(
                [&](auto&, auto const&) { ++reports; });
            std::string what;
            try
            {
                co_await asyncio::gather(
                    fails_after(2s, "second"), fails_after(1s, "first"));
            }
            catch (std::runtime_error const& e)
            {
                what = e.what();
            }
            BOOST_TEST(what == "first");
            co_await asyncio::sleep(5s);
        });
    BOOST_TEST(reports == 0);
}

BOOST_AUTO_TEST_CASE(one_has_failed_already)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            f.set_exception(std::runtime_error("early"));
            bool started = false;
            auto const child = [&]() -> asio::awaitable<void>
            {
                started = true;
                co_return;
            };
            bool thrown = false;
            try
            {
                co_await asyncio::gather(f, child);
            }
            catch (std::runtime_error const&)
            {
                thrown = true;
            }
            BOOST_TEST(thrown);
            BOOST_TEST(!started);
            co_await asyncio::sleep(0s);
            BOOST_TEST(started);
        });
}

// With return_exceptions a cancelled gather ends when all have ended.
BOOST_AUTO_TEST_CASE(cancelled_with_return_exceptions)
{
    run(
        []() -> asio::awaitable<void>
        {
            int cleaned = 0;
            auto const child = [&](int seconds) -> asio::awaitable<void>
            {
                bool cancelled = false;
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    cancelled = true;
                }
                co_await asyncio::sleep(std::chrono::seconds(seconds));
                ++cleaned;
                if (cancelled)
                    throw asyncio::cancelled_error("own");
            };
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await asyncio::gather(
                    asyncio::return_exceptions, child(3), child(1));
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1s);
            t.cancel("stop");
            std::string message;
            try
            {
                co_await t.get();
            }
            catch (asyncio::cancelled_error const& e)
            {
                message = e.message();
            }
            BOOST_TEST(message == "stop");
            BOOST_TEST(cleaned == 2);
            BOOST_TEST((now() == 4s));
        });
}

// What the loop's handler is told when `call()` is asked to stop by `stop`.
enum class stopped_by
{
    request,
    late_request, // all children have ended, but the caller has not gone on
    limit
};

template<class Call>
std::size_t reports_of(stopped_by how, bool debug, Call call)
{
    asyncio_test::reporting_loop loop(debug);
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto f = loop.create_future<int>();
            auto t = asyncio::create_task(
                [&]() -> asio::awaitable<void>
                {
                    if (how == stopped_by::limit)
                        co_await asyncio::wait_for(call(f), 2s);
                    else
                        co_await call(f);
                });
            co_await asyncio::sleep(1s);
            if (how == stopped_by::request)
                t.cancel();
            else if (how == stopped_by::late_request)
            {
                f.set_result(1);
                co_await asyncio::sleep(0s);
                BOOST_TEST(!t.done());
                t.cancel();
            }
            co_await asyncio::wait({t});
            BOOST_TEST(
                (how == stopped_by::limit ? !!t.exception() : t.cancelled()));
        }());
    return loop.reports.size();
}

// It has taken the exceptions, as it was told to. Debug mode reports all that
// nobody sees.
BOOST_AUTO_TEST_CASE(cancelled_with_return_exceptions_reports_nothing)
{
    using asyncio::gather;
    using asyncio::return_exceptions;
    using future = asyncio::future<int>;
    for (bool const debug : {false, true})
        for (auto const how : {
                 stopped_by::request,
                 stopped_by::late_request,
                 stopped_by::limit})
            BOOST_TEST_CONTEXT(debug << ' ' << static_cast<int>(how))
            {
                std::size_t const one = debug ? 1 : 0;
                auto const awaitables = [](future f) {
                    return gather(return_exceptions, f, fails_after(0s, "a"));
                };
                BOOST_TEST(reports_of(how, debug, awaitables) == one);

                auto const tasks = [](future f) {
                    auto t = asyncio::create_task(fails_after(0s, "b"));
                    return gather(return_exceptions, std::move(t), f);
                };
                BOOST_TEST(reports_of(how, debug, tasks) == one);

                auto const futures = [](future f)
                {
                    auto failed =
                        asyncio::get_running_loop().create_future<int>();
                    failed.set_exception(std::runtime_error("c"));
                    std::vector<future> all{f, failed};
                    return gather(return_exceptions, std::move(all));
                };
                BOOST_TEST(reports_of(how, debug, futures) == one);

                auto const nested = [](future f)
                {
                    auto inner =
                        gather(return_exceptions, f, fails_after(0s, "d"));
                    return gather(
                        return_exceptions,
                        std::move(inner),
                        fails_after(0s, "e"));
                };
                if (how != stopped_by::late_request)
                    BOOST_TEST(
                        reports_of(how, debug, nested) == 2 * one);
            }
}

BOOST_AUTO_TEST_CASE(nobody_awaits)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool started = false;
            auto const child = [&]() -> asio::awaitable<void>
            {
                started = true;
                co_return;
            };
            {
                [[maybe_unused]] auto const op = asyncio::gather(child);
            }
            co_await asyncio::sleep(1s);
            BOOST_TEST(!started);
        });
}

BOOST_AUTO_TEST_CASE(of_different_loops)
{
    asyncio::event_loop other;
    auto const f = other.create_future<int>();
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const g = asyncio::get_running_loop().create_future<int>();
            bool refused = false;
            try
            {
                co_await asyncio::gather(g, f);
            }
            catch (std::invalid_argument const&)
            {
                refused = true;
            }
            BOOST_TEST(refused);
            refused = false;
            try
            {
                co_await asyncio::gather(f, g);
            }
            catch (std::exception const&)
            {
                refused = true;
            }
            BOOST_TEST(refused);
        });
}

BOOST_AUTO_TEST_CASE(an_empty_handle)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool refused = false;
            try
            {
                co_await asyncio::gather(asyncio::task<int>());
            }
            catch (std::invalid_argument const&)
            {
                refused = true;
            }
            BOOST_TEST(refused);
        });
}

BOOST_AUTO_TEST_CASE(operations_of_asio)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            auto const ex = co_await asio::this_coro::executor;
            asio::steady_timer a(ex, 1ms);
            asio::steady_timer b(ex, 1ms);
            co_await asyncio::gather(
                a.async_wait(asio::deferred), b.async_wait(asio::deferred));
            a.expires_after(1h);
            b.expires_after(1h);
            auto const body = [&]() -> asio::awaitable<void>
            {
                // Waits for both, which refer to this frame.
                co_await asyncio::gather(
                    asyncio::return_exceptions,
                    a.async_wait(asio::deferred),
                    b.async_wait(asio::deferred));
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(1ms);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    int sum = 0;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            auto const [a, b] = co_await asyncio::gather(number(0), number(0));
            sum = a + b + 1;
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(sum == 1);
}

BOOST_AUTO_TEST_CASE(with_a_completion_token)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, number(0));
    auto all = asyncio::gather(t, t)(asio::use_future);
    context.run();
    BOOST_TEST((all.get() == std::tuple(0, 0)));
}

BOOST_AUTO_TEST_CASE(a_view_leaves_its_elements_alone)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<asyncio::task<int>> tasks;
            for (int i = 0; i != 4; ++i)
                tasks.push_back(asyncio::create_task(number(i)));
            auto const all = co_await asyncio::gather(std::views::all(tasks));
            BOOST_TEST((all == std::vector{0, 1, 2, 3}));
            for (auto const& t : tasks)
                BOOST_TEST(static_cast<bool>(t));

            // What a view makes is moved, whether it can be copied or not.
            auto const made = co_await asyncio::gather(
                std::views::iota(0, 3) | std::views::transform(number));
            BOOST_TEST((made == std::vector{0, 1, 2}));
        });
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    asio::io_context context;
    auto const body = []() -> asio::awaitable<void>
    {
        auto const t = asyncio::create_task(number(1000));
        co_await asyncio::gather(t, number(1000), asyncio::sleep(1h));
    };
    asyncio::create_task(context, body);
    context.run_for(5ms);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
