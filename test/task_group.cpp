// task_group: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task_group.hpp>

#include "reporting_loop.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_task_group)

namespace {

using asyncio::task_group;
using asyncio::with;
using asyncio_test::now;
using asyncio_test::reporting_loop;
using asyncio_test::run;
using asyncio_test::text_of;

using context_executor = asio::io_context::executor_type;

asyncio::task_options eager()
{
    return {.eager_start = true};
}

asio::awaitable<void> nothing()
{
    co_return;
}

asio::awaitable<void> forever()
{
    co_await asyncio::sleep(1h);
}

asio::awaitable<int> give_later(int n)
{
    co_await asyncio::sleep(1s);
    co_return n;
}

asio::awaitable<void> fail_after(std::chrono::seconds s, std::string message)
{
    co_await asyncio::sleep(s);
    throw std::runtime_error(message);
}

asio::awaitable<void> interrupted()
{
    throw asyncio::keyboard_interrupt();
    co_return;
}

// Asks the group to end as its child, and then waits.
asio::awaitable<void> cancel_group(task_group& g)
{
    g.cancel();
    co_await asyncio::sleep(1h);
}

std::vector<std::string> texts(asyncio::exception_group const& group)
{
    std::vector<std::string> result;
    for (auto const& e : group.exceptions())
        result.push_back(text_of(e));
    return result;
}

// What a call throws, or null.
template<class C>
asio::awaitable<std::exception_ptr> error_of(C child)
{
    try
    {
        co_await std::move(child);
    }
    catch (...)
    {
        co_return std::current_exception();
    }
    co_return nullptr;
}

// Which has to be a group.
asyncio::exception_group as_group(std::exception_ptr const& e)
{
    try
    {
        if (e)
            std::rethrow_exception(e);
    }
    catch (asyncio::exception_group const& group)
    {
        return group;
    }
    catch (std::exception const& error)
    {
        BOOST_FAIL("no exception_group: " << error.what());
    }
    BOOST_FAIL("no exception");
    throw std::logic_error("unreachable");
}

using strings = std::vector<std::string>;

// ---- children --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(every_kind_of_child)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const future =
                asyncio::get_running_loop().create_future<std::string>();
            auto const other = asyncio::create_task(give_later(4));
            asio::steady_timer timer(
                co_await asio::this_coro::executor,
                asio::steady_timer::time_point::min());
            asyncio::task<int> awaitable;
            asyncio::task<int> typed;
            asyncio::task<int> callable;
            asyncio::task<int> task;
            asyncio::task<std::string> of_future;
            asyncio::task<void> of_any;
            asyncio::task<int> operation;
            asyncio::task<void> of_asio;
            asyncio::task<int> call;
            asyncio::task<std::unique_ptr<int>> unique;
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    awaitable = g.create_task(give_later(1));
                    typed = g.create_task(
                        []() -> asio::awaitable<int, asyncio::executor>
                        {
                            co_await asyncio::sleep(1s);
                            co_return 2;
                        }());
                    int const three = 3;
                    callable = g.create_task(
                        [three]() -> asio::awaitable<int>
                        {
                            co_await asyncio::sleep(1s);
                            co_return three;
                        });
                    task = g.create_task(other);
                    of_future = g.create_task(future);
                    of_any = g.create_task(asyncio::any_task(other));
                    operation =
                        g.create_task(asyncio::sleep(1s, 5), {.name = "op"});
                    of_asio = g.create_task(timer.async_wait(asio::deferred));
                    call = g.create_task(give_later, 6);
                    unique = g.create_task(
                        {.name = "call"},
                        [](std::unique_ptr<int> p)
                            -> asio::awaitable<std::unique_ptr<int>>
                        {
                            co_await asyncio::sleep(0s);
                            co_return p;
                        },
                        std::make_unique<int>(7));
                    future.set_result("value");
                    co_return;
                });
            BOOST_TEST(awaitable.result() == 1);
            BOOST_TEST(typed.result() == 2);
            BOOST_TEST(callable.result() == 3);
            BOOST_TEST(task.result() == 4);
            BOOST_TEST(of_future.result() == "value");
            BOOST_TEST(of_any.done());
            BOOST_TEST(operation.result() == 5);
            BOOST_TEST(operation.get_name() == "op");
            BOOST_TEST(of_asio.done());
            of_asio.result();
            BOOST_TEST(call.result() == 6);
            BOOST_TEST(*unique.result() == 7);
            BOOST_TEST(unique.get_name() == "call");
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_child_of_the_contexts_executor)
{
    reporting_loop loop;
    loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            auto const child = []() -> asio::awaitable<int, context_executor>
            {
                asio::basic_waitable_timer<
                    std::chrono::steady_clock,
                    asio::wait_traits<std::chrono::steady_clock>,
                    context_executor>
                    timer(co_await asio::this_coro::executor, 0s);
                co_await timer.async_wait(
                    asio::use_awaitable_t<context_executor>());
                co_return 1;
            };
            asyncio::task<int> t;
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    t = g.create_task(child());
                    co_return;
                });
            BOOST_TEST(t.result() == 1);
        });
    BOOST_TEST(loop.reports.empty());
}

