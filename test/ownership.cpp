// What owns itself by way of a callback that is never called goes with its
// loop, and so does the loop.
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
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_ownership)

namespace {

using token = std::shared_ptr<int>;

// Lets `f(loop, token)` leave something behind in a loop, and looks whether the
// token goes with it. A loop that does not go is a leak, for the sanitizer.
template<class F>
void goes_with_the_loop(F const& f)
{
    // A loop of its own; one of a context, inside and outside; of a strand.
    std::weak_ptr<int> watch;
    {
        asyncio::event_loop loop;
        auto t = std::make_shared<int>();
        watch = t;
        f(loop, std::move(t));
        loop.run_until_complete(asyncio::sleep(1ms));
        BOOST_TEST(!watch.expired());
    }
    BOOST_TEST(watch.expired());
    {
        asio::io_context context;
        auto const strand = asio::make_strand(context);
        asyncio::event_loop loop(strand);
        auto t = std::make_shared<int>();
        watch = t;
        loop.call_soon([&] { f(loop, std::move(t)); });
        context.run_for(1ms);
        BOOST_TEST(!watch.expired());
    }
    BOOST_TEST(watch.expired());
    {
        asio::io_context context;
        auto t = std::make_shared<int>();
        watch = t;
        {
            asyncio::event_loop loop(context);
            f(loop, std::move(t));
        }
        // It never ran.
        BOOST_TEST(!watch.expired());
    }
    BOOST_TEST(watch.expired());
}

asio::awaitable<void> forever()
{
    co_await asyncio::sleep(1h);
}

// In an operation of Asio.
asio::awaitable<void> raw()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

template<class T>
void future_of()
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token t)
        {
            auto const f = loop.create_future<T>();
            f.add_done_callback([f, t] {});
            f.add_done_callback([f, t](asyncio::future<T> const&) {});
        });
}

BOOST_AUTO_TEST_CASE(a_future)
{
    future_of<void>();
    future_of<int>();
    future_of<std::string>();
}

BOOST_AUTO_TEST_CASE(a_task)
{
    for (auto* const body : {&forever, &raw})
        goes_with_the_loop(
            [body](asyncio::event_loop& loop, token t)
            {
                auto const task = loop.create_task(body);
                task.add_done_callback([task, t] {});
                asyncio::any_task const any = task;
                any.add_done_callback([any, t] {});
            });
}

BOOST_AUTO_TEST_CASE(several_futures_in_a_circle)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            std::vector<asyncio::future<int>> all;
            for (int i = 0; i != 5; ++i)
                all.push_back(loop.create_future<int>());
            for (auto const& f : all)
                f.add_done_callback([all, t] {});
        });
}

BOOST_AUTO_TEST_CASE(futures_of_several_loops)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            asyncio::event_loop other(
                asio::make_strand(loop.get_executor()));
            auto const f = loop.create_future<void>();
            auto const g = other.create_future<void>();
            f.add_done_callback([g, t] {});
            g.add_done_callback([f, t] {});
        });
}

BOOST_AUTO_TEST_CASE(a_shield)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const inner = loop.create_future<int>();
            auto const outer = asyncio::shield(inner);
            outer.add_done_callback([inner, t] {});
        });
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const inner = loop.create_future<int>();
            auto const outer = asyncio::shield(inner);
            inner.add_done_callback([inner, outer, t] {});
        });
}

BOOST_AUTO_TEST_CASE(a_wrapped_future)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            asyncio::concurrent_future<int> const source;
            auto const wrap = [source, t]
            {
                auto const f = asyncio::wrap_future(source);
                f.add_done_callback([f, source, t] {});
            };
            loop.call_soon(wrap);
        });
}

BOOST_AUTO_TEST_CASE(a_future_of_another_thread)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f =
                asyncio::run_coroutine_threadsafe(forever, loop);
            f.add_done_callback([f, t] {});
        });
}

BOOST_AUTO_TEST_CASE(as_completed)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            std::vector<asyncio::future<int>> all{f};
            auto i = std::make_shared<
                asyncio::as_completed_iterator<asyncio::future<int>>>(
                asyncio::as_completed(all, 1h));
            f.add_done_callback([i, t] {});
        });
}

BOOST_AUTO_TEST_CASE(handlers_of_a_future)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            f.get()([f, t](std::exception_ptr const&, int) {});
            asyncio::gather(f, f)(
                [f, t](std::exception_ptr const&, auto const&) {});
        });
}

BOOST_AUTO_TEST_CASE(a_timer)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const h = std::make_shared<std::optional<
                asyncio::timer_handle>>();
            *h = loop.call_later(1h, [h, t] {});
        });
}

// What is ready when the loop is closed is not called any more.
BOOST_AUTO_TEST_CASE(a_function_of_a_loop_that_is_closed)
{
    std::weak_ptr<int> watch;
    {
        asio::io_context context;
        asyncio::event_loop loop(context);
        auto t = std::make_shared<int>();
        watch = t;
        auto const h = std::make_shared<std::optional<asyncio::handle>>();
        *h = loop.call_soon([h, t = std::move(t)] { BOOST_ERROR("called"); });
        loop.close();
        context.run();
        BOOST_TEST(watch.expired());
    }
    BOOST_TEST(watch.expired());
}

BOOST_AUTO_TEST_CASE(an_exception_handler)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            loop.set_exception_handler(
                [f, t](
                    asyncio::event_loop&, asyncio::exception_context const&) {
                });
        });
}

BOOST_AUTO_TEST_CASE(a_signal_handler)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            loop.add_signal_handler(SIGUSR2, [f, t] {});
        });
}

