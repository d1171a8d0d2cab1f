// to_thread, run_in_executor, the default pool and its end.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/to_thread.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_to_thread)

namespace {

// Opens once, and at the latest when its owner goes.
class gate
{
public:
    gate() = default;
    gate(gate const&) = delete;
    gate& operator=(gate const&) = delete;

    ~gate()
    {
        open();
    }

    void open()
    {
        if (!opened_.exchange(true))
            promise_.set_value();
    }

    // A function that waits for it; may outlive it.
    auto waiter() const
    {
        return [f = future_] { f.wait(); };
    }

    void wait() const
    {
        future_.wait();
    }

private:
    std::atomic<bool> opened_ = false;
    std::promise<void> promise_;
    std::shared_future<void> future_ = promise_.get_future().share();
};

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

int add(int a, int b)
{
    return a + b;
}

asyncio::event_loop& loop()
{
    return asyncio::get_running_loop();
}

// A pool of one thread that is busy until its gate is open.
class busy_pool
{
public:
    busy_pool()
    {
        asio::post(pool, gate_.waiter());
    }

    void let_go()
    {
        gate_.open();
    }

private:
    gate gate_;

public:
    asio::thread_pool pool{1};
};

// Waits in a function for a request to stop.
void wait_for_stop(std::stop_token const& stop)
{
    std::promise<void> stopped;
    std::stop_callback const callback(stop, [&] { stopped.set_value(); });
    stopped.get_future().wait();
}

// ---- calls ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(results_and_arguments)
{
    auto body = []() -> asio::awaitable<void>
    {
        BOOST_CHECK_EQUAL(co_await asyncio::to_thread(add, 1, 2), 3);
        auto const here = std::this_thread::get_id();
        BOOST_CHECK(
            co_await asyncio::to_thread(std::this_thread::get_id) != here);
        int called = 0;
        co_await asyncio::to_thread([&] { ++called; });
        BOOST_CHECK_EQUAL(called, 1);
        // Moved in, moved out; a reference by std::ref.
        auto change = [](std::unique_ptr<int> p, int& n)
        {
            n = *p;
            return p;
        };
        auto five = std::make_unique<int>(5);
        auto const back = co_await asyncio::to_thread(
            change, std::move(five), std::ref(called));
        BOOST_CHECK_EQUAL(*back, 5);
        BOOST_CHECK_EQUAL(called, 5);
        auto make = [](int n) { return precious(n); };
        BOOST_CHECK_EQUAL(*(co_await asyncio::to_thread(make, 6)).value, 6);
        BOOST_CHECK_EQUAL(
            *(co_await loop().run_in_executor(make, 7)).value, 7);
        co_await loop().run_in_executor([&] { ++called; });
        BOOST_CHECK_EQUAL(called, 6);
        // A member function, and what can be called only once.
        std::string const text = "text";
        BOOST_CHECK_EQUAL(
            co_await asyncio::to_thread(&std::string::size, text), 4);
        std::packaged_task<int(int)> once([](int n) { return n; });
        auto result = once.get_future();
        co_await asyncio::to_thread(std::move(once), 8);
        BOOST_CHECK_EQUAL(result.get(), 8);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(an_exception_comes_out)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto fail = [] { throw std::invalid_argument("in thread"); };
        BOOST_CHECK_THROW(
            co_await asyncio::to_thread(fail), std::invalid_argument);
        auto const f = loop().run_in_executor(fail);
        BOOST_CHECK_THROW(co_await f.get(), std::invalid_argument);
        BOOST_CHECK(f.exception());
        // A cancellation that nobody asked for ends the task, as in Python.
        auto cancelled = [] { throw asyncio::cancelled_error(); };
        auto const t = asyncio::create_task(asyncio::to_thread(cancelled));
        co_await asyncio::wait({t});
        BOOST_CHECK(t.cancelled());
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(to_thread_is_lazy)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto const object = std::make_shared<int>(1);
        bool called = false;
        auto f = [&called, object] { called = true; };
        {
            auto const op = asyncio::to_thread(f);
        }
        {
            auto op = asyncio::to_thread(f);
            // It would have no time to start.
            BOOST_CHECK_THROW(
                co_await asyncio::wait_for(std::move(op), 0s),
                asyncio::timeout_error);
        }
        BOOST_CHECK_EQUAL(object.use_count(), 2);
        co_await asyncio::to_thread([] {});
        BOOST_CHECK(!called);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(run_in_executor_starts_at_the_call)
{
    asyncio::event_loop l;
    std::promise<void> called;
    auto const f = l.run_in_executor([&] { called.set_value(); });
    called.get_future().wait();
    BOOST_CHECK(!f.done());
    l.run_until_complete(f);
    BOOST_CHECK(f.done());
}

BOOST_AUTO_TEST_CASE(several_at_a_time)
{
    auto body = []() -> asio::awaitable<void>
    {
        // Each waits for the others.
        std::atomic<int> arrived = 0;
        gate all;
        auto meet = [&](int n)
        {
            if (++arrived == 3)
                all.open();
            all.wait();
            return n;
        };
        auto const [a, b, c] = co_await asyncio::gather(
            asyncio::to_thread(meet, 1),
            asyncio::to_thread(meet, 2),
            loop().run_in_executor(meet, 3));
        BOOST_CHECK_EQUAL(a + b + c, 6);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_copy_of_the_callers_context_and_no_loop)
{
    asyncio::context_var<int> var("var", 0);
    auto work = [&]
    {
        int const seen = var.get();
        var.set(5);
        int refused = 0;
        try
        {
            asyncio::get_running_loop();
        }
        catch (std::runtime_error const&)
        {
            ++refused;
        }
        try
        {
            asyncio::current_task();
        }
        catch (std::runtime_error const&)
        {
            ++refused;
        }
        return refused == 2 && var.get() == 5 ? seen : -1;
    };
    auto body = [&]() -> asio::awaitable<void>
    {
        var.set(1);
        BOOST_CHECK_EQUAL(co_await asyncio::to_thread(work), 1);
        BOOST_CHECK_EQUAL(co_await loop().run_in_executor(work), 1);
        // The context of whoever awaits.
        auto op = asyncio::to_thread(work);
        var.set(2);
        BOOST_CHECK_EQUAL(co_await std::move(op), 2);
        BOOST_CHECK_EQUAL(var.get(), 2);
        // The same where the thread is that of the loop itself.
        auto& context = static_cast<asio::io_context&>(asio::query(
            loop().get_executor(), asio::execution::context));
        BOOST_CHECK_EQUAL(
            co_await loop().run_in_executor(context, work), 2);
        BOOST_CHECK_EQUAL(&loop(), &asyncio::get_running_loop());
    };
    asyncio_test::run(body);
    // The thread got its own back.
    BOOST_CHECK_EQUAL(var.get(), 0);
}

// ---- cancellation -----------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_runs_goes_on_when_it_is_cancelled)
{
    std::vector<std::string> told;
    auto body = [&]() -> asio::awaitable<void>
    {
        loop().set_exception_handler(
            [&](asyncio::event_loop&, asyncio::exception_context const& c)
            { told.push_back(c.message); });
        loop().set_default_executor(std::make_shared<asio::thread_pool>(1));
        for (bool const throws : {false, true})
        {
            auto const begun = loop().create_future<void>();
            gate g;
            bool ended = false;
            auto work = [&]
            {
                begun.set_result_threadsafe();
                g.wait();
                ended = true;
                if (throws)
                    throw std::runtime_error("nobody hears of this");
                return 1;
            };
            auto const t = asyncio::create_task(asyncio::to_thread(work));
            co_await begun.get();
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_CHECK(t.cancelled());
            g.open();
            // The same thread: it comes after it.
            co_await asyncio::to_thread([] {});
            BOOST_CHECK(ended);
        }
    };
    asyncio_test::run(body);
    BOOST_CHECK(told.empty());
}

BOOST_AUTO_TEST_CASE(the_result_of_what_was_cancelled_is_destroyed)
{
    auto const result = std::make_shared<int>(1);
    auto body = [&]() -> asio::awaitable<void>
    {
        auto const begun = loop().create_future<void>();
        gate g;
        auto work = [&]
        {
            begun.set_result_threadsafe();
            g.wait();
            return result;
        };
        auto const f = loop().run_in_executor(work);
        co_await begun.get();
        BOOST_CHECK(f.cancel("enough"));
        BOOST_CHECK(!f.cancel());
        BOOST_CHECK(f.cancelled());
        g.open();
        co_await loop().shutdown_default_executor();
        BOOST_CHECK_EQUAL(result.use_count(), 1);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(what_is_queued_never_runs)
{
    busy_pool busy;
    auto body = [&]() -> asio::awaitable<void>
    {
        auto const object = std::make_shared<int>(1);
        std::atomic<bool> called = false;
        auto f = [&called, object] { called = true; };
        auto g = [&called, object](std::stop_token) { called = true; };
        auto const a = loop().run_in_executor(busy.pool, f);
        auto const b = loop().run_in_executor(busy.pool, g);
        BOOST_CHECK_EQUAL(object.use_count(), 5);
        BOOST_CHECK(a.cancel());
        BOOST_CHECK(b.cancel("message"));
        // At once.
        BOOST_CHECK(a.cancelled());
        BOOST_CHECK(b.cancelled());
        BOOST_CHECK_EQUAL(object.use_count(), 3);
        busy.let_go();
        co_await loop().run_in_executor(busy.pool, [] {});
        BOOST_CHECK(!called);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_function_with_a_stop_token)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto const begun = loop().create_future<void>();
        // It uses what belongs to this coroutine, which waits for it.
        bool returned = false;
        auto work = [&](std::stop_token stop, int n)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
            returned = true;
            return n;
        };
        auto const t = asyncio::create_task(
            asyncio::to_thread(std::ref(work), 1));
        co_await begun.get();
        BOOST_CHECK(!returned);
        BOOST_CHECK(t.cancel("enough"));
        BOOST_CHECK(!t.done());
        co_await asyncio::wait({t});
        BOOST_CHECK(returned);
        BOOST_CHECK(t.cancelled());
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(how_a_function_with_a_stop_token_ends)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto begun = loop().create_future<void>();
        auto normally = [&](std::stop_token stop)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
            return 1;
        };
        auto const f = loop().run_in_executor(normally);
        co_await begun.get();
        BOOST_CHECK(f.cancel("enough"));
        BOOST_CHECK(f.cancel("and again"));
        try
        {
            co_await f.get();
            BOOST_ERROR("not cancelled");
        }
        catch (asyncio::cancelled_error const& e)
        {
            BOOST_CHECK_EQUAL(e.message(), "and again");
        }
        BOOST_CHECK(f.cancelled());
        BOOST_CHECK(!f.cancel());

        begun = loop().create_future<void>();
        auto throws = [&](std::stop_token stop)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
            throw std::runtime_error("could not stop");
        };
        auto const g = loop().run_in_executor(throws);
        co_await begun.get();
        BOOST_CHECK(g.cancel());
        BOOST_CHECK_THROW(co_await g.get(), std::runtime_error);
        BOOST_CHECK(!g.cancelled());

        begun = loop().create_future<void>();
        auto cancelled = [&](std::stop_token stop)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
            throw asyncio::cancelled_error("its own");
        };
        auto const h = loop().run_in_executor(cancelled);
        co_await begun.get();
        BOOST_CHECK(h.cancel());
        BOOST_CHECK_THROW(co_await h.get(), asyncio::cancelled_error);
        BOOST_CHECK(h.cancelled());

        // Nobody asked it to stop.
        auto count = [](std::stop_token stop, int n)
        { return stop.stop_requested() ? 0 : n; };
        BOOST_CHECK_EQUAL(co_await asyncio::to_thread(count, 3), 3);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(wait_for_stops_the_function)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto const begun = loop().create_future<void>();
        bool returned = false;
        auto work = [&](std::stop_token stop)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
            returned = true;
        };
        auto const t = asyncio::create_task(
            asyncio::wait_for(asyncio::to_thread(work), 1h));
        co_await begun.get();
        // The clock does not move by itself meanwhile.
        asyncio_test::block(1h);
        BOOST_CHECK_THROW(co_await t.get(), asyncio::timeout_error);
        BOOST_CHECK(returned);
    };
    asyncio_test::run(body);
}

