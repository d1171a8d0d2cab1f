// Conformance: task groups.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_taskgroup)

namespace {

using asyncio_test::str;
using asyncio_test::trace;

// A class of exceptions that a scenario defines, or that C++ does not have.
class python_error : public std::exception
{
public:
    explicit python_error(std::string type, std::string message = {})
        : type_(std::move(type)), message_(std::move(message))
    {
    }

    std::string const& type() const noexcept
    {
        return type_;
    }

    char const* what() const noexcept override
    {
        return message_.c_str();
    }

private:
    std::string type_;
    std::string message_;
};

class system_exit : public asyncio::keyboard_interrupt
{
};

std::string type_name(std::exception_ptr const& e)
{
    try
    {
        std::rethrow_exception(e);
    }
    catch (python_error const& error)
    {
        return error.type();
    }
    catch (system_exit const&)
    {
        return "SystemExit";
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        return "KeyboardInterrupt";
    }
    catch (...)
    {
        return asyncio_test::type_name(e);
    }
}

// str(eg): our text has a line for each exception besides.
std::string str(asyncio::exception_group const& eg)
{
    std::string const text = eg.what();
    return text.substr(0, text.find('\n'));
}

// "... TaskGroup has not been entered"
std::string without_group(std::exception const& e)
{
    std::string const text = e.what();
    std::string const group = "TaskGroup ";
    return text.starts_with(group) ? text.substr(group.size()) : text;
}

unsigned cancelling()
{
    return asyncio::current_task().cancelling();
}

asio::awaitable<int>
awaits(trace& t, std::string name, asyncio::future<int> fut)
{
    int const r = co_await fut.get();
    t.print(name, "ends");
    co_return r;
}

asio::awaitable<void> basic(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const f1 = loop.create_future<int>();
    auto const f2 = loop.create_future<int>();
    asyncio::task<int> t1;
    asyncio::task<int> t2;
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            t1 = tg.create_task(awaits(t, "t1", f1));
            t2 = tg.create_task(awaits(t, "t2", f2));
            t.print(
                "body: children not started yet", t1.done(), t2.done());
            loop.call_later(20ms, [&] { f2.set_result(2); });
            loop.call_later(40ms, [&] { f1.set_result(1); });
            t.print("body ends");
            co_return;
        });
    t.print("after group", t1.result(), t2.result());
}

BOOST_AUTO_TEST_CASE(scenario_129_taskgroup_basic)
{
    trace t("scenario_129_taskgroup_basic");
    asyncio_test::run(basic(t));
    t.check();
}

// Sleeps for long; what the scenarios do when that is cancelled is `f`.
template<class F>
asio::awaitable<void> sleep_long(F on_cancel)
{
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    if (cancelled)
        co_await on_cancel(cancelled);
}

asio::awaitable<void>
clean_up(trace& t, std::string name, std::string done, int turns = 1)
{
    auto const on_cancel =
        [&](std::exception_ptr cancelled) -> asio::awaitable<void>
    {
        t.print(name);
        for (int i = 0; i != turns; ++i)
            co_await asyncio::sleep(0s);
        t.print(done);
        std::rethrow_exception(cancelled);
    };
    co_await sleep_long(on_cancel);
}

asio::awaitable<void> child_fails(trace& t)
{
    co_await asyncio::sleep(0s);
    t.print("child fails");
    throw std::invalid_argument("child");
}

asio::awaitable<void> child_error(trace& t)
{
    asyncio::task<void> s;
    auto const body = [&](asyncio::task_group& tg) -> asio::awaitable<void>
    {
        tg.create_task(child_fails(t));
        s = tg.create_task(
            clean_up(t, "sibling cancelled", "sibling cleanup done"));
        try
        {
            co_await asyncio::sleep(100s);
        }
        catch (asyncio::cancelled_error const&)
        {
            t.print("body cancelled, cancelling", cancelling());
            throw;
        }
    };
    try
    {
        co_await asyncio::with(asyncio::task_group(), body);
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print("ExceptionGroup:", str(eg));
        auto const& e = eg.exceptions()[0];
        t.print("member", type_name(e), str(e));
    }
    t.print("sibling cancelled", s.cancelled(), "cancelling", cancelling());
    co_await asyncio::sleep(0s);
    t.print("main goes on");
}

