// How a run ends: every exit by every form, the table of the page "Running".
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/run.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/sleep.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

BOOST_AUTO_TEST_SUITE(unit_run_exits)

namespace {

bool sigint_is_default()
{
    struct sigaction action = {};
    ::sigaction(SIGINT, nullptr, &action);
    return action.sa_handler == SIG_DFL;
}

using body = std::function<asio::awaitable<int>()>;

// A form of running a coroutine.
class form
{
public:
    virtual ~form() = default;

    // Runs a coroutine; says how that ended.
    std::string run(body const& b)
    {
        try
        {
            return "result " + std::to_string(do_run(b));
        }
        catch (asyncio::keyboard_interrupt const&)
        {
            return "interrupt";
        }
        catch (asyncio::cancelled_error const&)
        {
            return "cancelled";
        }
        catch (std::exception const& e)
        {
            return e.what();
        }
    }

    // Whether everything is over when run() has returned.
    virtual bool ends_all() const
    {
        return false;
    }

    // Whether a task runs what the caller's threads run.
    virtual bool has_pool() const
    {
        return false;
    }

    // Its loop, if there is one before it runs.
    virtual asyncio::event_loop* loop() = 0;

    // Runs `f` outside of its loop, but in its executor. Null if there is
    // nothing like that.
    virtual std::function<void(std::function<void()>)> post() = 0;

    // Stops its context, or pool.
    virtual void stop_context() = 0;

    // What an application does next; true if the context was found stopped.
    virtual bool go_on()
    {
        return false;
    }

protected:
    virtual int do_run(body const& b) = 0;
};

class by_run final : public form
{
public:
    bool ends_all() const override
    {
        return true;
    }

    asyncio::event_loop* loop() override
    {
        return nullptr;
    }

    std::function<void(std::function<void()>)> post() override
    {
        return nullptr;
    }

    void stop_context() override
    {
        static_cast<asio::io_context&>(
            asyncio::get_running_loop().get_executor().query(
                asio::execution::context))
            .stop();
    }

private:
    int do_run(body const& b) override
    {
        return asyncio::run(b);
    }
};

class by_runner final : public form
{
public:
    bool ends_all() const override
    {
        return true;
    }

    asyncio::event_loop* loop() override
    {
        return &runner_.get_loop();
    }

    std::function<void(std::function<void()>)> post() override
    {
        return nullptr;
    }

    void stop_context() override
    {
        static_cast<asio::io_context&>(
            runner_.get_loop().get_executor().query(asio::execution::context))
            .stop();
    }

private:
    int do_run(body const& b) override
    {
        std::optional<int> result;
        std::exception_ptr error;
        try
        {
            result = runner_.run(b);
        }
        catch (...)
        {
            error = std::current_exception();
        }
        if (!asyncio::detail::running_loop() &&
            !runner_.get_loop().is_running())
            runner_.close();
        if (error)
            std::rethrow_exception(error);
        return *result;
    }

    asyncio::runner runner_;
};

class on_io_context : public form
{
public:
    asyncio::event_loop* loop() override
    {
        return &loop_;
    }

    std::function<void(std::function<void()>)> post() override
    {
        return [this](std::function<void()> f)
        { asio::post(context_, std::move(f)); };
    }

    void stop_context() override
    {
        context_.stop();
    }

    bool go_on() override
    {
        bool const stopped = context_.stopped();
        context_.restart();
        context_.poll();
        context_.restart();
        return stopped;
    }

protected:
    asio::io_context context_;

private:
    asyncio::event_loop loop_{context_};
};

class by_run_on_context final : public on_io_context
{
public:
    bool ends_all() const override
    {
        return true;
    }

private:
    int do_run(body const& b) override
    {
        return asyncio::run(context_, b);
    }
};

class until_complete final : public form
{
public:
    asyncio::event_loop* loop() override
    {
        return &loop_;
    }

    std::function<void(std::function<void()>)> post() override
    {
        return nullptr;
    }

    void stop_context() override
    {
        static_cast<asio::io_context&>(
            loop_.get_executor().query(asio::execution::context))
            .stop();
    }

private:
    int do_run(body const& b) override
    {
        return loop_.run_until_complete(b);
    }

    asyncio::event_loop loop_;
};

class until_complete_on_context final : public on_io_context
{
private:
    int do_run(body const& b) override
    {
        return loop()->run_until_complete(b);
    }
};

class until_complete_on_strand final : public on_io_context
{
public:
    asyncio::event_loop* loop() override
    {
        return &strand_loop_;
    }