// The limit passes between the wake-up and the step.
BOOST_AUTO_TEST_CASE(a_result_that_is_there_is_not_lost)
{
    auto body = []() -> asio::awaitable<void>
    {
        loop().set_default_executor(std::make_shared<asio::thread_pool>(1));
        auto const t = asyncio::create_task(
            asyncio::wait_for(asyncio::to_thread(add, 1, 2), 1h));
        co_await asyncio::sleep(0s);
        // When the thread does this, the message is in the loop's inbox. It is
        // behind the callback.
        std::promise<void> behind;
        loop().run_in_executor([&] { behind.set_value(); });
        behind.get_future().wait();
        loop().call_soon([] { asyncio_test::block(1h); });
        BOOST_CHECK_EQUAL(co_await t.get(), 3);
        BOOST_CHECK(asyncio_test::now() == 1h);
    };
    asyncio_test::run(body);
}

// ---- the future of a job ----------------------------------------------------

BOOST_AUTO_TEST_CASE(an_exception_that_nobody_retrieves_is_told)
{
    std::string told;
    auto body = [&]() -> asio::awaitable<void>
    {
        loop().set_exception_handler(
            [&](asyncio::event_loop&, asyncio::exception_context const& c)
            { told = c.message; });
        loop().run_in_executor([] { throw std::runtime_error("lost"); });
        co_return;
    };
    asyncio_test::run(body);
    BOOST_CHECK_EQUAL(told, "Future exception was never retrieved");
}

