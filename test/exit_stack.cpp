// exit_stack: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/exit_stack.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_exit_stack)

namespace {

using asyncio_test::run;

using log = std::vector<std::string>;

std::string text_of(std::exception_ptr const& e)
{
    if (!e)
        return "-";
    try
    {
        std::rethrow_exception(e);
    }
    catch (asyncio::cancelled_error const&)
    {
        return "cancelled";
    }
    catch (std::exception const& error)
    {
        return error.what();
    }
}

// What a coroutine throws, or "-".
template<class E = asio::any_io_executor, class T>
asio::awaitable<std::string, E> thrown_by(asio::awaitable<T, E> a)
{
    std::exception_ptr error;
    try
    {
        static_cast<void>(co_await std::move(a));
    }
    catch (...)
    {
        error = std::current_exception();
    }
    co_return text_of(error);
}

// Logs what it is left with.
class logging
{
public:
    logging(log& l, std::string name)
        : log_(&l), name_(std::move(name))
    {
    }

    asio::awaitable<std::string> aenter()
    {
        log_->push_back("enter " + name_);
        co_await asyncio::sleep(0s);
        co_return name_;
    }

    asio::awaitable<void> aexit(std::exception_ptr e)
    {
        co_await asyncio::sleep(0s);
        log_->push_back("exit " + name_ + ' ' + text_of(e));
    }

private:
    log* log_;
    std::string name_;
};

// An exit that logs, and then suppresses or throws.
auto exit_that(log& l, std::string name, bool suppress = false)
{
    return [&l, name, suppress](std::exception_ptr e) -> asio::awaitable<bool>
    {
        co_await asyncio::sleep(0s);
        l.push_back(name + ' ' + text_of(e));
        co_return suppress;
    };
}

auto exit_that_throws(log& l, std::string name)
{
    return [&l, name](std::exception_ptr e) -> asio::awaitable<void>
    {
        co_await asyncio::sleep(0s);
        l.push_back(name + ' ' + text_of(e));
        throw std::runtime_error(name);
    };
}

// Yields something of any kind, and counts its exits.
template<class T>
class giving
{
public:
    giving(T value, int& left)
        : value_(std::move(value)), left_(left)
    {
    }

    asio::awaitable<T> aenter()
    {
        co_return std::move(value_);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        ++left_;
        co_return;
    }

private:
    T value_;
    int& left_;
};

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

// Yields itself, and cannot be copied or moved.
class resource
{
public:
    resource() = default;
    resource(resource const&) = delete;
    resource& operator=(resource const&) = delete;

    asio::awaitable<std::reference_wrapper<resource>> aenter()
    {
        open = true;
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        open = false;
        co_return;
    }

    bool open = false;
};

BOOST_AUTO_TEST_CASE(values)
{
    run(
        []() -> asio::awaitable<void>
        {
            int left = 0;
            resource r;
            resource by_reference;
            asyncio::exit_stack stack;
            auto const p = co_await stack.enter_async_context(
                giving<std::unique_ptr<int>>(std::make_unique<int>(3), left));
            BOOST_TEST(*p == 3);
            auto const n = co_await stack.enter_async_context(
                giving<no_default>(no_default(4), left));
            BOOST_TEST(n.value == 4);
            resource& same = co_await stack.enter_async_context(r);
            BOOST_TEST(&same == &r);
            resource& other =
                co_await stack.enter_async_context(std::ref(by_reference));
            BOOST_TEST(&other == &by_reference);
            BOOST_TEST(r.open);
            BOOST_TEST(by_reference.open);
            BOOST_TEST(left == 0);
            co_await stack.aclose();
            BOOST_TEST(left == 2);
            BOOST_TEST(!r.open);
            BOOST_TEST(!by_reference.open);
        });
}

class failing_enter
{
public:
    explicit failing_enter(std::shared_ptr<int> p)
        : object_(std::move(p))
    {
    }

    asio::awaitable<void> aenter()
    {
        co_await asyncio::sleep(0s);
        throw std::runtime_error("enter");
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        BOOST_ERROR("left, and never entered");
        co_return;
    }

private:
    std::shared_ptr<int> object_;
};

BOOST_AUTO_TEST_CASE(enter_fails)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const object = std::make_shared<int>();
            asyncio::exit_stack stack;
            co_await stack.enter_async_context(logging(l, "a"));
            BOOST_TEST(
                co_await thrown_by(
                    stack.enter_async_context(failing_enter(object))) ==
                "enter");
            BOOST_TEST(object.use_count() == 1);
            co_await stack.aclose();
        });
    BOOST_TEST((l == log{"enter a", "exit a -"}));
}

