// What says that an operation of others was cancelled, and what does not.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio/task.hpp>

#include "virtual_time.hpp"

#include <boost/asyncio/event_loop.hpp>
#include <boost/asyncio/exception_context.hpp>
#include <boost/asyncio/exception_group.hpp>
#include <boost/asyncio/gather.hpp>
#include <boost/asyncio/sleep.hpp>
#include <boost/asyncio/task_group.hpp>
#include <boost/asyncio/timeout.hpp>
#include <boost/asyncio/wait.hpp>
#include <boost/asyncio/wait_for.hpp>
#include <boost/asyncio/with.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/error_category.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_cancel_codes)

namespace {

using asyncio::create_task;
using asyncio_test::run;
using boost::system::error_code;
using boost::system::system_error;
using body = std::function<asio::awaitable<void>()>;
using channel_type = asio::experimental::channel<void(error_code, int)>;

// The errors of another library, of which one is a cancellation.
class library_category final : public boost::system::error_category
{
public:
    enum value
    {
        gave_up = 1,
        broken = 2
    };

    char const* name() const noexcept override
    {
        return "library";
    }

    std::string message(int v) const override
    {
        return v == gave_up ? "gave up" : "broken";
    }

    boost::system::error_condition
    default_error_condition(int v) const noexcept override
    {
        namespace errc = boost::system::errc;
        return make_error_condition(
            v == gave_up ? errc::operation_canceled : errc::io_error);
    }
};

error_code library_error(library_category::value v)
{
    static library_category const category;
    return error_code(v, category);
}

asio::awaitable<void> wait_long()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> receive()
{
    channel_type channel(co_await asio::this_coro::executor, 0);
    co_await channel.async_receive(asio::use_awaitable);
}

asio::awaitable<void> either()
{
    using namespace asio::experimental::awaitable_operators;
    co_await (wait_long() || wait_long());
}

asio::awaitable<void> either_of_channels()
{
    using namespace asio::experimental::awaitable_operators;
    co_await (receive() || wait_long());
}

asio::awaitable<void> sleep_long()
{
    co_await asyncio::sleep(1h);
}

asio::awaitable<void> either_of_sleeps()
{
    using namespace asio::experimental::awaitable_operators;
    co_await (sleep_long() || sleep_long());
}

// Says in its own way that it was interrupted.
template<class E>
body ending_with(E e)
{
    return [e]() -> asio::awaitable<void>
    {
        bool interrupted = false;
        try
        {
            co_await wait_long();
        }
        catch (system_error const&)
        {
            interrupted = true;
        }
        if (interrupted)
            throw e;
    };
}

struct kind
{
    char const* name;
    body wait;
    bool is_cancellation;
};

std::vector<kind> const kinds{
    {"operation_aborted", wait_long, true},
    {"a channel", receive, true},
    {"a || b", either, true},
    {"a channel || b", either_of_channels, true},
    {"sleep || sleep", either_of_sleeps, true},
    {"the generic code",
     ending_with(system_error(
         make_error_code(boost::system::errc::operation_canceled))),
     true},
    {"a code that is equivalent",
     ending_with(system_error(library_error(library_category::gave_up))),
     true},
    {"the generic code of std",
     ending_with(std::system_error(
         std::make_error_code(std::errc::operation_canceled))),
     true},
    {"a code that is equivalent, in std",
     ending_with(
         std::system_error(library_error(library_category::gave_up))),
     true},
    {"a channel, in std",
     ending_with(std::system_error(
         error_code(asio::experimental::error::channel_cancelled))),
     true},
    {"several, the first of them equivalent",
     ending_with(asio::multiple_exceptions(std::make_exception_ptr(
         system_error(library_error(library_category::gave_up))))),
     true},
    {"another code of the library",
     ending_with(system_error(library_error(library_category::broken))),
     false},
    {"a reset",
     ending_with(system_error(asio::error::connection_reset)), false},
    {"a reset, in std",
     ending_with(std::system_error(
         std::make_error_code(std::errc::connection_reset))),
     false},
    {"a channel that was closed",
     ending_with(
         system_error(asio::experimental::error::channel_closed)),
     false},
    {"several, the first of them a reset",
     ending_with(asio::multiple_exceptions(std::make_exception_ptr(
         system_error(asio::error::connection_reset)))),
     false},
    {"several, but none",
     ending_with(asio::multiple_exceptions(nullptr)),
     false},
    {"no code", ending_with(std::runtime_error("broken")), false},
};

enum class outcome
{
    nothing,
    cancelled,
    timed_out,
    failed
};

std::ostream& operator<<(std::ostream& out, outcome o)
{
    return out << static_cast<int>(o);
}

asio::awaitable<outcome> outcome_of(body f)
{
    try
    {
        co_await f();
    }
    catch (asyncio::timeout_error const&)
    {
        co_return outcome::timed_out;
    }
    catch (asyncio::cancelled_error const&)
    {
        co_return outcome::cancelled;
    }
    catch (std::exception const&)
    {
        co_return outcome::failed;
    }
    co_return outcome::nothing;
}

// Calls `f` for each kind, and holds against `wanted` what it gives.
template<class F>
void for_each_kind(outcome wanted, F f)
{
    for (auto const& k : kinds)
        BOOST_TEST_CONTEXT(k.name)
        {
            auto const result = f(k);
            BOOST_TEST(
                result == (k.is_cancellation ? wanted : outcome::failed));
        }
}

asio::awaitable<outcome> cancel_soon(body f)
{
    auto const t = create_task(f);
    co_await asyncio::sleep(1s);
    t.cancel();
    co_await asyncio::wait({t});
    if (t.cancelled())
        co_return outcome::cancelled;
    co_return t.exception() ? outcome::failed : outcome::nothing;
}

BOOST_AUTO_TEST_CASE(task)
{
    for_each_kind(
        outcome::cancelled,
        [](kind const& k) { return run(cancel_soon(k.wait)); });
}

BOOST_AUTO_TEST_CASE(limit)
{
    for_each_kind(
        outcome::timed_out,
        [](kind const& k)
        {
            return run(outcome_of(
                [&k]() -> asio::awaitable<void>
                { co_await asyncio::wait_for(k.wait(), 1s); }));
        });
}

BOOST_AUTO_TEST_CASE(limit_outside_of_tasks)
{
    for_each_kind(
        outcome::timed_out,
        [](kind const& k)
        {
            asio::io_context context;
            auto result = asio::co_spawn(
                context,
                outcome_of(
                    [&k]() -> asio::awaitable<void>
                    { co_await asyncio::wait_for(k.wait(), 1ms); }),
                asio::use_future);
            context.run();
            return result.get();
        });
}

BOOST_AUTO_TEST_CASE(limit_of_a_block)
{
    for_each_kind(
        outcome::timed_out,
        [](kind const& k)
        {
            return run(outcome_of(
                [&k]() -> asio::awaitable<void>
                {
                    co_await asyncio::timeout(
                        1s,
                        [&k](asyncio::timeout_scope&) -> asio::awaitable<void>
                        { co_await k.wait(); });
                }));
        });
}

BOOST_AUTO_TEST_CASE(limit_of_a_deferred_operation)
{
    run(
        []() -> asio::awaitable<void>
        {
            channel_type channel(co_await asio::this_coro::executor, 0);
            BOOST_CHECK_THROW(
                co_await asyncio::wait_for(
                    channel.async_receive(asio::deferred), 1s),
                asyncio::timeout_error);
        }());
}

// A request to the task beside the limit wins.
BOOST_AUTO_TEST_CASE(task_with_a_limit)
{
    for_each_kind(
        outcome::cancelled,
        [](kind const& k)
        {
            return run(cancel_soon(
                [&k]() -> asio::awaitable<void>
                { co_await asyncio::wait_for(k.wait(), 1h); }));
        });
}

BOOST_AUTO_TEST_CASE(gather)
{
    for_each_kind(
        outcome::cancelled,
        [](kind const& k)
        {
            return run(cancel_soon(
                [&k]() -> asio::awaitable<void>
                { co_await asyncio::gather(k.wait()); }));
        });
}

// A group whose body fails: the child that was cancelled is no second error.
BOOST_AUTO_TEST_CASE(group)
{
    for (auto const& k : kinds)
        BOOST_TEST_CONTEXT(k.name)
        {
            std::size_t errors = 0;
            try
            {
                run(asyncio::with(
                    asyncio::task_group(),
                    [&k](asyncio::task_group& g) -> asio::awaitable<void>
                    {
                        g.create_task(k.wait);
                        co_await asyncio::sleep(1s);
                        throw std::runtime_error("the body");
                    }));
            }
            catch (asyncio::exception_group const& e)
            {
                errors = e.exceptions().size();
            }
            BOOST_TEST(errors == (k.is_cancellation ? 1u : 2u));
        }
}

// A limit around a member of a group is an error of that member alone.
BOOST_AUTO_TEST_CASE(limit_in_a_group)
{
    int done = 0;
    for (auto const& k : kinds)
        if (k.is_cancellation)
            run(asyncio::with(
                asyncio::task_group(),
                [&](asyncio::task_group& g) -> asio::awaitable<void>
                {
                    g.create_task(
                        [&]() -> asio::awaitable<void>
                        {
                            auto const o = co_await outcome_of(
                                [&]() -> asio::awaitable<void>
                                { co_await asyncio::wait_for(k.wait(), 1s); });
                            done += o == outcome::timed_out;
                        });
                    co_await asyncio::sleep(2s);
                    ++done;
                }));
    BOOST_TEST(done == 22);
}

// Nothing is a cancellation that nobody has asked for.
BOOST_AUTO_TEST_CASE(without_a_request)
{
    auto const main = []() -> asio::awaitable<void>
    {
        channel_type channel(co_await asio::this_coro::executor, 0);
        auto const t = create_task(
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await channel.async_receive(asio::use_awaitable);
                }
                catch (system_error const& e)
                {
                    BOOST_TEST(!asyncio::is_cancelled(e));
                    BOOST_TEST(
                        !asyncio::is_cancelled(std::current_exception()));
                    throw;
                }
            });
        co_await asyncio::sleep(1s);
        channel.cancel();
        co_await asyncio::wait({t});
        BOOST_TEST(!t.cancelled());
        BOOST_CHECK_THROW(t.result(), system_error);
    };
    run(main());
}

