// task: each kind of child.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/future.hpp>
#include <boost/asyncio/sleep.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_task_children)

namespace {

using asyncio_test::now;
using asyncio_test::run;

using context_executor = asio::io_context::executor_type;
using context_strand = asio::strand<context_executor>;

template<class T, class E = asio::any_io_executor>
asio::awaitable<T, E> give(T value)
{
    co_return value;
}

template<class T, class E>
asio::awaitable<T, E> give_later(T value)
{
    co_await asyncio::sleep(1s);
    co_return value;
}

template<class E>
asio::awaitable<void, E> fail_later()
{
    co_await asyncio::sleep(0s);
    throw std::runtime_error("boom");
}

// Waits with a timer of Asio for what never comes.
template<class E>
asio::awaitable<void, E> wait_raw()
{
    using timer = asio::basic_waitable_timer<
        std::chrono::steady_clock,
        asio::wait_traits<std::chrono::steady_clock>,
        E>;
    timer t(co_await asio::this_coro::executor, 1h);
    co_await t.async_wait(asio::use_awaitable_t<E>());
}

template<class Loop, class C>
auto result_of(Loop&& loop, C&& c)
{
    return loop.run_until_complete(
        asyncio::create_task(loop, std::forward<C>(c)));
}

BOOST_AUTO_TEST_CASE(an_awaitable_of_any_executor)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(
        result_of(loop, give_later<int, asio::any_io_executor>(1)) == 1);
}

BOOST_AUTO_TEST_CASE(an_awaitable_of_the_loops_executor)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(result_of(loop, give_later<int, asyncio::executor>(2)) == 2);
}

BOOST_AUTO_TEST_CASE(an_awaitable_of_the_contexts_executor)
{
    asyncio::virtual_loop loop;
    BOOST_TEST(result_of(loop, give_later<int, context_executor>(3)) == 3);
}

BOOST_AUTO_TEST_CASE(an_awaitable_of_a_strand_in_the_loop_of_that_strand)
{
    asio::io_context context;
    asyncio::event_loop loop(asio::make_strand(context));
    auto const value = result_of(loop, give<int, context_strand>(4));
    BOOST_TEST(value == 4);
}

BOOST_AUTO_TEST_CASE(its_result_may_be_move_only)
{
    asyncio::virtual_loop loop;
    auto const p = result_of(
        loop,
        []() -> asio::awaitable<std::unique_ptr<int>, context_executor>
        { co_return std::make_unique<int>(5); });
    BOOST_TEST(*p == 5);
}

BOOST_AUTO_TEST_CASE(its_exception_arrives)
{
    asyncio::virtual_loop loop;
    BOOST_CHECK_THROW(
        result_of(loop, fail_later<context_executor>()), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(it_can_be_cancelled)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const raw =
                asyncio::create_task(wait_raw<context_executor>());
            auto const ours =
                asyncio::create_task(give_later<int, context_executor>(1));
            co_await asyncio::sleep(0.5s);
            BOOST_TEST(raw.cancel());
            BOOST_TEST(ours.cancel());
            BOOST_CHECK_THROW(
                co_await raw.get(), asyncio::cancelled_error);
            BOOST_CHECK_THROW(
                co_await ours.get(), asyncio::cancelled_error);
            BOOST_TEST(raw.cancelled());
            BOOST_TEST(ours.cancelled());
            BOOST_TEST((now() == 0.5s));
        });
}

BOOST_AUTO_TEST_CASE(it_has_no_current_task_after_a_raw_operation)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool empty = false;
            auto const body = [&]() -> asio::awaitable<void, context_executor>
            {
                co_await asio::post(
                    asio::use_awaitable_t<context_executor>());
                empty = !asyncio::current_task();
            };
            co_await asyncio::create_task(body).get();
            BOOST_TEST(empty);
        });
}

BOOST_AUTO_TEST_CASE(an_executor_of_another_type_is_refused)
{
    asio::io_context context;
    BOOST_CHECK_THROW(
        asyncio::create_task(context, give<int, context_strand>(1)),
        std::invalid_argument);
    auto const strand = asio::make_strand(context);
    BOOST_CHECK_THROW(
        asyncio::create_task(strand, give<int, context_executor>(1)),
        std::invalid_argument);
    auto const f = []() -> asio::awaitable<int, context_executor>
    {
        co_return 1;
    };
    BOOST_CHECK_THROW(
        asyncio::create_task(strand, f), std::invalid_argument);
    context.run();
}

BOOST_AUTO_TEST_CASE(the_executor_of_a_thread_pool_is_refused)
{
    asio::thread_pool pool(1);
    using pool_executor = asio::thread_pool::executor_type;
    BOOST_CHECK_THROW(
        asyncio::create_task(pool, give<int, pool_executor>(1)),
        std::invalid_argument);
    pool.join();
}

