// Every operation with every kind of completion token, and in coroutines of
// every kind of executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#if __has_include(<boost/asio/cancel_after.hpp>)
#define HAS_CANCEL_AFTER
#include <boost/asio/cancel_after.hpp>
#include <boost/asio/cancel_at.hpp>
#endif

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace {

// A completion token that starts nothing: it gives the executor that the
// initiation has. It has itself the executor E, or none.
template<class E = void>
struct executor_of_initiation
{
    using executor_type = E;

    E get_executor() const noexcept
    {
        return bound;
    }

    E bound;
};

template<>
struct executor_of_initiation<void>
{
};

} // namespace

namespace boost::asio {

template<class E, class... Signatures>
struct async_result<executor_of_initiation<E>, Signatures...>
{
    template<class Initiation, class Token, class... Args>
    static std::optional<asyncio::executor>
    initiate(Initiation&& initiation, Token&&, Args&&...)
    {
        using type = std::remove_cvref_t<Initiation>;
        if constexpr (requires { typename type::executor_type; })
        {
            typename type::executor_type const ex = initiation.get_executor();
            return ex;
        }
        return {}; // what a concept of Asio tries
    }
};

} // namespace boost::asio

BOOST_AUTO_TEST_SUITE(unit_tokens)

namespace {

asio::awaitable<int> child(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

asio::awaitable<void> nothing()
{
    co_await asyncio::sleep(0s);
}

asio::awaitable<int> failing()
{
    co_await asyncio::sleep(0s);
    throw std::runtime_error("failed");
}

// What only can be moved and has no default.
class precious
{
public:
    explicit precious(int n)
        : value(std::make_unique<int>(n))
    {
    }

    std::unique_ptr<int> value;
};

asio::awaitable<precious> make_precious()
{
    co_await asyncio::sleep(0s);
    co_return precious(7);
}

struct gate
{
    auto acquire()
    {
        return asyncio::sleep(0s);
    }

    void release() noexcept
    {
        ++released;
    }

    int released = 0;
};

// Gives every operation to a function, with its name. Those that need a task or
// future have one of `context`.
template<class F>
void for_each_operation(asio::io_context& context, F f)
{
    auto const place = context.get_executor();
    static gate lockable;
    f("sleep", [] { return asyncio::sleep(0s); });
    f("sleep with a value", [] { return asyncio::sleep(1ms, 5); });
    f("sleep_until",
      [place]
      {
          return asyncio::sleep_until(
              asyncio::event_loop(place).time() + 1ms);
      });
    f("task::get",
      [place] { return asyncio::create_task(place, child(1)).get(); });
    f("task", [place] { return asyncio::create_task(place, nothing()); });
    f("any_task::get",
      [place]
      { return asyncio::any_task(asyncio::create_task(place, child(1))).get(); });
    f("future::get",
      [place]
      {
          auto const future =
              asyncio::event_loop(place).create_future<std::string>();
          future.set_result("value");
          return future.get();
      });
    f("gather", [] { return asyncio::gather(child(1), nothing()); });
    f("gather nothing", [] { return asyncio::gather(); });
    f("gather a range",
      []
      {
          std::vector<asio::awaitable<int>> children;
          children.push_back(child(1));
          return asyncio::gather(std::move(children));
      });
    f("gather(return_exceptions)",
      []
      {
          return asyncio::gather(
              asyncio::return_exceptions, child(1), failing());
      });
    f("wait",
      [place]
      { return asyncio::wait({asyncio::create_task(place, child(1))}); });
    f("wait_for an operation",
      [] { return asyncio::wait_for(asyncio::sleep(0s, 3), 10s); });
    f("wait_for a task",
      [place]
      {
          return asyncio::wait_for(
              asyncio::create_task(place, child(1)), 10s);
      });
    f("scoped", [] { return asyncio::scoped(lockable); });
}

// What a completion handler is called with, and how often.
struct outcome
{
    int calls = 0;
    std::exception_ptr error;

    auto handler() noexcept
    {
        return [this](std::exception_ptr e, auto&&...)
        {
            ++calls;
            error = e;
        };
    }
};

BOOST_AUTO_TEST_CASE(callback)
{
    asio::io_context context;
    for_each_operation(
        context,
        [&](char const* name, auto make)
        {
            outcome o;
            make()(asio::bind_executor(context, o.handler()));
            BOOST_CHECK_EQUAL(o.calls, 0); // never from inside the initiation
            context.run();
            context.restart();
            BOOST_CHECK_MESSAGE(o.calls == 1 && !o.error, name);
        });
}

BOOST_AUTO_TEST_CASE(callback_without_an_executor_runs_in_the_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const t = loop.create_task(child(3));
    bool called = false;
    t.get()(
        [&](std::exception_ptr e, int n)
        {
            called = true;
            BOOST_CHECK(!e);
            BOOST_CHECK_EQUAL(n, 3);
            BOOST_CHECK(
                &asyncio::get_running_loop().get_executor().query(
                    asio::execution::context) == &context);
        });
    context.run();
    BOOST_CHECK(called);
}

BOOST_AUTO_TEST_CASE(an_operation_without_a_loop_says_so)
{
    BOOST_CHECK_THROW(
        asyncio::sleep(0s)(asio::detached), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(use_future)
{
    asio::io_context context;
    for_each_operation(
        context,
        [&](char const* name, auto make)
        {
            auto f =
                make()(asio::bind_executor(context, asio::use_future));
            context.run();
            context.restart();
            BOOST_CHECK_MESSAGE(
                f.wait_for(0s) == std::future_status::ready, name);
            static_cast<void>(f.get());
        });
}

template<class Op>
asio::awaitable<void> await_it(Op op, int& done)
{
    static_cast<void>(co_await std::move(op));
    ++done;
}

template<class Op>
asio::awaitable<void> use_awaitable_for(Op op, int& done)
{
    static_cast<void>(co_await std::move(op)(asio::use_awaitable));
    ++done;
}

template<class Op>
asio::awaitable<void> deferred_for(Op op, int& done)
{
    auto deferred = std::move(op)(asio::deferred);
    static_cast<void>(co_await std::move(deferred)(asio::use_awaitable));
    ++done;
}

template<class Op>
asio::awaitable<void> as_tuple_for(Op op, int& done)
{
    auto const result =
        co_await std::move(op)(asio::as_tuple(asio::use_awaitable));
    BOOST_CHECK(!std::get<0>(result));
    ++done;
}

void rethrow(std::exception_ptr e)
{
    if (e)
        std::rethrow_exception(e);
}

// In tasks and in coroutines that plain co_spawn started.
#define CHECK_IN_COROUTINES(FUNCTION)                                          \
    asio::io_context context;                                                  \
    for_each_operation(                                                        \
        context,                                                               \
        [&](char const* name, auto make)                                       \
        {                                                                      \
            int done = 0;                                                      \
            asio::co_spawn(context, FUNCTION(make(), done), rethrow);          \
            context.run();                                                     \
            context.restart();                                                 \
            BOOST_CHECK_MESSAGE(done == 1, name << ", plain co_spawn");        \
            auto const t =                                                     \
                asyncio::create_task(context, FUNCTION(make(), done));         \
            context.run();                                                     \
            context.restart();                                                 \
            BOOST_CHECK_MESSAGE(done == 2, name << ", task");                  \
            t.result();                                                        \
        })

BOOST_AUTO_TEST_CASE(awaited_as_an_object)
{
    CHECK_IN_COROUTINES(await_it);
}

BOOST_AUTO_TEST_CASE(use_awaitable)
{
    CHECK_IN_COROUTINES(use_awaitable_for);
}

BOOST_AUTO_TEST_CASE(deferred)
{
    CHECK_IN_COROUTINES(deferred_for);
}

BOOST_AUTO_TEST_CASE(as_tuple)
{
    CHECK_IN_COROUTINES(as_tuple_for);
}

BOOST_AUTO_TEST_CASE(bind_executor_decides_where_the_handler_runs)
{
    asio::io_context context;
    asio::thread_pool pool(1);
    for_each_operation(
        context,
        [&](char const* name, auto make)
        {
            std::promise<bool> in_pool;
            auto handler = [&](std::exception_ptr e, auto&&...)
            {
                in_pool.set_value(
                    !e && pool.get_executor().running_in_this_thread());
            };
            // What belongs to no loop takes that of the executor, so it is
            // started through one of the context.
            asio::post(
                context,
                [&, handler]
                {
                    asyncio::event_loop(context).call_soon(
                        [&, handler]
                        {
                            auto op = make();
                            std::move(op)(
                                asio::bind_executor(pool, handler));
                        });
                });
            context.run();
            context.restart();
            BOOST_CHECK_MESSAGE(in_pool.get_future().get(), name);
        });
    pool.join();
}

// As a parallel_group binds it.
BOOST_AUTO_TEST_CASE(the_executor_of_the_system_is_no_other_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    bool here = false;
    loop.call_soon(
        [&]
        {
            asyncio::sleep(1ms)(asio::bind_executor(
                asio::system_executor(),
                [&, id = std::this_thread::get_id()](std::exception_ptr)
                { here = std::this_thread::get_id() == id; }));
        });
    context.run();
    BOOST_CHECK(here);
}

BOOST_AUTO_TEST_CASE(bind_cancellation_slot)
{
    asio::io_context context;
    auto const check = [&](char const* name, auto op)
    {
        asio::cancellation_signal signal;
        outcome o;
        std::move(op)(asio::bind_cancellation_slot(
            signal.slot(), asio::bind_executor(context, o.handler())));
        context.poll();
        context.restart();
        BOOST_CHECK_MESSAGE(o.calls == 0, name);
        signal.emit(asio::cancellation_type::total);
        context.poll();
        context.restart();
        BOOST_CHECK_MESSAGE(
            o.calls == 1 && asyncio::is_cancelled(o.error), name);
        // Too late: nothing happens.
        signal.emit(asio::cancellation_type::terminal);
    };
    auto const forever = []() -> asio::awaitable<void>
    { co_await asyncio::sleep(1h); };
    asyncio::event_loop loop(context);
    check("sleep", asyncio::sleep(1h));
    auto const t = asyncio::create_task(context, forever);
    check("task::get", t.get());
    BOOST_CHECK(t.cancelled());
    auto const f = loop.create_future<int>();
    check("future::get", f.get());
    BOOST_CHECK(f.cancelled());
    check("gather", asyncio::gather(forever(), forever()));
    auto const u = asyncio::create_task(context, forever);
    check("wait", asyncio::wait({u}));
    BOOST_CHECK(!u.done());
    u.cancel();
    context.run();
    context.restart();
    check("wait_for", asyncio::wait_for(asyncio::sleep(1h), 2h));
}

// The request is made inside the loop while the operation is still on its way
// in: it must not be taken for one that has ended.
BOOST_AUTO_TEST_CASE(a_request_that_overtakes_its_operation)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    asio::cancellation_signal signal;
    outcome o;
    loop.call_soon(
        [&] { signal.emit(asio::cancellation_type::terminal); });
    asyncio::sleep(1h)(asio::bind_cancellation_slot(
        signal.slot(), asio::bind_executor(context, o.handler())));
    context.run_for(10s);
    BOOST_CHECK_EQUAL(o.calls, 1);
    BOOST_CHECK(asyncio::is_cancelled(o.error));
}

BOOST_AUTO_TEST_CASE(a_result_without_default_is_optional_for_handlers)
{
    asio::io_context context;
    auto t = asyncio::create_task(context, make_precious());
    std::optional<precious> result;
    std::move(t).get()(asio::bind_executor(
        context,
        [&](std::exception_ptr e, std::optional<precious> p)
        {
            BOOST_CHECK(!e);
            result = std::move(p);
        }));
    context.run();
    BOOST_REQUIRE(result);
    BOOST_CHECK_EQUAL(*result->value, 7);
}

BOOST_AUTO_TEST_CASE(an_exception_reaches_the_handler)
{
    asio::io_context context;
    auto t = asyncio::create_task(context, failing());
    auto f = std::move(t).get()(
        asio::bind_executor(context, asio::use_future));
    context.run();
    BOOST_CHECK_THROW(f.get(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(an_initiation_has_the_executor_of_the_loop)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    loop.call_soon(
        [&]
        {
            auto const check = [&](char const* name, auto op)
            {
                auto const ex = std::move(op)(executor_of_initiation<>());
                BOOST_CHECK_MESSAGE(ex == loop.get_executor(), name);
            };
            for_each_operation(
                context,
                [&](char const* name, auto make) { check(name, make()); });
            asyncio::lock lock;
            check("lock::acquire", lock.acquire());
            asyncio::event event;
            check("event::wait", event.wait());
            asyncio::condition condition(lock);
            check("condition::wait", condition.wait());
            check("condition::wait_for",
                  condition.wait_for([] { return true; }));
            asyncio::semaphore semaphore(1);
            check("semaphore::acquire", semaphore.acquire());
            asyncio::barrier barrier(2);
            check("barrier::wait", barrier.wait());
            asyncio::queue<int> queue(1);
            check("queue::put", queue.put(1));
            check("queue::get", queue.get());
            check("queue::join", queue.join());
            check("to_thread", asyncio::to_thread([] {}));
        });
    context.run();
}

BOOST_AUTO_TEST_CASE(an_executor_of_the_token_is_that_of_the_initiation)
{
    asio::io_context context;
    auto const of_initiation =
        [](auto token) { return asyncio::sleep(0s)(token); };
    executor_of_initiation<asio::io_context::executor_type> const bound{
        context.get_executor()};
    BOOST_CHECK(
        of_initiation(bound) == asyncio::event_loop(context).get_executor());
    BOOST_CHECK_THROW(
        of_initiation(executor_of_initiation<>()), std::runtime_error);
}

#ifdef HAS_CANCEL_AFTER

// Cancelled by Asio's timer, an operation of a task ends, and the task goes on.
asio::awaitable<void> cut_short(char const* name, auto make, int& cut)
{
    auto const check = [&](auto token) -> asio::awaitable<void>
    {
        try
        {
            static_cast<void>(co_await make()(std::move(token)));
            BOOST_ERROR(name);
        }
        catch (...)
        {
            cut += asyncio::is_cancelled(std::current_exception());
        }
    };
    auto const soon = std::chrono::steady_clock::now() + 1ms;
    co_await check(asio::cancel_after(1ms, asio::use_awaitable));
    co_await check(asio::cancel_at(soon, asio::use_awaitable));
    co_await asyncio::sleep(0s);
    BOOST_CHECK_EQUAL(asyncio::current_task().cancelling(), 0);
}

BOOST_AUTO_TEST_CASE(cancel_after_ends_an_operation)
{
    auto const forever = []() -> asio::awaitable<void>
    { co_await asyncio::sleep(1h); };
    asio::io_context context;
    asyncio::event_loop loop(context);
    asyncio::lock lock;
    asyncio::event event;
    asyncio::queue<int> queue;
    int cut = 0;
    int expected = 0;
    auto const check = [&](char const* name, auto make)
    {
        loop.run_until_complete(cut_short(name, make, cut));
        BOOST_CHECK_MESSAGE(cut == (expected += 2), name);
    };
    check("sleep", [] { return asyncio::sleep(1h); });
    check("task::get",
          [&] { return loop.create_task(forever()).get(); });
    check("future::get", [&] { return loop.create_future<int>().get(); });
    check("gather", [&] { return asyncio::gather(forever(), forever()); });
    check("wait_for",
          [] { return asyncio::wait_for(asyncio::sleep(1h), 2h); });
    check("gather a range",
          [&]
          {
              std::vector<asio::awaitable<void>> children;
              children.push_back(forever());
              return asyncio::gather(std::move(children));
          });
    auto const endless = loop.create_task(forever());
    check("wait", [&] { return asyncio::wait({endless}); });
    auto completed = asyncio::as_completed(std::vector{endless});
    check("as_completed_iterator::next", [&] { return completed.next(); });
    check("event::wait", [&] { return event.wait(); });
    check("queue::get", [&] { return queue.get(); });
    asyncio::queue<int> full(1);
    full.put_nowait(1);
    check("queue::put", [&] { return full.put(2); });
    check("queue::join", [&] { return full.join(); });
    asyncio::semaphore semaphore(0);
    check("semaphore::acquire", [&] { return semaphore.acquire(); });
    check("scoped", [&] { return asyncio::scoped(semaphore); });
    asyncio::barrier barrier(2);
    check("barrier::wait", [&] { return barrier.wait(); });
    asyncio::condition condition;
    loop.run_until_complete(condition.acquire());
    check("condition::wait", [&] { return condition.wait(); });
    check("condition::wait_for",
          [&] { return condition.wait_for([] { return false; }); });
    condition.release();
    endless.cancel();
    loop.run_until_complete(lock.acquire());
    check("lock::acquire", [&] { return lock.acquire(); });
    lock.release();
}

template<class Op>
asio::awaitable<void> cancel_after_for(Op op, int& done)
{
    // The executor is only needed where no loop runs.
    auto const ex = co_await asio::this_coro::executor;
    static_cast<void>(co_await std::move(op)(asio::bind_executor(
        ex, asio::cancel_after(10s, asio::use_awaitable))));
    ++done;
}

BOOST_AUTO_TEST_CASE(cancel_after_that_comes_too_late)
{
    CHECK_IN_COROUTINES(cancel_after_for);
}

BOOST_AUTO_TEST_CASE(cancel_after_outside_of_a_loop)
{
    asio::io_context context;
    outcome o;
    asyncio::sleep(1h)(asio::bind_executor(
        context, asio::cancel_after(1ms, o.handler())));
    context.run();
    BOOST_CHECK_EQUAL(o.calls, 1);
    BOOST_CHECK(asyncio::is_cancelled(o.error));
    BOOST_CHECK_THROW(
        asyncio::sleep(1h)(asio::cancel_after(
            1ms, asio::bind_executor(context, o.handler()))),
        std::runtime_error);
}

#endif // HAS_CANCEL_AFTER

struct manager
{
    asio::awaitable<int> aenter()
    {
        co_await asyncio::sleep(0s);
        co_return 4;
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_await asyncio::sleep(0s);
        ++left;
    }

    int left = 0;
};

// Everything, in a coroutine of the executor E.
template<class E>
asio::awaitable<int, E> everything()
{
    co_await asyncio::sleep(1ms);
    int sum = co_await asyncio::sleep(0s, 1);

    auto const place = co_await asio::this_coro::executor;
    auto const t = asyncio::create_task(place, child(2));
    sum += co_await t.get();
    auto [a, b] = co_await asyncio::gather(child(3), t);
    sum += a + b;
    auto const waited = co_await asyncio::wait({t});
    BOOST_CHECK_EQUAL(waited.done.size(), 1);
    sum += co_await asyncio::wait_for(asyncio::sleep(0s, 4), 10s);

    auto same = []() -> asio::awaitable<int, E>
    {
        co_await asyncio::sleep(0s);
        co_return 5;
    };
    sum += co_await asyncio::wait_for(same(), 10s);
    sum += co_await asyncio::wait_for(same, std::nullopt);
    sum += co_await asyncio::timeout(10s, same);
    bool timed_out = false;
    auto slow = [](asyncio::timeout_scope&) -> asio::awaitable<int, E>
    {
        co_await asyncio::sleep(1h);
        co_return 0;
    };
    try
    {
        co_await asyncio::timeout(1ms, slow);
    }
    catch (asyncio::timeout_error const&)
    {
        timed_out = true;
    }
    BOOST_CHECK(timed_out);

    manager m;
    auto inside = [](int four) -> asio::awaitable<int, E>
    {
        co_await asyncio::sleep(0s);
        co_return four;
    };
    sum += co_await asyncio::with(m, inside);
    BOOST_CHECK_EQUAL(m.left, 1);
    co_return sum;
}

constexpr int sum_of_everything = 1 + 2 + 3 + 2 + 4 + 5 + 5 + 5 + 4;

template<class E, class Executor>
void check_plain_co_spawn(asio::io_context& context, Executor const& ex)
{
    int result = 0;
    asio::co_spawn(
        ex,
        everything<E>(),
        [&](std::exception_ptr e, int n)
        {
            rethrow(e);
            result = n;
        });
    context.run();
    context.restart();
    BOOST_CHECK_EQUAL(result, sum_of_everything);
}

BOOST_AUTO_TEST_CASE(everything_in_plain_co_spawn_of_any_executor)
{
    asio::io_context context;
    check_plain_co_spawn<asio::any_io_executor>(
        context, context.get_executor());
    check_plain_co_spawn<asio::any_io_executor>(
        context, asio::make_strand(context));
    check_plain_co_spawn<asio::io_context::executor_type>(
        context, context.get_executor());
    check_plain_co_spawn<asio::strand<asio::io_context::executor_type>>(
        context, asio::make_strand(context));
    check_plain_co_spawn<asyncio::executor>(
        context, asyncio::event_loop(context).get_executor());
    check_plain_co_spawn<asio::any_io_executor>(
        context, asyncio::event_loop(context).get_executor());
}

BOOST_AUTO_TEST_CASE(everything_in_tasks_of_any_executor)
{
    BOOST_CHECK_EQUAL(
        asyncio::run(everything<asio::any_io_executor>()),
        sum_of_everything);
    BOOST_CHECK_EQUAL(
        asyncio::run(everything<asyncio::executor>()), sum_of_everything);
    BOOST_CHECK_EQUAL(
        asyncio::run(everything<asio::io_context::executor_type>()),
        sum_of_everything);
    asio::io_context context;
    asyncio::event_loop loop(asio::make_strand(context));
    BOOST_CHECK_EQUAL(
        loop.run_until_complete(everything<asio::any_io_executor>()),
        sum_of_everything);
    BOOST_CHECK_EQUAL(
        loop.run_until_complete(
            everything<asio::strand<asio::io_context::executor_type>>()),
        sum_of_everything);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