    std::function<void(std::function<void()>)> post() override
    {
        return [this](std::function<void()> f)
        { asio::post(strand_, std::move(f)); };
    }

private:
    int do_run(body const& b) override
    {
        return strand_loop_.run_until_complete(b);
    }

    asio::strand<asio::io_context::executor_type> strand_{
        asio::make_strand(context_)};
    asyncio::event_loop strand_loop_{strand_};
};

class until_complete_on_pool final : public form
{
public:
    bool has_pool() const override
    {
        return true;
    }

    asyncio::event_loop* loop() override
    {
        return &loop_;
    }

    std::function<void(std::function<void()>)> post() override
    {
        return [this](std::function<void()> f)
        { asio::post(pool_, std::move(f)); };
    }

    void stop_context() override
    {
        pool_.stop();
    }

private:
    int do_run(body const& b) override
    {
        return loop_.run_until_complete(b);
    }

    asio::thread_pool pool_{2};
    asyncio::event_loop loop_{pool_};
};

template<class F>
void for_each_form(F f)
{
    auto const with = [&](char const* name, std::unique_ptr<form> x)
    {
        BOOST_TEST_CONTEXT(name)
            f(*x);
    };
    with("run", std::make_unique<by_run>());
    with("runner", std::make_unique<by_runner>());
    with("run(context)", std::make_unique<by_run_on_context>());
    with("run_until_complete", std::make_unique<until_complete>());
    with(
        "run_until_complete, context",
        std::make_unique<until_complete_on_context>());
    with(
        "run_until_complete, strand",
        std::make_unique<until_complete_on_strand>());
    with(
        "run_until_complete, pool",
        std::make_unique<until_complete_on_pool>());
}

// ---- what runs -------------------------------------------------------------

// What is seen of a coroutine.
struct traces
{
    int frames = 0;
    int steps = 0;
    int cleaned_up = 0;
};

class frame
{
public:
    explicit frame(traces& t)
        : traces_(t)
    {
        ++traces_.frames;
    }

    frame(frame const&) = delete;
    frame& operator=(frame const&) = delete;

    ~frame()
    {
        --traces_.frames;
    }

private:
    traces& traces_;
};

// Waits for ever, and cleans up with an await when it is cancelled.
asio::awaitable<void> wait_for_the_end(traces& t, std::function<void()> clean)
{
    frame const f(t);
    ++t.steps;
    std::exception_ptr cancelled;
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        cancelled = std::current_exception();
    }
    ++t.steps;
    clean();
    co_await asyncio::sleep(0s);
    co_await asyncio::sleep(1ms);
    ++t.steps;
    ++t.cleaned_up;
    std::rethrow_exception(cancelled);
}

struct program
{
    traces main;
    traces left;
    std::function<void()> act = [] {};
    std::function<void()> clean_main = [] {};
    std::function<void()> clean_left = [] {};

    // The main coroutine creates a task, acts, and then waits.
    body waiting()
    {
        return [this]() -> asio::awaitable<int>
        {
            asyncio::create_task(wait_for_the_end(left, clean_left));
            co_await asyncio::sleep(0s);
            act();
            co_await wait_for_the_end(main, clean_main);
            co_return 1;
        };
    }

    // The same without the waiting.
    body ending()
    {
        return [this]() -> asio::awaitable<int>
        {
            frame const f(main);
            ++main.steps;
            asyncio::create_task(wait_for_the_end(left, clean_left));
            co_await asyncio::sleep(0s);
            act();
            co_return 1;
        };
    }
};

// Main has ended, by itself or by a request; nothing of the run is left.
void check_ended(form& f, program& p, bool main_was_cancelled)
{
    BOOST_TEST(sigint_is_default());
    BOOST_TEST(p.main.frames == 0);
    BOOST_TEST(p.main.cleaned_up == main_was_cancelled);
    if (!f.ends_all())
    {
        BOOST_TEST(p.left.frames == 1);
        BOOST_TEST(p.left.cleaned_up == 0);
        BOOST_TEST(!f.loop()->is_running());
        asyncio::detail::cancel_all_tasks(*f.loop());
    }
    BOOST_TEST(p.left.frames == 0);
    BOOST_TEST(p.left.cleaned_up == 1);
    int const steps = p.main.steps + p.left.steps;
    f.go_on();
    BOOST_TEST(p.main.steps + p.left.steps == steps);
}

