// with: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/with.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_with)

namespace {

using asyncio_test::now;
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

// Yields nothing, and suppresses nothing.
class silent
{
public:
    silent(log& l, std::string name)
        : log_(l), name_(std::move(name))
    {
    }

    asio::awaitable<void> aenter()
    {
        log_.push_back("enter " + name_);
        co_await asyncio::sleep(0s);
    }

    asio::awaitable<void> aexit(std::exception_ptr e)
    {
        co_await asyncio::sleep(0s);
        log_.push_back("exit " + name_ + ' ' + text_of(e));
    }

private:
    log& log_;
    std::string name_;
};

// Yields a value.
template<class T>
class giving
{
public:
    explicit giving(T v, bool suppress = false)
        : value_(std::move(v)), suppress_(suppress)
    {
    }

    asio::awaitable<T> aenter()
    {
        co_return std::move(value_);
    }

    asio::awaitable<bool> aexit(std::exception_ptr e)
    {
        seen = e;
        co_return suppress_;
    }

    std::exception_ptr seen;

private:
    T value_;
    bool suppress_;
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

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

asio::awaitable<void> throw_error()
{
    throw std::runtime_error("body");
    co_return;
}

BOOST_AUTO_TEST_CASE(results)
{
    run(
        []() -> asio::awaitable<void>
        {
            log l;
            auto const p = co_await asyncio::with(
                silent(l, "a"),
                []() -> asio::awaitable<std::unique_ptr<int>>
                { co_return std::make_unique<int>(3); });
            BOOST_TEST(*p == 3);
            auto const n = co_await asyncio::with(
                silent(l, "b"),
                []() -> asio::awaitable<no_default>
                { co_return no_default(4); });
            BOOST_TEST(n.value == 4);
        });
}

BOOST_AUTO_TEST_CASE(values_of_several_managers)
{
    run(
        []() -> asio::awaitable<void>
        {
            log l;
            resource r;
            giving<int> number(1);
            co_await asyncio::with(
                number,
                silent(l, "nothing"),
                giving<std::string>("text"),
                r,
                giving<std::unique_ptr<int>>(std::make_unique<int>(2)),
                [&](int n,
                    std::string const& s,
                    resource& same,
                    std::unique_ptr<int> p) -> asio::awaitable<void>
                {
                    BOOST_TEST(n == 1);
                    BOOST_TEST(s == "text");
                    BOOST_TEST(&same == &r);
                    BOOST_TEST(r.open);
                    BOOST_TEST(*p == 2);
                    co_return;
                });
            BOOST_TEST(!r.open);
            BOOST_TEST((number.seen == nullptr));
            // Or none of them.
            int const seven = co_await asyncio::with(
                giving<int>(1),
                giving<int>(2),
                []() -> asio::awaitable<int> { co_return 7; });
            BOOST_TEST(seven == 7);
        });
}

BOOST_AUTO_TEST_CASE(left_in_reverse_order)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            bool caught = false;
            try
            {
                co_await asyncio::with(
                    silent(l, "a"), silent(l, "b"), throw_error);
            }
            catch (std::runtime_error const&)
            {
                caught = true;
            }
            BOOST_TEST(caught);
        });
    BOOST_TEST((l == log{"enter a", "enter b", "exit b body", "exit a body"}));
}

BOOST_AUTO_TEST_CASE(managers_by_reference)
{
    run(
        []() -> asio::awaitable<void>
        {
            resource r;
            auto const body = [](resource& same) -> asio::awaitable<resource*>
            { co_return &same; };
            auto const* p = co_await asyncio::with(r, body);
            BOOST_TEST(p == &r);
            p = co_await asyncio::with(std::ref(r), std::ref(body));
            BOOST_TEST(p == &r);
        });
}

