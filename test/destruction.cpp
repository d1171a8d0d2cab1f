// The order in which a context destroys what is suspended.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(unit_destruction)

namespace {

// Where a task is suspended when its context goes.
enum class place
{
    sleep,  // in an operation of ours
    child,  // in another: it awaits the task that it made
    woken,  // in one of ours that has completed
    timer,  // in an operation of Asio
    socket, // in another
    ready   // it has not begun
};

std::ostream& operator<<(std::ostream& out, place p)
{
    constexpr std::array names = {
        "sleep", "child", "woken", "timer", "socket", "ready"};
    return out << names[static_cast<std::size_t>(p)];
}

// What a task has that those it made use when they are destroyed, like a lock
// of which they have a guard.
class variable
{
public:
    explicit variable(variable* above) : above_(above)
    {
        if (above_)
            ++above_->users_;
    }

    variable(variable const&) = delete;
    variable& operator=(variable const&) = delete;

    ~variable()
    {
        BOOST_TEST(users_ == 0);
        if (above_)
            --above_->users_;
    }

private:
    variable* above_;
    int users_ = 0;
};

// A task that makes a task that makes a task, and so on: one for each of
// `places`. When all are where they are to be, `stop` is called.
class chain
{
public:
    chain(std::vector<place> places, std::function<void()> stop)
        : places_(std::move(places)), stop_(std::move(stop))
    {
    }

    asio::awaitable<void> link(
        std::unique_ptr<variable> v = std::make_unique<variable>(nullptr),
        std::size_t n = 0)
    {
        asyncio::task<void> child;
        if (n + 1 != places_.size())
        {
            if (places_[n + 1] == place::ready)
                finish();
            child = asyncio::create_task(
                link(std::make_unique<variable>(v.get()), n + 1));
        }
        else
            asyncio::get_running_loop().call_soon([this] { finish(); });
        auto const ex = co_await asio::this_coro::executor;
        switch (places_[n])
        {
        case place::timer: {
            asio::steady_timer timer(ex, 1h);
            co_await timer.async_wait(asio::use_awaitable);
            break;
        }
        case place::socket: {
            asio::local::stream_protocol::socket a(ex);
            asio::local::stream_protocol::socket b(ex);
            asio::local::connect_pair(a, b);
            std::array<char, 1> data;
            co_await a.async_read_some(asio::buffer(data), asio::use_awaitable);
            break;
        }
        case place::child:
            co_await child.get();
            break;
        case place::woken:
            woken_ = asyncio::get_running_loop().create_future<void>();
            co_await woken_.get();
            break;
        default:
            co_await asyncio::sleep(1h);
        }
        BOOST_ERROR("it went on");
    }

private:
    // Nothing has a turn any more after this one.
    void finish()
    {
        if (woken_)
            woken_.set_result();
        asyncio::get_running_loop().stop();
        stop_();
    }

    std::vector<place> places_;
    std::function<void()> stop_;
    asyncio::future<void> woken_;
};

// Three of them; what there cannot be is left out.
std::vector<std::vector<place>> chains()
{
    constexpr std::array all = {
        place::sleep,
        place::child,
        place::woken,
        place::timer,
        place::socket,
        place::ready};
    std::vector<std::vector<place>> result;
    for (auto const a : all)
        for (auto const b : all)
            for (auto const c : all)
            {
                bool const possible = a != place::ready && b != place::ready &&
                                      c != place::child &&
                                      (a == place::woken) +
                                              (b == place::woken) +
                                              (c == place::woken) <
                                          2 &&
                                      !(b == place::woken && c == place::ready);
                if (possible)
                    result.push_back({a, b, c});
            }
    return result;
}

// ---- the tests --------------------------------------------------------------

template<class Context, class Run, class GetExecutor>
void check_all(Run run, GetExecutor get_executor)
{
    for (auto const& places : chains())
        BOOST_TEST_CONTEXT(places[0] << ' ' << places[1] << ' ' << places[2])
        {
            Context context;
            chain c(places, [&] { context.stop(); });
            asyncio::create_task(get_executor(context), c.link());
            run(context);
        }
}

BOOST_AUTO_TEST_CASE(those_that_made_others_go_after_them)
{
    check_all<asio::io_context>(
        [](auto& context) { context.run(); },
        [](auto& context) { return context.get_executor(); });
}

BOOST_AUTO_TEST_CASE(the_same_where_services_of_asio_are_older)
{
    struct context : asio::io_context
    {
        asio::steady_timer timer{*this};
        asio::local::stream_protocol::socket socket{*this};
    };
    check_all<context>(
        [](auto& context) { context.run(); },
        [](auto& context) { return context.get_executor(); });
}

BOOST_AUTO_TEST_CASE(the_same_on_a_strand)
{
    check_all<asio::io_context>(
        [](auto& context) { context.run(); },
        [](auto& context) { return asio::make_strand(context); });
}

BOOST_AUTO_TEST_CASE(the_same_on_a_thread_pool)
{
    check_all<asio::thread_pool>(
        [](auto& context) { context.join(); },
        [](auto& context) { return asio::make_strand(context); });
}

asio::awaitable<void> use(variable* v, bool raw)
{
    variable const user(v);
    if (raw)
    {
        asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
        co_await timer.async_wait(asio::use_awaitable);
    }
    else
        co_await asyncio::sleep(1h);
}

// It is no task.
asio::awaitable<void> plain(asio::io_context& context, bool raw)
{
    variable v(nullptr);
    asyncio::create_task(context, use(&v, true));
    asyncio::create_task(context, use(&v, false));
    asio::post(context, [&] { context.stop(); });
    if (raw)
    {
        asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
        co_await timer.async_wait(asio::use_awaitable);
    }
    else
        co_await asyncio::sleep(1h);
}

BOOST_AUTO_TEST_CASE(coroutines_of_asio_go_after_the_tasks_that_they_made)
{
    for (bool const raw : {false, true})
        for (bool const older : {false, true})
            BOOST_TEST_CONTEXT("raw " << raw << ", older " << older)
            {
                asio::io_context context;
                std::optional<asio::steady_timer> timer;
                if (older)
                    timer.emplace(context);
                asio::co_spawn(context, plain(context, raw), asio::detached);
                context.run();
            }
}

} // namespace

BOOST_AUTO_TEST_SUITE_END()
