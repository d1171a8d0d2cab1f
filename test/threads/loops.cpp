// Loops whose contexts run on several threads, and calls from foreign threads.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(threads_loops)

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

// Counts, without locks: only a loop that is a strand makes that right.
asio::awaitable<int> count_up(int& count)
{
    for (int i = 0; i != 10; ++i)
    {
        ++count;
        if (i % 3 == 0)
            co_await asio::post(asio::use_awaitable);
        else
            co_await asyncio::sleep(0s);
    }
    co_return 1;
}

// Boost.Test's macros are for one thread, so this tells what it found.
bool many_tasks_count_right(asyncio::event_loop& loop)
{
    int count = 0;
    auto const all = [&]() -> asio::awaitable<int>
    {
        std::vector<asio::awaitable<int>> children;
        for (int i = 0; i != round_count; ++i)
            children.push_back(count_up(count));
        int sum = 0;
        for (int const n : co_await asyncio::gather(std::move(children)))
            sum += n;
        co_return sum;
    };
    return loop.run_until_complete(all) == round_count &&
           count == 10 * round_count;
}

BOOST_AUTO_TEST_CASE(a_loop_on_a_thread_pool_is_a_strand)
{
    asio::thread_pool pool(thread_count);
    asyncio::event_loop loop(pool);
    BOOST_CHECK(many_tasks_count_right(loop));
    pool.join();
}

BOOST_AUTO_TEST_CASE(a_loop_on_a_strand_of_a_thread_pool)
{
    asio::thread_pool pool(thread_count);
    asyncio::event_loop loop(asio::make_strand(pool));
    BOOST_CHECK(many_tasks_count_right(loop));
    pool.join();
}

BOOST_AUTO_TEST_CASE(a_loop_on_any_io_executor)
{
    asio::thread_pool pool(thread_count);
    asyncio::event_loop loop{asio::any_io_executor(pool.get_executor())};
    BOOST_CHECK(many_tasks_count_right(loop));
    pool.join();
}

BOOST_AUTO_TEST_CASE(two_loops_at_a_time)
{
    asio::thread_pool pool(thread_count);
    std::atomic<int> right = 0;
    {
        crew const threads(
            2,
            [&](int)
            {
                asyncio::event_loop loop(asio::make_strand(pool));
                right += many_tasks_count_right(loop);
            });
    }
    BOOST_CHECK_EQUAL(right.load(), 2);
}

BOOST_AUTO_TEST_CASE(tasks_created_by_foreign_threads)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    int count = 0;
    std::atomic<int> running = thread_count;
    auto const all_done = loop.create_future<void>();
    {
        crew const threads(
            thread_count,
            [&](int)
            {
                for (int i = 0; i != round_count; ++i)
                {
                    auto t = asyncio::create_task(context, count_up(count));
                    auto const copy = t;
                    t = {};
                }
                if (--running == 0)
                    all_done.set_result_threadsafe();
            });
        loop.run_until_complete(all_done);
        context.run();
    }
    BOOST_CHECK_EQUAL(count, 10 * thread_count * round_count);
}

BOOST_AUTO_TEST_CASE(tasks_cancelled_by_foreign_threads)
{
    asio::thread_pool pool(2);
    std::atomic<int> cancelled = 0;
    auto const waits = [&](bool raw) -> asio::awaitable<void>
    {
        try
        {
            if (raw)
            {
                asio::steady_timer timer(
                    co_await asio::this_coro::executor, 1h);
                co_await timer.async_wait(asio::use_awaitable);
            }
            else
                co_await asyncio::sleep(1h);
        }
        catch (boost::system::system_error const& e)
        {
            if (e.code() == asio::error::operation_aborted)
                ++cancelled;
            throw;
        }
    };
    std::atomic<int> ended = 0;
    {
        crew const threads(
            thread_count,
            [&](int n)
            {
                for (int i = 0; i != round_count; ++i)
                {
                    auto const t =
                        asyncio::create_task(pool, waits, n % 2 == 0);
                    if (i % 2 == 0)
                        std::this_thread::yield();
                    t.cancel();
                    while (!t.done())
                        std::this_thread::yield();
                    ended += t.cancelled();
                }
            });
    }
    BOOST_CHECK_EQUAL(ended.load(), thread_count * round_count);
    BOOST_CHECK_LE(cancelled.load(), thread_count * round_count);
}

