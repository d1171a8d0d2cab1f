// A program to be looked at by a debugger: tasks that wait for all there is.
//
// It prints its tasks, and calls stop() where a debugger is to stop it and to
// print the same. With an argument it does so in a callback, and then waits for
// ever: for a core file in which nothing runs. Its loop is then that of a plain
// io_context, and there is another one in another thread.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

// What the tasks wait for.
struct things
{
    asyncio::lock left{"left"};
    asyncio::lock right{"right"};
    asyncio::lock blue{"blue"};
    asyncio::event event;
    asyncio::semaphore semaphore{0};
    asyncio::condition condition;
    asyncio::barrier barrier{2};
    asyncio::queue<int> empty;
    asyncio::queue<int> full{1};
};

// Handles in the various states.
struct handles
{
    asyncio::task<int> none;
    asyncio::task<int> pending;
    asyncio::task<int> number;
    asyncio::task<std::string> text;
    asyncio::task<void> nothing;
    asyncio::task<int> cancelled;
    asyncio::task<int> failed;
    asyncio::task<int> odd;
    asyncio::any_task any;
    asyncio::any_task current;
    asyncio::future<double> future;
    asyncio::future<double> set;
    asyncio::future<double> broken;
};

asio::awaitable<void> both(asyncio::lock& first, asyncio::lock& second)
{
    auto const one = co_await asyncio::scoped(first);
    co_await asyncio::sleep(1ms);
    auto const two = co_await asyncio::scoped(second);
}

// One await for each line, so that each is seen at its own.
asio::awaitable<void> wait_for_thing(things& t, std::string_view name)
{
    if (name == "semaphore")
        co_await t.semaphore.acquire();
    else if (name == "condition")
    {
        co_await t.condition.acquire();
        co_await t.condition.wait();
    }
    else if (name == "limit")
        co_await asyncio::wait_for(t.blue.acquire(), 1h);
    else if (name == "barrier")
        co_await t.barrier.wait();
    else if (name == "get")
        co_await t.empty.get();
    else if (name == "put")
        co_await t.full.put(2);
    else if (name == "join")
        co_await t.full.join();
    else
        co_await asyncio::sleep(1h);
}

asio::awaitable<void> use_timer(asio::steady_timer& t)
{
    co_await t.async_wait(asio::use_awaitable);
}

asio::awaitable<int> pass_on(asyncio::future<int> f)
{
    co_return co_await f.get();
}

asio::awaitable<void> gather_some(asyncio::event& e)
{
    co_await asyncio::gather(
        e.wait(), asyncio::sleep(1h), asyncio::sleep(0s));
}

asio::awaitable<void> wait_for_some(
    asyncio::task<int> a, asyncio::task<int> b)
{
    co_await asyncio::wait({a, b});
}

asio::awaitable<void> first_of(std::vector<asyncio::task<int>> tasks)
{
    auto iterator = asyncio::as_completed(std::move(tasks));
    while (auto t = co_await iterator.next())
        co_await t->get();
}

asio::awaitable<void> lead_group(asyncio::event& e, bool leave)
{
    auto const body = [&](asyncio::task_group& g) -> asio::awaitable<void>
    {
        g.create_task(e.wait(), {.name = leave ? "left" : "in group"});
        if (!leave)
            co_await asyncio::sleep(1h);
    };
    co_await asyncio::with(asyncio::task_group(), body);
}

asio::awaitable<void> use_thread()
{
    co_await asyncio::to_thread(
        [](std::stop_token stop)
        {
            while (!stop.stop_requested())
                std::this_thread::sleep_for(1ms);
        });
}

asio::awaitable<void> wait_for_it(asyncio::task<int> t)
{
    co_await t.get();
}

template<class T>
asio::awaitable<T> give(T value)
{
    co_return value;
}

asio::awaitable<void> give_up()
{
    co_return;
}

asio::awaitable<int> fail(bool oddly)
{
    if (oddly)
        throw 42;
    throw std::runtime_error("out of paper");
    co_return 0;
}

// Where the debugger stops.
#if defined(__GNUC__)
__attribute__((noinline))
#endif
void stop(handles const& h)
{
    std::cout << (h.none ? "not to be" : "stop") << std::endl;
}

asio::awaitable<void> look(bool waits)
{
    auto& loop = asyncio::get_running_loop();
    asyncio::current_task().set_name("main");
    things t;
    asio::steady_timer timer(co_await asio::this_coro::executor, 1h);
    auto const future = loop.create_future<int>();
    t.full.put_nowait(1);
    co_await t.blue.acquire();

    auto const start = [](std::string_view name, auto&& child)
    {
        return asyncio::create_task(
            std::forward<decltype(child)>(child), {.name = name});
    };
    start("there", both(t.left, t.right));
    start("back", both(t.right, t.left));
    start("event", t.event.wait());
    for (char const* const name :
         {"semaphore", "condition", "limit", "barrier", "get", "put", "join"})
        start(name, wait_for_thing(t, name));
    start("asio", use_timer(timer));
    auto const inner = start("inner", pass_on(future));
    auto const outer = start("outer", pass_on(future));
    start("joins", wait_for_it(inner));
    start("gather", gather_some(t.event));
    start("wait", wait_for_some(inner, outer));
    start("completed", first_of({inner, outer}));
    start("group", lead_group(t.event, true));
    start("body", lead_group(t.event, false));
    start("thread", use_thread());
    auto const doomed = start("doomed", wait_for_thing(t, "sleep"));

    handles h;
    h.pending = inner;
    h.number = start("number", give<int>(42));
    h.text = start("text", give<std::string>("forty-two"));
    h.nothing = start("nothing", give_up());
    h.cancelled = start("cancelled", give<int>(0));
    h.cancelled.cancel("no longer needed");
    h.failed = start("failed", fail(false));
    h.odd = start("odd", fail(true));
    h.any = h.number;
    h.current = asyncio::current_task();
    h.future = loop.create_future<double>();
    h.set = loop.create_future<double>();
    h.set.set_result(2.5);
    h.broken = loop.create_future<double>();
    h.broken.set_exception(asyncio::queue_full());
    co_await asyncio::sleep(20ms);
    doomed.cancel();
    start("late", wait_for_thing(t, "sleep"));

    if (!waits)
    {
        asyncio::print_tasks(std::cout << std::unitbuf);
        stop(h);
        std::_Exit(EXIT_SUCCESS); // all has been seen
    }
    loop.call_later(
        20ms,
        [&h]
        {
            asyncio::print_tasks(std::cout << std::unitbuf);
            stop(h);
        });
    co_await asyncio::sleep(1h);
}

asio::awaitable<void> idle(std::promise<void>& started)
{
    asyncio::current_task().set_name("other");
    started.set_value();
    co_await asyncio::sleep(1h);
}

int main(int argc, char**)
{
    if (argc == 1)
        asyncio::run(look(false));
    std::promise<void> started;
    std::thread other([&] { asyncio::run(idle(started)); });
    started.get_future().wait();
    asio::io_context context;
    asyncio::create_task(context, look(true));
    context.run();
    other.join();
}
