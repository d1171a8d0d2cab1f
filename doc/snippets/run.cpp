// run, runner, event_loop: the ways to run a program.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

// tag::quick_look[]
asio::awaitable<std::string> greet(std::string name)
{
    co_await asyncio::sleep(10ms);
    co_return "Hello, " + name + '!';
}

void quick_look()
{
    std::string const text = asyncio::run(greet("World"));
    std::cout << text << '\n';
}
// end::quick_look[]

// tag::left_over[]
asio::awaitable<void> keep_books()
{
    try
    {
        for (;;)
            co_await asyncio::sleep(1h);
    }
    catch (asyncio::cancelled_error const&)
    {
        std::cout << "the books are closed\n";
        throw;
    }
}

asio::awaitable<void> main_with_helper()
{
    asyncio::create_task(keep_books());
    co_await asyncio::sleep(10ms);
    std::cout << "main ends\n";
}
// end::left_over[]

// tag::interrupt[]
asio::awaitable<void> serve()
{
    co_await asyncio::sleep(1h);
}

int run_server()
try
{
    asyncio::run(serve());
    return 0;
}
catch (asyncio::keyboard_interrupt const&)
{
    std::cout << "interrupted\n";
    return 130;
}
// end::interrupt[]

asio::awaitable<void> press_ctrl_c()
{
    asyncio::get_running_loop().call_soon([] { std::raise(SIGINT); });
    co_await serve();
}

// tag::on_a_context[]
void on_a_context()
{
    asio::io_context context;
    asio::post(context, [] { std::cout << "a handler of Asio\n"; });

    auto const text = asyncio::run(context, greet("context"));
    std::cout << text << '\n';
}
// end::on_a_context[]

// tag::as_part[]
void as_part()
{
    asio::io_context context;
    auto const task = asyncio::create_task(context, greet("task"));
    context.run(); // returns when the task is done
    std::cout << task.result() << '\n';
}
// end::as_part[]

// tag::runner[]
void several()
{
    asyncio::runner runner;
    for (char const* name : {"one", "two"})
        std::cout << runner.run(greet(name)) << '\n';
}
// end::runner[]

// tag::loop[]
void by_hand()
{
    asyncio::event_loop loop;
    loop.create_task(
        [&]() -> asio::awaitable<void>
        {
            std::cout << co_await greet("loop") << '\n';
            loop.stop();
        });
    loop.call_soon([] { std::cout << "called\n"; });
    loop.run_forever();
}
// end::loop[]

// tag::strands[]
asio::awaitable<void> count(int& counter)
{
    // The tasks of one loop never run two at a time: no mutex is needed.
    ++counter;
    co_await asyncio::sleep(1ms);
    ++counter;
}

void strands()
{
    int counters[2] = {};
    asio::thread_pool pool(4);
    for (int& counter : counters)
    {
        auto const strand = asio::make_strand(pool);
        for (int i = 0; i != 100; ++i)
            asyncio::create_task(strand, count(counter));
    }
    pool.join();
    std::cout << counters[0] << ' ' << counters[1] << '\n';
}
// end::strands[]

// tag::signals[]
asio::awaitable<void> serve_until_told()
{
    auto& loop = asyncio::get_running_loop();
    asyncio::event stopping;
    loop.add_signal_handler(SIGTERM, [&] { stopping.set(); });

    loop.call_later(10ms, [] { std::raise(SIGTERM); }); // somebody's kill
    co_await stopping.wait();
    loop.remove_signal_handler(SIGTERM);
    std::cout << "stopping\n";
}
// end::signals[]

// tag::handler[]
asio::awaitable<void> reckless()
{
    throw std::runtime_error("no such file");
    co_return;
}

asio::awaitable<void> with_handler()
{
    asyncio::get_running_loop().set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const& c)
        { std::cout << c.message << ": " << c.task.get_name() << '\n'; });
    // Nobody keeps the handle, so nobody can look at the exception.
    asyncio::create_task(reckless(), {.name = "reckless"});
    co_await asyncio::sleep(10ms);
}
// end::handler[]

int main()
{
    quick_look();
    asyncio::run(main_with_helper());
    try
    {
        asyncio::run(press_ctrl_c());
    }
    catch (asyncio::keyboard_interrupt const&)
    {
        std::cout << "interrupted\n";
    }
    on_a_context();
    as_part();
    several();
    by_hand();
    strands();
    asyncio::run(serve_until_told());
    asyncio::run(with_handler());
}