// Also below a limit that has not passed.
BOOST_AUTO_TEST_CASE(without_a_request_below_a_limit)
{
    auto const main = []() -> asio::awaitable<void>
    {
        channel_type channel(co_await asio::this_coro::executor, 0);
        auto const receive = [&]
        { return channel.async_receive(asio::use_awaitable); };
        auto const in_wait_for = [&]() -> asio::awaitable<void>
        { co_await asyncio::wait_for(receive(), 1h); };
        auto const in_timeout = [&]() -> asio::awaitable<void>
        { co_await asyncio::timeout(1h, receive); };
        auto const in_gather = [&]() -> asio::awaitable<void>
        { co_await asyncio::gather(receive()); };
        for (auto const& f :
             {body(in_wait_for), body(in_timeout), body(in_gather)})
        {
            auto const t = create_task(outcome_of(f));
            co_await asyncio::sleep(1s);
            channel.cancel();
            BOOST_TEST(co_await t.get() == outcome::failed);
        }
    };
    run(main());
}

// What handlers ask says the same as the end of the task.
BOOST_AUTO_TEST_CASE(handlers)
{
    for (auto const& k : kinds)
        BOOST_TEST_CONTEXT(k.name)
        {
            bool by_reference = !k.is_cancellation;
            bool by_pointer = !k.is_cancellation;
            auto const asking = [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await k.wait();
                }
                catch (std::exception const& e)
                {
                    by_reference = asyncio::is_cancelled(e);
                    by_pointer =
                        asyncio::is_cancelled(std::current_exception());
                    throw;
                }
            };
            run(cancel_soon(asking));
            BOOST_TEST(by_reference == k.is_cancellation);
            BOOST_TEST(by_pointer == k.is_cancellation);
        }
}

// The end of run() cancels what is left, and has nothing to report then.
BOOST_AUTO_TEST_CASE(end_of_run)
{
    for (auto const& k : kinds)
        BOOST_TEST_CONTEXT(k.name)
        {
            int reports = 0;
            auto const main = [&]() -> asio::awaitable<void>
            {
                asyncio::get_running_loop().set_exception_handler(
                    [&](asyncio::event_loop&, asyncio::exception_context const&)
                    { ++reports; });
                create_task(k.wait);
                co_await asyncio::sleep(1s);
            };
            run(main());
            BOOST_TEST(reports == (k.is_cancellation ? 0 : 1));
        }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