BOOST_AUTO_TEST_CASE(scenario_130_taskgroup_child_error)
{
    trace t("scenario_130_taskgroup_child_error");
    asyncio_test::run(child_error(t));
    t.check();
}

asio::awaitable<void> fails_after_rounds(int n, int rounds)
{
    for (int i = 0; i != rounds; ++i)
        co_await asyncio::sleep(0s);
    throw std::invalid_argument("child " + std::to_string(n));
}

asio::awaitable<void> fails_on_cancel()
{
    co_await sleep_long(
        [](std::exception_ptr) -> asio::awaitable<void>
        {
            co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            throw std::out_of_range("on cancel");
        });
}

asio::awaitable<void> multiple_errors(trace& t)
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                tg.create_task(fails_after_rounds(1, 2));
                tg.create_task(fails_after_rounds(2, 1));
                tg.create_task(fails_on_cancel());
                co_await sleep_long(
                    [](std::exception_ptr) -> asio::awaitable<void>
                    {
                        throw python_error("TypeError", "body");
                        co_return;
                    });
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(str(eg));
        for (auto const& e : eg.exceptions())
            t.print(type_name(e), str(e));
    }
}

BOOST_AUTO_TEST_CASE(scenario_132_taskgroup_multiple_errors)
{
    trace t("scenario_132_taskgroup_multiple_errors");
    asyncio_test::run(multiple_errors(t));
    t.check();
}

asio::awaitable<void> body_error(trace& t)
{
    asyncio::task<void> child;
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                child = tg.create_task(
                    clean_up(t, "child cancelled", "child cleanup done"));
                co_await asyncio::sleep(0s);
                t.print("body raises");
                throw std::out_of_range("body");
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(str(eg), type_name(eg.exceptions()[0]));
    }
    t.print("child cancelled", child.cancelled());
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                child = tg.create_task(clean_up(t, "never started", ""));
                throw std::out_of_range("body");
                co_return;
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        auto const [keys, rest] = eg.split<std::out_of_range>();
        t.print("except* KeyError", keys->exceptions().size());
        if (rest)
            throw *rest;
    }
    t.print("never started: cancelled", child.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_133_taskgroup_body_error)
{
    trace t("scenario_133_taskgroup_body_error");
    asyncio_test::run(body_error(t));
    t.check();
}

asio::awaitable<void> cancelled_parent(trace& t, bool in_body)
{
    auto const body = [&](asyncio::task_group& tg) -> asio::awaitable<void>
    {
        tg.create_task(clean_up(t, "child cancelled", "child cleanup done"));
        if (in_body)
            try
            {
                co_await asyncio::sleep(100s);
            }
            catch (asyncio::cancelled_error const&)
            {
                t.print("body cancelled");
                throw;
            }
        t.print("body ends");
    };
    try
    {
        co_await asyncio::with(asyncio::task_group(), body);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("parent: CancelledError, cancelling", cancelling());
        throw;
    }
}

asio::awaitable<void> parent_cancelled(trace& t)
{
    for (bool const in_body : {true, false})
    {
        auto const p = asyncio::create_task(cancelled_parent(t, in_body));
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(0s);
        p.cancel();
        co_await asyncio::wait({p});
        t.print("parent cancelled", p.cancelled());
    }
}

BOOST_AUTO_TEST_CASE(scenario_135_taskgroup_parent_cancelled)
{
    trace t("scenario_135_taskgroup_parent_cancelled");
    asyncio_test::run(parent_cancelled(t));
    t.check();
}

