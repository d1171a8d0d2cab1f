// Values whose copies and moves throw, at every position, on every way that a
// value takes: the exception ends with who asked for the value, or leaves the
// call; it never leaves the loop, and nobody waits for ever.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_throwing_moves)

namespace {

struct broken : std::runtime_error
{
    broken()
        : runtime_error("broken on the way")
    {
    }
};

// Copies and moves until one throws; zero: none does.
std::atomic<int> left_to_throw = 0;
std::atomic<int> alive = 0;

void count()
{
    int left = left_to_throw;
    while (left > 0)
        if (left_to_throw.compare_exchange_weak(left, left - 1))
        {
            if (left == 1)
                throw broken();
            return;
        }
}

// Has everything that a value may have.
class common
{
public:
    common()
    {
        ++alive;
    }

    common(common const& other)
        : right(other.right)
    {
        count();
        ++alive;
    }

    common(common&& other)
        : right(other.right)
    {
        count();
        ++alive;
    }

    common& operator=(common const&)
    {
        count();
        return *this;
    }

    ~common()
    {
        --alive;
    }

    // For a queue.
    friend bool operator<(common const&, common const&) noexcept
    {
        return false;
    }

    bool right = true;
};

// Has nothing that it need not have.
class rare
{
public:
    explicit rare(int)
    {
        ++alive;
    }

    rare(rare&&)
    {
        count();
        ++alive;
    }

    rare& operator=(rare&&) = delete;

    ~rare()
    {
        --alive;
    }
};

template<class T>
T make()
{
    if constexpr (std::is_same_v<T, common>)
        return T();
    else
        return T(1);
}

enum class outcome
{
    value,
    exception,
    nothing
};

// What a throwing call comes to.
template<class F>
outcome outcome_of(F f)
{
    try
    {
        f();
    }
    catch (broken const&)
    {
        return outcome::exception;
    }
    return outcome::value;
}

template<class Handle>
outcome outcome_of_future(Handle const& f)
{
    if (!f.done())
        return outcome::nothing;
    return outcome_of(
        [&]
        {
            if (auto const e = f.exception())
                std::rethrow_exception(e);
        });
}

// What is run with each position in turn.
class stage
{
public:
    stage()
    {
        loop_.set_exception_handler(
            [this](asyncio::event_loop&, asyncio::exception_context const& c)
            {
                try
                {
                    if (c.exception)
                        std::rethrow_exception(c.exception);
                }
                catch (broken const&)
                {
                    ++reports;
                }
            });
    }

    asyncio::event_loop& loop()
    {
        return loop_;
    }

    // Lets the loop run for a while.
    void run()
    {
        loop_.run_until_complete(asyncio::sleep(2ms));
    }

    // The same for a body, which fails with the exception, or does not.
    template<class Body>
    outcome run(Body const& body)
    {
        return outcome_of(
            [&]
            { loop_.run_until_complete(asyncio::create_task(loop_, body)); });
    }

    int reports = 0; // of `broken`

private:
    asyncio::event_loop loop_;
};

// Runs `f(stage)`, which gives an outcome, until nothing throws in it.
template<class F>
void at_every_position(F const& f)
{
    constexpr int many = 100;
    for (int k = 1; k != many; ++k)
        BOOST_TEST_CONTEXT("position " << k)
        {
            left_to_throw = k;
            outcome result = outcome::nothing;
            try
            {
                stage s;
                result = f(s);
            }
            catch (std::exception const& e)
            {
                BOOST_ERROR("left: " << e.what());
                result = outcome::exception;
            }
            bool const threw = left_to_throw.exchange(0) == 0;
            // Another thread may still have what it has delivered.
            auto const end = std::chrono::steady_clock::now() + 10s;
            while (alive != 0 && std::chrono::steady_clock::now() < end)
                std::this_thread::yield();
            BOOST_TEST(alive == 0);
            alive = 0;
            BOOST_CHECK(
                result == (threw ? outcome::exception : outcome::value));
            if (!threw)
                return;
        }
    BOOST_ERROR("there is no end");
}

template<class T>
asio::awaitable<T> yields()
{
    co_await asyncio::sleep(0s);
    co_return make<T>();
}

// Ends as the call did, or as the future has.
template<class F, class Handle>
outcome call_or(outcome call, stage& s, Handle const& f, F const& look)
{
    s.run();
    if (call == outcome::exception)
    {
        BOOST_TEST(!f.done());
        return call;
    }
    return look();
}

// ---- into a loop -----------------------------------------------------------

template<class T>
void set_result_threadsafe()
{
    at_every_position(
        [](stage& s)
        {
            auto const f = s.loop().create_future<T>();
            auto const call = outcome_of(
                [&] { f.set_result_threadsafe(make<T>()); });
            return call_or(call, s, f, [&] { return outcome_of_future(f); });
        });
}

BOOST_AUTO_TEST_CASE(a_result_from_another_thread)
{
    set_result_threadsafe<common>();
    set_result_threadsafe<rare>();
}

// It is made of something else, in the loop.
struct made_of_int
{
    explicit made_of_int(int)
    {
        count();
        ++alive;
    }