BOOST_AUTO_TEST_CASE(cancelled_in_enter)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await asyncio::with(
                    asyncio::exit_stack(),
                    [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                    {
                        co_await stack.enter_async_context(logging(l, "a"));
                        co_await stack.enter_async_context(logging(l, "b"));
                    });
            };
            auto const t = asyncio::create_task(body);
            while (l.size() < 2)
                co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
        });
    BOOST_TEST((l == log{"enter a", "enter b", "exit a cancelled"}));
}

// A manager is entered when that is awaited, and not before.
BOOST_AUTO_TEST_CASE(enter_never_awaited)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::exit_stack stack;
            {
                auto const never = stack.enter_async_context(logging(l, "a"));
            }
            co_await stack.aclose();
        });
    BOOST_TEST(l.empty());
}

BOOST_AUTO_TEST_CASE(an_exception_of_an_exit_replaces_the_current_one)
{
    log l;
    auto const body = [&](bool suppress)
    {
        return asyncio::with(
            asyncio::exit_stack(),
            [&l, suppress](
                asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_exit(exit_that(l, "a", suppress));
                stack.push_async_exit(exit_that_throws(l, "b"));
                stack.push_async_exit(exit_that(l, "c"));
                stack.push_async_exit(exit_that_throws(l, "d"));
                throw std::runtime_error("body");
                co_return;
            });
    };
    run(
        [&]() -> asio::awaitable<void>
        {
            BOOST_TEST(co_await thrown_by(body(false)) == "b");
            BOOST_TEST((l == log{"d body", "c d", "b d", "a b"}));
            l.clear();
            BOOST_TEST(co_await thrown_by(body(true)) == "-");
            BOOST_TEST((l == log{"d body", "c d", "b d", "a b"}));
        });
}

BOOST_AUTO_TEST_CASE(an_exception_after_a_suppressed_one)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body =
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_exit(exit_that(l, "a"));
                stack.push_async_exit(exit_that_throws(l, "b"));
                stack.push_async_exit(exit_that(l, "c", true));
                throw std::runtime_error("body");
                co_return;
            };
            BOOST_TEST(
                co_await thrown_by(
                    asyncio::with(asyncio::exit_stack(), body)) == "b");
        });
    BOOST_TEST((l == log{"c body", "b -", "a b"}));
}

// One that was thrown by an exit and suppressed is none that was received.
BOOST_AUTO_TEST_CASE(what_aexit_yields)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const error =
                std::make_exception_ptr(std::runtime_error("body"));
            asyncio::exit_stack stack;
            stack.push_async_exit(exit_that(l, "a", true));
            BOOST_TEST(!co_await stack.aexit(nullptr));
            stack.push_async_exit(exit_that(l, "b", true));
            stack.push_async_exit(exit_that_throws(l, "c"));
            BOOST_TEST(!co_await stack.aexit(nullptr));
            stack.push_async_exit(exit_that(l, "d"));
            BOOST_TEST(!co_await stack.aexit(error));
            stack.push_async_exit(exit_that(l, "e", true));
            BOOST_TEST(co_await stack.aexit(error));
            BOOST_TEST(!co_await stack.aexit(error));
        });
    BOOST_TEST((l == log{"a -", "c -", "b c", "d body", "e body"}));
}

BOOST_AUTO_TEST_CASE(aclose_throws_what_an_exit_throws)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::exit_stack stack;
            stack.push_async_exit(exit_that(l, "a"));
            stack.push_async_exit(exit_that_throws(l, "b"));
            BOOST_TEST(co_await thrown_by(stack.aclose()) == "b");
            BOOST_TEST((l == log{"b -", "a b"}));
            BOOST_TEST(co_await thrown_by(stack.aclose()) == "-");
        });
}

struct counter
{
    int add(int n)
    {
        return value += n;
    }

    asio::awaitable<bool> add_later(std::unique_ptr<int> n)
    {
        co_await asyncio::sleep(0s);
        value += *n;
        co_return true;
    }

    int value = 0;
};

