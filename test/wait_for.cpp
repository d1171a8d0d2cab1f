// wait_for: what no scenario of the conformance tests covers.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/wait_for.hpp>

#include "reporting_loop.hpp"

#include <boost/asyncio/barrier.hpp>
#include <boost/asyncio/condition.hpp>
#include <boost/asyncio/event.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/lock.hpp>
#include <boost/asyncio/queue.hpp>
#include <boost/asyncio/run.hpp>
#include <boost/asyncio/scoped.hpp>
#include <boost/asyncio/semaphore.hpp>
#include <boost/asyncio/shield.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task.hpp>
#include <boost/asyncio/to_thread.hpp>
#include <boost/asyncio/wait.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <cmath>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_wait_for)

namespace {

using asyncio_test::block;
using asyncio_test::now;
using asyncio_test::run;
using asyncio_test::text_of;

asio::awaitable<int> sleep_long()
{
    co_await asyncio::sleep(100s);
    co_return 1;
}

asio::awaitable<int> set_when_run(bool& started)
{
    started = true;
    co_return 1;
}

// Whether `call` ends in a timeout_error.
template<class Call>
asio::awaitable<bool> times_out(Call call)
{
    try
    {
        co_await std::move(call);
    }
    catch (asyncio::timeout_error const&)
    {
        co_return true;
    }
    co_return false;
}

template<class Call>
asio::awaitable<bool> is_cancelled(Call call)
{
    try
    {
        co_await std::move(call);
    }
    catch (asyncio::cancelled_error const&)
    {
        co_return true;
    }
    co_return false;
}

BOOST_AUTO_TEST_CASE(zero_gives_what_is_done)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const f = loop.create_future<int>();
            f.set_result(7);
            bool turned = false;
            loop.call_soon([&] { turned = true; });
            int const zero = co_await asyncio::wait_for(f, 0s);
            int const negative = co_await asyncio::wait_for(f, -1s);
            BOOST_TEST(zero == 7);
            BOOST_TEST(negative == 7);
            BOOST_TEST(!turned);
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(zero_does_not_start_an_awaitable)
{
    run(
        []() -> asio::awaitable<void>
        {
            bool started = false;
            bool timed_out = co_await times_out(
                asyncio::wait_for(set_when_run(started), 0s));
            BOOST_TEST(timed_out);
            auto const callable = [&] { return set_when_run(started); };
            timed_out =
                co_await times_out(asyncio::wait_for(callable, -1h));
            BOOST_TEST(timed_out);
            BOOST_TEST(!started);

            // Nor an operation.
            timed_out =
                co_await times_out(asyncio::wait_for(asyncio::sleep(0s), 0s));
            BOOST_TEST(timed_out);
            auto gathered = asyncio::gather(set_when_run(started));
            timed_out = co_await times_out(
                asyncio::wait_for(std::move(gathered), 0s));
            BOOST_TEST(timed_out);
            BOOST_TEST(!started);
        });
}

// Python: three turns of the loop.
BOOST_AUTO_TEST_CASE(zero_takes_three_turns)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int turns = 0;
            bool stop = false;
            std::function<void()> const tick = [&]
            {
                ++turns;
                if (!stop)
                    loop.call_soon(tick);
            };
            loop.call_soon(tick);
            bool const timed_out =
                co_await times_out(asyncio::wait_for(sleep_long(), 0s));
            BOOST_TEST(timed_out);
            BOOST_TEST(turns == 3);
            stop = true;
            co_await asyncio::sleep(0s);
        });
}

BOOST_AUTO_TEST_CASE(zero_cancels_a_task_and_waits)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(sleep_long());
            co_await asyncio::sleep(0s);
            bool const timed_out =
                co_await times_out(asyncio::wait_for(t, 0s));
            BOOST_TEST(timed_out);
            BOOST_TEST(t.cancelled());
            BOOST_TEST((now() == 0s));
        });
}

// Digits are the turns of a task that yields, '!' a request to end, and a
// capital letter how the call ended: a result, a timeout, cancelled. The
// expected lines were recorded from CPython.
class without_time
{
public:
    explicit without_time(std::optional<int> request = std::nullopt)
        : request_(request)
    {
    }

