// I/O objects that die before the task that waits for them: owned by bodies,
// creators, siblings and mains, used by children.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "interrupt.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(interrupt_io_objects)

namespace {

using asyncio_test::interrupt;
using asyncio_test::stage;

// ---- objects -------------------------------------------------------------------

// Something of Asio that nothing ever happens to.
class object
{
public:
    object() = default;
    object(object const&) = delete;
    object& operator=(object const&) = delete;
    virtual ~object() = default;

    virtual asio::awaitable<void> wait() = 0;

    // The same as a deferred operation, with a limit.
    virtual asio::awaitable<void> wait_for(std::chrono::milliseconds) = 0;
};

class timer final : public object
{
public:
    explicit timer(asio::any_io_executor const& ex)
        : timer_(ex, 1h)
    {
    }

    asio::awaitable<void> wait() override
    {
        co_await timer_.async_wait(asio::use_awaitable);
    }

    asio::awaitable<void> wait_for(std::chrono::milliseconds d) override
    {
        co_await asyncio::wait_for(timer_.async_wait(asio::deferred), d);
    }

private:
    asio::steady_timer timer_;
};

class socket final : public object
{
public:
    explicit socket(asio::any_io_executor const& ex)
        : socket_(ex), other_(ex)
    {
        asio::local::connect_pair(socket_, other_);
    }

    asio::awaitable<void> wait() override
    {
        co_await socket_.async_read_some(
            asio::buffer(buffer_), asio::use_awaitable);
    }

    asio::awaitable<void> wait_for(std::chrono::milliseconds d) override
    {
        co_await asyncio::wait_for(
            socket_.async_read_some(asio::buffer(buffer_), asio::deferred), d);
    }

private:
    asio::local::stream_protocol::socket socket_;
    asio::local::stream_protocol::socket other_;
    std::array<char, 8> buffer_;
};

class signals final : public object
{
public:
    explicit signals(asio::any_io_executor const& ex)
        : set_(ex, SIGUSR2)
    {
    }

    asio::awaitable<void> wait() override
    {
        co_await set_.async_wait(asio::use_awaitable);
    }

    asio::awaitable<void> wait_for(std::chrono::milliseconds d) override
    {
        co_await asyncio::wait_for(set_.async_wait(asio::deferred), d);
    }

private:
    asio::signal_set set_;
};

template<class T>
std::shared_ptr<object> make(asio::any_io_executor const& ex)
{
    // Not make_shared(): an observer would keep the memory.
    return std::make_unique<T>(ex);
}

struct named_object
{
    char const* name;
    std::shared_ptr<object> (*make)(asio::any_io_executor const&);
};

std::vector<named_object> const objects = {
    {"timer", make<timer>},
    {"socket", make<socket>},
    {"signal_set", make<signals>},
};

// ---- users ---------------------------------------------------------------------

// They do not own the object, but see whether it is there when they begin.
using observer = std::weak_ptr<object>;

asio::awaitable<void> waits(stage& s, observer o)
{
    auto const mine = s.object();
    if (auto* const p = o.lock().get())
        co_await p->wait();
}

asio::awaitable<void> waits_in_gather(stage& s, observer o)
{
    auto const mine = s.object();
    co_await asyncio::gather(waits(s, o), asyncio::sleep(1h));
}

asio::awaitable<void> waits_with_limit(stage& s, observer o)
{
    auto const mine = s.object();
    co_await asyncio::wait_for(waits(s, o), 3ms);
}

asio::awaitable<void>
waits_with_limit_of_operation(stage& s, observer o)
{
    auto const mine = s.object();
    if (auto* const p = o.lock().get())
        co_await p->wait_for(3ms);
}

asio::awaitable<void> waits_for_task(stage& s, observer o)
{
    auto const mine = s.object();
    auto const t = asyncio::create_task(waits(s, o));
    co_await asyncio::wait_for(t.get(), 3ms);
}

asio::awaitable<void> waits_in_group(stage& s, observer o)
{
    auto const mine = s.object();
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        g.create_task(waits(s, o));
        g.create_task(asyncio::sleep(1h));
        co_await asyncio::sleep(2ms);
    };
    co_await asyncio::with(asyncio::task_group(), body);
}

struct named_user
{
    char const* name;
    asio::awaitable<void> (*use)(stage&, observer);
};

