// Tasks and futures: starting, naming, joining, reporting.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

// Stands for a request over the network.
asio::awaitable<std::string> fetch(std::string name)
{
    co_await asyncio::sleep(10ms);
    if (name == "broken")
        throw std::runtime_error("cannot fetch " + name);
    co_return name;
}

// tag::quick_look[]
asio::awaitable<void> quick_look()
{
    asyncio::task<std::string> const page = asyncio::create_task(fetch("page"));
    std::cout << "not yet started\n";
    co_await asyncio::sleep(1ms);
    std::cout << "it runs, and so do I\n";
    std::cout << co_await page.get() << '\n'; // waits, and gives the result
}
// end::quick_look[]

// tag::forms[]
class session
{
public:
    explicit session(std::string name) : name_(std::move(name))
    {
    }

    asio::awaitable<void> run(int rounds)
    {
        for (int i = 0; i != rounds; ++i)
            co_await asyncio::sleep(1ms);
        std::cout << name_ << " is over\n";
    }

private:
    std::string name_;
};

asio::awaitable<void> forms()
{
    session first("the first");
    auto const second = std::make_shared<session>("the second");
    std::string const name = "page";

    // A coroutine.
    auto const a = asyncio::create_task(first.run(2));
    // A function and its arguments, which the task stores: it keeps `second`.
    auto const b = asyncio::create_task(&session::run, second, 20);
    // A lambda, which the task stores. What it refers to must live on.
    auto const c = asyncio::create_task(
        [&name]() -> asio::awaitable<std::string>
        { co_return co_await fetch(name); });
    // With options.
    auto const d = asyncio::create_task(fetch("book"), {.name = "the book"});
    // An operation of Asio.
    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
    auto const e = asyncio::create_task(timer.async_wait(asio::deferred));

    co_await asyncio::gather(a, b, c, d, e);
    std::cout << d.get_name() << ": " << d.result() << '\n';
}
// end::forms[]

// tag::move[]
asio::awaitable<std::unique_ptr<std::string>> load()
{
    co_return std::make_unique<std::string>("a large thing");
}

asio::awaitable<void> move_out()
{
    auto loading = asyncio::create_task(load());
    auto const thing = co_await std::move(loading);
    std::cout << *thing << '\n';
}
// end::move[]

// tag::failed[]
asio::awaitable<void> failed()
{
    auto const task = asyncio::create_task(fetch("broken"));
    try
    {
        co_await task.get();
    }
    catch (std::runtime_error const& e)
    {
        std::cout << e.what() << '\n';
    }
}
// end::failed[]

// tag::lost[]
asio::awaitable<void> lost()
{
    asyncio::get_running_loop().set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const& context)
        {
            std::cout << context.message << ", " << context.task.get_name()
                      << '\n';
        });
    asyncio::create_task(fetch("broken"), {.name = "a request"});
    co_await asyncio::sleep(20ms);
}
// end::lost[]

// tag::callback[]
asio::awaitable<void> callback()
{
    auto const task = asyncio::create_task(fetch("page"));
    task.add_done_callback([](asyncio::task<std::string> const& t)
                           { std::cout << "done: " << t.result() << '\n'; });
    co_await task.get();
    co_await asyncio::sleep(0s); // the callback runs in the loop's next turn
}
// end::callback[]

// tag::any_task[]
asio::awaitable<void> stop_all(std::vector<asyncio::any_task> tasks)
{
    for (auto const& task : tasks)
        task.cancel();
    co_await asyncio::wait(tasks);
    for (auto const& task : tasks)
        std::cout << task.get_name() << " has ended\n";
}
// end::any_task[]

// tag::future[]
// Some library with callbacks.
void measure(std::function<void(int)> done)
{
    asyncio::get_running_loop().call_later(1ms, [=] { done(21); });
}

asio::awaitable<int> measured()
{
    auto const result = asyncio::get_running_loop().create_future<int>();
    measure([=](int value) { result.set_result(value); });
    co_return co_await result.get();
}
// end::future[]

// tag::threadsafe[]
asio::awaitable<int> from_a_thread()
{
    auto const result = asyncio::get_running_loop().create_future<int>();
    std::jthread worker([=] { result.set_result_threadsafe(42); });
    co_return co_await result.get();
}
// end::threadsafe[]

// tag::current[]
asio::awaitable<void> who_am_i()
{
    std::cout << "I am " << asyncio::current_task().get_name() << '\n';
    co_return;
}
// end::current[]

asio::awaitable<void> all()
{
    co_await quick_look();
    co_await forms();
    co_await move_out();
    co_await failed();
    co_await lost();
    co_await callback();
    std::vector<asyncio::any_task> tasks;
    tasks.push_back(asyncio::create_task(fetch("one"), {.name = "one"}));
    tasks.push_back(asyncio::create_task(measured(), {.name = "two"}));
    co_await stop_all(std::move(tasks));
    std::cout << co_await measured() << '\n';
    std::cout << co_await from_a_thread() << '\n';
    co_await asyncio::create_task(who_am_i(), {.name = "me"}).get();
}

int main()
{
    // On a virtual clock, so that the order is certain.
    asyncio::run(all(), {.loop_factory = asyncio::new_virtual_loop});
}