    template<class Make>
    std::string operator()(Make make)
    {
        log_.clear();
        run([&]() -> asio::awaitable<void> { return all(make); });
        return log_;
    }

private:
    template<class Make>
    asio::awaitable<void> all(Make& make)
    {
        auto const p = asyncio::create_task([&] { return waits(make); });
        if (request_)
            asyncio::create_task(asks(p));
        asyncio::create_task(turns());
        co_await skip(10);
        p.cancel(); // if it should hang
    }

    asio::awaitable<void> skip(int n)
    {
        for (int i = 0; i != n; ++i)
            co_await asyncio::sleep(0s);
    }

    asio::awaitable<void> turns()
    {
        for (int i = 0; i != 6; ++i)
        {
            log_ += std::to_string(i);
            co_await asyncio::sleep(0s);
        }
    }

    asio::awaitable<void> asks(asyncio::any_task p)
    {
        co_await skip(*request_);
        log_ += '!';
        p.cancel();
    }

    template<class Make>
    asio::awaitable<void> waits(Make& make)
    {
        auto op = make();
        auto call = asyncio::wait_for(std::move(op), 0s);
        try
        {
            (void)co_await std::move(call);
            log_ += 'R';
        }
        catch (asyncio::timeout_error const&)
        {
            log_ += 'T';
        }
        catch (asyncio::cancelled_error const&)
        {
            log_ += 'C';
        }
    }

    std::optional<int> request_;
    std::string log_;
};

asio::awaitable<void> ends_at_once()
{
    co_return;
}

asyncio::future<int> pending()
{
    return asyncio::get_running_loop().create_future<int>();
}

asyncio::future<int> finished()
{
    auto f = pending();
    f.set_result(1);
    return f;
}

// Python makes a task of it, which never starts.
BOOST_AUTO_TEST_CASE(operation_without_time_takes_three_turns)
{
    std::string const third = "012T345";
    without_time log;
    BOOST_TEST(log([] { return ends_at_once(); }) == third);
    BOOST_TEST(log([] { return asyncio::sleep(0s); }) == third);
    BOOST_TEST(log([] { return asyncio::sleep(1h); }) == third);

    asyncio::queue<int> q(1);
    BOOST_TEST(log([&] { return q.put(1); }) == third);
    BOOST_TEST(q.empty());
    q.put_nowait(1);
    BOOST_TEST(log([&] { return q.get(); }) == third);
    BOOST_TEST(q.qsize() == 1u);
    BOOST_TEST(log([&] { return q.put(2); }) == third);
    BOOST_TEST(log([&] { return q.join(); }) == third);

    asyncio::lock l;
    BOOST_TEST(log([&] { return l.acquire(); }) == third);
    BOOST_TEST(log([&] { return asyncio::scoped(l); }) == third);
    BOOST_TEST(!l.locked());
    asyncio::event e;
    e.set();
    BOOST_TEST(log([&] { return e.wait(); }) == third);
    asyncio::semaphore s(1);
    BOOST_TEST(log([&] { return s.acquire(); }) == third);
    BOOST_TEST(!s.locked());
    asyncio::barrier b(1);
    BOOST_TEST(log([&] { return b.wait(); }) == third);
    asyncio::condition c;
    BOOST_TEST(
        log([&] { return c.wait_for([] { return true; }); }) == third);

    BOOST_TEST(
        log([] { return asyncio::wait(std::vector{finished()}); }) == third);
    int runs = 0;
    BOOST_TEST(
        log([&] { return asyncio::to_thread([&] { ++runs; }); }) == third);
    BOOST_TEST(runs == 0);

    // The inner call is not even started, and finds nothing done.
    BOOST_TEST(
        log([] { return asyncio::wait_for(finished(), 1s); }) == third);
    BOOST_TEST(
        log([] { return asyncio::wait_for(pending(), 0s); }) == third);
}

BOOST_AUTO_TEST_CASE(inner_call_without_time_does_not_cancel)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = pending();
            bool const late = co_await times_out(
                asyncio::wait_for(asyncio::wait_for(f, 1s), 0s));
            BOOST_TEST(late);
            BOOST_TEST(!f.done());
        });
}

BOOST_AUTO_TEST_CASE(deferred_operation_without_time_takes_three_turns)
{
    without_time log;
    asio::io_context context;
    asio::steady_timer timer(context, 1h);
    auto const turns =
        log([&] { return timer.async_wait(asio::deferred); });
    BOOST_TEST(turns == "012T345");
}

