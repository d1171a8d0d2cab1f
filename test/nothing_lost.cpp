// No exception is ever dropped without a report: in debug mode each one that a
// program throws arrives somewhere, once.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/as_completed.hpp>
#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/exception_group.hpp>
#include <boost/asyncio/future.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/shield.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/task_group.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/to_thread.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#include "reporting_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_nothing_lost)

namespace {

using asyncio::create_task;
using asyncio::sleep;
using asyncio::task_group;
using asyncio::with;

// One that knows which it is.
class numbered : public std::runtime_error
{
public:
    explicit numbered(int n)
        : runtime_error("number " + std::to_string(n)), number_(n)
    {
    }

    int number() const noexcept
    {
        return number_;
    }

private:
    int number_;
};

// What was thrown, and what has arrived. Threads throw, too.
class books
{
public:
    [[noreturn]] void fail()
    {
        int n = 0;
        {
            std::lock_guard lock(mutex_);
            n = thrown_++;
        }
        throw numbered(n);
    }

    // One that is not thrown, for a future.
    numbered make()
    {
        std::lock_guard lock(mutex_);
        return numbered(thrown_++);
    }

    void arrived(std::exception_ptr const& e)
    {
        if (!e)
            return;
        try
        {
            std::rethrow_exception(e);
        }
        catch (numbered const& error)
        {
            std::lock_guard lock(mutex_);
            ++arrivals_[error.number()];
        }
        catch (asyncio::exception_group const& group)
        {
            group.for_each([this](std::exception_ptr const& member)
                           { arrived(member); });
        }
        catch (asyncio::timeout_error const& error)
        {
            arrived(error.cause());
        }
        catch (...)
        {
        }
    }

    // `expected` were thrown, and each has arrived once.
    void check(int expected) const
    {
        BOOST_TEST(thrown_ == expected);
        for (int n = 0; n != thrown_; ++n)
        {
            auto const i = arrivals_.find(n);
            BOOST_TEST_CONTEXT("exception number " << n)
                BOOST_TEST((i == arrivals_.end() ? 0 : i->second) == 1);
        }
    }

private:
    mutable std::mutex mutex_;
    int thrown_ = 0;
    std::map<int, int> arrivals_;
};

asio::awaitable<int> fails(books& b)
{
    b.fail();
    co_return 0;
}

asio::awaitable<int> fails_after(books& b, std::chrono::seconds s)
{
    co_await sleep(s);
    b.fail();
}

asio::awaitable<int> fails_after_blocking(books& b, std::chrono::seconds s)
{
    asyncio_test::block(s);
    b.fail();
    co_return 0;
}

asio::awaitable<int> succeeds(std::chrono::seconds s)
{
    co_await sleep(s);
    co_return 1;
}

asio::awaitable<void> forever()
{
    co_await sleep(1h);
}

// Fails when it is cancelled, after a while.
asio::awaitable<int> fails_in_cleanup(books& b)
{
    try
    {
        co_await sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
    }
    co_await sleep(1s);
    b.fail();
}

// Catches what a call throws, and enters it in the books.
template<class C>
asio::awaitable<void> caught(books& b, C child)
{
    std::exception_ptr error;
    try
    {
        co_await std::move(child);
    }
    catch (...)
    {
        error = std::current_exception();
    }
    b.arrived(error);
}

// Runs a program in debug mode, to the end of its loop and of all that was in
// it.
template<class Program>
void balance(std::string const& name, int expected, Program program)
{
    BOOST_TEST_CONTEXT(name)
    {
        books b;
        {
            asyncio_test::reporting_loop loop(true);
            loop.run_until_complete(caught(b, program(b)));
            asyncio::detail::cancel_all_tasks(loop);
            loop.run_until_complete(loop.shutdown_default_executor());
            for (auto const& r : loop.reports)
                b.arrived(r.exception);
        }
        b.check(expected);
    }
}

BOOST_AUTO_TEST_CASE(the_books_are_kept)
{
    books b;
    BOOST_CHECK_THROW(b.fail(), numbered);
    auto const e = std::make_exception_ptr(b.make());
    b.arrived(nullptr);
    b.arrived(e);
    b.arrived(std::make_exception_ptr(
        asyncio::exception_group("", {std::make_exception_ptr(numbered(0))})));
    b.check(2);
}

BOOST_AUTO_TEST_CASE(tasks)
{
    balance(
        "awaited",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails(b));
            co_await t.get();
        });
    balance(
        "dropped before it fails",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            create_task(fails(b));
            co_await sleep(0s);
        });
    balance(
        "dropped afterwards",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails(b));
            co_await sleep(1s);
        });
    balance(
        "eager",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            create_task(fails(b), {.eager_start = true});
            co_return;
        });
    balance(
        "left over, and failing when it is cancelled",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            create_task(fails_in_cleanup(b));
            create_task(fails_in_cleanup(b));
            co_await sleep(0s);
        });
    balance(
        "its waiter is cancelled with it",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails_in_cleanup(b));
            auto const waiter = create_task(caught(b, t.get()));
            co_await sleep(1s);
            waiter.cancel();
            co_await waiter.get();
        });
    balance(
        "its waiter is cancelled when it has failed",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto t = create_task(fails_after(b, 1s));
            auto const waiter = create_task(caught(b, std::move(t).get()));
            co_await sleep(0s);
            co_await sleep(1s); // after that of the task, in the same turn
            waiter.cancel();
            co_await waiter.get();
        });
}