BOOST_AUTO_TEST_CASE(synchronous_exits_and_callbacks)
{
    log l;
    counter c;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body =
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push([&](std::exception_ptr const& e)
                           { l.push_back("a " + text_of(e)); });
                stack.callback([&] { l.push_back("callback"); });
                stack.callback(&counter::add, &c, 3);
                stack.callback(
                    [&](std::unique_ptr<int> p) { c.value += *p; },
                    std::make_unique<int>(4));
                stack.callback(
                    [&l, p = std::make_unique<int>(5)]
                    { l.push_back(std::to_string(*p)); });
                stack.push(
                    [&](std::exception_ptr const& e)
                    {
                        l.push_back("b " + text_of(e));
                        return true;
                    });
                stack.push(
                    [&](std::exception_ptr const& e) -> bool
                    {
                        l.push_back("c " + text_of(e));
                        throw std::runtime_error("c");
                    });
                stack.push_async_callback(
                    &counter::add_later, &c, std::make_unique<int>(10));
                throw std::runtime_error("body");
                co_return;
            };
            co_await asyncio::with(asyncio::exit_stack(), body);
        });
    BOOST_TEST(c.value == 17);
    BOOST_TEST((l == log{"c body", "b c", "5", "callback", "a -"}));
}

BOOST_AUTO_TEST_CASE(functions_and_managers_by_reference)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            // A function is copied, or referred to by std::ref.
            int calls = 0;
            auto count = [calls](std::exception_ptr const&) mutable
            {
                ++calls;
                return calls > 1;
            };
            std::shared_ptr<int> const object = std::make_shared<int>();
            auto keeps = [object](std::exception_ptr const&) {};
            resource r;
            asyncio::exit_stack stack;
            stack.push(std::ref(count));
            stack.push(std::ref(count));
            stack.push(keeps);
            BOOST_TEST(object.use_count() == 3);
            // The exit of a manager that was entered elsewhere.
            r.open = true;
            stack.push_async_exit(r);
            stack.push_async_exit(logging(l, "stored"));
            BOOST_TEST(co_await stack.aexit(
                std::make_exception_ptr(std::runtime_error("body"))));
            BOOST_TEST(object.use_count() == 2);
            BOOST_TEST(!r.open);
        });
    BOOST_TEST((l == log{"exit stored body"}));
}

// An exit may return any child.
BOOST_AUTO_TEST_CASE(exits_of_all_kinds)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            logging manager(l, "task");
            asyncio::exit_stack stack;
            stack.push_async_exit(
                [](std::exception_ptr const& e)
                { return asyncio::sleep(1s, e != nullptr); });
            stack.push_async_exit(
                [&](std::exception_ptr const& e)
                { return asyncio::create_task(manager.aexit(e)); });
            stack.push_async_exit(
                [text = std::string(100, 'x')](std::exception_ptr const& e)
                {
                    return [e, text]() -> asio::awaitable<bool>
                    {
                        co_await asyncio::sleep(0s);
                        co_return !e || text.size() != 100;
                    };
                });
            stack.push_async_callback(
                [](auto d) { return asyncio::sleep(d, std::string("x")); }, 1s);
            BOOST_TEST(co_await stack.aexit(
                std::make_exception_ptr(std::runtime_error("body"))));
            BOOST_TEST((asyncio_test::now() == 2s));
        });
    BOOST_TEST((l == log{"exit task body"}));
}

BOOST_AUTO_TEST_CASE(an_exit_of_asio)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            int calls = 0;
            asyncio::exit_stack stack;
            stack.push_async_callback(
                [&]
                {
                    ++calls;
                    timer.expires_after(1ms);
                    return timer.async_wait(asio::deferred);
                });
            co_await stack.aclose();
            BOOST_TEST(calls == 1);
        });
}

BOOST_AUTO_TEST_CASE(cancelled)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body =
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_exit(exit_that(l, "a"));
                stack.push_async_exit(exit_that(l, "b"));
                stack.push_async_exit(
                    [&](std::exception_ptr e) -> asio::awaitable<void>
                    {
                        l.push_back("c " + text_of(e));
                        co_await asyncio::sleep(1s);
                        l.push_back("c ends");
                    });
                co_await asyncio::sleep(1h);
            };
            for (bool const twice : {false, true})
            {
                l.clear();
                auto const t = asyncio::create_task(
                    asyncio::with(asyncio::exit_stack(), body));
                co_await asyncio::sleep(0s);
                t.cancel();
                co_await asyncio::sleep(0s);
                if (twice)
                    t.cancel();
                co_await asyncio::wait({t});
                BOOST_TEST(t.cancelled());
                log expected{"c cancelled", "b cancelled", "a cancelled"};
                if (!twice)
                    expected.insert(expected.begin() + 1, "c ends");
                BOOST_TEST((l == expected));
            }
        });
}