BOOST_AUTO_TEST_CASE(suppressing)
{
    run(
        []() -> asio::awaitable<void>
        {
            giving<int> g(1, true);
            co_await asyncio::with(g, throw_error);
            BOOST_TEST(text_of(g.seen) == "body");

            giving<int> h(1, true);
            int const r = co_await asyncio::with(
                h,
                []() -> asio::awaitable<int>
                {
                    throw std::runtime_error("body");
                    co_return 5;
                });
            BOOST_TEST(r == 0);
            std::string const s = co_await asyncio::with(
                giving<int>(1, true),
                [](int) -> asio::awaitable<std::string>
                {
                    throw std::runtime_error("body");
                    co_return "text";
                });
            BOOST_TEST(s.empty());

            // Without an exception there is nothing to suppress.
            int const kept = co_await asyncio::with(
                giving<int>(1, true),
                []() -> asio::awaitable<int> { co_return 5; });
            BOOST_TEST(kept == 5);

            // The outer one does not see what the inner one suppressed.
            giving<int> outer(1);
            co_await asyncio::with(outer, giving<int>(2, true), throw_error);
            BOOST_TEST((outer.seen == nullptr));
        });
}

class failing_exit
{
public:
    asio::awaitable<void> aenter()
    {
        co_return;
    }

    asio::awaitable<bool> aexit(std::exception_ptr)
    {
        throw std::logic_error("exit");
        co_return true;
    }
};

BOOST_AUTO_TEST_CASE(an_exception_of_exit_replaces_that_of_the_body)
{
    run(
        []() -> asio::awaitable<void>
        {
            giving<int> outer(1);
            std::string what;
            try
            {
                co_await asyncio::with(outer, failing_exit(), throw_error);
            }
            catch (std::logic_error const& e)
            {
                what = e.what();
            }
            BOOST_TEST(what == "exit");
            BOOST_TEST(text_of(outer.seen) == "exit");
            // After a body that returns, too.
            what.clear();
            try
            {
                co_await asyncio::with(
                    failing_exit(),
                    []() -> asio::awaitable<int> { co_return 1; });
            }
            catch (std::logic_error const& e)
            {
                what = e.what();
            }
            BOOST_TEST(what == "exit");
        });
}

class failing_enter
{
public:
    asio::awaitable<int> aenter()
    {
        throw std::logic_error("enter");
        co_return 1;
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        BOOST_ERROR("left, and never entered");
        co_return;
    }
};

BOOST_AUTO_TEST_CASE(enter_fails)
{
    run(
        []() -> asio::awaitable<void>
        {
            // The outer one may suppress it.
            giving<int> outer(1, true);
            bool ran = false;
            co_await asyncio::with(
                outer,
                failing_enter(),
                [&]() -> asio::awaitable<void>
                {
                    ran = true;
                    co_return;
                });
            BOOST_TEST(text_of(outer.seen) == "enter");
            BOOST_TEST(!ran);
        });
}

BOOST_AUTO_TEST_CASE(cancelled_in_enter_and_in_exit)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await asyncio::with(
                    silent(l, "a"),
                    silent(l, "b"),
                    []() -> asio::awaitable<void> { co_return; });
            };
            // In aenter of a.
            auto t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
            BOOST_TEST((l == log{"enter a"}));
            // In aexit of b.
            l.clear();
            t = asyncio::create_task(body);
            while (l.size() < 2)
                co_await asyncio::sleep(0s);
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
            BOOST_TEST((l == log{"enter a", "enter b", "exit a cancelled"}));
        });
}

BOOST_AUTO_TEST_CASE(the_body_runs_in_the_task_of_the_caller)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = co_await asyncio::with(
                giving<int>(1),
                []() -> asio::awaitable<asyncio::any_task>
                { co_return asyncio::current_task(); });
            BOOST_TEST((t == asyncio::current_task()));
        });
}

BOOST_AUTO_TEST_CASE(with_a_limit)
{
    log l;
    run(
        [&]() -> asio::awaitable<void>
        {
            bool late = false;
            try
            {
                co_await asyncio::wait_for(
                    asyncio::with(
                        silent(l, "a"),
                        []() -> asio::awaitable<void>
                        { co_await asyncio::sleep(10s); }),
                    1s);
            }
            catch (asyncio::timeout_error const&)
            {
                late = true;
            }
            BOOST_TEST(late);
        });
    BOOST_TEST((l == log{"enter a", "exit a cancelled"}));
}