BOOST_AUTO_TEST_CASE(an_awaitable_of_the_executor_of_a_strand_over_a_pool)
{
    asio::thread_pool pool(2);
    auto const strand = asio::make_strand(pool.get_executor());
    using strand_executor = asio::strand<asio::thread_pool::executor_type>;
    auto const t =
        asyncio::create_task(strand, give<int, strand_executor>(6));
    pool.join();
    BOOST_TEST(t.result() == 6);
}

BOOST_AUTO_TEST_CASE(a_callable_lives_as_long_as_its_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::task<std::string> t;
            {
                std::string const text(100, 'x');
                auto body = [text]() -> asio::awaitable<std::string>
                {
                    co_await asyncio::sleep(1s);
                    co_return text;
                };
                t = asyncio::create_task(std::move(body));
            }
            auto const text = co_await t.get();
            BOOST_TEST(text == std::string(100, 'x'));
        });
}

BOOST_AUTO_TEST_CASE(a_callable_of_each_executor)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const typed = []() -> asio::awaitable<int, asyncio::executor>
            {
                co_await asyncio::sleep(0s);
                co_return 1;
            };
            auto const of_context =
                []() -> asio::awaitable<int, context_executor>
            {
                co_await asyncio::sleep(0s);
                co_return 2;
            };
            int const first = co_await asyncio::create_task(typed).get();
            int const second = co_await asyncio::create_task(of_context).get();
            BOOST_TEST(first == 1);
            BOOST_TEST(second == 2);
        });
}

struct counter
{
    counter() = default;
    counter(counter const&) = delete;

    asio::awaitable<int> operator()()
    {
        co_await asyncio::sleep(0s);
        co_return ++calls;
    }

    int calls = 0;
};

BOOST_AUTO_TEST_CASE(a_reference_to_a_callable)
{
    run(
        []() -> asio::awaitable<void>
        {
            counter c;
            auto const t = asyncio::create_task(std::ref(c));
            int const result = co_await t.get();
            BOOST_TEST(result == 1);
            BOOST_TEST(c.calls == 1);
        });
}

BOOST_AUTO_TEST_CASE(a_function_pointer)
{
    run(
        []() -> asio::awaitable<void>
        {
            asio::awaitable<void> (*f)() = fail_later<asio::any_io_executor>;
            auto const t = asyncio::create_task(f);
            BOOST_CHECK_THROW(co_await t.get(), std::runtime_error);
            auto const u =
                asyncio::create_task(fail_later<asio::any_io_executor>);
            BOOST_CHECK_THROW(co_await u.get(), std::runtime_error);
        });
}

BOOST_AUTO_TEST_CASE(a_task_is_shared)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const inner = asyncio::create_task(
                give_later<int, asio::any_io_executor>(7));
            auto const outer = asyncio::create_task(inner);
            static_assert(
                std::is_same_v<decltype(outer), asyncio::task<int> const>);
            int const result = co_await outer.get();
            BOOST_TEST(result == 7);
            BOOST_TEST(inner.result() == 7);
        });
}

BOOST_AUTO_TEST_CASE(a_task_with_a_move_only_result)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto inner = asyncio::create_task(
                []() -> asio::awaitable<std::unique_ptr<int>>
                { co_return std::make_unique<int>(8); });
            auto outer = asyncio::create_task(std::move(inner));
            auto const p = co_await std::move(outer);
            BOOST_TEST(*p == 8);
        });
}

BOOST_AUTO_TEST_CASE(cancelling_the_waiter_of_a_task_cancels_the_task)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const inner = asyncio::create_task(
                give_later<int, asio::any_io_executor>(7));
            auto const outer = asyncio::create_task(inner);
            co_await asyncio::sleep(0.5s);
            outer.cancel("enough");
            co_await asyncio::sleep(0.1s);
            BOOST_TEST(inner.cancelled());
            BOOST_TEST(outer.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_future)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const f = loop.create_future<int>();
            auto const t = asyncio::create_task(f);
            loop.call_later(1s, [&] { f.set_result(9); });
            int const result = co_await t.get();
            BOOST_TEST(result == 9);
            auto const g = loop.create_future<void>();
            auto const u = asyncio::create_task(g);
            co_await asyncio::sleep(1s);
            u.cancel();
            co_await asyncio::sleep(1s);
            BOOST_TEST(g.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(an_any_task_yields_nothing_or_throws)
{
    run(
        []() -> asio::awaitable<void>
        {
            asyncio::any_task const good =
                asyncio::create_task(give<int>(1));
            auto const t = asyncio::create_task(good);
            static_assert(
                std::is_same_v<decltype(t), asyncio::task<void> const>);
            co_await t.get();
            asyncio::any_task const bad =
                asyncio::create_task(fail_later<asio::any_io_executor>());
            auto const u = asyncio::create_task(bad);
            BOOST_CHECK_THROW(co_await u.get(), std::runtime_error);
        });
}

BOOST_AUTO_TEST_CASE(an_operation_of_this_library)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t =
                asyncio::create_task(asyncio::sleep(1s, std::string("x")));
            BOOST_TEST((now() == 0s));
            auto const result = co_await t.get();
            BOOST_TEST(result == "x");
            BOOST_TEST((now() == 1s));
        });
}