BOOST_AUTO_TEST_CASE(callbacks_and_results_from_foreign_threads)
{
    asyncio::event_loop loop;
    int called = 0;
    std::vector<asyncio::future<int>> futures;
    for (int i = 0; i != thread_count * round_count; ++i)
        futures.push_back(loop.create_future<int>());
    auto const main = [&]() -> asio::awaitable<int>
    {
        int sum = 0;
        for (auto const& f : futures)
            sum += co_await f.get();
        // The callbacks of the last one may still be on their way.
        while (called != thread_count * round_count)
            co_await asyncio::sleep(1ms);
        co_return sum;
    };
    crew const threads(
        thread_count,
        [&](int n)
        {
            for (int i = 0; i != round_count; ++i)
            {
                loop.call_soon_threadsafe([&] { ++called; });
                auto const index =
                    static_cast<std::size_t>(n * round_count + i);
                futures[index].set_result_threadsafe(1);
                futures[index].set_result_threadsafe(2); // does nothing
            }
        });
    BOOST_CHECK_EQUAL(
        loop.run_until_complete(main), thread_count * round_count);
}

BOOST_AUTO_TEST_CASE(run_on_a_context_that_other_threads_run)
{
    asio::io_context context;
    auto const work = asio::make_work_guard(context);
    {
        crew const threads(thread_count, [&](int) { context.run(); });
        for (int i = 0; i != 50; ++i)
        {
            int count = 0;
            BOOST_CHECK_EQUAL(
                asyncio::run(
                    context,
                    count_up(count),
                    {.handle_sigint = false}),
                1);
            BOOST_CHECK_EQUAL(count, 10);
        }
        context.stop();
    }
}

BOOST_AUTO_TEST_CASE(a_loop_that_goes_while_others_call_it)
{
    for (int i = 0; i != 50; ++i)
    {
        auto loop = asyncio::new_event_loop();
        auto const f = loop->create_future<int>();
        auto const t = loop->create_task(
            []() -> asio::awaitable<void> { co_await asyncio::sleep(1h); });
        crew const threads(
            2,
            [&](int n)
            {
                if (n == 0)
                    f.set_result_threadsafe(1);
                else
                    t.cancel();
            });
        loop.reset();
    }
}

// A strand for each connection, on several threads. Some leave a timer behind
// that was made with the executor of the task: its handler runs on the strand
// of that task, however many other strands have come since.
BOOST_AUTO_TEST_CASE(executors_that_outlive_their_tasks)
{
    using strand = asio::strand<asio::io_context::executor_type>;

    struct connection
    {
        explicit connection(strand const& s)
            : place(s)
        {
        }

        strand place;
        std::optional<asio::steady_timer> timer;
        int count = 0; // guarded by the strand
        std::atomic<bool>* misplaced = nullptr;

        void on_timer(std::shared_ptr<connection> self, int left)
        {
            if (!place.running_in_this_thread())
                *misplaced = true;
            ++count;
            if (left == 0)
            {
                timer.reset();
                return;
            }
            timer->expires_after(std::chrono::microseconds(left % 3 * 50));
            timer->async_wait(
                [self, left](boost::system::error_code const&)
                { self->on_timer(self, left - 1); });
        }
    };

    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::atomic<bool> misplaced = false;
    {
        crew const threads(thread_count, [&](int) { context.run(); });
        for (int i = 0; i != round_count; ++i)
        {
            auto const c =
                std::make_shared<connection>(asio::make_strand(context));
            c->misplaced = &misplaced;
            bool const leaves_timer = i % 4 != 0;
            auto const body = [](std::shared_ptr<connection> self,
                                 bool leaves) -> asio::awaitable<void>
            {
                ++self->count;
                self->timer.emplace(co_await asio::this_coro::executor, 0s);
                co_await self->timer->async_wait(asio::use_awaitable);
                co_await asyncio::sleep(50us);
                ++self->count;
                if (leaves)
                    self->on_timer(self, 10);
                else
                    self->timer.reset();
            };
            asyncio::create_task(c->place, body, c, leaves_timer);
            if (i % 16 == 0)
                std::this_thread::yield();
        }
        work.reset();
    }
    BOOST_TEST(!misplaced);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