BOOST_AUTO_TEST_CASE(the_context_of_a_child)
{
    static asyncio::context_var<int> const var("var", 0);
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::context in;
            asyncio::task<void> t;
            var.set(1);
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    auto const set = [](int expected) -> asio::awaitable<void>
                    {
                        BOOST_TEST(var.get() == expected);
                        var.set(2);
                        co_return;
                    };
                    g.create_task(set, 1);
                    t = g.create_task({.name = "in", .context = &in}, set, 0);
                    co_return;
                });
            BOOST_TEST((t.get_context() == in));
            BOOST_TEST(in.get(var) == 2);
            BOOST_TEST(var.get() == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_cancelled_child_is_no_error)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await with(
                task_group(),
                [](task_group& g) -> asio::awaitable<void>
                {
                    auto const t = g.create_task(forever());
                    g.create_task(
                        []() -> asio::awaitable<void>
                        {
                            throw asyncio::cancelled_error();
                            co_return;
                        });
                    auto const other = g.create_task(give_later(1));
                    co_await asyncio::sleep(0s);
                    t.cancel();
                    BOOST_TEST(co_await other.get() == 1);
                    BOOST_TEST(t.cancelled());
                });
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(ended_children_are_dropped_during_its_life)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await with(
                task_group(),
                [](task_group& g) -> asio::awaitable<void>
                {
                    auto const alive = std::make_shared<int>(0);
                    for (int i = 0; i != 10; ++i)
                        g.create_task(
                            [](std::shared_ptr<int> p)
                                -> asio::awaitable<std::shared_ptr<int>>
                            { co_return p; },
                            alive);
                    BOOST_TEST(alive.use_count() == 11);
                    co_await asyncio::sleep(1s);
                    BOOST_TEST(alive.use_count() == 1);
                });
        });
}

BOOST_AUTO_TEST_CASE(no_children)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool turned = false;
            asyncio::get_running_loop().call_soon([&] { turned = true; });
            co_await with(task_group(), nothing);
            BOOST_TEST(!turned);
            co_await asyncio::sleep(0s);
            BOOST_TEST(turned);
        });
}

// ---- errors ----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(all_errors_arrive_with_the_names_of_their_tasks)
{
    reporting_loop loop;
    loop.run_until_complete(
        []() -> asio::awaitable<void>
        {
            asyncio::current_task().set_name("parent");
            auto const body = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fail_after(1s, "x"), {.name = "first"});
                g.create_task(fail_after(1s, "y"), {.name = "second"});
                g.create_task(fail_after(1s, "z"), {.name = "third"});
                auto const e = co_await error_of(forever());
                BOOST_TEST(asyncio::is_cancelled(e));
                throw std::runtime_error("body");
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST((texts(group) == strings{"x", "y", "z", "body"}));
            BOOST_TEST(group.message() == "unhandled errors in a TaskGroup");
            BOOST_TEST(
                std::string(group.what()) ==
                "unhandled errors in a TaskGroup (4 sub-exceptions)\n"
                "  - first: x\n"
                "  - second: y\n"
                "  - third: z\n"
                "  - parent: body");
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
    BOOST_TEST(loop.reports.empty());
}

BOOST_AUTO_TEST_CASE(a_body_that_awaits_a_failing_child_is_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::exception_ptr seen;
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                auto const t = g.create_task(fail_after(1s, "x"));
                seen = co_await error_of(t.get());
                std::rethrow_exception(seen);
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST(asyncio::is_cancelled(seen));
            BOOST_TEST((texts(group) == strings{"x"}));
        });
}

