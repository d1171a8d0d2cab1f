// Functions in threads, calls from threads, and what ends while they go on.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/detail/run/clean_up.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(threads_jobs)

namespace {

constexpr int thread_count = 4;
constexpr int round_count = 200;

// Threads that end before the scope does.
class crew
{
public:
    crew(int n, std::function<void(int)> f)
    {
        for (int i = 0; i != n; ++i)
            threads_.emplace_back(f, i);
    }

    crew(crew const&) = delete;
    crew& operator=(crew const&) = delete;

    ~crew()
    {
        for (std::thread& t : threads_)
            t.join();
    }

private:
    std::vector<std::thread> threads_;
};

// A loop in a thread of its own, as long as the scope lasts.
class loop_thread
{
public:
    loop_thread()
        : thread_([this] { loop_.run_forever(); })
    {
    }

    loop_thread(loop_thread const&) = delete;
    loop_thread& operator=(loop_thread const&) = delete;

    ~loop_thread()
    {
        loop_.call_soon_threadsafe([this] { loop_.stop(); });
        thread_.join();
        asyncio::detail::cancel_all_tasks(loop_);
    }

    asyncio::event_loop& loop() noexcept
    {
        return loop_;
    }

private:
    asyncio::event_loop loop_;
    std::thread thread_;
};

asio::awaitable<int> child(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

asio::awaitable<void> forever()
{
    co_await asyncio::get_running_loop().create_future<void>().get();
}

// Returns when it is asked to.
void wait_for_stop(std::stop_token const& stop)
{
    std::promise<void> stopped;
    std::stop_callback const callback(stop, [&] { stopped.set_value(); });
    stopped.get_future().wait();
}

asyncio::context_var<int> variable("variable", 0);

// Many tasks, each with its own value of the variable.
asio::awaitable<int> many_jobs()
{
    auto work = [](std::string const& text)
    {
        int const seen = variable.get();
        variable.set(seen + 1);
        return text.size() == 3 ? variable.get() : 0;
    };
    auto one = [&](int n) -> asio::awaitable<int>
    {
        variable.set(n);
        int const a = co_await asyncio::to_thread(work, "abc");
        int const b =
            co_await asyncio::get_running_loop().run_in_executor(work, "abc");
        co_return a == n + 1 && b == n + 1 && variable.get() == n;
    };
    std::vector<asio::awaitable<int>> children;
    for (int i = 0; i != round_count; ++i)
        children.push_back(one(i));
    int sum = 0;
    for (int const right : co_await asyncio::gather(std::move(children)))
        sum += right;
    co_return sum;
}

BOOST_AUTO_TEST_CASE(to_thread_of_many_tasks)
{
    BOOST_CHECK_EQUAL(asyncio::run(many_jobs()), round_count);
}

BOOST_AUTO_TEST_CASE(to_thread_of_loops_on_a_pool)
{
    asio::thread_pool pool(thread_count);
    std::atomic<int> right = 0;
    {
        crew const threads(
            2,
            [&](int)
            {
                asyncio::event_loop loop(asio::make_strand(pool));
                right += loop.run_until_complete(many_jobs());
            });
    }
    BOOST_CHECK_EQUAL(right.load(), 2 * round_count);
    pool.join();
}

// Each in one of three states when the request comes: queued, running, done.
BOOST_AUTO_TEST_CASE(cancellation_races)
{
    std::atomic<int> objects = 0;
    struct object
    {
        explicit object(std::atomic<int>& n)
            : count(&n)
        {
            ++*count;
        }

        object(object const& other)
            : object(*other.count)
        {
        }

        object& operator=(object const&) = delete;

        ~object()
        {
            --*count;
        }

        std::atomic<int>* count;
    };
    auto body = [&]() -> asio::awaitable<int>
    {
        auto& loop = asyncio::get_running_loop();
        loop.set_default_executor(std::make_shared<asio::thread_pool>(2));
        int ended = 0;
        for (int i = 0; i != round_count; ++i)
        {
            object const o(objects);
            auto plain = [o] { return o; };
            auto throws = [o] { throw std::runtime_error("dropped"); };
            auto stops = [o](std::stop_token stop)
            {
                while (!stop.stop_requested())
                    std::this_thread::yield();
                return o;
            };
            auto const a = asyncio::create_task(asyncio::to_thread(plain));
            auto const b = asyncio::create_task(asyncio::to_thread(throws));
            auto const c = asyncio::create_task(asyncio::to_thread(stops));
            auto const d = loop.run_in_executor(plain);
            auto const e = loop.run_in_executor(stops);
            for (int n = 0; n != i % 5; ++n)
            {
                std::this_thread::yield();
                co_await asyncio::sleep(0s);
            }
            a.cancel();
            b.cancel();
            c.cancel();
            d.cancel();
            e.cancel();
            auto const waited = co_await asyncio::wait({a, b, c});
            static_cast<void>(co_await asyncio::gather(
                asyncio::return_exceptions, d, e));
            ended += a.done() && c.cancelled() && e.cancelled();
            if (!b.cancelled())
                static_cast<void>(b.exception());
        }
        co_return ended;
    };
    BOOST_CHECK_EQUAL(asyncio::run(body), round_count);
    BOOST_CHECK_EQUAL(objects.load(), 0);
}

BOOST_AUTO_TEST_CASE(coroutines_from_several_threads)
{
    loop_thread t;
    std::atomic<int> sum = 0;
    std::atomic<int> cancelled = 0;
    {
        crew const threads(
            thread_count,
            [&](int)
            {
                for (int i = 0; i != round_count; ++i)
                {
                    auto f = asyncio::run_coroutine_threadsafe(
                        child(1), t.loop());
                    auto const g = asyncio::run_coroutine_threadsafe(
                        forever(), t.loop());
                    auto const h = asyncio::run_coroutine_threadsafe(
                        child(2), t.loop());
                    g.add_done_callback([&] { ++cancelled; });
                    if (i % 2 == 0)
                        sum += f.result();
                    g.cancel();
                    // It may be too late, or early, or in between.
                    h.cancel();
                    if (i % 2 != 0)
                        sum += f.result(1h);
                }
            });
    }
    BOOST_CHECK_EQUAL(sum.load(), thread_count * round_count);
    BOOST_CHECK_EQUAL(cancelled.load(), thread_count * round_count);
}

BOOST_AUTO_TEST_CASE(one_future_for_several_threads)
{
    int right = 0;
    for (int i = 0; i != round_count; ++i)
    {
        asyncio::concurrent_future<int> const f;
        std::atomic<int> set = 0;
        std::atomic<int> called = 0;
        {
            crew const threads(
                thread_count,
                [&](int n)
                {
                    f.add_done_callback([&] { ++called; });
                    try
                    {
                        if (n % 2 == 0)
                            f.cancel();
                        else
                        {
                            f.set_result(n);
                            ++set;
                        }
                        static_cast<void>(f.result());
                    }
                    catch (asyncio::invalid_state_error const&)
                    {
                    }
                    catch (asyncio::cancelled_error const&)
                    {
                    }
                });
        }
        right += set + f.cancelled() == 1 && called == thread_count;
    }
    BOOST_CHECK_EQUAL(right, round_count);
}

BOOST_AUTO_TEST_CASE(wrap_future_between_two_loops)
{
    loop_thread other;
    auto body = [&]() -> asio::awaitable<int>
    {
        int right = 0;
        for (int i = 0; i != round_count; ++i)
        {
            auto f = asyncio::run_coroutine_threadsafe(child(i), other.loop());
            right += co_await asyncio::wrap_future(f) == i;
            auto g = asyncio::run_coroutine_threadsafe(forever(), other.loop());
            auto const wrapped = asyncio::wrap_future(g);
            auto h = asyncio::run_coroutine_threadsafe(child(i), other.loop());
            auto const raced = asyncio::wrap_future(std::move(h));
            if (i % 2 == 0)
                co_await asyncio::sleep(0s);
            wrapped.cancel();
            raced.cancel();
            static_cast<void>(
                co_await asyncio::gather(asyncio::return_exceptions, raced));
            right += g.cancelled();
        }
        co_return right;
    };
    BOOST_CHECK_EQUAL(asyncio::run(body), 2 * round_count);
}

// The same there and back: a job asks the loop that waits for it.
BOOST_AUTO_TEST_CASE(jobs_that_call_their_loop)
{
    auto body = []() -> asio::awaitable<int>
    {
        auto& loop = asyncio::get_running_loop();
        auto ask = [&loop](int n)
        { return asyncio::run_coroutine_threadsafe(child(n), loop).result(); };
        int right = 0;
        for (int i = 0; i != round_count; ++i)
        {
            auto const [a, b] = co_await asyncio::gather(
                asyncio::to_thread(ask, i), asyncio::to_thread(ask, i + 1));
            right += a == i && b == i + 1;
        }
        co_return right;
    };
    BOOST_CHECK_EQUAL(asyncio::run(body), round_count);
}

// Whatever the jobs are doing, nothing hangs, and nothing is used that is gone.
BOOST_AUTO_TEST_CASE(a_context_that_goes_under_its_jobs)
{
    asio::thread_pool pool(2);
    std::atomic<int> objects = 0;
    int done = 0;
    for (int i = 0; i != 50; ++i)
    {
        auto loop = asyncio::new_event_loop();
        auto const counted = std::shared_ptr<int>(
            new int(i),
            [&](int* p)
            {
                --objects;
                delete p;
            });
        ++objects;
        auto plain = [counted] { return counted; };
        auto stops = [counted](std::stop_token stop) { wait_for_stop(stop); };
        auto asks = [counted, l = loop->get_executor()]
        {
            try
            {
                asyncio::run_coroutine_threadsafe(forever(), l).result();
            }
            catch (asyncio::cancelled_error const&)
            {
            }
        };
        auto body = [&]() -> asio::awaitable<void>
        {
            auto own = std::make_unique<int>(1);
            auto uses = [&own](std::stop_token stop)
            {
                wait_for_stop(stop);
                ++*own;
            };
            co_await asyncio::to_thread(uses);
        };
        auto const task = loop->create_task(body);
        auto const a = loop->run_in_executor(plain);
        auto const b = loop->run_in_executor(stops);
        auto const c = loop->run_in_executor(pool, plain);
        auto const d = loop->run_in_executor(pool, stops);
        for (int n = 0; n != i % 4; ++n)
            loop->run_until_complete(child(n));
        if (i % 2 == 0)
            loop->run_in_executor(asks);
        loop.reset();
        done += task.done() && a.done() && b.done() && c.done() && d.done();
    }
    pool.join();
    BOOST_CHECK_EQUAL(done, 50);
    BOOST_CHECK_EQUAL(objects.load(), 0);
}

// Pools that go while their jobs are queued, and cancelled.
BOOST_AUTO_TEST_CASE(a_pool_that_goes_under_its_jobs)
{
    auto body = []() -> asio::awaitable<int>
    {
        auto& loop = asyncio::get_running_loop();
        int cancelled = 0;
        for (int i = 0; i != round_count; ++i)
        {
            auto pool = std::make_unique<asio::io_context>();
            auto const f = loop.run_in_executor(*pool, [] {});
            auto const g = loop.run_in_executor(*pool, [] {});
            std::thread t([p = std::move(pool)]() mutable { p.reset(); });
            g.cancel();
            static_cast<void>(
                co_await asyncio::gather(asyncio::return_exceptions, f, g));
            cancelled += f.cancelled() && g.cancelled();
            t.join();
        }
        co_return cancelled;
    };
    BOOST_CHECK_EQUAL(asyncio::run(body), round_count);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