// aenter() and aexit() may return any child.
class of_functions
{
public:
    auto aenter()
    {
        return [text = text_]() -> asio::awaitable<std::string>
        {
            co_await asyncio::sleep(0s);
            co_return text;
        };
    }

    auto aexit(std::exception_ptr e)
    {
        return [e, text = text_]() -> asio::awaitable<bool>
        {
            co_await asyncio::sleep(0s);
            co_return e && text.size() == 100;
        };
    }

private:
    std::string text_ = std::string(100, 'x');
};

class of_operations
{
public:
    auto aenter()
    {
        return asyncio::sleep(1s);
    }

    auto aexit(std::exception_ptr)
    {
        return asyncio::sleep(1s, true);
    }
};

class of_tasks
{
public:
    auto aenter()
    {
        return asyncio::create_task(asyncio::sleep(1s, 5));
    }

    auto aexit(std::exception_ptr e)
    {
        return asyncio::create_task(asyncio::sleep(1s, e != nullptr));
    }
};

BOOST_AUTO_TEST_CASE(enter_and_exit_of_all_kinds)
{
    run(
        []() -> asio::awaitable<void>
        {
            co_await asyncio::with(
                of_functions(),
                [](std::string const& s) -> asio::awaitable<void>
                {
                    BOOST_TEST(s.size() == 100u);
                    throw std::runtime_error("body");
                    co_return;
                });
            co_await asyncio::with(of_operations(), throw_error);
            BOOST_TEST((now() == 2s));
            co_await asyncio::with(
                of_tasks(),
                [](int n) -> asio::awaitable<void>
                {
                    BOOST_TEST(n == 5);
                    throw std::runtime_error("body");
                    co_return;
                });
            BOOST_TEST((now() == 4s));
        });
}

class of_timer
{
public:
    explicit of_timer(asio::steady_timer& t)
        : timer_(t)
    {
    }

    auto aenter()
    {
        timer_.expires_after(1ms);
        return timer_.async_wait(asio::deferred);
    }

    auto aexit(std::exception_ptr)
    {
        timer_.expires_after(1ms);
        return timer_.async_wait(asio::deferred);
    }

private:
    asio::steady_timer& timer_;
};

BOOST_AUTO_TEST_CASE(enter_and_exit_of_asio)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            int const r = co_await asyncio::with(
                of_timer(timer), []() -> asio::awaitable<int> { co_return 1; });
            BOOST_TEST(r == 1);
        });
}

// A body of the typed lane, and a manager of the other.
BOOST_AUTO_TEST_CASE(lanes)
{
    log l;
    run(
        [&]() -> asio::awaitable<void, asyncio::executor>
        {
            int const r = co_await asyncio::with(
                silent(l, "a"),
                of_functions(),
                []() -> asio::awaitable<int, asyncio::executor>
                {
                    co_await asyncio::sleep(0s);
                    co_return 1;
                });
            BOOST_TEST(r == 1);
        });
    BOOST_TEST((l == log{"enter a", "exit a -"}));
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    log l;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            co_await asyncio::with(
                silent(l, "a"),
                []() -> asio::awaitable<void>
                {
                    BOOST_TEST(static_cast<bool>(asyncio::current_task()));
                    co_return;
                });
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST((l == log{"enter a", "exit a -"}));
}

// Destroying a loop is no way to leave a block: only destructors run.
BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    log l;
    {
        asio::io_context context;
        auto const body = [&]() -> asio::awaitable<void>
        {
            co_await asyncio::with(
                silent(l, "a"),
                []() -> asio::awaitable<void>
                { co_await asyncio::sleep(1h); });
        };
        asyncio::create_task(context, body);
        context.run_for(5ms);
    }
    BOOST_TEST((l == log{"enter a"}));
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