// TG-36
BOOST_AUTO_TEST_CASE(an_error_of_an_inner_manager)
{
    struct manager
    {
        asio::awaitable<void> aenter()
        {
            co_return;
        }

        asio::awaitable<void> aexit(std::exception_ptr)
        {
            throw std::invalid_argument("exit");
            co_return;
        }
    };
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fail_after(0s, "x"));
                co_await with(manager(), forever);
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST((texts(group) == strings{"x", "exit"}));
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

// TG-38
BOOST_AUTO_TEST_CASE(an_error_and_a_cancellation_in_one_turn)
{
    run(
        []() -> asio::awaitable<void>
        {
            std::vector<strings> groups;
            auto const parent = [&]() -> asio::awaitable<void>
            {
                auto const body = [](task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(fail_after(1s, "x"));
                    co_await forever();
                };
                groups.push_back(texts(
                    as_group(co_await error_of(with(task_group(), body)))));
                BOOST_TEST(asyncio::current_task().cancelling() == 1u);
                co_await forever();
            };
            auto const p = asyncio::create_task(parent);
            co_await asyncio::sleep(1s);
            p.cancel();
            co_await asyncio::wait({p});
            BOOST_TEST(p.cancelled());
            BOOST_TEST((groups == std::vector<strings>{{"x"}}));
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(a_group_in_a_group)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const inner = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fail_after(1s, "a"), {.name = "child"});
                co_return;
            };
            auto const outer = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(forever());
                co_await with(task_group(), inner);
            };
            auto const group = as_group(co_await error_of(
                asyncio::create_task(
                    with(task_group(), outer), {.name = "parent"})
                    .get()));
            BOOST_REQUIRE(group.exceptions().size() == 1u);
            BOOST_TEST(
                (texts(as_group(group.exceptions()[0])) == strings{"a"}));
            BOOST_TEST(
                std::string(group.what()) ==
                "unhandled errors in a TaskGroup (1 sub-exception)\n"
                "  - parent: unhandled errors in a TaskGroup (1 "
                "sub-exception)\n"
                "    - child: a");
        });
}

BOOST_AUTO_TEST_CASE(a_group_as_the_child_of_a_group)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const inner = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fail_after(1s, "a"));
                co_return;
            };
            asyncio::task<void> sibling;
            auto const outer = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(with(task_group(), inner));
                sibling = g.create_task(forever());
                co_return;
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), outer)));
            BOOST_REQUIRE(group.exceptions().size() == 1u);
            BOOST_TEST(
                (texts(as_group(group.exceptions()[0])) == strings{"a"}));
            BOOST_TEST(sibling.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(what_is_no_std_exception)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const body = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(
                    []() -> asio::awaitable<void>
                    {
                        throw 42;
                        co_return;
                    });
                co_return;
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST(group.subgroup<int>().has_value());
        });
}

// ---- a keyboard_interrupt --------------------------------------------------

// It leaves the loop at once, and the group sees to its other children when the
// loop goes on, as run() lets it.
BOOST_AUTO_TEST_CASE(a_child_throws_keyboard_interrupt)
{
    bool cleaned = false;
    bool after = false;
    auto const main = [&]() -> asio::awaitable<void>
    {
        auto const sibling = [&]() -> asio::awaitable<void>
        {
            auto const e = co_await error_of(forever());
            co_await asyncio::sleep(0s);
            cleaned = true;
            std::rethrow_exception(e);
        };
        co_await with(
            task_group(),
            [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(sibling);
                co_await asyncio::sleep(0s);
                g.create_task(interrupted());
            });
        after = true;
    };
    BOOST_CHECK_THROW(run(main), asyncio::keyboard_interrupt);
    BOOST_TEST(cleaned);
    BOOST_TEST(!after);
}