// Not in `a || b`: when one side ends, that emits into the other's operation
// by itself, whose completion may be on its way. So it is in plain Asio.
std::vector<named_user> const users = {
    {"directly", waits},
    {"in gather", waits_in_gather},
    {"in wait_for(awaitable)", waits_with_limit},
    {"in wait_for(operation)", waits_with_limit_of_operation},
    {"in a task of its own", waits_for_task},
    {"in a group of its own", waits_in_group},
};

// ---- owners --------------------------------------------------------------------

// Awaits a group; errors that are no cancellation of this task are expected.
asio::awaitable<void>
with_group(asyncio::task_group& g, auto const& body)
{
    try
    {
        co_await asyncio::with(std::ref(g), body);
    }
    catch (asyncio::exception_group const&)
    {
    }
}

asio::awaitable<void> body_throws(stage& s, named_object n, named_user u)
{
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        auto const o = n.make(co_await asio::this_coro::executor);
        g.create_task(u.use(s, o));
        co_await asyncio::sleep(2ms);
        throw std::runtime_error("the body fails");
    };
    asyncio::task_group g;
    co_await with_group(g, body);
}

asio::awaitable<void> body_returns(stage& s, named_object n, named_user u)
{
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        auto const o = n.make(co_await asio::this_coro::executor);
        g.create_task(u.use(s, o));
        g.create_task(u.use(s, o));
        co_await asyncio::sleep(2ms);
    };
    asyncio::task_group g;
    co_await with_group(g, body);
}

asio::awaitable<void>
body_ends_the_group(stage& s, named_object n, named_user u)
{
    asyncio::task_group g;
    auto const body = [&](asyncio::task_group&) -> asio::awaitable<void>
    {
        {
            auto const o = n.make(co_await asio::this_coro::executor);
            g.create_task(u.use(s, o));
            co_await asyncio::sleep(1ms);
        }
        g.cancel();
        co_await asyncio::sleep(1h);
    };
    co_await with_group(g, body);
}

// The object of a child is used by another one.
asio::awaitable<void> sibling_throws(stage& s, named_object n, named_user u)
{
    std::shared_ptr<object> o;
    auto const owner = [&]() -> asio::awaitable<void>
    {
        auto const owned = std::move(o);
        co_await asyncio::sleep(2ms);
        throw std::runtime_error("a sibling fails");
    };
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        o = n.make(co_await asio::this_coro::executor);
        observer const p = o;
        g.create_task(owner);
        g.create_task(u.use(s, p));
        co_await u.use(s, p);
    };
    asyncio::task_group g;
    co_await with_group(g, body);
}

// One that waits, and is cancelled with the other.
asio::awaitable<void>
sibling_is_cancelled(stage& s, named_object n, named_user u)
{
    std::shared_ptr<object> o;
    auto const owner = [&]() -> asio::awaitable<void>
    {
        auto const owned = std::move(o);
        co_await asyncio::sleep(1h);
    };
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        o = n.make(co_await asio::this_coro::executor);
        observer const p = o;
        g.create_task(u.use(s, p));
        g.create_task(owner);
        g.create_task(u.use(s, p));
        co_await asyncio::sleep(2ms);
        throw std::runtime_error("the body fails");
    };
    asyncio::task_group g;
    co_await with_group(g, body);
}

// The task that waits for its group is asked in the very step in which the
// body, which has returned, has let go of the object.
asio::awaitable<void> parent_is_asked(stage& s, named_object n, named_user u)
{
    auto const parent = asyncio::current_task();
    if (!parent)
        co_return; // outside of tasks nobody can be asked
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        auto const o = n.make(co_await asio::this_coro::executor);
        g.create_task(u.use(s, o));
        co_await asyncio::sleep(1ms);
        asyncio::get_running_loop().call_soon([parent] { parent.cancel(); });
    };
    asyncio::task_group g;
    auto const inner = [&]() -> asio::awaitable<void>
    {
        try
        {
            co_await with_group(g, body);
        }
        catch (asyncio::cancelled_error const&)
        {
            parent.uncancel();
            if (parent.cancelling() > 0)
                throw;
        }
    };
    co_await inner();
}

// A limit passes in the very step in which the object dies.
asio::awaitable<void> limit_passes(stage& s, named_object n, named_user u)
{
    auto o = n.make(co_await asio::this_coro::executor);
    observer const p = o;
    asyncio::get_running_loop().call_later(2ms, [&o] { o.reset(); });
    auto const scope = [&] { return u.use(s, p); };
    try
    {
        co_await asyncio::timeout(2ms, scope);
    }
    catch (asyncio::timeout_error const&)
    {
    }
    catch (boost::system::system_error const& e)
    {
        // Its own end, by that of the object.
        auto const me = asyncio::current_task();
        if (asyncio::is_cancelled(e) && me.cancelling() > 0)
            throw;
    }
    // The timer refers to it.
    co_await asyncio::sleep(5ms);
}