BOOST_AUTO_TEST_CASE(somebody_else_may_set_the_result)
{
    auto body = []() -> asio::awaitable<void>
    {
        gate g;
        auto work = [&]
        {
            g.wait();
            return std::string("from the thread");
        };
        auto const f = loop().run_in_executor(work);
        f.set_result("from the loop");
        g.open();
        co_await loop().shutdown_default_executor();
        BOOST_CHECK_EQUAL(f.result(), "from the loop");
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_job_keeps_its_context_running)
{
    asio::io_context context;
    asyncio::event_loop l(context);
    gate g;
    bool called = false;
    auto const wait = g.waiter();
    auto const f = l.run_in_executor(wait);
    f.add_done_callback([&] { called = true; });
    context.poll();
    BOOST_CHECK(!context.stopped());
    g.open();
    context.run();
    BOOST_CHECK(called);
}

BOOST_AUTO_TEST_CASE(the_virtual_clock_stands_still_meanwhile)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto& l = static_cast<asyncio::virtual_loop&>(loop());
        // Several turns of an idle loop.
        auto work = [&]
        {
            for (int i = 0; i != 5; ++i)
            {
                std::promise<void> turned;
                l.call_soon_threadsafe([&] { turned.set_value(); });
                turned.get_future().wait();
            }
        };
        auto const t = asyncio::create_task(asyncio::sleep(1h));
        co_await asyncio::to_thread(std::ref(work));
        BOOST_CHECK(asyncio_test::now() == 0s);
        co_await t.get();
        BOOST_CHECK(asyncio_test::now() == 1h);
    };
    asyncio_test::run(body);
}