BOOST_AUTO_TEST_CASE(an_eager_child_throws_keyboard_interrupt)
{
    reporting_loop loop;
    bool after = false;
    auto const main = [&]() -> asio::awaitable<void>
    {
        co_await with(
            task_group(),
            [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(interrupted(), eager());
                after = true;
                co_return;
            });
    };
    auto const t = loop.create_task(main);
    BOOST_CHECK_THROW(
        loop.run_until_complete(t), asyncio::keyboard_interrupt);
    BOOST_TEST(!after);
    BOOST_TEST(t.done());
    BOOST_CHECK_THROW(t.result(), asyncio::keyboard_interrupt);
    BOOST_TEST(loop.reports.empty());
}

// ---- cancel() --------------------------------------------------------------

BOOST_AUTO_TEST_CASE(cancelled_by_its_body)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<void> t;
            bool reached = false;
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    t = g.create_task(forever());
                    co_await asyncio::sleep(1s);
                    g.cancel();
                    g.cancel();
                    BOOST_CHECK_THROW(
                        g.create_task(forever()), std::runtime_error);
                    co_await asyncio::sleep(1s);
                    reached = true;
                });
            BOOST_TEST(!reached);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            co_await asyncio::sleep(0s);
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(cancelled_by_a_body_that_does_not_wait)
{
    run(
        []() -> asio::awaitable<void>
        {
            int const r = co_await with(
                task_group(),
                [](task_group& g) -> asio::awaitable<int>
                {
                    g.create_task(forever());
                    g.cancel();
                    co_return 3;
                });
            BOOST_TEST(r == 3);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(cancelled_by_a_child)
{
    for (bool const in_body : {true, false})
        run(
            [&]() -> asio::awaitable<void>
            {
                asyncio::task<void> t;
                asyncio::task<void> sibling;
                co_await with(
                    task_group(),
                    [&](task_group& g) -> asio::awaitable<void>
                    {
                        t = g.create_task(cancel_group(g));
                        sibling = g.create_task(forever());
                        if (in_body)
                            co_await forever();
                    });
                BOOST_TEST(t.cancelled());
                BOOST_TEST(sibling.cancelled());
                BOOST_TEST(asyncio::current_task().cancelling() == 0u);
                co_await asyncio::sleep(0s);
                BOOST_TEST((now() == 0s));
            });
}

BOOST_AUTO_TEST_CASE(cancelled_from_outside)
{
    run(
        []() -> asio::awaitable<void>
        {
            task_group g;
            asyncio::get_running_loop().call_later(1s, [&] { g.cancel(); });
            asyncio::task<void> t;
            co_await with(
                g,
                [&]() -> asio::awaitable<void>
                {
                    t = g.create_task(forever());
                    co_return;
                });
            BOOST_TEST(t.cancelled());
            BOOST_TEST((now() == 1s));
            g.cancel(); // it is over
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(cancelled_before_it_is_entered)
{
    run(
        []() -> asio::awaitable<void>
        {
            task_group g;
            g.cancel();
            bool began = false;
            bool went_on = false;
            co_await with(
                g,
                [&]() -> asio::awaitable<void>
                {
                    began = true;
                    BOOST_CHECK_THROW(
                        g.create_task(forever()), std::runtime_error);
                    co_await asyncio::sleep(1s);
                    went_on = true;
                });
            BOOST_TEST(began);
            BOOST_TEST(!went_on);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(errors_of_a_group_that_was_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const child = []() -> asio::awaitable<void>
            {
                co_await error_of(forever());
                throw std::runtime_error("clean-up");
            };
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(child);
                co_await asyncio::sleep(1s);
                g.cancel();
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST((texts(group) == strings{"clean-up"}));
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

// Nobody may lose the request that comes from outside.
BOOST_AUTO_TEST_CASE(a_request_from_outside_while_a_cancelled_group_ends)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool went_on = false;
            auto const slow = []() -> asio::awaitable<void>
            {
                co_await error_of(forever());
                co_await asyncio::sleep(2s);
            };
            auto const parent = [&]() -> asio::awaitable<void>
            {
                co_await with(
                    task_group(),
                    [&](task_group& g) -> asio::awaitable<void>
                    {
                        g.create_task(slow);
                        co_await asyncio::sleep(1s);
                        g.cancel();
                    });
                co_await asyncio::sleep(1s);
                went_on = true;
            };
            auto const p = asyncio::create_task(parent);
            co_await asyncio::sleep(2s);
            p.cancel("outside");
            auto const e = co_await error_of(p.get());
            BOOST_TEST(p.cancelled());
            BOOST_TEST(!went_on);
            BOOST_TEST((now() == 3s)); // the children have ended
        });
}

// ---- eager children --------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_eager_child_fails_at_once)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool went_on = false;
            bool waited = false;
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                auto const t = g.create_task(
                    []() -> asio::awaitable<void>
                    {
                        throw std::runtime_error("x");
                        co_return;
                    },
                    eager());
                BOOST_TEST(t.done());
                BOOST_CHECK_THROW(
                    g.create_task(forever()), std::runtime_error);
                went_on = true;
                co_await asyncio::sleep(0s);
                waited = true;
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST((texts(group) == strings{"x"}));
            BOOST_TEST(went_on);
            BOOST_TEST(!waited);
        });
}

BOOST_AUTO_TEST_CASE(an_eager_child_that_waits)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<int> t;
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    t = g.create_task(eager(), give_later, 1);
                    BOOST_TEST(!t.done());
                    co_return;
                });
            BOOST_TEST(t.result() == 1);
        });
}