asio::awaitable<void> fails_in_cleanup(std::string message)
{
    auto const on_cancel =
        [&](std::exception_ptr) -> asio::awaitable<void>
    {
        throw std::invalid_argument(message);
        co_return;
    };
    co_await sleep_long(on_cancel);
}

asio::awaitable<void> cancelled_parent_of_failure(trace& t)
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                tg.create_task(fails_in_cleanup("cleanup"));
                co_return;
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(
            "ExceptionGroup of",
            eg.exceptions().size(),
            "cancelling",
            cancelling());
    }
    t.print("after the group, cancelling", cancelling());
    try
    {
        co_await asyncio::sleep(0s);
        t.print("not reached");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("next await: CancelledError");
        throw;
    }
}

asio::awaitable<void> cancel_plus_error(trace& t)
{
    auto const p = asyncio::create_task(cancelled_parent_of_failure(t));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    p.cancel();
    co_await asyncio::wait({p});
    t.print("parent cancelled", p.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_136_taskgroup_cancel_plus_error)
{
    trace t("scenario_136_taskgroup_cancel_plus_error");
    asyncio_test::run(cancel_plus_error(t));
    t.check();
}

asio::awaitable<void> grandchild(trace& t, int n)
{
    t.print("grandchild", n);
    co_return;
}

asio::awaitable<void> adds_two(trace& t, asyncio::task_group& tg)
{
    co_await asyncio::sleep(0s);
    t.print("child adds two");
    tg.create_task(grandchild(t, 1));
    tg.create_task(grandchild(t, 2));
}

asio::awaitable<void> create_while_exiting(trace& t)
{
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            tg.create_task(adds_two(t, tg));
            t.print("body ends");
            co_return;
        });
    t.print("group done");
}

BOOST_AUTO_TEST_CASE(scenario_138_taskgroup_create_while_exiting)
{
    trace t("scenario_138_taskgroup_create_while_exiting");
    asyncio_test::run(create_while_exiting(t));
    t.check();
}

asio::awaitable<void> noop(trace& t)
{
    t.print("must not run");
    co_return;
}

void attempt(trace& t, std::string const& name, asyncio::task_group& tg)
{
    try
    {
        tg.create_task(noop(t));
        t.print(name, "accepted");
    }
    catch (std::runtime_error const& e)
    {
        t.print(name, "->", without_group(e));
    }
}

asio::awaitable<void> enter_again(trace& t, asyncio::task_group& tg)
{
    try
    {
        co_await asyncio::with(
            tg, []() -> asio::awaitable<void> { co_return; });
    }
    catch (std::runtime_error const& e)
    {
        t.print("enter again ->", without_group(e));
    }
}

asio::awaitable<void> late_adder(trace& t, asyncio::task_group& tg)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        attempt(t, "aborting", tg);
        throw;
    }
}

asio::awaitable<void> fails(std::string message)
{
    throw std::invalid_argument(message);
    co_return;
}

asio::awaitable<void> create_errors(trace& t)
{
    asyncio::task_group tg;
    attempt(t, "not entered", tg);
    co_await asyncio::with(tg, [&] { return enter_again(t, tg); });
    attempt(t, "finished", tg);
    co_await enter_again(t, tg);
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& g) -> asio::awaitable<void>
            {
                g.create_task(late_adder(t, g));
                co_await asyncio::sleep(0s);
                g.create_task(fails("x"));
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print("ExceptionGroup of", eg.exceptions().size());
    }
}

BOOST_AUTO_TEST_CASE(scenario_139_taskgroup_create_errors)
{
    trace t("scenario_139_taskgroup_create_errors");
    asyncio_test::run(create_errors(t));
    t.check();
}

asio::awaitable<void> fails_next_turn(std::exception_ptr e)
{
    co_await asyncio::sleep(0s);
    std::rethrow_exception(e);
}

asio::awaitable<void> inner_child(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("inner child cancelled");
        throw;
    }
}