BOOST_AUTO_TEST_CASE(futures)
{
    balance(
        "never read",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            asyncio::get_running_loop().create_future<int>().set_exception(
                b.make());
            co_return;
        });
    balance(
        "awaited",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            asyncio::get_running_loop().call_soon(
                [&] { f.set_exception(b.make()); });
            co_await f.get();
        });
    balance(
        "set from any thread, when it is done",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const f = asyncio::get_running_loop().create_future<int>();
            f.set_exception_threadsafe(b.make());
            co_await f.get();
        });
}

BOOST_AUTO_TEST_CASE(callbacks)
{
    balance(
        "of the loop",
        4,
        [](books& b) -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            loop.call_soon([&] { b.fail(); });
            loop.call_soon_threadsafe([&] { b.fail(); });
            loop.call_later(1s, [&] { b.fail(); });
            loop.call_at(loop.time() + 1s, [&] { b.fail(); });
            co_await sleep(2s);
        });
    balance(
        "of a task and of a future",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails(b));
            t.add_done_callback([&] { b.fail(); });
            t.add_done_callback(
                [&](asyncio::task<int> const& done)
                {
                    b.arrived(done.exception());
                    b.fail();
                });
            co_await sleep(1s);
        });
}

BOOST_AUTO_TEST_CASE(gather)
{
    balance(
        "one child fails",
        1,
        [](books& b) -> asio::awaitable<void>
        { co_await asyncio::gather(succeeds(2s), fails_after(b, 1s)); });
    balance(
        "several in one turn",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            co_await asyncio::gather(
                fails_after(b, 1s), fails_after(b, 1s), fails_after(b, 1s));
        });
    balance(
        "one after the other",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            co_await caught(
                b,
                asyncio::gather(
                    fails_after(b, 1s),
                    fails_after(b, 2s),
                    fails_after(b, 3s)));
            co_await sleep(5s);
        });
    balance(
        "a range",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> children;
            for (int i = 0; i != 3; ++i)
                children.push_back(fails_after(b, std::chrono::seconds(i)));
            co_await caught(b, asyncio::gather(std::move(children)));
            co_await sleep(5s);
        });
    balance(
        "tasks that have failed before",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails(b));
            auto const u = create_task(fails(b));
            co_await sleep(1s);
            co_await asyncio::gather(t, u);
        });
    balance(
        "a task that is read all the same",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails_after(b, 1s));
            auto const u = create_task(fails_after(b, 2s));
            co_await caught(b, asyncio::gather(t, u));
            co_await sleep(2s);
            b.arrived(u.exception());
        });
    balance(
        "cancelled, and its children fail",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(caught(
                b,
                asyncio::gather(fails_in_cleanup(b), fails_in_cleanup(b))));
            co_await sleep(1s);
            t.cancel();
            co_await sleep(2s);
        });
    balance(
        "return_exceptions",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const [x, y, z] = co_await asyncio::gather(
                asyncio::return_exceptions,
                fails_after(b, 1s),
                succeeds(2s),
                fails_after(b, 3s));
            b.arrived(x.error());
            b.arrived(z.error());
        });
    balance(
        "return_exceptions, cancelled",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(caught(
                b,
                asyncio::gather(
                    asyncio::return_exceptions,
                    fails_in_cleanup(b),
                    fails_in_cleanup(b))));
            co_await sleep(1s);
            t.cancel();
            co_await t.get();
        });
    balance(
        "in a coroutine of plain co_spawn",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto& context = asio::query(
                asyncio::get_running_loop().get_executor(),
                asio::execution::context);
            asio::co_spawn(
                static_cast<asio::io_context&>(context),
                caught(
                    b,
                    asyncio::gather(fails_after(b, 1s), fails_after(b, 2s))),
                [](std::exception_ptr) {});
            co_await sleep(3s);
        });
}