// It is a child already while its first step runs.
BOOST_AUTO_TEST_CASE(an_eager_child_cancels_its_group)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<void> t;
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    t = g.create_task(cancel_group(g), eager());
                    co_return;
                });
            BOOST_TEST(t.cancelled());
            BOOST_TEST((now() == 0s));
        });
}

// ---- misuse ----------------------------------------------------------------

template<class F>
void check_runtime_error(F f, std::string const& message)
{
    BOOST_CHECK_EXCEPTION(
        f(),
        std::runtime_error,
        [&](std::runtime_error const& e)
        {
            BOOST_TEST(e.what() == message);
            return true;
        });
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_destroyed)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const alive = std::make_shared<int>(0);
            auto const child =
                [](std::shared_ptr<int>) -> asio::awaitable<void>
            {
                BOOST_ERROR("must not run");
                co_return;
            };
            task_group g;
            check_runtime_error(
                [&] { g.create_task(child(alive)); },
                "TaskGroup has not been entered");
            check_runtime_error(
                [&] { g.create_task(child, alive); },
                "TaskGroup has not been entered");
            BOOST_TEST(alive.use_count() == 1);
            co_await with(g, nothing);
            check_runtime_error(
                [&] { g.create_task(child(alive)); },
                "TaskGroup is finished");
            check_runtime_error(
                [&] { g.open(); }, "TaskGroup has already been entered");
            BOOST_TEST(alive.use_count() == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_group_that_was_moved)
{
    run(
        []() -> asio::awaitable<void>
        {
            task_group a;
            task_group b(std::move(a));
            co_await with(b, nothing);
            BOOST_CHECK_THROW(a.cancel(), std::invalid_argument);
            BOOST_CHECK_THROW(a.open(), std::invalid_argument);
            BOOST_CHECK_THROW(
                static_cast<void>(a.close()), std::invalid_argument);
            BOOST_CHECK_THROW(
                static_cast<void>(a.aenter()), std::invalid_argument);
            BOOST_CHECK_THROW(
                a.create_task(forever()), std::invalid_argument);
            a = task_group();
            co_await with(a, nothing);
        });
}

BOOST_AUTO_TEST_CASE(outside_of_a_loop)
{
    task_group g;
    check_runtime_error([&] { g.open(); }, "no running event loop");
    run(
        [&]() -> asio::awaitable<void>
        {
            g.open();
            auto const e = co_await error_of(with(g, nothing));
            BOOST_TEST(text_of(e) == "TaskGroup has already been entered");
            co_await g.close();
        });
    asyncio::virtual_loop loop;
    task_group other;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            other.open();
            co_return;
        });
    check_runtime_error(
        [&] { other.create_task(forever()); },
        "a task of a TaskGroup is created outside of its loop");
    loop.run_until_complete(other.close());
}