// ---- deferred operations of Asio -------------------------------------------

// Completes with `args`, through the executor of the handler.
template<class Signature, class Token, class... Args>
auto complete_with(Token&& token, Args... args)
{
    return asio::async_initiate<Token, Signature>(
        [](auto handler, auto... values)
        {
            auto const ex = asio::get_associated_executor(handler);
            asio::post(
                ex,
                [h = std::move(handler), values...]() mutable
                { std::move(h)(std::move(values)...); });
        },
        token,
        std::move(args)...);
}

template<class Expected, class T>
void check_value(asyncio::task<T> const&)
{
    static_assert(std::is_same_v<Expected, T>);
}

BOOST_AUTO_TEST_CASE(a_deferred_wait_of_a_timer)
{
    run(
        []() -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
            auto const t =
                asyncio::create_task(timer.async_wait(asio::deferred));
            check_value<void>(t);
            co_await t.get();
            timer.expires_after(1h);
            auto const u =
                asyncio::create_task(timer.async_wait(asio::deferred));
            co_await asyncio::sleep(0s);
            u.cancel();
            BOOST_CHECK_THROW(co_await u.get(), asyncio::cancelled_error);
            BOOST_TEST(u.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(a_deferred_read_of_a_socket)
{
    run(
        []() -> asio::awaitable<void>
        {
            asio::local::stream_protocol::socket a(
                co_await asio::this_coro::executor);
            asio::local::stream_protocol::socket b(a.get_executor());
            asio::local::connect_pair(a, b);
            std::array<char, 8> data = {};
            auto const t = asyncio::create_task(
                a.async_read_some(asio::buffer(data), asio::deferred));
            check_value<std::size_t>(t);
            asio::write(b, asio::buffer("abc", 3));
            auto const size = co_await t.get();
            BOOST_TEST(size == 3u);
            BOOST_TEST(std::string(data.data(), size) == "abc");
        });
}

BOOST_AUTO_TEST_CASE(what_a_deferred_operation_yields)
{
    using boost::system::error_code;
    run(
        []() -> asio::awaitable<void>
        {
            error_code const ok;
            auto const nothing = asyncio::create_task(
                complete_with<void()>(asio::deferred));
            check_value<void>(nothing);
            co_await nothing.get();

            auto const one = asyncio::create_task(
                complete_with<void(int)>(asio::deferred, 1));
            check_value<int>(one);
            int const first = co_await one.get();
            BOOST_TEST(first == 1);

            auto const several = asyncio::create_task(
                complete_with<void(error_code, int, std::string)>(
                    asio::deferred, ok, 2, std::string("two")));
            check_value<std::tuple<int, std::string>>(several);
            auto const second = co_await several.get();
            BOOST_TEST((second == std::tuple<int, std::string>(2, "two")));

            auto const without_code = asyncio::create_task(
                complete_with<void(int, std::string)>(
                    asio::deferred, 3, std::string("three")));
            check_value<std::tuple<int, std::string>>(without_code);
            auto const third = co_await without_code.get();
            BOOST_TEST((third == std::tuple<int, std::string>(3, "three")));
        });
}

BOOST_AUTO_TEST_CASE(the_error_of_a_deferred_operation_is_thrown)
{
    using boost::system::error_code;
    run(
        []() -> asio::awaitable<void>
        {
            error_code const eof = asio::error::eof;
            auto const code = asyncio::create_task(
                complete_with<void(error_code, int)>(asio::deferred, eof, 1));
            error_code caught;
            try
            {
                co_await code.get();
            }
            catch (boost::system::system_error const& e)
            {
                caught = e.code();
            }
            BOOST_TEST((caught == eof));

            auto const pointer = asyncio::create_task(
                complete_with<void(std::exception_ptr, int)>(
                    asio::deferred,
                    std::make_exception_ptr(std::runtime_error("x")),
                    1));
            BOOST_CHECK_THROW(co_await pointer.get(), std::runtime_error);

            auto const good = asyncio::create_task(
                complete_with<void(std::exception_ptr, int)>(
                    asio::deferred, std::exception_ptr(), 5));
            check_value<int>(good);
            int const value = co_await good.get();
            BOOST_TEST(value == 5);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