BOOST_AUTO_TEST_CASE(a_cancellation_suppressed)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body =
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_exit(exit_that(l, "a", true));
                co_await asyncio::sleep(1h);
            };
            auto const t = asyncio::create_task(
                asyncio::with(asyncio::exit_stack(), body));
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(!t.cancelled());
            t.result();
        });
    BOOST_TEST((l == log{"a cancelled"}));
}

// Neither running nor destroying them takes stack.
BOOST_AUTO_TEST_CASE(very_many)
{
    run(
        []() -> asio::awaitable<void>
        {
            constexpr int many = 10'000;
            int next = many;
            int out_of_order = 0;
            asyncio::exit_stack stack;
            for (int i = 1; i <= many; ++i)
                switch (i % 3)
                {
                case 0:
                    stack.callback(
                        [&, i] { out_of_order += i != next--; });
                    break;
                case 1:
                    stack.push_async_callback(
                        [&, i]() -> asio::awaitable<void>
                        {
                            out_of_order += i != next--;
                            co_return;
                        });
                    break;
                default:
                    stack.push_async_exit(
                        [&, i](std::exception_ptr) -> asio::awaitable<bool>
                        {
                            co_await asyncio::sleep(0s);
                            out_of_order += i != next--;
                            co_return true;
                        });
                }
            co_await stack.aclose();
            BOOST_TEST(next == 0);
            BOOST_TEST(out_of_order == 0);
        });
    asyncio::exit_stack stack;
    auto const object = std::make_shared<int>();
    for (int i = 0; i != 200'000; ++i)
        stack.callback([object] { BOOST_ERROR("called"); });
    BOOST_TEST(object.use_count() == 200'001);
    stack = asyncio::exit_stack();
    BOOST_TEST(object.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(pop_all)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::exit_stack outer;
            co_await asyncio::with(
                asyncio::exit_stack(),
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
                {
                    co_await stack.enter_async_context(logging(l, "a"));
                    co_await stack.enter_async_context(logging(l, "b"));
                    outer = stack.pop_all();
                    stack.callback([&] { l.push_back("new"); });
                });
            l.push_back("left");
            co_await outer.aclose();
        });
    BOOST_TEST(
        (l ==
         log{"enter a", "enter b", "new", "left", "exit b -", "exit a -"}));
}

// What is registered by an exit is undone next.
BOOST_AUTO_TEST_CASE(registered_by_an_exit)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            asyncio::exit_stack stack;
            stack.callback([&] { l.push_back("first"); });
            stack.push_async_callback(
                [&]() -> asio::awaitable<void>
                {
                    co_await stack.enter_async_context(logging(l, "late"));
                });
            co_await stack.aclose();
        });
    BOOST_TEST((l == log{"enter late", "exit late -", "first"}));
}

BOOST_AUTO_TEST_CASE(stacks_in_stacks)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body =
                [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
            {
                stack.push_async_exit(exit_that(l, "a", true));
                asyncio::exit_stack& inner =
                    co_await stack.enter_async_context(asyncio::exit_stack());
                inner.push_async_exit(exit_that(l, "b"));
                stack.push_async_exit(exit_that(l, "c"));
                throw std::runtime_error("body");
            };
            co_await asyncio::with(asyncio::exit_stack(), body);
        });
    BOOST_TEST((l == log{"c body", "b body", "a body"}));
}

BOOST_AUTO_TEST_CASE(destroyed_unused)
{
    auto const object = std::make_shared<int>();
    {
        asyncio::exit_stack stack;
        stack.push([object](std::exception_ptr const&)
                   { BOOST_ERROR("called"); });
        stack.push_async_callback(
            [object]() -> asio::awaitable<void>
            {
                BOOST_ERROR("called");
                co_return;
            });
        BOOST_TEST(object.use_count() == 3);
    }
    BOOST_TEST(object.use_count() == 1);
}

// A manager of the lane E that knows its task.
template<class E>
class in_lane
{
public:
    explicit in_lane(std::vector<asyncio::any_task>& seen)
        : seen_(seen)
    {
    }

    asio::awaitable<void, E> aenter()
    {
        co_await asyncio::sleep(0s);
        seen_.push_back(asyncio::current_task());
    }

    asio::awaitable<void, E> aexit(std::exception_ptr)
    {
        co_await asyncio::sleep(0s);
        seen_.push_back(asyncio::current_task());
    }

private:
    std::vector<asyncio::any_task>& seen_;
};

