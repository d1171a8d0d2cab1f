// Interrupts exit stacks and the managers made of functions after every
// possible step.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <functional>
#include <stdexcept>

BOOST_AUTO_TEST_SUITE(interrupt_exit_stack)

namespace {

using asyncio_test::counted;
using asyncio_test::interrupt;
using asyncio_test::stage;

// Entered at the end of aenter, left at the beginning of aexit, and slow.
class manager
{
public:
    explicit manager(stage& s) noexcept
        : stage_(s), object_(s.object())
    {
    }

    asio::awaitable<std::reference_wrapper<manager>> aenter()
    {
        auto const object = stage_.object();
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(1ms);
        ++stage_.entered;
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        auto const object = stage_.object();
        --stage_.entered;
        co_await asyncio::sleep(0s);
        co_await asyncio::sleep(1ms);
    }

private:
    stage& stage_;
    counted object_;
};

// What is left by a callback.
asio::awaitable<void> leave(stage& s)
{
    --s.entered;
    co_await asyncio::sleep(1ms);
}

asio::awaitable<void> fill(stage& s, asyncio::exit_stack& stack)
{
    auto const object = s.object();
    co_await stack.enter_async_context(manager(s));
    ++s.entered;
    stack.push_async_callback(leave, std::ref(s));
    ++s.entered;
    stack.callback([&s, object] { --s.entered; });
    co_await stack.enter_async_context(manager(s));
    co_await asyncio::sleep(0s);
    stack.push_async_exit(
        [object](std::exception_ptr) { return asyncio::sleep(1ms); });
}

BOOST_AUTO_TEST_CASE(exit_stack)
{
    interrupt(
        "exit_stack",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await asyncio::with(
                asyncio::exit_stack(),
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                {
                    co_await fill(s, stack);
                    BOOST_CHECK_EQUAL(s.entered, 4);
                });
            BOOST_CHECK_EQUAL(s.entered, 0);
        });
}

BOOST_AUTO_TEST_CASE(exits_that_throw_and_suppress)
{
    interrupt(
        "exits that throw",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            co_await asyncio::with(
                asyncio::exit_stack(),
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                {
                    co_await fill(s, stack);
                    stack.push_async_exit(
                        [](std::exception_ptr e) -> asio::awaitable<bool>
                        {
                            co_await asyncio::sleep(1ms);
                            co_return !asyncio::is_cancelled(e);
                        });
                    stack.push(
                        [](std::exception_ptr const& e)
                        {
                            if (!asyncio::is_cancelled(e))
                                throw std::runtime_error("exit");
                        });
                    throw std::runtime_error("body");
                });
        });
}

// By hand, and handed over: whoever has the exits runs them.
BOOST_AUTO_TEST_CASE(aclose)
{
    interrupt(
        "aclose",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            asyncio::exit_stack outer;
            std::exception_ptr error;
            try
            {
                co_await asyncio::with(
                    asyncio::exit_stack(),
                    [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                    {
                        co_await fill(s, stack);
                        outer = stack.pop_all();
                    });
            }
            catch (...)
            {
                error = std::current_exception();
            }
            co_await outer.aclose();
            BOOST_CHECK_EQUAL(s.entered, 0);
            if (error)
                std::rethrow_exception(error);
        });
}

struct closable
{
    asio::awaitable<void> aclose()
    {
        return leave(*place);
    }

    stage* place;
};

BOOST_AUTO_TEST_CASE(managers_of_functions)
{
    interrupt(
        "context_manager",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto enter = [&s]() -> asio::awaitable<counted>
            {
                auto const inner = s.object();
                co_await asyncio::sleep(1ms);
                ++s.entered;
                co_return inner;
            };
            auto exit = [&s](counted&, std::exception_ptr)
            { return leave(s); };
            closable c{&s};
            co_await asyncio::with(
                asyncio::context_manager(enter, exit),
                asyncio::context_manager(
                    [&s] { ++s.entered; }, [&s] { --s.entered; }),
                asyncio::nullcontext(s.object()),
                [&]() -> asio::awaitable<void>
                {
                    ++s.entered;
                    co_await asyncio::with(
                        asyncio::aclosing(c),
                        []() -> asio::awaitable<void>
                        { co_await asyncio::sleep(1ms); });
                });
            BOOST_CHECK_EQUAL(s.entered, 0);
        });
}

// In a task of the other lane, of which the managers are not.
BOOST_AUTO_TEST_CASE(other_lane)
{
    interrupt(
        "other lane",
        [](stage& s) -> asio::awaitable<void>
        {
            auto const object = s.object();
            auto const body = [&s]() -> asio::awaitable<void, asyncio::executor>
            {
                auto const inner = s.object();
                co_await asyncio::with(
                    asyncio::exit_stack(),
                    [&](asyncio::exit_stack& stack)
                        -> asio::awaitable<void, asyncio::executor>
                    {
                        ++s.entered;
                        stack.callback([&] { --s.entered; });
                        stack.push_async_callback(
                            [] { return asyncio::sleep(1ms); });
                        co_await asyncio::sleep(1ms);
                    });
            };
            auto const t = asyncio::create_task(
                co_await asio::this_coro::executor, body);
            co_await t.get();
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