BOOST_AUTO_TEST_CASE(without_debug_mode_gather_is_silent_about_them)
{
    books b;
    asyncio_test::reporting_loop loop;
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            co_await caught(
                b,
                asyncio::gather(fails_after(b, 1s), fails_after(b, 2s)));
            co_await sleep(2s);
        });
    BOOST_TEST(loop.reports.empty());
}

BOOST_AUTO_TEST_CASE(what_the_report_of_gather_says)
{
    books b;
    asyncio_test::reporting_loop loop(true);
    loop.run_until_complete(
        [&]() -> asio::awaitable<void>
        {
            auto late = create_task(fails_after(b, 2s), {.name = "late"});
            co_await caught(
                b, asyncio::gather(fails_after(b, 1s), std::move(late)));
            late = {};
            co_await sleep(2s);
        });
    BOOST_REQUIRE(loop.reports.size() == 1u);
    BOOST_TEST(
        loop.reports[0].message ==
        "An exception of a child of gather was dropped: the gather had ended "
        "already");
    BOOST_TEST(loop.reports[0].task == "late");
}

BOOST_AUTO_TEST_CASE(wait_and_as_completed)
{
    balance(
        "wait, and some are read",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            std::vector<asyncio::task<int>> tasks;
            for (int i = 0; i != 3; ++i)
                tasks.push_back(
                    create_task(fails_after(b, std::chrono::seconds(i))));
            auto const [done, pending] = co_await asyncio::wait(
                tasks, {.return_when = asyncio::first_exception});
            BOOST_TEST(done.size() == 1u);
            b.arrived(done.front().exception());
            co_await sleep(5s);
        });
    balance(
        "as_completed, to the end",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> children;
            for (int i = 0; i != 3; ++i)
                children.push_back(fails_after(b, std::chrono::seconds(i)));
            auto it = asyncio::as_completed(std::move(children));
            while (auto t = co_await it.next())
                b.arrived(t->exception());
        });
    balance(
        "as_completed, left early",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<int>> children;
            for (int i = 0; i != 3; ++i)
                children.push_back(fails_after(b, std::chrono::seconds(i)));
            {
                auto it = asyncio::as_completed(std::move(children));
                auto const t = co_await it.next();
                b.arrived(t->exception());
            }
            co_await sleep(5s);
        });
}

BOOST_AUTO_TEST_CASE(limits)
{
    balance(
        "wait_for: it fails in time",
        1,
        [](books& b) -> asio::awaitable<void>
        { co_await asyncio::wait_for(fails_after(b, 1s), 2s); });
    balance(
        "wait_for: it fails when its time is up",
        1,
        [](books& b) -> asio::awaitable<void>
        { co_await asyncio::wait_for(fails_in_cleanup(b), 2s); });
    balance(
        "wait_for: a task that fails in time",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            co_await asyncio::wait_for(create_task(fails_after(b, 1s)), 2s);
        });
    balance(
        "wait_for: a task that fails when its time is up",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails_in_cleanup(b));
            co_await asyncio::wait_for(t, 2s);
        });
    balance(
        "wait_for: a task that fails in the very turn",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails_after_blocking(b, 2s));
            co_await asyncio::wait_for(t, 2s);
        });
    balance(
        "wait_for: no time at all, for a task that has failed",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(fails(b));
            co_await sleep(1s);
            co_await asyncio::wait_for(t, 0s);
        });
    balance(
        "timeout: its body fails when its time is up",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            co_await asyncio::timeout(
                2s, [&] { return fails_in_cleanup(b); });
        });
    balance(
        "timeout: gather inside",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            auto const body = [&]() -> asio::awaitable<void>
            {
                co_await asyncio::gather(
                    fails_in_cleanup(b),
                    fails_in_cleanup(b),
                    fails_in_cleanup(b));
            };
            co_await caught(b, asyncio::timeout(2s, body));
            co_await sleep(2s);
        });
}

BOOST_AUTO_TEST_CASE(shield)
{
    balance(
        "it fails",
        1,
        [](books& b) -> asio::awaitable<void>
        { co_await asyncio::shield(fails_after(b, 1s)).get(); });
    balance(
        "cancelled, and the child fails later",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const t = create_task(
                caught(b, asyncio::shield(fails_after(b, 2s)).get()));
            co_await sleep(1s);
            t.cancel();
            co_await sleep(5s);
        });
    balance(
        "never awaited",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            static_cast<void>(asyncio::shield(fails_after(b, 1s)));
            co_await sleep(5s);
        });
}