BOOST_AUTO_TEST_CASE(futures_without_time)
{
    without_time log;
    BOOST_TEST(log([] { return pending(); }) == "01T2345");
    BOOST_TEST(log([] { return pending().get(); }) == "01T2345");
    BOOST_TEST(log([] { return asyncio::shield(pending()); }) == "01T2345");
    BOOST_TEST(log([] { return finished(); }) == "R012345");
    BOOST_TEST(log([] { return asyncio::shield(finished()); }) == "R012345");
}

// In Python gather() gives a future, whose children are cancelled.
BOOST_AUTO_TEST_CASE(gather_without_time)
{
    without_time log;
    using futures = std::vector<asyncio::future<int>>;
    BOOST_TEST(
        log([] { return asyncio::gather(finished(), finished()); }) ==
        "R012345");
    BOOST_TEST(
        log([] { return asyncio::gather(futures{finished()}); }) ==
        "R012345");
    BOOST_TEST(log([] { return asyncio::gather(); }) == "R012345");
    BOOST_TEST(
        log([] { return asyncio::gather(pending(), finished()); }) ==
        "012T345");
    BOOST_TEST(
        log([] { return asyncio::gather(futures{pending(), pending()}); }) ==
        "012T345");
    BOOST_TEST(
        log([] { return asyncio::gather(ends_at_once(), ends_at_once()); }) ==
        "0123T45");
    run(
        []() -> asio::awaitable<void>
        {
            auto const f = pending();
            auto gathered = asyncio::gather(f, finished());
            bool const late = co_await times_out(
                asyncio::wait_for(std::move(gathered), 0s));
            BOOST_TEST(late);
            BOOST_TEST(f.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(request_to_who_waits_without_time)
{
    char const* const operation[] = {
        "!0C12345", "0!1C2345", "01!2C345", "012T!345", "012T3!45"};
    char const* const gathered[] = {
        "!0C12345", "0!1C2345", "01!2C345", "012!3C45", "0123T!45"};
    for (int turn = 0; turn != 5; ++turn)
        BOOST_TEST_CONTEXT("turn " << turn)
        {
            without_time log(turn);
            asyncio::queue<int> q;
            BOOST_TEST(log([&] { return q.get(); }) == operation[turn]);
            BOOST_TEST(
                log([] { return ends_at_once(); }) == operation[turn]);
            BOOST_TEST(
                log([]
                    { return asyncio::gather(
                          ends_at_once(), ends_at_once()); }) ==
                gathered[turn]);
        }
}

// Outside of tasks.
template<class Op>
std::string handled_without_time(asio::io_context& context, Op op)
{
    std::string log;
    auto call = asyncio::wait_for(std::move(op), 0s);
    std::move(call)(asio::bind_executor(
        context.get_executor(),
        [&](std::exception_ptr e, auto&&...)
        {
            log += !e                                      ? 'R'
                : text_of(e) == text_of(std::make_exception_ptr(
                      asyncio::timeout_error()))           ? 'T'
                                                           : '?';
        }));
    BOOST_TEST(log.empty());
    context.run();
    context.restart();
    return log;
}

BOOST_AUTO_TEST_CASE(without_time_outside_of_tasks)
{
    asio::io_context context;
    asyncio::event_loop loop(context);
    auto const f = loop.create_future<int>();
    asyncio::queue<int> q;
    BOOST_TEST(handled_without_time(context, q.get()) == "T");
    BOOST_TEST(handled_without_time(context, asyncio::sleep(0s)) == "T");
    BOOST_TEST(handled_without_time(context, f) == "T");
    BOOST_TEST(f.cancelled());
    auto const done = loop.create_future<int>();
    done.set_result(1);
    BOOST_TEST(handled_without_time(context, done) == "R");
    BOOST_TEST(
        handled_without_time(context, asyncio::gather(done, done)) == "R");
    BOOST_TEST(
        handled_without_time(context, asyncio::gather(ends_at_once())) == "T");
}

// Python's limit is a request to the task, until the call has been left.
template<class Make>
std::string requests_seen(Make make)
{
    std::string seen;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const t = asyncio::current_task();
            auto op = make();
            auto call = asyncio::wait_for(std::move(op), 1s);
            loop.call_soon(
                [&]
                {
                    // Behind the limit, and before the task has gone on.
                    loop.call_later(
                        1s, [&] { seen += std::to_string(t.cancelling()); });
                });
            try
            {
                (void)co_await std::move(call);
                seen += 'R';
            }
            catch (asyncio::timeout_error const&)
            {
                seen += 'T';
            }
            catch (asyncio::cancelled_error const&)
            {
                seen += 'C';
            }
            seen += std::to_string(t.cancelling());
        });
    return seen;
}

BOOST_AUTO_TEST_CASE(limit_counts_as_a_request)
{
    std::string const expected = "1T0";
    asyncio::queue<int> q(1);
    BOOST_TEST(requests_seen([] { return sleep_long(); }) == expected);
    BOOST_TEST(requests_seen([&] { return q.get(); }) == expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::sleep(2s); }) == expected);
    BOOST_TEST(requests_seen([] { return pending(); }) == expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::create_task(sleep_long()); }) ==
        expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::gather(sleep_long()); }) ==
        expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::wait(std::vector{pending()}); }) ==
        expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::shield(pending()); }) == expected);
    asyncio::event e;
    BOOST_TEST(requests_seen([&] { return e.wait(); }) == expected);

    // Nested: the outer limit, the inner one, or both.
    BOOST_TEST(
        requests_seen([] { return asyncio::wait_for(pending(), 2s); }) ==
        expected);
    BOOST_TEST(
        requests_seen([] { return asyncio::wait_for(pending(), 1s); }) ==
        "2T0");
    BOOST_TEST(
        requests_seen([] { return asyncio::wait_for(pending(), 500ms); }) ==
        "T0");
}