// ---- pools ------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_pool_of_the_caller)
{
    asio::thread_pool pool(1);
    auto body = [&]() -> asio::awaitable<void>
    {
        auto const in_pool = [&]
        { return pool.get_executor().running_in_this_thread(); };
        BOOST_CHECK(co_await loop().run_in_executor(pool, in_pool));
        BOOST_CHECK(
            co_await loop().run_in_executor(pool.get_executor(), in_pool));
        BOOST_CHECK(
            co_await loop().run_in_executor(asio::make_strand(pool), in_pool));
        BOOST_CHECK(
            co_await loop().run_in_executor(
                asio::any_io_executor(pool.get_executor()), in_pool));
        BOOST_CHECK(
            !co_await loop().run_in_executor(asio::system_executor(), in_pool));
        asyncio::event_loop other(pool);
        BOOST_CHECK(co_await loop().run_in_executor(other, in_pool));
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_pool_that_goes_cancels_what_is_queued)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto const object = std::make_shared<int>(1);
        bool called = false;
        auto work = [&called, object] { called = true; };
        auto pool = std::make_unique<asio::io_context>();
        auto const f = loop().run_in_executor(*pool, work);
        auto const g = loop().run_in_executor(*pool, work);
        g.cancel();
        BOOST_CHECK_EQUAL(object.use_count(), 3);
        pool.reset();
        BOOST_CHECK_EQUAL(object.use_count(), 2);
        BOOST_CHECK_THROW(co_await f.get(), asyncio::cancelled_error);
        BOOST_CHECK(f.cancelled());
        BOOST_CHECK(!called);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(set_default_executor)
{
    auto body = []() -> asio::awaitable<void>
    {
        BOOST_CHECK_THROW(
            loop().set_default_executor(nullptr), std::invalid_argument);
        auto const pool = std::make_shared<asio::thread_pool>(1);
        auto const in_pool = [&]
        { return pool->get_executor().running_in_this_thread(); };
        gate g;
        auto const wait = g.waiter();
        auto const f = loop().run_in_executor(wait);
        loop().set_default_executor(pool);
        BOOST_CHECK(co_await asyncio::to_thread(in_pool));
        BOOST_CHECK(co_await loop().run_in_executor(in_pool));
        // What runs in the former one goes on.
        BOOST_CHECK(!f.done());
        g.open();
        co_await f.get();
        co_await loop().shutdown_default_executor();
        BOOST_CHECK_EQUAL(pool.use_count(), 1);
    };
    asyncio_test::run(body);
}

// The loop must not keep the context alive that it lives in.
BOOST_AUTO_TEST_CASE(the_loops_own_pool_as_default)
{
    std::weak_ptr<asio::thread_pool> weak;
    {
        auto const pool = std::make_shared<asio::thread_pool>(2);
        weak = pool;
        asyncio::event_loop l(*pool);
        l.set_default_executor(pool);
        auto body = []() -> asio::awaitable<int>
        { co_return co_await asyncio::to_thread(add, 1, 2); };
        BOOST_CHECK_EQUAL(l.run_until_complete(body), 3);
    }
    BOOST_CHECK(weak.expired());
}

BOOST_AUTO_TEST_CASE(the_loops_of_a_context_share_a_pool)
{
    asio::io_context context;
    std::vector<asio::execution_context*> pools;
    for (int i = 0; i != 2; ++i)
    {
        asyncio::event_loop l(asio::make_strand(context));
        l.run_until_complete(
            []() -> asio::awaitable<void>
            { co_await asyncio::to_thread([] {}); });
        pools.push_back(
            asio::use_service<asyncio::detail::loop_service>(context)
                .thread_pool()
                .get());
    }
    BOOST_CHECK(pools[0] == pools[1]);
}

BOOST_AUTO_TEST_CASE(shutdown_default_executor)
{
    auto body = []() -> asio::awaitable<void>
    {
        gate g;
        std::promise<void> begun;
        bool ended = false;
        auto work = [&]
        {
            begun.set_value();
            g.wait();
            ended = true;
        };
        auto const wait = g.waiter();
        auto const a = loop().run_in_executor(wait);
        auto const b = loop().run_in_executor(work);
        begun.get_future().wait();
        b.cancel();
        auto const t =
            asyncio::create_task(loop().shutdown_default_executor());
        co_await asyncio::sleep(0s);
        // From now on.
        auto const refused = [](std::runtime_error const& e)
        {
            return e.what() ==
                   std::string("Executor shutdown has been called");
        };
        BOOST_CHECK_EXCEPTION(
            loop().run_in_executor(add, 1, 2), std::runtime_error, refused);
        BOOST_CHECK_EXCEPTION(
            co_await asyncio::to_thread(add, 1, 2),
            std::runtime_error,
            refused);
        BOOST_CHECK(!t.done());
        // The waiting can be cancelled.
        t.cancel();
        co_await asyncio::wait({t});
        BOOST_CHECK(t.cancelled());
        BOOST_CHECK_THROW(
            co_await asyncio::wait_for(
                loop().shutdown_default_executor(), 0s),
            asyncio::timeout_error);
        g.open();
        co_await loop().shutdown_default_executor();
        BOOST_CHECK(a.done());
        BOOST_CHECK(b.cancelled());
        BOOST_CHECK(ended);
        co_await loop().shutdown_default_executor();
        // A pool of the caller is another matter.
        asio::thread_pool pool(1);
        BOOST_CHECK_EQUAL(
            co_await loop().run_in_executor(pool, add, 1, 2), 3);
    };
    asyncio_test::run(body);
}

BOOST_AUTO_TEST_CASE(a_closed_loop_calls_nothing)
{
    asyncio::event_loop l;
    l.close();
    BOOST_CHECK_THROW(l.run_in_executor(add, 1, 2), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(debug_mode_refuses_other_threads)
{
    auto body = []() -> asio::awaitable<void>
    {
        auto& l = loop();
        l.set_debug(true);
        auto refused = [&]
        {
            try
            {
                l.run_in_executor([] {});
            }
            catch (std::runtime_error const&)
            {
                return true;
            }
            return false;
        };
        BOOST_CHECK(co_await asyncio::to_thread(refused));
    };
    asyncio_test::run(body);
}

// ---- the end ----------------------------------------------------------------

// The loop goes on while run() waits for what is in threads.
BOOST_AUTO_TEST_CASE(run_waits_for_its_functions)
{
    bool called = false;
    bool ended = false;
    asyncio::future<void> stopped;
    auto body = [&]() -> asio::awaitable<void>
    {
        auto work = [&, &l = loop()]
        {
            std::promise<void> turned;
            l.call_soon_threadsafe(
                [&]
                {
                    called = true;
                    turned.set_value();
                });
            turned.get_future().wait();
            ended = true;
        };
        loop().run_in_executor(work);
        // Nobody cancels this one: run() asks it to stop.
        auto const begun = loop().create_future<void>();
        auto endless = [begun](std::stop_token stop)
        {
            begun.set_result_threadsafe();
            wait_for_stop(stop);
        };
        stopped = loop().run_in_executor(endless);
        co_await begun.get();
    };
    asyncio_test::run(body);
    BOOST_CHECK(called);
    BOOST_CHECK(ended);
    BOOST_CHECK(stopped.cancelled());
}

// What has begun waits, so that its context can be destroyed under it.
template<class F>
asio::awaitable<void> run_until_destroyed(asyncio::future<void> begun, F f)
{
    gate g; // opens when the frame goes
    auto work = [begun, f, wait = g.waiter()]
    {
        begun.set_result_threadsafe();
        wait();
        f();
    };
    co_await asyncio::to_thread(work);
    BOOST_ERROR("not destroyed");
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_waits_for_what_runs)
{
    auto const object = std::make_shared<int>(0);
    {
        asyncio::event_loop l;
        auto const begun = l.create_future<void>();
        auto end = [object] { *object = 1; };
        auto const t = l.create_task(run_until_destroyed(begun, end));
        l.run_until_complete(begun);
        BOOST_CHECK(!t.done());
    }
    BOOST_CHECK_EQUAL(*object, 1);
    BOOST_CHECK_EQUAL(object.use_count(), 1);
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_stops_what_can_be_stopped)
{
    bool stopped = false;
    asyncio::future<int> f;
    {
        asyncio::event_loop l;
        auto const begun = l.create_future<void>();
        auto body = [&]() -> asio::awaitable<void>
        {
            // What the function uses is still there when it is stopped.
            auto const own = std::make_unique<bool*>(&stopped);
            auto work = [&](std::stop_token stop)
            {
                begun.set_result_threadsafe();
                wait_for_stop(stop);
                **own = true;
            };
            co_await asyncio::to_thread(work);
        };
        auto const t = l.create_task(body);
        l.run_until_complete(begun);
        f = l.run_in_executor(
            [](std::stop_token stop)
            {
                wait_for_stop(stop);
                return 1;
            });
    }
    BOOST_CHECK(stopped);
    BOOST_CHECK(f.cancelled());
    BOOST_CHECK(!f.cancel());
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_drops_what_is_queued)
{
    busy_pool busy;
    bool called = false;
    auto const object = std::make_shared<int>(0);
    asyncio::future<void> f;
    {
        asyncio::event_loop l;
        auto work = [&called, object] { called = true; };
        f = l.run_in_executor(busy.pool, work);
    }
    BOOST_CHECK(f.cancelled());
    BOOST_CHECK_EQUAL(object.use_count(), 1);
    busy.let_go();
    busy.pool.join();
    BOOST_CHECK(!called);
}

BOOST_AUTO_TEST_CASE(a_context_that_goes_leaves_the_pool_of_the_caller)
{
    asio::thread_pool pool(1);
    gate g;
    auto const object = std::make_shared<int>(0);
    asyncio::future<std::shared_ptr<int>> f;
    {
        asyncio::event_loop l;
        std::promise<void> begun;
        auto work = [&begun, wait = g.waiter(), object]
        {
            begun.set_value();
            wait();
            return object;
        };
        f = l.run_in_executor(pool, work);
        begun.get_future().wait();
    }
    BOOST_CHECK(f.cancelled());
    g.open();
    pool.join();
    f = {};
    BOOST_CHECK_EQUAL(object.use_count(), 1);
}

// ---- tokens -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(completion_tokens)
{
    asio::io_context context;
    bool called = false;
    asyncio::to_thread(add, 1, 2)(asio::bind_executor(
        context,
        [&](std::exception_ptr e, int n)
        { called = !e && n == 3; }));
    BOOST_CHECK(!called);
    auto f = asyncio::to_thread(add, 2, 2)(
        asio::bind_executor(context, asio::use_future));
    context.run();
    context.restart();
    BOOST_CHECK(called);
    BOOST_CHECK_EQUAL(f.get(), 4);
    auto body = []() -> asio::awaitable<void>
    {
        auto deferred = asyncio::to_thread(add, 3, 2)(asio::deferred);
        BOOST_CHECK_EQUAL(
            co_await std::move(deferred)(asio::use_awaitable), 5);
        auto fail = [] { throw std::runtime_error("in thread"); };
        auto const result = co_await asyncio::to_thread(fail)(
            asio::as_tuple(asio::use_awaitable));
        BOOST_CHECK(std::get<0>(result));
        co_await asyncio::get_running_loop().shutdown_default_executor()(
            asio::use_awaitable);
    };
    auto const t = asyncio::create_task(context, body);
    context.run();
    t.result();
    // The pool is shut down: not even the initiation throws.
    context.restart();
    auto refused = asyncio::to_thread(add, 3, 2)(
        asio::bind_executor(context, asio::use_future));
    context.run();
    BOOST_CHECK_THROW(refused.get(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(cancellation_slots)
{
    asio::io_context context;
    asyncio::event_loop l(context);
    auto const cancelled = [&](auto op)
    {
        asio::cancellation_signal signal;
        std::exception_ptr error;
        std::move(op)(asio::bind_cancellation_slot(
            signal.slot(),
            asio::bind_executor(
                context, [&](std::exception_ptr e, auto&&...) { error = e; })));
        context.poll();
        BOOST_CHECK(!error);
        signal.emit(asio::cancellation_type::total);
        context.restart();
        while (!error)
            context.run_one();
        return asyncio::is_cancelled(error);
    };
    BOOST_CHECK(cancelled(asyncio::to_thread(wait_for_stop)));
    gate g;
    auto const wait = g.waiter();
    BOOST_CHECK(cancelled(asyncio::to_thread(wait)));
    std::promise<void> begun;
    auto busy = [&begun, wait]
    {
        begun.set_value();
        wait();
    };
    auto const f = l.run_in_executor(busy);
    begun.get_future().wait();
    BOOST_CHECK(cancelled(l.shutdown_default_executor()));
    BOOST_CHECK(!f.done());
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