// The run was ended before main was done.
void check_ended_early(form& f, program& p)
{
    if (!f.ends_all())
    {
        // As in Python main is pending: the loop is the caller's, who may go
        // on with it.
        BOOST_TEST(p.main.frames == 1);
        BOOST_TEST(p.main.cleaned_up == 0);
        BOOST_TEST(p.left.frames == 1);
        BOOST_TEST(!f.loop()->is_running());
        asyncio::detail::cancel_all_tasks(*f.loop());
    }
    BOOST_TEST(sigint_is_default());
    BOOST_TEST(p.main.frames == 0);
    BOOST_TEST(p.main.cleaned_up == 1);
    BOOST_TEST(p.left.frames == 0);
    BOOST_TEST(p.left.cleaned_up == 1);
    int const steps = p.main.steps + p.left.steps;
    f.go_on();
    BOOST_TEST(p.main.steps + p.left.steps == steps);
}

// Nothing has begun, and nothing begins later.
void check_never_began(form& f, program& p)
{
    BOOST_TEST(sigint_is_default());
    f.go_on();
    BOOST_TEST(p.main.steps == 0);
    BOOST_TEST(p.left.steps == 0);
}

std::string const stopped = "Event loop stopped before Future completed.";

// ---- main ends by itself ---------------------------------------------------

BOOST_AUTO_TEST_CASE(normal)
{
    for_each_form(
        [](form& f)
        {
            program p;
            BOOST_TEST(f.run(p.ending()) == "result 1");
            check_ended(f, p, false);
        });
}

BOOST_AUTO_TEST_CASE(an_exception)
{
    for_each_form(
        [](form& f)
        {
            program p;
            p.act = [] { throw std::out_of_range("boom"); };
            BOOST_TEST(f.run(p.ending()) == "boom");
            check_ended(f, p, false);
        });
}

BOOST_AUTO_TEST_CASE(cancelled)
{
    for_each_form(
        [](form& f)
        {
            program p;
            p.act = [] { asyncio::current_task().cancel(); };
            BOOST_TEST(f.run(p.waiting()) == "cancelled");
            check_ended(f, p, true);
        });
}

// ---- the run ends before main does -----------------------------------------

BOOST_AUTO_TEST_CASE(the_loop_is_stopped)
{
    for_each_form(
        [](form& f)
        {
            program p;
            p.act = []
            {
                auto& loop = asyncio::get_running_loop();
                loop.call_later(1ms, [&loop] { loop.stop(); });
            };
            BOOST_TEST(f.run(p.waiting()) == stopped);
            check_ended_early(f, p);
        });
}

BOOST_AUTO_TEST_CASE(the_context_is_stopped)
{
    for_each_form(
        [](form& f)
        {
            if (f.has_pool())
                return;
            program p;
            p.act = [&]
            {
                asyncio::get_running_loop().call_later(
                    1ms, [&] { f.stop_context(); });
            };
            BOOST_TEST(f.run(p.waiting()) == stopped);
            check_ended_early(f, p);
        });
}

// What the caller has stopped is stopped in the end.
BOOST_AUTO_TEST_CASE(the_context_is_still_stopped)
{
    {
        by_run_on_context f;
        program p;
        p.act = [&] { f.stop_context(); };
        BOOST_TEST(f.run(p.waiting()) == stopped);
        BOOST_TEST(f.go_on());
    }
    {
        by_run_on_context f;
        program p;
        f.stop_context();
        BOOST_TEST(f.run(p.ending()) == "result 1");
        BOOST_TEST(f.go_on());
    }
    {
        by_run_on_context f;
        program p;
        p.clean_left = [&] { f.stop_context(); };
        BOOST_TEST(f.run(p.ending()) == "result 1");
        BOOST_TEST(p.left.cleaned_up == 1);
        BOOST_TEST(f.go_on());
    }
    {
        by_run_on_context f;
        program p;
        BOOST_TEST(f.run(p.ending()) == "result 1");
        BOOST_TEST(!f.go_on());
    }
}

// A thread_pool that is stopped runs nothing any more: the tasks end with it.
BOOST_AUTO_TEST_CASE(the_pool_is_stopped)
{
    program p;
    {
        until_complete_on_pool f;
        p.act = [&]
        {
            asyncio::get_running_loop().call_later(
                1ms, [&] { f.stop_context(); });
        };
        BOOST_TEST(f.run(p.waiting()) == stopped);
        BOOST_TEST(p.main.frames == 1);
        BOOST_TEST(!f.loop()->is_running());
        BOOST_TEST(f.run(p.waiting()) == stopped);
    }
    BOOST_TEST(p.main.frames == 0);
    BOOST_TEST(p.left.frames == 0);
}

std::unique_ptr<asio::thread_pool> factory_pool;