BOOST_AUTO_TEST_CASE(limit_counts_while_the_child_cleans_up)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::current_task();
            std::string seen;
            auto const body = [&]() -> asio::awaitable<int>
            {
                try
                {
                    co_await asyncio::sleep(1h);
                }
                catch (asyncio::cancelled_error const&)
                {
                    seen += std::to_string(t.cancelling());
                }
                co_await asyncio::sleep(5s);
                seen += std::to_string(t.cancelling());
                co_return 3;
            };
            // Its result is taken all the same.
            int const r = co_await asyncio::wait_for(
                asyncio::create_task(body), 1s);
            BOOST_TEST(r == 3);
            BOOST_TEST(seen == "11");
            BOOST_TEST(t.cancelling() == 0u);
        });
}

// A request that came before the call is none of its business: as in Python
// the limit is what counts if it passes while the child cleans up.
BOOST_AUTO_TEST_CASE(requests_beside_a_limit_are_counted)
{
    run(
        []() -> asio::awaitable<void>
        {
            int stopped = 0;
            auto const cleans_up = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await asyncio::sleep(1h);
                }
                catch (asyncio::cancelled_error const&)
                {
                }
                co_await asyncio::sleep(1h);
                ++stopped;
            };
            auto const waits = [&](bool request_before)
                -> asio::awaitable<std::string>
            {
                auto const t = asyncio::current_task();
                auto const child = asyncio::create_task(cleans_up);
                co_await asyncio::sleep(0s);
                if (request_before)
                    t.cancel();
                std::string how;
                try
                {
                    co_await asyncio::wait_for(child, 1s);
                }
                catch (asyncio::timeout_error const&)
                {
                    how = "timeout ";
                }
                catch (asyncio::cancelled_error const&)
                {
                    how = "cancelled ";
                }
                co_return how + std::to_string(t.cancelling());
            };
            std::string how =
                co_await asyncio::create_task([&] { return waits(true); });
            BOOST_TEST(how == "timeout 1");

            auto const asked =
                asyncio::create_task([&] { return waits(false); });
            co_await asyncio::sleep(500ms);
            asked.cancel();
            co_await asyncio::wait({asked});
            BOOST_TEST(asked.result() == "cancelled 1");
            BOOST_TEST(stopped == 0);
        });
}