asio::awaitable<void> nested_outer_error(trace& t)
{
    auto const inner_body =
        [&](asyncio::task_group& inner) -> asio::awaitable<void>
    {
        inner.create_task(inner_child(t));
        co_return;
    };
    auto const outer_body =
        [&](asyncio::task_group& outer) -> asio::awaitable<void>
    {
        outer.create_task(fails_next_turn(
            std::make_exception_ptr(std::invalid_argument("outer child"))));
        try
        {
            co_await asyncio::with(asyncio::task_group(), inner_body);
        }
        catch (asyncio::cancelled_error const&)
        {
            t.print("inner group raised CancelledError");
            throw;
        }
    };
    try
    {
        co_await asyncio::with(asyncio::task_group(), outer_body);
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(
            "outer group of",
            eg.exceptions().size(),
            type_name(eg.exceptions()[0]));
    }
    t.print("cancelling", cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_141_taskgroup_nested_outer_error)
{
    trace t("scenario_141_taskgroup_nested_outer_error");
    asyncio_test::run(nested_outer_error(t));
    t.check();
}

asio::awaitable<void> nested_both_fail(trace& t)
{
    auto const outer_body =
        [&](asyncio::task_group& outer) -> asio::awaitable<void>
    {
        auto const inner_body =
            [&](asyncio::task_group& inner) -> asio::awaitable<void>
        {
            inner.create_task(fails_next_turn(
                std::make_exception_ptr(std::runtime_error("inner"))));
            outer.create_task(fails_next_turn(
                std::make_exception_ptr(std::invalid_argument("outer"))));
            co_return;
        };
        try
        {
            co_await asyncio::with(asyncio::task_group(), inner_body);
        }
        catch (asyncio::exception_group const& eg)
        {
            t.print("inner", type_name(eg.exceptions()[0]));
        }
        t.print("between, cancelling", cancelling());
    };
    try
    {
        co_await asyncio::with(asyncio::task_group(), outer_body);
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(
            "outer", eg.exceptions().size(), type_name(eg.exceptions()[0]));
    }
    t.print("after, cancelling", cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_142_taskgroup_nested_both_fail)
{
    trace t("scenario_142_taskgroup_nested_both_fail");
    asyncio_test::run(nested_both_fail(t));
    t.check();
}

asio::awaitable<std::string> stubborn(trace& t)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("stubborn goes on");
    }
    co_await asyncio::sleep(20ms);
    t.print("stubborn ends");
    co_return "kept";
}

asio::awaitable<void> child_swallows_cancel(trace& t)
{
    asyncio::task<std::string> s;
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                s = tg.create_task(stubborn(t));
                co_await asyncio::sleep(0s);
                tg.create_task(fails("x"));
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print("ExceptionGroup of", eg.exceptions().size());
    }
    t.print("stubborn result", s.result());
}

BOOST_AUTO_TEST_CASE(scenario_144_taskgroup_child_swallows_cancel)
{
    trace t("scenario_144_taskgroup_child_swallows_cancel");
    asyncio_test::run(child_swallows_cancel(t));
    t.check();
}

asio::awaitable<void> base_parent(trace& t, std::exception_ptr exc)
{
    auto const body = [&](asyncio::task_group& tg) -> asio::awaitable<void>
    {
        tg.create_task(fails_next_turn(
            std::make_exception_ptr(std::invalid_argument("child"))));
        try
        {
            co_await asyncio::sleep(100s);
        }
        catch (asyncio::cancelled_error const&)
        {
        }
        std::rethrow_exception(exc);
    };
    try
    {
        co_await asyncio::with(asyncio::task_group(), body);
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print("ExceptionGroup is an ExceptionGroup:", true);
        for (auto const& e : eg.exceptions())
            t.print("member", type_name(e));
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        t.print("bare", type_name(std::current_exception()));
    }
    t.print("cancelling", cancelling());
}