BOOST_AUTO_TEST_CASE(entered_where_there_is_no_task)
{
    asio::io_context context;
    asio::co_spawn(
        context,
        []() -> asio::awaitable<void>
        {
            task_group g;
            auto const e = co_await error_of(g.aenter());
            BOOST_TEST(
                text_of(e) == "TaskGroup cannot determine the parent task");
            auto const f = co_await error_of(g.aexit(nullptr));
            BOOST_TEST(text_of(f) == "TaskGroup has not been entered");
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
}

BOOST_AUTO_TEST_CASE(closed_when_it_is_not_open)
{
    run(
        []() -> asio::awaitable<void>
        {
            task_group g;
            auto e = co_await error_of(g.close());
            BOOST_TEST(text_of(e) == "TaskGroup has not been entered");
            g.open();
            auto const t = g.create_task(give_later(1));
            auto const closing = asyncio::create_task(g.close());
            co_await asyncio::sleep(0s);
            e = co_await error_of(g.close());
            BOOST_TEST(text_of(e) == "TaskGroup is being left already");
            co_await closing.get();
            BOOST_TEST(t.done());
            e = co_await error_of(g.close());
            BOOST_TEST(text_of(e) == "TaskGroup is finished");
        });
}

BOOST_AUTO_TEST_CASE(destroyed_while_it_is_open)
{
    reporting_loop loop;
    asyncio::task<void> left;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto g = std::make_unique<task_group>();
            g->open();
            g->create_task(fail_after(1s, "x"), {.name = "failing"});
            co_await asyncio::sleep(2s);
            g.reset();
            BOOST_TEST(loop.reports.size() == 1u);
            g = std::make_unique<task_group>();
            g->open();
            left = g->create_task(forever());
            g.reset();
            BOOST_TEST(loop.reports.size() == 2u);
            g = std::make_unique<task_group>();
            g->open();
            g.reset(); // nothing is lost
            co_await asyncio::sleep(0s);
        });
    BOOST_TEST(left.cancelled());
    BOOST_REQUIRE(loop.reports.size() == 2u);
    std::string const message =
        "a task_group was destroyed that nobody had left: its tasks are "
        "cancelled";
    BOOST_TEST(loop.reports[0].message == message);
    BOOST_TEST(
        (texts(as_group(loop.reports[0].exception)) == strings{"x"}));
    BOOST_TEST(loop.reports[1].message == message);
    BOOST_TEST((loop.reports[1].exception == nullptr));
}

// What went wrong in it is not lost, nor do its tasks run on.
BOOST_AUTO_TEST_CASE(destroyed_outside_of_its_loop)
{
    reporting_loop loop;
    std::optional<task_group> g(std::in_place);
    asyncio::task<void> left;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            g->open();
            g->create_task(fail_after(1s, "x"), {.name = "failing"});
            left = asyncio::create_task(forever());
            co_await asyncio::sleep(2s);
        });
    BOOST_TEST(loop.reports.empty());
    g.reset();
    loop.run_until_complete(nothing());
    BOOST_REQUIRE(loop.reports.size() == 2u);
    BOOST_TEST(loop.reports[0].message.starts_with("a task_group was"));
    BOOST_TEST(loop.reports[1].task == "failing");
    BOOST_TEST(text_of(loop.reports[1].exception) == "x");
    g.emplace();
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            g->open();
            left = g->create_task(forever());
            co_await asyncio::sleep(0s);
        });
    g.reset();
    loop.run_until_complete(nothing());
    BOOST_TEST(left.cancelled());
    BOOST_TEST(loop.reports.size() == 3u);
}

// ---- where a group may be --------------------------------------------------

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_plain_co_spawn)
{
    asio::io_context context;
    int ended = 0;
    auto const child = [&]() -> asio::awaitable<void>
    {
        co_await asyncio::sleep(0s);
        ++ended;
    };
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(child);
                    g.create_task(child);
                    co_return;
                });
            BOOST_TEST(ended == 2);
            auto const body = [](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fail_after(0s, "x"));
                co_await forever();
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST((texts(group) == strings{"x"}));
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(ended == 2);
}