// It had completed, both have asked, and one request was taken back.
BOOST_AUTO_TEST_CASE(limit_and_request_behind_a_result)
{
    for (bool const revoked : {false, true})
        run(
            [&]() -> asio::awaitable<void>
            {
                auto& loop = asyncio::get_running_loop();
                auto const f = loop.create_future<int>();
                std::string how;
                auto const waits = [&]() -> asio::awaitable<void>
                {
                    try
                    {
                        co_await asyncio::wait_for(f, 1s);
                        how = "result";
                    }
                    catch (asyncio::timeout_error const&)
                    {
                        how = "timeout";
                    }
                    catch (asyncio::cancelled_error const&)
                    {
                        how = "cancelled";
                    }
                    how += std::to_string(
                        asyncio::current_task().cancelling());
                };
                auto const t = asyncio::create_task(waits);
                co_await asyncio::sleep(0s);
                loop.call_later(500ms, [&] { block(2s); });
                loop.call_later(
                    501ms,
                    [&]
                    {
                        f.set_result(1);
                        t.cancel();
                    });
                loop.call_later(
                    1001ms,
                    [&]
                    {
                        if (revoked)
                            t.uncancel();
                    });
                co_await asyncio::wait({t});
                BOOST_TEST(how == (revoked ? "timeout0" : "cancelled1"));
            });
}

BOOST_AUTO_TEST_CASE(limits)
{
    run(
        []() -> asio::awaitable<void>
        {
            constexpr auto nan = std::chrono::duration<double>(
                std::numeric_limits<double>::quiet_NaN());
            BOOST_CHECK_THROW(
                (void)asyncio::wait_for(sleep_long(), nan),
                std::invalid_argument);
            BOOST_CHECK_THROW(
                (void)asyncio::wait_for(asyncio::sleep(1s), nan),
                std::invalid_argument);
            int r =
                co_await asyncio::wait_for(sleep_long(), 24h * 365 * 1000);
            BOOST_TEST(r == 1);
            r = co_await asyncio::wait_for(
                sleep_long(), std::chrono::duration<double>(HUGE_VAL));
            BOOST_TEST(r == 1);
            r = co_await asyncio::wait_for(
                asyncio::sleep(1h, 2), std::chrono::hours::max());
            BOOST_TEST(r == 2);
            r = co_await asyncio::wait_for(asyncio::sleep(1h, 3), std::nullopt);
            BOOST_TEST(r == 3);
        });
}

BOOST_AUTO_TEST_CASE(kinds_of_children_in_time)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            int r = co_await asyncio::wait_for(sleep_long(), 200s);
            BOOST_TEST(r == 1);
            r = co_await asyncio::wait_for(&sleep_long, 200s);
            BOOST_TEST(r == 1);
            auto const t = asyncio::create_task(sleep_long());
            r = co_await asyncio::wait_for(t, 200s);
            BOOST_TEST(r == 1);
            r = co_await asyncio::wait_for(t, 200s);
            BOOST_TEST(r == 1);
            co_await asyncio::wait_for(asyncio::any_task(t), 1s);
            auto const f = loop.create_future<int>();
            loop.call_later(1s, [f] { f.set_result(5); });
            r = co_await asyncio::wait_for(f, 2s);
            BOOST_TEST(r == 5);
            r = co_await asyncio::wait_for(asyncio::sleep(1s, 6), 2s);
            BOOST_TEST(r == 6);
            auto const [a, b] = co_await asyncio::wait_for(
                asyncio::gather(sleep_long(), asyncio::sleep(1s, 7)), 200s);
            BOOST_TEST(a + b == 8);
            r = co_await asyncio::wait_for(
                asyncio::wait_for(asyncio::sleep(1s, 8), 2s), 3s);
            BOOST_TEST(r == 8);
        });
}