// What a callback owns may need the context.
BOOST_AUTO_TEST_CASE(an_io_object)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            auto const timer = std::make_shared<asio::steady_timer>(
                loop.get_executor(), 1h);
            timer->async_wait([t](boost::system::error_code const&) {});
            f.add_done_callback([f, timer, t] {});
        });
}

// Does something when it is destroyed, once.
class last_act
{
public:
    explicit last_act(std::function<void()> f)
        : f_(std::make_shared<std::function<void()>>(std::move(f)))
    {
    }

    ~last_act()
    {
        if (f_.use_count() == 1)
            (*f_)();
    }

    last_act(last_act const&) = default;
    last_act& operator=(last_act const&) = delete;

    void operator()() const
    {
        BOOST_ERROR("called");
    }

private:
    std::shared_ptr<std::function<void()>> f_;
};

BOOST_AUTO_TEST_CASE(what_is_done_while_callbacks_go)
{
    goes_with_the_loop(
        [](asyncio::event_loop& loop, token const& t)
        {
            auto const f = loop.create_future<int>();
            auto const g = loop.create_future<int>();
            auto const h = loop.create_future<int>();
            g.add_done_callback([h, t] { BOOST_ERROR("called"); });
            h.add_done_callback([g, t] { BOOST_ERROR("called"); });
            f.add_done_callback(last_act([g] { g.set_result(1); }));
            f.add_done_callback(
                last_act([h, t] { h.add_done_callback([h, t] {}); }));
            f.add_done_callback([f] {});
        });
}

// ---- those that are called, or not any more --------------------------------

BOOST_AUTO_TEST_CASE(what_is_done_lets_go_of_it)
{
    asyncio::event_loop loop;
    std::weak_ptr<int> watch;
    int calls = 0;
    {
        auto t = std::make_shared<int>();
        watch = t;
        auto const f = loop.create_future<int>();
        f.add_done_callback([f, t, &calls] { ++calls; });
        f.set_result(1);
        t.reset();
        loop.run_until_complete(asyncio::sleep(0s));
    }
    BOOST_TEST(calls == 1);
    BOOST_TEST(watch.expired());
}

struct equal_callback
{
    token t;
    asyncio::future<int> f;

    void operator()() const
    {
        BOOST_ERROR("called");
    }

    bool operator==(equal_callback const&) const = default;
};

BOOST_AUTO_TEST_CASE(what_is_removed_is_gone)
{
    asyncio::event_loop loop;
    std::weak_ptr<int> watch;
    {
        auto const t = std::make_shared<int>();
        watch = t;
        auto const f = loop.create_future<int>();
        f.add_done_callback(equal_callback{t, f});
        f.add_done_callback(equal_callback{t, f});
        BOOST_TEST(f.remove_done_callback(equal_callback{t, f}) == 2u);
    }
    BOOST_TEST(watch.expired());
}

// A callback that owns nothing goes with the future.
BOOST_AUTO_TEST_CASE(a_future_that_goes_before_its_loop)
{
    asyncio::event_loop loop;
    std::weak_ptr<int> watch;
    {
        auto t = std::make_shared<int>();
        watch = t;
        auto const f = loop.create_future<int>();
        f.add_done_callback([t = std::move(t)] { BOOST_ERROR("called"); });
    }
    BOOST_TEST(watch.expired());
}

BOOST_AUTO_TEST_CASE(a_future_that_outlives_its_loop)
{
    std::weak_ptr<int> watch;
    asyncio::future<int> f;
    {
        asyncio::event_loop loop;
        f = loop.create_future<int>();
        auto t = std::make_shared<int>();
        watch = t;
        f.add_done_callback([t = std::move(t)] { BOOST_ERROR("called"); });
    }
    BOOST_TEST(watch.expired());
    auto t = std::make_shared<int>();
    watch = t;
    f.add_done_callback([f, t = std::move(t)] { BOOST_ERROR("called"); });
    BOOST_TEST(watch.expired());
    f.set_result(1);
    BOOST_TEST(f.result() == 1);
}

// ---- threads ---------------------------------------------------------------

// The loop adds callbacks and drops them, while other threads let pending
// futures go and the context ends.
BOOST_AUTO_TEST_CASE(futures_that_end_in_other_threads)
{
    std::atomic<int> alive = 0;
    struct counted
    {
        explicit counted(std::atomic<int>& n)
            : count(n)
        {
            ++count;
        }

        ~counted()
        {
            --count;
        }

        std::atomic<int>& count;
    };
    for (int round = 0; round != 20; ++round)
    {
        std::vector<asyncio::future<int>> handed_over;
        std::thread other;
        {
            asyncio::event_loop loop;
            auto const add = [&](bool owns)
            {
                auto const f = loop.create_future<int>();
                auto c = std::make_shared<counted>(alive);
                if (owns)
                    f.add_done_callback([f, c = std::move(c)] {});
                else
                    f.add_done_callback([c = std::move(c)] {});
                return f;
            };
            for (int i = 0; i != 200; ++i)
                handed_over.push_back(add(false));
            other = std::thread(
                [all = std::move(handed_over)]() mutable
                {
                    while (!all.empty())
                        all.pop_back();
                });
            auto const work = [&]() -> asio::awaitable<void>
            {
                for (int i = 0; i != 200; ++i)
                {
                    auto const f = add(i % 2 == 0);
                    if (i % 4 == 0)
                        f.set_result(i);
                    co_await asyncio::sleep(0s);
                }
            };
            loop.run_until_complete(work);
        }
        other.join();
        BOOST_TEST(alive == 0);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