std::unique_ptr<asyncio::event_loop> loop_on_a_pool()
{
    return std::make_unique<asyncio::event_loop>(*factory_pool);
}

BOOST_AUTO_TEST_CASE(the_pool_of_a_runner_is_stopped)
{
    factory_pool = std::make_unique<asio::thread_pool>(1);
    program p;
    p.act = [] { factory_pool->stop(); };
    {
        asyncio::runner r({.loop_factory = loop_on_a_pool});
        BOOST_CHECK_THROW(r.run(p.waiting()), std::runtime_error);
        r.close();
    }
    factory_pool.reset();
    BOOST_TEST(p.main.frames == 0);
    BOOST_TEST(p.left.frames == 0);
}

// One turn is left, as in Python: main begins in it.
BOOST_AUTO_TEST_CASE(the_loop_is_stopped_before_the_start)
{
    for_each_form(
        [](form& f)
        {
            auto* const loop = f.loop();
            if (!loop || f.has_pool())
                return; // the threads of a pool go on running the loop
            program p;
            loop->stop();
            BOOST_TEST(f.run(p.ending()) == stopped);
            if (!f.ends_all())
            {
                BOOST_TEST(p.main.frames == 1);
                asyncio::detail::cancel_all_tasks(*loop);
            }
            BOOST_TEST(sigint_is_default());
            BOOST_TEST(p.main.steps == 1);
            BOOST_TEST(p.main.frames == 0);
            BOOST_TEST(p.left.steps == 0);
            f.go_on();
            BOOST_TEST(p.left.steps == 0);
        });
}

// Main has not begun, and never does.
BOOST_AUTO_TEST_CASE(the_context_is_stopped_before_the_start)
{
    for_each_form(
        [](form& f)
        {
            if (!f.post() || f.has_pool())
                return;
            program p;
            f.post()([&] { f.stop_context(); });
            BOOST_TEST(f.run(p.ending()) == stopped);
            BOOST_TEST(p.main.steps == 0);
            if (!f.ends_all())
                return; // pending, and it begins when the loop goes on
            check_never_began(f, p);
        });
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_handler)
{
    for_each_form(
        [](form& f)
        {
            if (f.has_pool())
                return; // it ends the process, as in any thread_pool
            program p;
            p.act = [&]
            {
                auto const fail = [] { throw std::out_of_range("handler"); };
                if (auto const post = f.post())
                    post(fail);
                else
                    asio::post(
                        asyncio::get_running_loop().get_executor(), fail);
            };
            BOOST_TEST(f.run(p.waiting()) == "handler");
            check_ended_early(f, p);
        });
}

// A callback of the loop itself only ends it by a keyboard_interrupt.
BOOST_AUTO_TEST_CASE(an_interrupt_of_a_callback)
{
    for_each_form(
        [](form& f)
        {
            if (f.has_pool())
                return;
            program p;
            p.act = []
            {
                asyncio::get_running_loop().call_soon(
                    [] { throw asyncio::keyboard_interrupt(); });
            };
            BOOST_TEST(f.run(p.waiting()) == "interrupt");
            check_ended_early(f, p);
        });
}

// ---- Ctrl-C ----------------------------------------------------------------

void raise_later(int times)
{
    for (int i = 1; i <= times; ++i)
        asyncio::get_running_loop().call_later(
            i * 2ms, [] { std::raise(SIGINT); });
}

BOOST_AUTO_TEST_CASE(ctrl_c)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return; // run_until_complete leaves the signal alone
            program p;
            p.act = [] { raise_later(1); };
            BOOST_TEST(f.run(p.waiting()) == "interrupt");
            check_ended(f, p, true);
        });
}

// The second one does not wait for what main does about the first.
BOOST_AUTO_TEST_CASE(ctrl_c_twice)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return;
            program p;
            traces again;
            auto const b = [&]() -> asio::awaitable<int>
            {
                try
                {
                    co_await p.waiting()();
                }
                catch (asyncio::cancelled_error const&)
                {
                }
                raise_later(1);
                co_await wait_for_the_end(again, [] {});
                co_return 1;
            };
            p.act = [] { raise_later(1); };
            BOOST_TEST(f.run(b) == "interrupt");
            check_ended(f, p, true);
            BOOST_TEST(again.cleaned_up == 1);
            BOOST_TEST(again.frames == 0);
        });
}

// ---- refused ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(refused_in_a_running_loop)
{
    for_each_form(
        [](form& f)
        {
            program p;
            std::string how;
            asyncio::run(
                [&]() -> asio::awaitable<void>
                {
                    how = f.run(p.ending());
                    co_return;
                });
            BOOST_TEST(
                (how.ends_with("from a running event loop") ||
                 how.ends_with("while another loop is running")));
            check_never_began(f, p);
        });
}