BOOST_AUTO_TEST_CASE(kinds_of_children_too_late)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            bool late = co_await times_out(asyncio::wait_for(sleep_long(), 1s));
            BOOST_TEST(late);
            late = co_await times_out(asyncio::wait_for(&sleep_long, 1s));
            BOOST_TEST(late);
            auto const t = asyncio::create_task(sleep_long());
            late = co_await times_out(asyncio::wait_for(t, 1s));
            BOOST_TEST(late);
            BOOST_TEST(t.cancelled());
            auto const a = asyncio::create_task(sleep_long());
            late = co_await times_out(
                asyncio::wait_for(asyncio::any_task(a), 1s));
            BOOST_TEST(late);
            BOOST_TEST(a.cancelled());
            auto const f = loop.create_future<int>();
            late = co_await times_out(asyncio::wait_for(f, 1s));
            BOOST_TEST(late);
            BOOST_TEST(f.cancelled());
            late = co_await times_out(
                asyncio::wait_for(asyncio::sleep(10s, 6), 1s));
            BOOST_TEST(late);
            late = co_await times_out(asyncio::wait_for(
                asyncio::gather(sleep_long(), sleep_long()), 1s));
            BOOST_TEST(late);
            // wait() leaves its tasks alone.
            auto const w = asyncio::create_task(sleep_long());
            late = co_await times_out(
                asyncio::wait_for(asyncio::wait({w}), 1s));
            BOOST_TEST(late);
            BOOST_TEST(!w.done());
            BOOST_TEST((now() == 8s));
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

struct no_default
{
    explicit no_default(int v)
        : value(v)
    {
    }

    int value;
};

BOOST_AUTO_TEST_CASE(results)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const unique = []() -> asio::awaitable<std::unique_ptr<int>>
            { co_return std::make_unique<int>(3); };
            auto const p = co_await asyncio::wait_for(unique, 1s);
            BOOST_TEST(*p == 3);
            auto t = asyncio::create_task(unique);
            auto const q = co_await asyncio::wait_for(std::move(t), 1s);
            BOOST_TEST(*q == 3);
            auto const plain = []() -> asio::awaitable<no_default>
            { co_return no_default(4); };
            auto const n = co_await asyncio::wait_for(plain, 1s);
            BOOST_TEST(n.value == 4);
            auto const m = co_await asyncio::wait_for(
                asyncio::create_task(plain), 1s);
            BOOST_TEST(m.value == 4);
        });
}

BOOST_AUTO_TEST_CASE(an_awaitable_runs_in_the_task_of_the_caller)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const self = []() -> asio::awaitable<asyncio::any_task>
            { co_return asyncio::current_task(); };
            auto const limited = co_await asyncio::wait_for(self, 1s);
            BOOST_TEST((limited == asyncio::current_task()));
            auto const free = co_await asyncio::wait_for(self, std::nullopt);
            BOOST_TEST((free == asyncio::current_task()));
        });
}

BOOST_AUTO_TEST_CASE(cancelling_the_caller_cancels_the_child_and_waits)
{
    run(
        []() -> asio::awaitable<void>
        {
            int cleaned = 0;
            auto const child = [&]() -> asio::awaitable<void>
            {
                std::exception_ptr error;
                try
                {
                    co_await asyncio::sleep(100s);
                }
                catch (asyncio::cancelled_error const&)
                {
                    error = std::current_exception();
                }
                co_await asyncio::sleep(5s);
                ++cleaned;
                if (error)
                    std::rethrow_exception(error);
            };
            auto const body = [&]() -> asio::awaitable<void>
            { co_await asyncio::wait_for(child, 50s); };
            auto const of_task = [&]() -> asio::awaitable<void>
            {
                auto const t = asyncio::create_task(child);
                co_await asyncio::wait_for(t, 50s);
            };
            auto const a = asyncio::create_task(body);
            auto const b = asyncio::create_task(of_task);
            co_await asyncio::sleep(1s);
            a.cancel();
            b.cancel();
            co_await asyncio::wait({a, b});
            BOOST_TEST(cleaned == 2);
            BOOST_TEST(a.cancelled());
            BOOST_TEST(b.cancelled());
            BOOST_TEST((now() == 6s));
        });
}

BOOST_AUTO_TEST_CASE(exceptions_of_the_child_pass)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const fails = []() -> asio::awaitable<int>
            {
                co_await asyncio::sleep(1s);
                throw std::runtime_error("own");
            };
            int caught = 0;
            try
            {
                co_await asyncio::wait_for(fails, 2s);
            }
            catch (std::runtime_error const&)
            {
                ++caught;
            }
            auto const t = asyncio::create_task(fails);
            try
            {
                co_await asyncio::wait_for(t, 2s);
            }
            catch (std::runtime_error const&)
            {
                ++caught;
            }
            BOOST_TEST(caught == 2);
            // A timeout_error of its own.
            auto const own = []() -> asio::awaitable<int>
            {
                throw asyncio::timeout_error();
                co_return 0;
            };
            bool const late = co_await times_out(asyncio::wait_for(own, 2s));
            BOOST_TEST(late);
        });
}