BOOST_AUTO_TEST_CASE(groups)
{
    balance(
        "all of them",
        4,
        [](books& b) -> asio::awaitable<void>
        {
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails_after(b, 1s));
                g.create_task(fails_after(b, 1s));
                g.create_task(fails_in_cleanup(b));
                co_await fails_in_cleanup(b);
            };
            co_await with(task_group(), body);
        });
    balance(
        "nested",
        3,
        [](books& b) -> asio::awaitable<void>
        {
            auto const inner = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails_in_cleanup(b));
                co_await forever();
            };
            auto const outer = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails_after(b, 1s));
                g.create_task(fails_after(b, 1s), {.eager_start = true});
                co_await with(task_group(), inner);
            };
            co_await with(task_group(), outer);
        });
    balance(
        "ended by cancel()",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails_in_cleanup(b));
                g.create_task(fails_in_cleanup(b));
                co_await sleep(1s);
                g.cancel();
            };
            co_await with(task_group(), body);
        });
    balance(
        "never left, after an error",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            task_group g;
            g.open();
            g.create_task(fails_after(b, 1s));
            g.create_task(forever());
            co_await sleep(2s);
        });
    balance(
        "never left, and then its children fail",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            {
                task_group g;
                g.open();
                g.create_task(fails_in_cleanup(b));
                g.create_task(fails_in_cleanup(b));
                co_await sleep(1s);
            }
            co_await sleep(5s);
        });
    balance(
        "closed",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            task_group g;
            g.open();
            g.create_task(fails_after(b, 1s));
            g.create_task(fails_in_cleanup(b));
            co_await sleep(5s);
            co_await g.close();
        });
    balance(
        "an eager child",
        2,
        [](books& b) -> asio::awaitable<void>
        {
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails(b), {.eager_start = true});
                b.fail();
                co_return;
            };
            co_await with(task_group(), body);
        });
    balance(
        "beside a keyboard_interrupt",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            auto const body = [&](task_group& g) -> asio::awaitable<void>
            {
                g.create_task(fails(b));
                co_await caught(b, forever());
                throw asyncio::keyboard_interrupt();
            };
            co_await with(task_group(), body);
        });
}

// What aexit() is given is its own.
BOOST_AUTO_TEST_CASE(managers)
{
    class manager
    {
    public:
        manager(books& b, bool suppress)
            : books_(b), suppress_(suppress)
        {
        }

        asio::awaitable<void> aenter()
        {
            co_return;
        }

        asio::awaitable<bool> aexit(std::exception_ptr e)
        {
            co_await sleep(1s);
            if (suppress_)
                books_.arrived(e);
            co_return suppress_;
        }

    private:
        books& books_;
        bool suppress_;
    };
    for (bool const suppress : {false, true})
        balance(
            "with",
            1,
            [&](books& b) -> asio::awaitable<void>
            {
                co_await with(
                    manager(b, suppress),
                    manager(b, false),
                    [&]() -> asio::awaitable<void>
                    { co_await fails_after(b, 1s); });
            });
}

BOOST_AUTO_TEST_CASE(threads)
{
    balance(
        "awaited",
        1,
        [](books& b) -> asio::awaitable<void>
        { co_await asyncio::to_thread([&] { b.fail(); }); });
    balance(
        "nobody waits any more",
        1,
        [](books& b) -> asio::awaitable<void>
        {
            std::promise<void> began;
            std::promise<void> cancelled;
            auto const t = create_task(asyncio::to_thread(
                [&]
                {
                    began.set_value();
                    cancelled.get_future().wait();
                    b.fail();
                }));
            co_await sleep(0s);
            began.get_future().wait();
            t.cancel();
            co_await caught(b, t.get());
            cancelled.set_value();
            co_await asyncio::get_running_loop().shutdown_default_executor();
        });
}

// run() reports what its left-over tasks throw.
BOOST_AUTO_TEST_CASE(left_over_tasks_of_run)
{
    books b;
    auto const main = [&]() -> asio::awaitable<void>
    {
        asyncio::get_running_loop().set_exception_handler(
            [&](asyncio::event_loop&, asyncio::exception_context const& c)
            { b.arrived(c.exception); });
        create_task(fails_in_cleanup(b));
        create_task(fails_in_cleanup(b));
        co_await sleep(1s);
        b.fail();
    };
    std::exception_ptr error;
    try
    {
        asyncio::run(
            main, {.debug = true, .loop_factory = asyncio::new_virtual_loop});
    }
    catch (...)
    {
        error = std::current_exception();
    }
    b.arrived(error);
    b.check(3);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
