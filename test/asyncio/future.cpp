// Conformance: futures.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "python.hpp"
#include "trace.hpp"

BOOST_AUTO_TEST_SUITE(asyncio_future)

namespace {

using asyncio_test::trace;
using asyncio_test::type_name;

asio::awaitable<void>
await_twice(trace& t, asyncio::future<std::string> fut)
{
    t.print("waiter: before");
    std::string const r = co_await fut.get();
    t.print("waiter: got", r);
    std::string const again = co_await fut.get();
    t.print("waiter: again", again);
}

asio::awaitable<void> basic(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto const fut = loop.create_future<std::string>();
    t.print("done", fut.done());
    auto const w = asyncio::create_task(await_twice(t, fut));
    co_await asyncio::sleep(0s);
    fut.set_result("value");
    t.print("set_result returned, done", fut.done());
    co_await w.get();
}

BOOST_AUTO_TEST_CASE(scenario_072_future_basic)
{
    trace t("scenario_072_future_basic");
    asyncio_test::run(basic(t));
    t.check();
}

template<class F>
void attempt(trace& t, char const* name, F f)
{
    try
    {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>)
        {
            f();
            t.print(name, "->", nullptr);
        }
        else if constexpr (std::is_same_v<
                               std::invoke_result_t<F>,
                               std::exception_ptr>)
        {
            if (auto const e = f())
                t.print(name, "->", type_name(e));
            else
                t.print(name, "->", nullptr);
        }
        else
            t.print(name, "->", f());
    }
    catch (asyncio::invalid_state_error const&)
    {
        t.print(name, "-> InvalidStateError");
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(name, "-> CancelledError");
    }
    catch (std::invalid_argument const& e)
    {
        t.print(name, "-> ValueError", e.what());
    }
}

asio::awaitable<void> invalid_state(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto f = loop.create_future<int>();
    auto const result = [&] { return f.result(); };
    auto const exception = [&] { return f.exception(); };
    auto const set_result = [&] { f.set_result(2); };
    auto const set_exception = [&]
    { f.set_exception(std::invalid_argument("x")); };
    auto const cancel = [&] { return f.cancel(); };

    attempt(t, "pending result", result);
    attempt(t, "pending exception", exception);
    f.set_result(1);
    attempt(t, "set_result again", set_result);
    attempt(t, "set_exception after result", set_exception);
    attempt(t, "result", result);
    attempt(t, "exception", exception);
    attempt(t, "cancel", cancel);
    f = loop.create_future<int>();
    f.set_exception(std::invalid_argument("bad"));
    attempt(t, "set_result after exception", set_result);
    attempt(t, "result", result);
    attempt(t, "cancel", cancel);
    f = loop.create_future<int>();
    attempt(t, "cancel", cancel);
    attempt(t, "cancel again", cancel);
    attempt(t, "set_result after cancel", set_result);
    attempt(t, "set_exception after cancel", set_exception);
    attempt(t, "result", result);
    attempt(t, "exception", exception);
    t.print("done", f.done(), "cancelled", f.cancelled());
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_073_future_invalid_state)
{
    trace t("scenario_073_future_invalid_state");
    asyncio_test::run(invalid_state(t));
    t.check();
}

asio::awaitable<void> exception_kinds(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    auto f = loop.create_future<void>();
    auto const e = std::make_exception_ptr(std::invalid_argument("instance"));
    f.set_exception(e);
    t.print("same object", f.exception() == e);
    for (int i = 0; i != 2; ++i)
    {
        try
        {
            co_await f.get();
        }
        catch (std::invalid_argument const& got)
        {
            t.print("raised", got.what(), std::current_exception() == e);
        }
    }
    f = loop.create_future<void>();
    f.set_exception(std::out_of_range("an object, not a pointer"));
    t.print("class became", type_name(f.exception()));
}

BOOST_AUTO_TEST_CASE(scenario_075_future_exception_kinds)
{
    trace t("scenario_075_future_exception_kinds");
    asyncio_test::run(exception_kinds(t));
    t.differs("StopIteration became RuntimeError", {}, "stop-iteration");
    t.check();
}

asio::awaitable<void> never_retrieved(trace& t)
{
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(
        [&](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            try
            {
                std::rethrow_exception(context.exception);
            }
            catch (std::exception const& e)
            {
                t.print("handler:", context.message, "/", e.what());
            }
        });
    auto f = loop.create_future<int>();
    f.set_exception(std::invalid_argument("lost"));
    f = {};
    f = loop.create_future<int>();
    f.set_exception(std::invalid_argument("read"));
    f.exception();
    f = {};
    f = loop.create_future<int>();
    f.set_result(1);
    f = {};
    f = loop.create_future<int>();
    f = {};
    t.print("end");
    co_return;
}

BOOST_AUTO_TEST_CASE(scenario_076_future_never_retrieved)
{
    trace t("scenario_076_future_never_retrieved");
    asyncio_test::run(never_retrieved(t));
    t.check();
}

asio::awaitable<void>
print_result(trace& t, std::string name, asyncio::future<int> f)
{
    try
    {
        int const r = co_await f.get();
        t.print(name, r);
    }
    catch (asyncio::cancelled_error const&)
    {
        t.print(
            name,
            "CancelledError, cancelling",
            asyncio::current_task().cancelling());
    }
}

asio::awaitable<void> cancel_waiter(trace& t)
{
    auto const f = asyncio::get_running_loop().create_future<int>();
    auto const a = asyncio::create_task(print_result(t, "a", f));
    auto const b = asyncio::create_task(print_result(t, "b", f));
    co_await asyncio::sleep(0s);
    b.cancel();
    t.print("future cancelled", f.cancelled());
    co_await asyncio::wait({a, b});
    try
    {
        f.set_result(1);
    }
    catch (asyncio::invalid_state_error const&)
    {
        t.print("the producer gets InvalidStateError");
    }
}

BOOST_AUTO_TEST_CASE(scenario_078_future_cancel_waiter_cancels_future)
{
    trace t("scenario_078_future_cancel_waiter_cancels_future");
    asyncio_test::run(cancel_waiter(t));
    t.check();
}

asio::awaitable<void> wrap_concurrent(trace& t)
{
    asyncio::concurrent_future<std::string> c;
    auto f = asyncio::wrap_future(c);
    t.print(
        "wrapping an asyncio future returns it:", asyncio::wrap_future(f) == f);
    c.set_result("over");
    t.print("done right after", f.done());
    t.print("result", co_await f.get());
    c = {};
    f = asyncio::wrap_future(c);
    f.cancel();
    co_await asyncio::sleep(0s);
    t.print("concurrent cancelled", c.cancelled());
    c = {};
    f = asyncio::wrap_future(c);
    c.set_exception(std::invalid_argument("from there"));
    try
    {
        co_await f.get();
    }
    catch (std::invalid_argument const& e)
    {
        t.print("ValueError", e.what());
    }
}

BOOST_AUTO_TEST_CASE(scenario_079_future_wrap_concurrent)
{
    trace t("scenario_079_future_wrap_concurrent");
    asyncio_test::run(wrap_concurrent(t));
    t.check();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