    made_of_int(made_of_int const&) = delete;

    ~made_of_int()
    {
        --alive;
    }
};

BOOST_AUTO_TEST_CASE(a_result_that_is_made_in_the_loop)
{
    at_every_position(
        [](stage& s)
        {
            auto const f = s.loop().create_future<made_of_int>();
            f.set_result_threadsafe(1);
            s.run();
            return outcome_of_future(f);
        });
}

class fragile_error : public std::exception
{
public:
    fragile_error() = default;

private:
    common value_;
};

BOOST_AUTO_TEST_CASE(an_exception_from_another_thread)
{
    at_every_position(
        [](stage& s)
        {
            auto const f = s.loop().create_future<int>();
            auto const call = outcome_of(
                [&] { f.set_exception_threadsafe(fragile_error()); });
            return call_or(
                call,
                s,
                f,
                [&]
                {
                    BOOST_TEST(f.done());
                    try
                    {
                        f.result();
                    }
                    catch (broken const&)
                    {
                        return outcome::exception;
                    }
                    catch (fragile_error const&)
                    {
                        return outcome::value;
                    }
                    return outcome::nothing;
                });
        });
}

BOOST_AUTO_TEST_CASE(a_function_from_another_thread)
{
    at_every_position(
        [](stage& s)
        {
            bool called = false;
            auto const call = outcome_of(
                [&]
                {
                    s.loop().call_soon_threadsafe(
                        [value = common(), &called] { called = value.right; });
                });
            s.run();
            if (call == outcome::exception)
                return call;
            return called ? outcome::value
                : s.reports == 1 ? outcome::exception
                                 : outcome::nothing;
        });
    at_every_position(
        [](stage& s)
        {
            bool called = false;
            auto const call = outcome_of(
                [&]
                {
                    s.loop().call_later(
                        1ms,
                        [value = common(), &called] { called = value.right; });
                });
            s.run();
            if (call == outcome::exception)
                return call;
            return called ? outcome::value
                : s.reports == 1 ? outcome::exception
                                 : outcome::nothing;
        });
}

BOOST_AUTO_TEST_CASE(a_callback)
{
    at_every_position(
        [](stage& s)
        {
            auto const f = s.loop().create_future<void>();
            bool called = false;
            auto const call = outcome_of(
                [&]
                {
                    f.add_done_callback(
                        [value = common(), &called] { called = value.right; });
                });
            f.set_result();
            s.run();
            BOOST_TEST(called == (call == outcome::value));
            return call;
        });
}

// ---- into a loop and out of it ---------------------------------------------

template<class T>
void run_coroutine_threadsafe(bool move)
{
    at_every_position(
        [move](stage& s)
        {
            auto f = asyncio::run_coroutine_threadsafe(yields<T>(), s.loop());
            s.run();
            if (!f.done())
                return outcome::nothing;
            return outcome_of(
                [&]
                {
                    if (move)
                        T const taken = std::move(f).result();
                    else
                        f.result();
                });
        });
}

BOOST_AUTO_TEST_CASE(the_result_of_run_coroutine_threadsafe)
{
    run_coroutine_threadsafe<common>(false);
    run_coroutine_threadsafe<common>(true);
    run_coroutine_threadsafe<rare>(false);
    run_coroutine_threadsafe<rare>(true);
}

BOOST_AUTO_TEST_CASE(the_child_of_run_coroutine_threadsafe)
{
    at_every_position(
        [](stage& s)
        {
            std::optional<asyncio::concurrent_future<void>> f;
            auto const call = outcome_of(
                [&]
                {
                    auto const child =
                        [value = common()]() -> asio::awaitable<void>
                    {
                        BOOST_TEST(value.right);
                        co_return;
                    };
                    f = asyncio::run_coroutine_threadsafe(child, s.loop());
                });
            s.run();
            if (call == outcome::exception)
                return call;
            return f->done() ? outcome_of([&] { f->result(); })
                             : outcome::nothing;
        });
}

// What somebody has set is what the future says, not what its task does.
BOOST_AUTO_TEST_CASE(a_concurrent_future_that_is_set_while_its_task_runs)
{
    stage s;
    auto const f = asyncio::run_coroutine_threadsafe(
        asyncio::sleep(1ms, 5), s.loop());
    s.loop().run_until_complete(asyncio::sleep(0s));
    f.set_exception(broken());
    BOOST_CHECK_THROW(f.result(), broken);
    BOOST_CHECK(f.exception());
    s.run();
    BOOST_CHECK_THROW(f.result(), broken);
}

template<class T>
void concurrent_result()
{
    at_every_position(
        [](stage&)
        {
            asyncio::concurrent_future<T> f;
            auto const call =
                outcome_of([&] { f.set_result(make<T>()); });
            BOOST_TEST(f.done() == (call == outcome::value));
            if (call == outcome::exception)
                return call;
            return outcome_of([&] { T const t = std::move(f).result(); });
        });
}

BOOST_AUTO_TEST_CASE(the_result_of_a_concurrent_future)
{
    concurrent_result<common>();
    concurrent_result<rare>();
}

template<class T>
void wrap_future()
{
    at_every_position(
        [](stage& s)
        {
            return s.run(
                []() -> asio::awaitable<void>
                {
                    asyncio::concurrent_future<T> f;
                    auto wrapped = asyncio::wrap_future(
                        asyncio::concurrent_future<T>(f));
                    f.set_result(make<T>());
                    T const t = co_await std::move(wrapped);
                });
        });
}

BOOST_AUTO_TEST_CASE(a_wrapped_future)
{
    wrap_future<common>();
    wrap_future<rare>();
    at_every_position(
        [](stage& s)
        {
            return s.run(
                []() -> asio::awaitable<void>
                {
                    asyncio::concurrent_future<common> f;
                    auto wrapped = asyncio::wrap_future(f);
                    f.set_result(common());
                    common const t = co_await std::move(wrapped);
                });
        });
}

template<class T>
void to_thread()
{
    at_every_position(
        [](stage& s)
        {
            return s.run(
                []() -> asio::awaitable<void>
                {
                    auto const pass = [](T t) { return t; };
                    T argument = make<T>();
                    T const t = co_await asyncio::to_thread(
                        pass, std::move(argument));
                });
        });
    at_every_position(
        [](stage& s)
        {
            return s.run(
                []() -> asio::awaitable<void>
                {
                    auto const pass = [](T t) { return t; };
                    T const t =
                        co_await asyncio::get_running_loop().run_in_executor(
                            pass, make<T>());
                });
        });
}

BOOST_AUTO_TEST_CASE(to_a_thread_and_back)
{
    to_thread<common>();
    to_thread<rare>();
}

// ---- operations ------------------------------------------------------------

// Gives `f` the operations that yield a T and know their loop.
template<class T, class F>
void for_each_of_a_loop(F const& f)
{
    f("a task",
      [](asyncio::event_loop& l)
      { return asyncio::create_task(l, yields<T>()).get(); });
    f("a future",
      [](asyncio::event_loop& l)
      {
          auto future = l.create_future<T>();
          future.set_result(make<T>());
          return std::move(future).get();
      });
    f("shield",
      [](asyncio::event_loop& l)
      {
          return asyncio::shield(asyncio::create_task(l, yields<T>())).get();
      });
    f("shield of a coroutine",
      [](asyncio::event_loop&)
      { return asyncio::shield(yields<T>()).get(); });
    f("wait_for",
      [](asyncio::event_loop& l)
      {
          return asyncio::wait_for(
              asyncio::create_task(l, yields<T>()), 1h);
      });
    f("run_coroutine_threadsafe",
      [](asyncio::event_loop& l)
      {
          return asyncio::wrap_future(
                     asyncio::run_coroutine_threadsafe(yields<T>(), l))
              .get();
      });
    f("run_in_executor",
      [](asyncio::event_loop& l)
      { return l.run_in_executor([] { return make<T>(); }).get(); });
}

// Those that run in the loop of whoever awaits them.
template<class T, class F>
void for_each_of_any_loop(F const& f)
{
    f("to_thread",
      [](asyncio::event_loop&)
      { return asyncio::to_thread([] { return make<T>(); }); });
    f("gather",
      [](asyncio::event_loop& l)
      {
          return asyncio::gather(
              asyncio::create_task(l, yields<T>()), yields<T>());
      });
    f("gather of a range",
      [](asyncio::event_loop&)
      {
          std::vector<asio::awaitable<T>> all;
          all.push_back(yields<T>());
          all.push_back(yields<T>());
          return asyncio::gather(std::move(all));
      });
}

// Those of `common` alone.
template<class F>
void for_each_of_common(F const& f)
{
    f("sleep",
      [](asyncio::event_loop&) { return asyncio::sleep(1ms, common()); });
    f("an item",
      [](asyncio::event_loop& l)
      {
          auto const q = std::make_shared<asyncio::queue<common>>();
          l.call_later(1ms, [q] {});
          q->put_nowait(common());
          return asyncio::wait_for(q->get(), 1h);
      });
}

template<class Op>
asio::awaitable<void> await_it(Op op)
{
    [[maybe_unused]] auto const value = co_await std::move(op);
}

template<class Op>
asio::awaitable<void> use_awaitable_for(Op op)
{
    [[maybe_unused]] auto const value =
        co_await std::move(op)(asio::use_awaitable);
}

// A future or a handler may take a little longer than the loop was run.
template<class Done>
void run_until(stage& s, Done const& done)
{
    for (int i = 0; i != 1000 && !done(); ++i)
        s.run();
}

struct in_a_task
{
    template<class Make>
    outcome operator()(stage& s, Make const& make_it) const
    {
        return s.run(
            [&]() -> asio::awaitable<void>
            {
                auto op = make_it(s.loop());
                auto inner = await_it(std::move(op));
                co_await std::move(inner);
            });
    }
};

struct by_use_awaitable
{
    template<class Make>
    outcome operator()(stage& s, Make const& make_it) const
    {
        return s.run(
            [&]() -> asio::awaitable<void>
            {
                auto op = make_it(s.loop());
                auto inner = use_awaitable_for(std::move(op));
                co_await std::move(inner);
            });
    }
};

template<bool UseAwaitable>
struct in_a_coroutine
{
    template<class Make>
    outcome operator()(stage& s, Make const& make_it) const
    {
        auto result = outcome::nothing;
        auto const body = [&]() -> asio::awaitable<void>
        {
            auto op = make_it(s.loop());
            if constexpr (UseAwaitable)
            {
                auto inner = use_awaitable_for(std::move(op));
                co_await std::move(inner);
            }
            else
            {
                auto inner = await_it(std::move(op));
                co_await std::move(inner);
            }
        };
        asio::co_spawn(
            s.loop().get_executor(),
            body,
            [&](std::exception_ptr const& e)
            {
                result = outcome_of(
                    [&]
                    {
                        if (e)
                            std::rethrow_exception(e);
                    });
            });
        run_until(s, [&] { return result != outcome::nothing; });
        return result;
    }
};

struct by_a_callback
{
    template<class Make>
    outcome operator()(stage& s, Make const& make_it) const
    {
        auto call = outcome::nothing;
        auto result = outcome::nothing;
        s.loop().call_soon(
            [&]
            {
                call = outcome_of(
                    [&]
                    {
                        make_it(s.loop())(
                            [&](std::exception_ptr const& e, auto&&)
                            {
                                result = outcome_of(
                                    [&]
                                    {
                                        if (e)
                                            std::rethrow_exception(e);
                                    });
                            });
                    });
            });
        run_until(
            s,
            [&]
            {
                return call == outcome::exception ||
                       result != outcome::nothing;
            });
        return call == outcome::exception ? call : result;
    }
};

struct by_use_future // not with ThreadSanitizer: see below
{
    template<class Make>
    outcome operator()(stage& s, Make const& make_it) const
    {
        using future = decltype(make_it(s.loop())(asio::use_future));
        auto call = outcome::nothing;
        future f;
        s.loop().call_soon(
            [&]
            {
                call = outcome_of(
                    [&] { f = make_it(s.loop())(asio::use_future); });
            });
        run_until(
            s,
            [&]
            {
                return call == outcome::exception ||
                       (f.valid() &&
                        f.wait_for(0s) == std::future_status::ready);
            });
        if (call == outcome::exception)
            return call;
        if (f.wait_for(0s) != std::future_status::ready)
            return outcome::nothing;
        return outcome_of([&] { static_cast<void>(f.get()); });
    }
};

template<class Way>
void operations(Way const& way)
{
    auto const one = [&](char const* name, auto const& make_it)
    {
        BOOST_TEST_CONTEXT(name)
        at_every_position([&](stage& s) { return way(s, make_it); });
    };
    for_each_of_a_loop<common>(one);
    for_each_of_a_loop<rare>(one);
    // With use_future that would be one of Asio's system context.
    if constexpr (!std::is_same_v<Way, by_use_future>)
    {
        for_each_of_any_loop<common>(one);
        for_each_of_any_loop<rare>(one);
        for_each_of_common(one);
    }
}

BOOST_AUTO_TEST_CASE(operations_in_a_task)
{
    operations(in_a_task());
}

BOOST_AUTO_TEST_CASE(operations_in_a_coroutine)
{
    operations(in_a_coroutine<false>());
}

BOOST_AUTO_TEST_CASE(operations_and_callbacks)
{
    operations(by_a_callback());
}

BOOST_AUTO_TEST_CASE(operations_and_use_awaitable)
{
    operations(by_use_awaitable());
}

// A std::promise that fails to move its result waits for ever with
// ThreadSanitizer, which does not know that std::call_once may throw.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ASYNCIO_TEST_NO_THROWING_PROMISE
#endif
#elif defined(__SANITIZE_THREAD__)
#define ASYNCIO_TEST_NO_THROWING_PROMISE
#endif

#ifndef ASYNCIO_TEST_NO_THROWING_PROMISE
BOOST_AUTO_TEST_CASE(operations_and_std_futures)
{
    operations(by_use_future());
}
#endif

// ---- coroutines of another executor ----------------------------------------

template<class T>
void other_executor()
{
    using ex = asio::io_context::executor_type;
    at_every_position(
        [](stage&)
        {
            asio::io_context context;
            auto const body = []() -> asio::awaitable<T, ex>
            { co_return make<T>(); };
            auto const t = asyncio::create_task(context, body);
            context.run();
            return outcome_of_future(t);
        });
}

BOOST_AUTO_TEST_CASE(a_result_of_another_executor)
{
    other_executor<common>();
    other_executor<rare>();
}

// ---- queues ----------------------------------------------------------------

// One puts more than there is room for, another gets: what could not be put is
// not in the queue, and what could not be got is in it still.
template<class Queue>
void items()
{
    using T = typename Queue::value_type;
    auto const body = []() -> asio::awaitable<void>
    {
        Queue q(1);
        int put = 0;
        std::exception_ptr error;
        auto const putter = [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i != 3; ++i)
                try
                {
                    co_await q.emplace(make<T>());
                    ++put;
                }
                catch (broken const&)
                {
                    error = std::current_exception();
                }
            q.shutdown();
        };
        auto const t = asyncio::create_task(putter);
        int got = 0;
        for (bool more = true; more;)
            try
            {
                T const item = co_await q.get();
                ++got;
            }
            catch (asyncio::queue_shut_down const&)
            {
                more = false;
            }
            catch (broken const&)
            {
                error = std::current_exception();
            }
        co_await t.get();
        BOOST_TEST(got == put);
        BOOST_TEST(q.qsize() == 0u);
        if (error)
            std::rethrow_exception(error);
    };
    at_every_position([&](stage& s) { return s.run(body); });
}

BOOST_AUTO_TEST_CASE(items_of_queues)
{
    items<asyncio::queue<common>>();
    items<asyncio::lifo_queue<common>>();
    items<asyncio::priority_queue<common>>();
    items<asyncio::queue<rare>>();
    items<asyncio::lifo_queue<rare>>();
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
