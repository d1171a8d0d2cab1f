// Which executors have which loop, and for how long.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <any>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(unit_loops)

namespace {

template<class X>
void* loop_of(X&& x)
{
    return asyncio::detail::loop_of(x).get();
}

BOOST_AUTO_TEST_CASE(equal_executors_have_one_loop)
{
    asio::io_context context;
    asio::any_io_executor const any = context.get_executor();
    auto const never = asio::require(
        context.get_executor(), asio::execution::blocking.never);
    auto const tracked = asio::require(
        context.get_executor(), asio::execution::outstanding_work.tracked);
    asyncio::event_loop loop(context);
    BOOST_CHECK(loop_of(context) == loop_of(any));
    BOOST_CHECK(loop_of(context) == loop_of(never));
    BOOST_CHECK(loop_of(context) == loop_of(tracked));
    BOOST_CHECK(loop_of(context) == loop_of(loop));
    BOOST_CHECK(loop_of(context) == loop_of(loop.get_executor()));
    BOOST_CHECK(
        loop_of(context) ==
        loop_of(asio::any_io_executor(loop.get_executor())));
}

BOOST_AUTO_TEST_CASE(two_strands_are_two_loops)
{
    asio::io_context context;
    auto const a = asio::make_strand(context);
    auto const b = asio::make_strand(context);
    asyncio::event_loop const loop_a(a);
    asyncio::event_loop const loop_b(b);
    BOOST_CHECK(loop_of(a) != loop_of(b));
    BOOST_CHECK(loop_of(a) == loop_of(asio::any_io_executor(a)));
    BOOST_CHECK(loop_of(a) != loop_of(context));
}

asio::awaitable<int> child(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

BOOST_AUTO_TEST_CASE(a_strand_for_each_connection_does_not_cost_a_loop_each)
{
    asio::io_context context;
    std::set<void*> loops;
    for (int i = 0; i != 100; ++i)
    {
        auto const strand = asio::make_strand(context);
        auto const t = asyncio::create_task(strand, child(i));
        loops.insert(loop_of(strand));
        context.run();
        context.restart();
        BOOST_CHECK_EQUAL(t.result(), i);
    }
    // The handle of one task is still there when the next strand is made.
    BOOST_CHECK_LE(loops.size(), 2);
}

BOOST_AUTO_TEST_CASE(a_loop_with_a_handle_is_kept)
{
    asio::io_context context;
    auto const strand = asio::make_strand(context);
    asyncio::event_loop loop(strand);
    auto const f = loop.create_future<int>();
    void* const before = loop_of(strand);
    auto const other = asio::make_strand(context);
    BOOST_CHECK(loop_of(other) != before);
    BOOST_CHECK(loop_of(strand) == before);
}

// Runs what can run without waiting.
void settle(asio::io_context& context)
{
    context.poll();
    context.restart();
}

void settle(asio::thread_pool& pool)
{
    for (int i = 0; i != 5; ++i)
        asio::post(pool, asio::use_future).get();
}

// An executor as a program may write one.
template<class Inner>
struct custom_executor
{
    template<class F>
    void execute(F&& f) const
    {
        asio::require(inner, asio::execution::blocking.never)
            .execute(std::forward<F>(f));
    }

    static constexpr asio::execution::blocking_t
    query(asio::execution::blocking_t) noexcept
    {
        return asio::execution::blocking.never;
    }

    asio::execution_context&
    query(asio::execution::context_t) const noexcept
    {
        return asio::query(inner, asio::execution::context);
    }

    bool operator==(custom_executor const&) const noexcept = default;

    Inner inner;
};

// Calls f(name, context, make) for each kind of executor; make() gives a new
// one that is equal to none before.
template<class F>
void for_each_kind(F f)
{
    {
        asio::io_context c;
        f("strand", c, [&] { return asio::make_strand(c); });
    }
    {
        asio::io_context c;
        f("strand of any_io_executor",
          c,
          [&]
          {
              return asio::make_strand(
                  asio::any_io_executor(c.get_executor()));
          });
    }
    {
        asio::io_context c;
        f("any_io_executor of a strand",
          c,
          [&] { return asio::any_io_executor(asio::make_strand(c)); });
    }
    {
        asio::io_context c;
        f("strand of a strand",
          c,
          [&] { return asio::make_strand(asio::make_strand(c)); });
    }
    {
        asio::io_context c;
        f("any_io_executor of a strand of a strand",
          c,
          [&]
          {
              return asio::any_io_executor(
                  asio::make_strand(asio::make_strand(c)));
          });
    }
    {
        asio::io_context c;
        f("custom executor",
          c,
          [&] { return custom_executor{asio::make_strand(c)}; });
    }
    {
        asio::thread_pool c(1);
        f("strand of a pool", c, [&] { return asio::make_strand(c); });
    }
}

using kept = std::shared_ptr<void>;

template<class T, class... Args>
kept keep(Args&&... args)
{
    return std::make_shared<T>(std::forward<Args>(args)...);
}

// Calls f(name, make); make(ex) gives an object that keeps `ex`.
template<class Executor, class F>
void for_each_keeper(F f)
{
    using ex = Executor const&;
    using tracked = std::decay_t<decltype(asio::prefer(
        std::declval<ex>(), asio::execution::outstanding_work.tracked))>;
    f("copy", [](ex e) { return keep<Executor>(e); });
    f("any_io_executor", [](ex e) { return keep<asio::any_io_executor>(e); });
    f("tracked",
      [](ex e)
      {
          return keep<tracked>(asio::prefer(
              e, asio::execution::outstanding_work.tracked));
      });
    f("never",
      [](ex e)
      {
          return keep<Executor>(
              asio::require(e, asio::execution::blocking.never));
      });
    f("work guard",
      [](ex e) { return keep<asio::executor_work_guard<Executor>>(e); });
    f("strand",
      [](ex e) { return keep<asio::strand<Executor>>(asio::make_strand(e)); });
    f("timer",
      [](ex e)
      {
          return keep<asio::basic_waitable_timer<
              std::chrono::steady_clock,
              asio::wait_traits<std::chrono::steady_clock>,
              Executor>>(e);
      });
    f("socket",
      [](ex e)
      {
          return keep<asio::basic_stream_socket<
              asio::local::stream_protocol,
              Executor>>(e);
      });
    f("signal_set",
      [](ex e) { return keep<asio::basic_signal_set<Executor>>(e); });
    f("bound handler",
      [](ex e)
      {
          return keep<std::function<void()>>(asio::bind_executor(e, [] {}));
      });
    f("moved",
      [](ex e)
      {
          auto copy = e;
          auto other = std::move(copy);
          copy = std::move(other);
          std::swap(copy, other);
          return keep<Executor>(std::move(other));
      });
}

template<class Executor>
void an_executor_is_never_moved()
{
    for_each_kind(
        [](std::string const& kind, auto& context, auto make)
        {
            for_each_keeper<Executor>(
                [&](std::string const& name, auto keeper)
                {
                    BOOST_TEST_CONTEXT(kind << ", " << name)
                    {
                        kept object;
                        auto const body =
                            [&]() -> asio::awaitable<void, Executor>
                        {
                            object =
                                keeper(co_await asio::this_coro::executor);
                        };
                        auto const a = make();
                        void* const loop = loop_of(a);
                        asyncio::create_task(a, body);
                        settle(context);
                        BOOST_REQUIRE(object);
                        BOOST_CHECK(loop_of(make()) != loop);
                        BOOST_CHECK(loop_of(make()) != loop);
                        BOOST_CHECK(loop_of(a) == loop);
                        // The last one goes: then it can be used again.
                        object.reset();
                        std::set<void*> next;
                        for (int i = 0; i != 3; ++i)
                        {
                            auto const l =
                                asyncio::detail::loop_of(make());
                            next.insert(l.get());
                        }
                        BOOST_CHECK(next.size() <= 2);
                        settle(context);
                    }
                });
        });
}

BOOST_AUTO_TEST_CASE(an_executor_of_a_task_is_never_moved)
{
    an_executor_is_never_moved<asio::any_io_executor>();
}

BOOST_AUTO_TEST_CASE(an_executor_of_the_fast_lane_is_never_moved)
{
    an_executor_is_never_moved<asyncio::executor>();
}

BOOST_AUTO_TEST_CASE(the_executor_of_a_loop_is_never_moved)
{
    asio::io_context context;
    auto const a = asio::make_strand(context);
    std::optional<asyncio::executor> ex;
    ex = asyncio::event_loop(a).get_executor();
    void* const loop = loop_of(a);
    BOOST_CHECK(loop_of(asio::make_strand(context)) != loop);
    bool inside = false;
    asio::post(*ex, [&] { inside = a.running_in_this_thread(); });
    settle(context);
    BOOST_TEST(inside);
    BOOST_CHECK(loop_of(a) == loop);
    BOOST_CHECK(asyncio::event_loop(a).get_executor() == *ex);
}

BOOST_AUTO_TEST_CASE(a_handler_runs_where_the_executor_was_made)
{
    asio::io_context context;
    auto const a = asio::make_strand(context);
    auto const b = asio::make_strand(context);
    std::unique_ptr<asio::steady_timer> timer;
    auto const body = [&]() -> asio::awaitable<void>
    {
        timer = std::make_unique<asio::steady_timer>(
            co_await asio::this_coro::executor);
    };
    asyncio::create_task(a, body);
    settle(context);
    asyncio::create_task(b, asyncio::sleep(2ms));
    bool in_a = false;
    bool in_b = false;
    timer->expires_after(1ms);
    timer->async_wait(
        [&](boost::system::error_code const&)
        {
            in_a = a.running_in_this_thread();
            in_b = b.running_in_this_thread();
        });
    context.run();
    BOOST_TEST(in_a);
    BOOST_TEST(!in_b);
}

BOOST_AUTO_TEST_CASE(an_executor_may_outlive_its_context)
{
    asio::any_io_executor any;
    std::optional<asyncio::executor> ex;
    {
        asio::io_context context;
        auto const body = [&]() -> asio::awaitable<void>
        {
            any = co_await asio::this_coro::executor;
            ex = asyncio::get_running_loop().get_executor();
        };
        asyncio::create_task(asio::make_strand(context), body);
        settle(context);
        BOOST_TEST(ex.has_value());
    }
    // It goes with the end of this scope.
}

// The loop waits by a timer of Asio, whose handler may be on its way when the
// task that slept has ended.
BOOST_AUTO_TEST_CASE(a_loop_whose_timer_is_on_its_way_is_not_another_ones)
{
    asio::io_context context;
    auto const a = asio::make_strand(context);
    void* const loop = loop_of(a);
    {
        auto const t = asyncio::create_task(a, asyncio::sleep(1ms));
        settle(context);
        std::this_thread::sleep_for(5ms);
        asio::dispatch(
            a,
            [&]
            {
                asio::dispatch(
                    asyncio::event_loop(a).get_executor(), [&] { t.cancel(); });
            });
        while (!t.done())
            context.run_one();
    }
    BOOST_CHECK(loop_of(asio::make_strand(context)) != loop);
    context.run();
    auto const first = asyncio::detail::loop_of(asio::make_strand(context));
    auto const second = asyncio::detail::loop_of(asio::make_strand(context));
    BOOST_CHECK(first == loop || second == loop);
}

template<class Executor>
asio::awaitable<void, Executor> use_timer()
{
    auto const ex = co_await asio::this_coro::executor;
    asio::steady_timer timer(ex, 0s);
    co_await timer.async_wait(asio::use_awaitable_t<Executor>());
    co_await asio::post(ex, asio::use_awaitable_t<Executor>());
}

template<class Executor>
void loops_are_used_again()
{
    for_each_kind(
        [](std::string const& kind, auto& context, auto make)
        {
            BOOST_TEST_CONTEXT(kind)
            {
                std::set<void*> loops;
                for (int i = 0; i != 500; ++i)
                {
                    auto const ex = make();
                    loops.insert(loop_of(ex));
                    auto const t =
                        asyncio::create_task(ex, use_timer<Executor>());
                    if constexpr (requires { context.run(); })
                        context.run();
                    else
                        t.get()(asio::bind_executor(ex, asio::use_future))
                            .get();
                    settle(context);
                }
                BOOST_CHECK_LE(loops.size(), 3);
            }
        });
}

BOOST_AUTO_TEST_CASE(strands_with_raw_operations_do_not_cost_a_loop_each)
{
    loops_are_used_again<asio::any_io_executor>();
    loops_are_used_again<asyncio::executor>();
}

// A program that comes back with the executor finds what it has set.
BOOST_AUTO_TEST_CASE(a_loop_with_settings_is_kept)
{
    struct setting
    {
        char const* name;
        std::function<void(asyncio::event_loop&)> set;
    };

    std::vector<setting> const settings = {
        {"exception handler",
         [](auto& l)
         {
             l.set_exception_handler(
                 [](asyncio::event_loop&, asyncio::exception_context const&)
                 {});
         }},
        {"debug", [](auto& l) { l.set_debug(!l.get_debug()); }},
        {"slow_callback_duration",
         [](auto& l) { l.set_slow_callback_duration(1s); }},
        {"signal handler",
         [](auto& l) { l.add_signal_handler(SIGUSR2, [] {}); }},
        {"default executor",
         [](auto& l)
         { l.set_default_executor(std::make_shared<asio::thread_pool>(1)); }},
        {"close", [](auto& l) { l.close(); }},
        {"handle",
         [](auto& l) { l.call_soon([] { asyncio::get_running_loop(); }); }}};
    for (auto const& s : settings)
    {
        BOOST_TEST_CONTEXT(s.name)
        {
            asio::io_context context;
            auto const a = asio::make_strand(context);
            void* const loop = loop_of(a);
            {
                asyncio::event_loop handle(a);
                s.set(handle);
            }
            settle(context);
            BOOST_CHECK(loop_of(asio::make_strand(context)) != loop);
            BOOST_CHECK(loop_of(a) == loop);
        }
    }
}

BOOST_AUTO_TEST_CASE(settings_taken_back_do_not_keep_a_loop)
{
    asio::io_context context;
    void* loop;
    {
        auto const a = asio::make_strand(context);
        loop = loop_of(a);
        asyncio::event_loop handle(a);
        handle.set_exception_handler(
            [](asyncio::event_loop&, asyncio::exception_context const&) {});
        handle.set_exception_handler(nullptr);
        bool const debug = handle.get_debug();
        handle.set_debug(!debug);
        handle.set_debug(debug);
        handle.add_signal_handler(SIGUSR2, [] {});
        handle.remove_signal_handler(SIGUSR2);
    }
    settle(context);
    BOOST_CHECK(loop_of(asio::make_strand(context)) == loop);
}

// Counts how often two of them are compared.
struct counting_executor : custom_executor<asio::any_io_executor>
{
    static inline int comparisons = 0;

    friend bool
    operator==(counting_executor const& a, counting_executor const& b) noexcept
    {
        ++comparisons;
        return a.number == b.number;
    }

    int number;
};

} // namespace

BOOST_AUTO_TEST_SUITE_END()

template<>
struct std::hash<unit_loops::counting_executor>
{
    std::size_t
    operator()(unit_loops::counting_executor const& ex) const noexcept
    {
        return std::hash<int>()(ex.number);
    }
};

BOOST_AUTO_TEST_SUITE(unit_loops)

namespace {

BOOST_AUTO_TEST_CASE(a_loop_is_found_without_a_search)
{
    asio::io_context context;
    constexpr int count = 1000;
    auto const number = [&](int n)
    { return counting_executor{{context.get_executor()}, n}; };
    std::vector<asyncio::detail::loop_ptr> loops;
    counting_executor::comparisons = 0;
    for (int i = 0; i != count; ++i)
        loops.push_back(asyncio::detail::loop_of(number(i)));
    for (int i = 0; i != count; ++i)
    {
        BOOST_CHECK(loop_of(number(i)) == loops[std::size_t(i)]);
        BOOST_CHECK(
            loop_of(asio::any_io_executor(number(i))) ==
            loops[std::size_t(i)]);
    }
    // Without a hash half a million would be compared at each of these.
    BOOST_TEST(counting_executor::comparisons < 10 * count);
}

// The first of them are of a type that is in an any_io_executor only.
BOOST_AUTO_TEST_CASE(loops_found_before_the_type_was_known_are_found_after)
{
    asio::io_context context;
    std::vector<asio::strand<asio::strand<
        asio::io_context::executor_type>>> strands;
    std::vector<asyncio::detail::loop_ptr> loops;
    for (int i = 0; i != 50; ++i)
    {
        strands.push_back(asio::make_strand(asio::make_strand(context)));
        loops.push_back(
            asyncio::detail::loop_of(asio::any_io_executor(strands.back())));
    }
    for (std::size_t i = 0; i != 50; ++i)
    {
        BOOST_CHECK(loop_of(strands[i]) == loops[i]);
        BOOST_CHECK(
            loop_of(asio::any_io_executor(strands[i])) == loops[i]);
    }
}

// Each form of the same executor leads to the same loop, also when others of
// the type are abandoned and used again.
BOOST_AUTO_TEST_CASE(many_loops_of_each_kind_are_told_apart)
{
    for_each_kind(
        [](std::string const& kind, auto& context, auto make)
        {
            BOOST_TEST_CONTEXT(kind)
            {
                using type = decltype(make());
                std::vector<type> executors;
                std::vector<asyncio::detail::loop_ptr> loops;
                std::set<void*> all;
                for (int i = 0; i != 100; ++i)
                {
                    executors.push_back(make());
                    loops.push_back(
                        asyncio::detail::loop_of(executors.back()));
                    all.insert(loops.back().get());
                }
                BOOST_TEST(all.size() == 100u);
                for (std::size_t i = 0; i < 100; i += 2)
                    loops[i] = nullptr;
                for (std::size_t i = 0; i < 100; i += 2)
                {
                    executors[i] = make();
                    loops[i] = asyncio::detail::loop_of(executors[i]);
                    BOOST_CHECK(!all.insert(loops[i].get()).second);
                }
                for (std::size_t i = 0; i != 100; ++i)
                {
                    BOOST_CHECK(loop_of(executors[i]) == loops[i]);
                    BOOST_CHECK(
                        loop_of(asio::any_io_executor(executors[i])) ==
                        loops[i]);
                }
                settle(context);
            }
        });
}

// The CPU time of `n` strands that come and go while `n` others stay.
double cost_of_strands(int n)
{
    asio::io_context context;
    std::vector<asio::strand<asio::io_context::executor_type>> strands;
    std::vector<asyncio::task<void>> tasks;
    auto const start = std::clock();
    for (int i = 0; i != n; ++i)
    {
        strands.push_back(asio::make_strand(context));
        tasks.push_back(
            asyncio::create_task(strands.back(), asyncio::sleep(1h)));
    }
    settle(context);
    std::set<void*> others;
    for (int i = 0; i != n; ++i)
    {
        auto const s = asio::make_strand(context);
        asyncio::create_task(s, child(i));
        others.insert(loop_of(s));
        settle(context);
    }
    auto const end = std::clock();
    BOOST_TEST(others.size() <= 2u);
    return double(end - start);
}

BOOST_AUTO_TEST_CASE(the_cost_of_a_strand_does_not_grow_with_their_number)
{
    auto const few = std::min(
        {cost_of_strands(500), cost_of_strands(500), cost_of_strands(500)});
    auto const many = std::min(cost_of_strands(4000), cost_of_strands(4000));
    // By a search it would be 64 times as much.
    BOOST_TEST(many / few < 24);
}

BOOST_AUTO_TEST_CASE(a_step_runs_inside_the_strand)
{
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool);
    asyncio::event_loop loop(strand);
    auto const check = [&]() -> asio::awaitable<int>
    {
        int inside = 0;
        inside += strand.running_in_this_thread();
        co_await asyncio::sleep(0s);
        inside += strand.running_in_this_thread();
        co_await asyncio::sleep(1ms);
        inside += strand.running_in_this_thread();
        co_return inside;
    };
    BOOST_CHECK_EQUAL(loop.run_until_complete(check), 3);
}

// A loop that always has something to do goes back to its executor all the same.
BOOST_AUTO_TEST_CASE(a_busy_loop_leaves_others_their_turn)
{
    asio::io_context context;
    bool posted = false;
    int turns = 0;
    asyncio::create_task(
        context,
        [&]() -> asio::awaitable<void>
        {
            while (!posted && ++turns != 100'000)
                co_await asyncio::sleep(0s);
        });
    asio::post(context, [&] { posted = true; });
    context.run();
    BOOST_TEST(posted);
    BOOST_TEST(turns < 1000);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