BOOST_AUTO_TEST_CASE(a_child_cancelled_by_a_third_party)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(sleep_long());
            asyncio::get_running_loop().call_later(1s, [t] { t.cancel(); });
            bool const cancelled =
                co_await is_cancelled(asyncio::wait_for(t, 5s));
            BOOST_TEST(cancelled);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(the_cause_of_the_timeout)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(sleep_long());
            std::exception_ptr cause;
            try
            {
                co_await asyncio::wait_for(t, 1s);
            }
            catch (asyncio::timeout_error const& e)
            {
                cause = e.cause();
            }
            BOOST_TEST((cause != nullptr));
            BOOST_TEST(asyncio::is_cancelled(cause));
        });
}

// Python: the limit wins, because the caller has not gone on yet.
BOOST_AUTO_TEST_CASE(done_but_not_seen_when_the_limit_passes)
{
    run(
        []() -> asio::awaitable<void>
        {
            auto& loop = asyncio::get_running_loop();
            auto const f = loop.create_future<int>();
            loop.call_later(1s, [f] { f.set_result(1); });
            auto const wait = [&]() -> asio::awaitable<bool>
            { return times_out(asyncio::wait_for(f, 2s)); };
            auto const t = asyncio::create_task(wait);
            co_await asyncio::sleep(0s);
            block(3s);
            bool const late = co_await t.get();
            BOOST_TEST(late);
            BOOST_TEST(f.result() == 1);
        });
}

BOOST_AUTO_TEST_CASE(deferred_operations_of_asio)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            auto const ex = co_await asio::this_coro::executor;
            asio::steady_timer timer(ex, 1ms);
            co_await asyncio::wait_for(timer.async_wait(asio::deferred), 5s);

            timer.expires_after(1h);
            bool late = co_await times_out(asyncio::wait_for(
                timer.async_wait(asio::deferred), 5ms));
            BOOST_TEST(late);

            // Not even started.
            late = co_await times_out(
                asyncio::wait_for(timer.async_wait(asio::deferred), 0s));
            BOOST_TEST(late);

            // An error that has nothing to do with the limit.
            asyncio::get_running_loop().call_soon([&] { timer.cancel(); });
            bool aborted = false;
            try
            {
                co_await asyncio::wait_for(
                    timer.async_wait(asio::deferred), 5s);
            }
            catch (asyncio::timeout_error const&)
            {
            }
            catch (boost::system::system_error const& e)
            {
                aborted = e.code() == asio::error::operation_aborted;
            }
            BOOST_TEST(aborted);

            // A result.
            using asio::ip::udp;
            asio::ip::udp::socket a(
                ex, udp::endpoint(asio::ip::address_v4::loopback(), 0));
            asio::ip::udp::socket b(
                ex, udp::endpoint(asio::ip::address_v4::loopback(), 0));
            std::array<char, 10> bytes{};
            late = co_await times_out(asyncio::wait_for(
                a.async_receive(asio::buffer(bytes), asio::deferred), 5ms));
            BOOST_TEST(late);
            b.send_to(asio::buffer("abc", 3), a.local_endpoint());
            std::size_t const n = co_await asyncio::wait_for(
                a.async_receive(asio::buffer(bytes), asio::deferred), 5s);
            BOOST_TEST(n == 3u);
        });
}

// Takes 20 ms, and cannot be cancelled.
template<class Token>
auto deaf(asio::any_io_executor ex, Token&& token)
{
    return asio::async_initiate<
        Token,
        void(boost::system::error_code, int)>(
        [ex](auto handler)
        {
            auto timer = std::make_shared<asio::steady_timer>(ex, 20ms);
            auto& t = *timer;
            t.async_wait(
                [timer, h = std::move(handler)](
                    boost::system::error_code) mutable
                { std::move(h)(boost::system::error_code(), 42); });
        },
        token);
}

BOOST_AUTO_TEST_CASE(an_operation_that_completes_all_the_same)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            auto const ex = co_await asio::this_coro::executor;
            int r = co_await asyncio::wait_for(deaf(ex, asio::deferred), 1ms);
            BOOST_TEST(r == 42);
            auto const body = [&]() -> asio::awaitable<int>
            { return deaf(ex, asio::use_awaitable); };
            r = co_await asyncio::wait_for(body, 1ms);
            BOOST_TEST(r == 42);
            BOOST_TEST(asyncio::current_task().cancelling() == 0u);
        });
}