BOOST_AUTO_TEST_CASE(in_the_lane_of_the_loops_executor)
{
    run(
        []() -> asio::awaitable<void, asyncio::executor>
        {
            asyncio::task<int> t;
            int const r = co_await with(
                task_group(),
                [&](task_group& g) -> asio::awaitable<int, asyncio::executor>
                {
                    t = g.create_task(
                        []() -> asio::awaitable<int, asyncio::executor>
                        {
                            co_await asyncio::sleep(1s);
                            co_return 1;
                        });
                    co_return 2;
                });
            BOOST_TEST(t.result() == 1);
            BOOST_TEST(r == 2);
        });
}

BOOST_AUTO_TEST_CASE(the_result_of_the_body)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const r = co_await with(
                task_group(),
                [](task_group& g) -> asio::awaitable<std::unique_ptr<int>>
                {
                    auto const t = g.create_task(give_later(4));
                    co_return std::make_unique<int>(co_await t.get());
                });
            BOOST_TEST(*r == 4);
            // Ended early and quietly: there is none.
            int const none = co_await with(
                task_group(),
                [](task_group& g) -> asio::awaitable<int>
                {
                    g.cancel();
                    co_await forever();
                    co_return 5;
                });
            BOOST_TEST(none == 0);
        });
}

BOOST_AUTO_TEST_CASE(with_a_timeout_inside_and_outside)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<void> t;
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                t = g.create_task(forever());
                co_await asyncio::timeout(1s, forever);
            };
            auto const group =
                as_group(co_await error_of(with(task_group(), body)));
            BOOST_TEST(group.subgroup<asyncio::timeout_error>().has_value());
            BOOST_TEST(t.cancelled());
            BOOST_TEST((now() == 1s));

            auto const quiet = [&](task_group& g) -> asio::awaitable<void>
            {
                t = g.create_task(forever());
                co_return;
            };
            auto const e = co_await error_of(
                asyncio::wait_for(with(task_group(), quiet), 1s));
            BOOST_CHECK_THROW(
                std::rethrow_exception(e), asyncio::timeout_error);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            BOOST_TEST((now() == 2s));
        });
}

// ---- open() and close() ----------------------------------------------------

// A class that owns a group for its lifetime.
class server
{
public:
    void start()
    {
        tasks_.open();
    }

    template<class... Args>
    auto serve(Args&&... args)
    {
        return tasks_.create_task(std::forward<Args>(args)...);
    }

    void stop()
    {
        tasks_.cancel();
    }

    asio::awaitable<void> close()
    {
        co_await tasks_.close();
    }

private:
    task_group tasks_;
};