// In a coroutine of E. A manager of its own lane runs in its task, one of the
// other lane in a task of its own.
template<class E, class Other>
asio::awaitable<void, E> in_both_lanes(bool is_task)
{
    std::vector<asyncio::any_task> seen;
    std::vector<asyncio::any_task> elsewhere;
    log l;
    auto const me =
        is_task ? asyncio::current_task() : asyncio::any_task();
    auto const body =
        [&](asyncio::exit_stack& stack) -> asio::awaitable<void, E>
    {
        co_await stack.enter_async_context<E>(in_lane<E>(seen));
        co_await stack.enter_async_context<E>(in_lane<Other>(elsewhere));
        stack.push_async_exit(exit_that(l, "a", true));
        stack.push_async_callback(
            [&]() -> asio::awaitable<void, E>
            {
                seen.push_back(asyncio::current_task());
                co_return;
            });
        throw std::runtime_error("body");
    };
    co_await asyncio::with(asyncio::exit_stack(), body);
    BOOST_TEST((l == log{"a body"}));
    BOOST_TEST(seen.size() == 3u);
    BOOST_TEST(elsewhere.size() == 2u);
    for (auto const& t : seen)
    {
        BOOST_TEST((t == seen[0]));
        BOOST_TEST((t == me) == is_task);
        BOOST_TEST(static_cast<bool>(t));
    }
    for (auto const& t : elsewhere)
    {
        BOOST_TEST((t != seen[0]));
        BOOST_TEST(static_cast<bool>(t));
    }
    // By hand.
    seen.clear();
    asyncio::exit_stack stack;
    co_await stack.enter_async_context<E>(in_lane<E>(seen));
    co_await stack.aclose<E>();
    BOOST_TEST(seen.size() == 2u);
    for (auto const& t : seen)
        BOOST_TEST((t == me) == is_task);
    BOOST_TEST(
        co_await thrown_by<E>(stack.enter_async_context<E>(
            failing_enter(std::make_shared<int>()))) == "enter");
}

BOOST_AUTO_TEST_CASE(lanes)
{
    asyncio_test::run(
        in_both_lanes<asio::any_io_executor, asyncio::executor>(true));
    asyncio_test::run(
        in_both_lanes<asyncio::executor, asio::any_io_executor>(true));
}

BOOST_AUTO_TEST_CASE(in_coroutines_of_asio)
{
    asio::io_context context;
    auto const fail = [](std::exception_ptr e) { BOOST_TEST(!e); };
    asio::co_spawn(
        context,
        in_both_lanes<asio::any_io_executor, asyncio::executor>(false),
        fail);
    context.run();
    context.restart();
    using executor_type = asio::io_context::executor_type;
    asio::co_spawn(
        context.get_executor(),
        []() -> asio::awaitable<void, executor_type>
        {
            log l;
            auto const body =
                [&](asyncio::exit_stack& stack)
                -> asio::awaitable<void, executor_type>
            {
                auto const a =
                    co_await stack.enter_async_context<executor_type>(
                        logging(l, "a"));
                BOOST_TEST(a == "a");
                throw std::runtime_error("body");
            };
            BOOST_TEST(
                co_await thrown_by<executor_type>(
                    asyncio::with(asyncio::exit_stack(), body)) == "body");
            BOOST_TEST((l == log{"enter a", "exit a body"}));
            asyncio::exit_stack stack;
            stack.push_async_exit(exit_that(l, "b"));
            co_await stack.aclose<executor_type>();
            BOOST_TEST(l.back() == "b -");
        },
        fail);
    context.run();
    context.restart();
    asyncio::exit_stack stack;
    stack.push_async_callback([] { return asyncio::sleep(0s); });
    stack.push([](std::exception_ptr const&)
               { throw std::runtime_error("exit"); });
    auto closed =
        asio::co_spawn(context, stack.aclose(), asio::use_future);
    context.run();
    BOOST_CHECK_THROW(closed.get(), std::runtime_error);
}

// Destroying a loop is no way to leave a block: only destructors run.
BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    auto const object = std::make_shared<int>();
    for (bool const in_exit : {false, true})
    {
        asio::io_context context;
        auto const body =
            [&](asyncio::exit_stack& stack) -> asio::awaitable<void>
        {
            stack.push([object](std::exception_ptr const&)
                       { BOOST_ERROR("called"); });
            stack.push_async_callback(
                [object]() -> asio::awaitable<void>
                { co_await asyncio::sleep(1h); });
            if (!in_exit)
                co_await asyncio::sleep(1h);
        };
        asyncio::create_task(
            context, asyncio::with(asyncio::exit_stack(), body));
        context.run_for(5ms);
        BOOST_TEST(object.use_count() > 1);
    }
    BOOST_TEST(object.use_count() == 1);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