BOOST_AUTO_TEST_CASE(cancelled_in_a_deferred_operation)
{
    asyncio::run(
        []() -> asio::awaitable<void>
        {
            auto const body = []() -> asio::awaitable<void>
            {
                asio::steady_timer timer(
                    co_await asio::this_coro::executor, 1h);
                co_await asyncio::wait_for(
                    timer.async_wait(asio::deferred), 1h);
            };
            auto const t = asyncio::create_task(body);
            co_await asyncio::sleep(0s);
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(t.cancelled());
        });
}

BOOST_AUTO_TEST_CASE(in_a_coroutine_of_asio)
{
    asio::io_context context;
    bool awaitable_late = false;
    bool operation_late = false;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void>
        {
            awaitable_late =
                co_await times_out(asyncio::wait_for(sleep_long(), 2ms));
            operation_late = co_await times_out(
                asyncio::wait_for(asyncio::sleep(1h), 2ms));
        },
        [](std::exception_ptr e) { BOOST_TEST((e == nullptr)); });
    context.run();
    BOOST_TEST(awaitable_late);
    BOOST_TEST(operation_late);
}

BOOST_AUTO_TEST_CASE(with_a_completion_token)
{
    asio::io_context context;
    auto const t = asyncio::create_task(context, sleep_long());
    auto late = asyncio::wait_for(t, 2ms)(asio::use_future);
    context.run();
    BOOST_CHECK_THROW(late.get(), asyncio::timeout_error);
    BOOST_TEST(t.cancelled());
}

BOOST_AUTO_TEST_CASE(destroyed_in_the_middle)
{
    asio::io_context context;
    auto const body = []() -> asio::awaitable<void>
    {
        auto const t = asyncio::create_task(sleep_long());
        co_await asyncio::wait_for(t, 1h);
    };
    asyncio::create_task(context, body);
    asyncio::create_task(context, asyncio::wait_for(sleep_long(), 1h));
    asyncio::create_task(context, asyncio::wait_for(asyncio::sleep(1h), 1h));
    context.run_for(5ms);
}

asio::awaitable<void> slow_to_stop(int& stopped)
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
    }
    co_await asyncio::sleep(5ms);
    ++stopped;
}

BOOST_AUTO_TEST_CASE(cancelled_while_a_task_without_time_stops)
{
    int stopped = 0;
    run(
        [&]() -> asio::awaitable<void>
        {
            auto const t = asyncio::create_task(slow_to_stop(stopped));
            co_await asyncio::sleep(0s);
            auto const waiting =
                asyncio::create_task(asyncio::wait_for(t, 0s));
            co_await asyncio::sleep(1ms);
            waiting.cancel();
            co_await asyncio::wait({waiting});
            BOOST_TEST(waiting.cancelled());
            // As in Python: it ends at once, and the task is left to itself.
            BOOST_TEST(stopped == 0);
            BOOST_TEST(t.cancelling() == 1u);
            co_await t.get();
        });
    BOOST_TEST(stopped == 1);
}

BOOST_AUTO_TEST_CASE(two_requests_to_an_operation_of_asio_are_one)
{
    int interrupted = 0;
    asyncio::run(
        [&]() -> asio::awaitable<void>
        {
            auto const waits = [&]() -> asio::awaitable<void>
            {
                for (int i = 0; i != 2; ++i)
                    try
                    {
                        asio::steady_timer timer(
                            co_await asio::this_coro::executor,
                            i == 0 ? 3600s : 0s);
                        co_await timer.async_wait(asio::use_awaitable);
                    }
                    catch (boost::system::system_error const&)
                    {
                        ++interrupted;
                    }
                co_await asyncio::sleep(0s);
            };
            auto const t = asyncio::create_task(waits);
            co_await asyncio::sleep(0s);
            t.cancel();
            t.cancel();
            co_await asyncio::wait({t});
            BOOST_TEST(!t.cancelled());
            BOOST_TEST(t.cancelling() == 2u);
        });
    BOOST_TEST(interrupted == 1);
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