struct named_owner
{
    char const* name;
    asio::awaitable<void> (*own)(stage&, named_object, named_user);
};

std::vector<named_owner> const owners = {
    {"the body throws", body_throws},
    {"the body returns", body_returns},
    {"the body ends the group", body_ends_the_group},
    {"a sibling throws", sibling_throws},
    {"a sibling is cancelled", sibling_is_cancelled},
    {"the parent is asked", parent_is_asked},
};

// ---- the tests -----------------------------------------------------------------

BOOST_AUTO_TEST_CASE(owned_by_a_group)
{
    for (auto const& w : owners)
        for (auto const& n : objects)
            for (auto const& u : users)
            {
                auto const body = [&](stage& s) -> asio::awaitable<void>
                {
                    auto const mine = s.object();
                    co_await w.own(s, n, u);
                };
                interrupt(
                    std::string(w.name) + ", " + n.name + " used " + u.name,
                    body);
            }
}

BOOST_AUTO_TEST_CASE(a_limit_that_passes_with_the_end_of_the_object)
{
    for (auto const& n : objects)
        for (auto const& u : users)
            BOOST_TEST_CONTEXT(n.name << " used " << u.name)
            {
                stage s;
                {
                    asyncio::virtual_loop loop;
                    auto const t = loop.create_task(limit_passes(s, n, u));
                    loop.run_until_complete(asyncio::wait({t}));
                    BOOST_CHECK_NO_THROW(t.result());
                    asyncio::detail::cancel_all_tasks(loop);
                }
                BOOST_TEST(s.objects == 0);
            }
}

// Main's objects are gone when what it has left behind is cancelled.
BOOST_AUTO_TEST_CASE(owned_by_main)
{
    for (bool const fails : {false, true})
        for (auto const& n : objects)
            for (auto const& u : users)
                BOOST_TEST_CONTEXT(
                    n.name << " used " << u.name
                           << (fails ? ", main fails" : ""))
                {
                    stage s;
                    auto const main = [&]() -> asio::awaitable<void>
                    {
                        auto const o =
                            n.make(co_await asio::this_coro::executor);
                        asyncio::create_task(u.use(s, o));
                        co_await asyncio::sleep(1ms);
                        if (fails)
                            throw std::runtime_error("main fails");
                    };
                    asyncio::run_options loop_options;
                    loop_options.loop_factory = []
                    {
                        auto l = std::make_unique<asyncio::virtual_loop>();
                        // A task that ends with its object has failed.
                        l->set_exception_handler(
                            [](asyncio::event_loop&,
                               asyncio::exception_context const&) {});
                        return std::unique_ptr<asyncio::event_loop>(
                            std::move(l));
                    };
                    try
                    {
                        asyncio::run(main, loop_options);
                        BOOST_TEST(!fails);
                    }
                    catch (std::runtime_error const& e)
                    {
                        BOOST_TEST(std::string(e.what()) == "main fails");
                    }
                    BOOST_TEST(s.objects == 0);

                    asio::io_context context;
                    asyncio::event_loop(context).set_exception_handler(
                        [](asyncio::event_loop&,
                           asyncio::exception_context const&) {});
                    try
                    {
                        asyncio::run(context, main);
                        BOOST_TEST(!fails);
                    }
                    catch (std::runtime_error const& e)
                    {
                        BOOST_TEST(std::string(e.what()) == "main fails");
                    }
                    BOOST_TEST(s.objects == 0);
                }
}

// The creator of a task has ended, with its objects, when the task is
// cancelled.
BOOST_AUTO_TEST_CASE(owned_by_the_creator)
{
    for (auto const& n : objects)
        for (auto const& u : users)
        {
            auto const body = [&](stage& s) -> asio::awaitable<void>
            {
                auto const mine = s.object();
                asyncio::task<void> user;
                auto const creator = [&]() -> asio::awaitable<void>
                {
                    auto const o = n.make(co_await asio::this_coro::executor);
                    user = asyncio::create_task(
                        co_await asio::this_coro::executor,
                        u.use(s, o));
                    co_await asyncio::sleep(1ms);
                };
                co_await creator();
                try
                {
                    co_await user.get();
                }
                catch (std::exception const&)
                {
                }
            };
            interrupt(
                std::string("the creator's ") + n.name + " used " + u.name,
                body);
        }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