BOOST_AUTO_TEST_CASE(refused_in_its_own_loop)
{
    for_each_form(
        [](form& f)
        {
            program p;
            std::string how;
            auto const b = [&]() -> asio::awaitable<int>
            {
                how = f.run(p.ending());
                co_return 2;
            };
            BOOST_TEST(f.run(b) == "result 2");
            BOOST_TEST(
                (how.ends_with("from a running event loop") ||
                 how == "This event loop is already running"));
            check_never_began(f, p);
        });
}

BOOST_AUTO_TEST_CASE(refused_in_a_handler)
{
    for_each_form(
        [](form& f)
        {
            auto const post = f.post();
            if (!post)
                return; // only its own loop runs its handlers
            program p;
            std::promise<std::string> how;
            post([&] { how.set_value(f.run(p.ending())); });
            f.go_on();
            BOOST_TEST(
                how.get_future().get() ==
                "Cannot run the event loop from a thread of its own "
                "executor");
            check_never_began(f, p);
        });
}

BOOST_AUTO_TEST_CASE(refused_while_another_thread_runs_it)
{
    for_each_form(
        [](form& f)
        {
            auto* const loop = f.loop();
            if (!loop)
                return;
            program p;
            std::thread other([&] { loop->run_forever(); });
            // A pool's threads run the loop before that one has claimed it.
            while (!loop->is_running())
                std::this_thread::yield();
            BOOST_TEST(
                f.run(p.ending()) == "This event loop is already running");
            loop->call_soon_threadsafe([&] { loop->stop(); });
            other.join();
            check_never_began(f, p);
            // It is as good as before.
            BOOST_TEST(f.run(p.ending()) == "result 1");
            check_ended(f, p, false);
        });
}

BOOST_AUTO_TEST_CASE(refused_by_a_closed_loop)
{
    for_each_form(
        [](form& f)
        {
            auto* const loop = f.loop();
            if (!loop)
                return;
            program p;
            loop->close();
            BOOST_TEST(f.run(p.ending()) == "Event loop is closed");
            check_never_began(f, p);
        });
}

// ---- what happens in the clean-up ------------------------------------------

BOOST_AUTO_TEST_CASE(a_stop_in_the_clean_up)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return; // there is none
            program p;
            p.clean_left = [] { asyncio::get_running_loop().stop(); };
            BOOST_TEST(f.run(p.ending()) == "result 1");
            check_ended(f, p, false);
        });
}

BOOST_AUTO_TEST_CASE(a_stop_of_the_context_in_the_clean_up)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return;
            program p;
            p.clean_left = [&] { f.stop_context(); };
            BOOST_TEST(f.run(p.ending()) == "result 1");
            check_ended(f, p, false);
        });
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_handler_in_the_clean_up)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return;
            program p;
            std::string reported;
            p.act = [&]
            {
                asyncio::get_running_loop().set_exception_handler(
                    [&](asyncio::event_loop&,
                        asyncio::exception_context const& c)
                    { reported = c.message; });
            };
            p.clean_left = [&]
            {
                asio::post(
                    asyncio::get_running_loop().get_executor(),
                    [] { throw std::out_of_range("handler"); });
            };
            BOOST_TEST(f.run(p.ending()) == "result 1");
            BOOST_TEST(
                reported ==
                "an exception left the event loop during asyncio.run() "
                "shutdown");
            check_ended(f, p, false);
        });
}

// It is not lost, and the clean-up is completed all the same.
BOOST_AUTO_TEST_CASE(an_interrupt_in_the_clean_up)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return;
            program p;
            p.clean_left = [&]
            {
                asyncio::get_running_loop().call_soon(
                    [] { throw asyncio::keyboard_interrupt(); });
            };
            BOOST_TEST(f.run(p.ending()) == "interrupt");
            check_ended(f, p, false);
        });
}

// Who presses Ctrl-C while the rest is cleaned up ends the program.
BOOST_AUTO_TEST_CASE(the_clean_up_has_the_default_disposition)
{
    for_each_form(
        [](form& f)
        {
            if (!f.ends_all())
                return;
            program p;
            bool in_main = true;
            bool in_clean_up = false;
            p.act = [&] { in_main = sigint_is_default(); };
            p.clean_left = [&] { in_clean_up = sigint_is_default(); };
            BOOST_TEST(f.run(p.ending()) == "result 1");
            BOOST_TEST(!in_main);
            BOOST_TEST(in_clean_up);
        });
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