asio::awaitable<void> base_exceptions(trace& t)
{
    for (auto const& exc :
         {std::make_exception_ptr(asyncio::keyboard_interrupt()),
          std::make_exception_ptr(system_exit()),
          std::make_exception_ptr(python_error("MyBaseExc"))})
    {
        auto const p = asyncio::create_task(base_parent(t, exc));
        co_await p.get();
    }
}

BOOST_AUTO_TEST_CASE(scenario_145_taskgroup_base_exceptions)
{
    trace t("scenario_145_taskgroup_base_exceptions");
    t.differs(
        "BaseExceptionGroup is an ExceptionGroup: False",
        "ExceptionGroup is an ExceptionGroup: True",
        "base-exception-group");
    asyncio_test::run(base_exceptions(t));
    t.check();
}

asio::awaitable<std::string> converting_parent(trace& t)
{
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            []() -> asio::awaitable<void>
            {
                co_await sleep_long(
                    [](std::exception_ptr) -> asio::awaitable<void>
                    {
                        throw python_error("MyExc", "converted");
                        co_return;
                    });
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        t.print(
            "ExceptionGroup",
            type_name(eg.exceptions()[0]),
            "cancelling",
            cancelling());
    }
    co_return "ended";
}

asio::awaitable<void> body_converts_cancel(trace& t)
{
    auto const p = asyncio::create_task(converting_parent(t));
    co_await asyncio::sleep(0s);
    p.cancel();
    co_await asyncio::wait({p});
    t.print("parent cancelled", p.cancelled());
}

BOOST_AUTO_TEST_CASE(scenario_147_taskgroup_body_converts_cancel)
{
    trace t("scenario_147_taskgroup_body_converts_cancel");
    asyncio_test::run(body_converts_cancel(t));
    t.check();
}

asio::awaitable<void> patient_parent(trace& t)
{
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            tg.create_task(clean_up(
                t, "child cleanup begins", "child cleanup ends", 6));
            co_return;
        });
}

asio::awaitable<void> repeated_cancel(trace& t)
{
    auto const p = asyncio::create_task(patient_parent(t));
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    p.cancel();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(0s);
    bool const second = p.cancel();
    bool const third = p.cancel();
    t.print("cancel again", second, third);
    co_await asyncio::wait({p});
    t.print("cancelled", p.cancelled(), "cancelling", p.cancelling());
}

BOOST_AUTO_TEST_CASE(scenario_148_taskgroup_repeated_cancel)
{
    trace t("scenario_148_taskgroup_repeated_cancel");
    asyncio_test::run(repeated_cancel(t));
    t.check();
}

asio::awaitable<void> throws(std::exception_ptr e)
{
    std::rethrow_exception(e);
    co_return;
}

asio::awaitable<void> job(trace& t, int n, asyncio::future<void> fut)
{
    try
    {
        t.print("job", n, "start");
        co_await fut.get();
        t.print("job", n, "done");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("job", n, "cancelled");
        throw;
    }
}

class terminate_task_group : public std::exception
{
};

asio::awaitable<void> terminate(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const f1 = loop.create_future<void>();
    auto const f2 = loop.create_future<void>();
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [&](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                tg.create_task(job(t, 1, f1));
                tg.create_task(job(t, 2, f2));
                co_await asyncio::sleep(0s);
                f1.set_result();
                co_await asyncio::sleep(0s);
                tg.create_task(throws(
                    std::make_exception_ptr(terminate_task_group())));
            });
    }
    catch (asyncio::exception_group const& eg)
    {
        auto const [wanted, rest] = eg.split<terminate_task_group>();
        if (wanted)
            t.print("terminated");
        if (rest)
            throw *rest;
    }
}

BOOST_AUTO_TEST_CASE(scenario_150_taskgroup_terminate)
{
    trace t("scenario_150_taskgroup_terminate");
    asyncio_test::run(terminate(t));
    t.check();
}

asio::awaitable<int> quick(trace& t, int n)
{
    t.print("quick", n);
    co_return n;
}