BOOST_AUTO_TEST_CASE(a_member_of_a_class)
{
    run(
        []() -> asio::awaitable<void>
        {
            server s;
            s.start();
            auto const t = s.serve(give_later(1));
            co_await s.close();
            BOOST_TEST(t.result() == 1);
            BOOST_TEST((now() == 1s));

            server stopped;
            stopped.start();
            auto const u = stopped.serve(forever());
            stopped.stop();
            check_runtime_error(
                [&] { stopped.serve(forever()); },
                "TaskGroup is shutting down");
            co_await stopped.close();
            BOOST_TEST(u.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(an_error_in_an_open_group)
{
    run(
        []() -> asio::awaitable<void>
        {
            server s;
            s.start();
            auto const t = s.serve(forever());
            s.serve(fail_after(1s, "x"));
            // Nobody is disturbed until close().
            co_await asyncio::sleep(2s);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            auto const group = as_group(co_await error_of(s.close()));
            BOOST_TEST((texts(group) == strings{"x"}));
        });
}

BOOST_AUTO_TEST_CASE(close_is_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            server s;
            s.start();
            auto const t = s.serve(
                []() -> asio::awaitable<void>
                {
                    co_await error_of(forever());
                    co_await asyncio::sleep(2s);
                });
            auto const closing = asyncio::create_task(s.close());
            co_await asyncio::sleep(1s);
            closing.cancel("enough");
            auto const e = co_await error_of(closing.get());
            BOOST_TEST(closing.cancelled());
            BOOST_TEST(t.done());
            BOOST_TEST((now() == 3s));
        });
}

BOOST_AUTO_TEST_CASE(close_is_cancelled_while_errors_end_the_group)
{
    run(
        []() -> asio::awaitable<void>
        {
            server s;
            s.start();
            s.serve(fail_after(0s, "x"));
            s.serve(
                []() -> asio::awaitable<void>
                {
                    co_await error_of(forever());
                    co_await asyncio::sleep(2s);
                });
            bool went_on = false;
            strings errors;
            auto const closing = asyncio::create_task(
                [&]() -> asio::awaitable<void>
                {
                    errors = texts(as_group(co_await error_of(s.close())));
                    BOOST_TEST(asyncio::current_task().cancelling() == 1u);
                    co_await asyncio::sleep(0s);
                    went_on = true;
                });
            co_await asyncio::sleep(1s);
            closing.cancel();
            co_await asyncio::wait({closing});
            BOOST_TEST((errors == strings{"x"}));
            BOOST_TEST(closing.cancelled());
            BOOST_TEST(!went_on);
        });
}

BOOST_AUTO_TEST_CASE(close_with_a_limit)
{
    run(
        []() -> asio::awaitable<void>
        {
            task_group g;
            g.open();
            auto const t = g.create_task(forever());
            auto const e =
                co_await error_of(asyncio::wait_for(g.close(), 1s));
            BOOST_CHECK_THROW(
                std::rethrow_exception(e), asyncio::timeout_error);
            BOOST_TEST(t.cancelled());
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
            co_await asyncio::sleep(0s);
            BOOST_TEST((now() == 1s));
        });
}

BOOST_AUTO_TEST_CASE(closed_in_a_coroutine_of_plain_co_spawn)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    task_group g;
    asyncio::task<void> t;
    loop.call_soon(
        [&]
        {
            g.open();
            t = g.create_task(forever());
            asio::co_spawn(
                context,
                [&]() -> asio::awaitable<void>
                {
                    g.cancel();
                    co_await g.close();
                },
                [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
        });
    context.run();
    BOOST_TEST(t.cancelled());
}

// ---- completion tokens -----------------------------------------------------

BOOST_AUTO_TEST_CASE(close_with_any_completion_token)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const open = [&](task_group& g)
    {
        loop.run_until_complete(
            [&]() -> asio::awaitable<void>
            {
                g.open();
                g.create_task(
                    []() -> asio::awaitable<void>
                    { co_await asyncio::sleep(1ms); });
                co_return;
            });
    };
    {
        task_group g;
        open(g);
        int calls = 0;
        g.close()(
            [&](std::exception_ptr e)
            {
                ++calls;
                BOOST_TEST((e == nullptr));
            });
        context.run();
        context.restart();
        BOOST_TEST(calls == 1);
    }
    {
        task_group g;
        open(g);
        auto f = g.close()(asio::bind_executor(context, asio::use_future));
        context.run();
        context.restart();
        f.get();
    }
    {
        task_group g;
        open(g);
        auto deferred = g.close()(asio::deferred);
        loop.run_until_complete(
            [&]() -> asio::awaitable<void>
            { co_await std::move(deferred)(asio::use_awaitable); });
    }
    {
        task_group g;
        open(g);
        loop.run_until_complete(
            [&]() -> asio::awaitable<void>
            {
                auto const [e] =
                    co_await g.close()(asio::as_tuple(asio::use_awaitable));
                BOOST_TEST((e == nullptr));
            });
    }
    {
        task_group g;
        open(g);
        asio::cancellation_signal signal;
        std::exception_ptr error;
        g.close()(asio::bind_cancellation_slot(
            signal.slot(), [&](std::exception_ptr e) { error = e; }));
        context.poll();
        signal.emit(asio::cancellation_type::partial);
        context.restart();
        context.run();
        context.restart();
        BOOST_TEST(asyncio::is_cancelled(error));
    }
}

// A child of the type that the doc comments name.
static_assert(std::is_same_v<
              decltype(std::declval<task_group&>().create_task(
                  std::declval<asio::awaitable<int>>())),
              asyncio::task<int>>);

static_assert(std::is_nothrow_move_constructible_v<task_group>);
static_assert(!std::is_copy_constructible_v<task_group>);

} // namespace

BOOST_AUTO_TEST_SUITE_END()