asio::awaitable<void> eager_gather_taskgroup(trace& t)
{
    asyncio::task_options const eager{.eager_start = true};
    asyncio::get_running_loop().call_soon([&] { t.print("loop iteration"); });
    auto const t1 = asyncio::create_task(quick(t, 1), eager);
    auto const t2 = asyncio::create_task(quick(t, 2), eager);
    auto const g = asyncio::create_task(asyncio::gather(t1, t2), eager);
    t.print("gather done", g.done());
    auto const [a, b] = co_await g.get();
    t.print("results", a, b);
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            auto const task = tg.create_task(quick(t, 3), eager);
            t.print("in group, done", task.done());
            co_return;
        });
    t.print("group left, no loop iteration so far");
    co_await asyncio::sleep(0s);
    t.print("end");
}

BOOST_AUTO_TEST_CASE(scenario_063_task_eager_gather_taskgroup)
{
    trace t("scenario_063_task_eager_gather_taskgroup");
    asyncio_test::run(eager_gather_taskgroup(t));
    t.check();
}

asio::awaitable<void>
forgets_uncancel(trace& t, std::string name, bool tidy)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        if (tidy)
            asyncio::current_task().uncancel();
    }
    try
    {
        co_await asyncio::with(
            asyncio::task_group(),
            [](asyncio::task_group& tg) -> asio::awaitable<void>
            {
                tg.create_task(fails("x"));
                co_return;
            });
    }
    catch (asyncio::exception_group const&)
    {
        t.print(name, "ExceptionGroup, cancelling", cancelling());
    }
    try
    {
        co_await asyncio::sleep(0s);
        t.print(name, "goes on");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "cancelled again");
        throw;
    }
}

asio::awaitable<void> uncancel_forgotten(trace& t)
{
    for (bool const tidy : {false, true})
    {
        std::string const name = tidy ? "tidy:" : "forgotten:";
        auto const task =
            asyncio::create_task(forgets_uncancel(t, name, tidy));
        co_await asyncio::sleep(0s);
        task.cancel();
        co_await asyncio::wait({task});
        t.print(name, "cancelled", task.cancelled());
    }
}

BOOST_AUTO_TEST_CASE(scenario_070_task_uncancel_forgotten)
{
    trace t("scenario_070_task_uncancel_forgotten");
    asyncio_test::run(uncancel_forgotten(t));
    t.check();
}

asio::awaitable<void> maybe_fails_in_cleanup(trace& t, bool fail)
{
    try
    {
        co_await asyncio::sleep(100s);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print("child cancelled");
        if (fail)
            throw std::invalid_argument("child cleanup");
        throw;
    }
}

asio::awaitable<void> timeout_with_taskgroup(trace& t)
{
    for (bool const fail : {false, true})
    {
        bool expired = false;
        auto const group =
            [&](asyncio::task_group& tg) -> asio::awaitable<void>
        {
            tg.create_task(maybe_fails_in_cleanup(t, fail));
            co_return;
        };
        auto const limited =
            [&](asyncio::timeout_scope& s) -> asio::awaitable<void>
        {
            asyncio_test::finally const look([&] { expired = s.expired(); });
            co_await asyncio::with(asyncio::task_group(), group);
        };
        try
        {
            co_await asyncio::timeout(20ms, limited);
        }
        catch (asyncio::timeout_error const&)
        {
            t.print("TimeoutError");
        }
        catch (asyncio::exception_group const& eg)
        {
            t.print(
                "ExceptionGroup of",
                eg.exceptions().size(),
                type_name(eg.exceptions()[0]));
        }
        t.print("expired", expired, "cancelling", cancelling());
    }
}

BOOST_AUTO_TEST_CASE(scenario_128_timeout_with_taskgroup)
{
    trace t("scenario_128_timeout_with_taskgroup");
    asyncio_test::run(timeout_with_taskgroup(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
