// Debug mode, and the tree of tasks.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <source_location>
#include <sstream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// The same text with file names that do not begin with a directory.
std::string shorten(std::string text)
{
    std::string const file = std::source_location::current().file_name();
    auto const directory = file.substr(0, file.find_last_of('/') + 1);
    if (!directory.empty())
        for (std::size_t i; (i = text.find(directory)) != std::string::npos;)
            text.erase(i, directory.size());
    return text;
}

// tag::handler[]
void set_handler(asyncio::event_loop& loop)
{
    loop.set_exception_handler(
        [](asyncio::event_loop&, asyncio::exception_context const& c)
        {
            std::cout << shorten(c.message) << '\n';
            if (c.task)
                std::cout << "    task " << c.task.get_name() << '\n';
            if (c.location.line() != 0)
                std::cout << "    created in line " << c.location.line()
                          << '\n';
        });
}
// end::handler[]

// The clock is virtual: this stands for a computation.
void compute(std::chrono::milliseconds time, asyncio::virtual_loop& loop)
{
    loop.advance(time);
}

// tag::debug[]
asio::awaitable<void> slow(asyncio::virtual_loop& loop)
{
    co_await asyncio::sleep(1s);
    compute(150ms, loop); // nothing else can run meanwhile
}

asio::awaitable<void> deaf()
{
    try
    {
        co_await asyncio::sleep(1h);
    }
    catch (std::exception const&) // catches the cancellation, too
    {
    }
}

asio::awaitable<void> failing()
{
    throw std::runtime_error("out of paper");
    co_return;
}

asio::awaitable<void> mistakes(asyncio::virtual_loop& loop)
{
    loop.set_debug(true);
    co_await asyncio::create_task(slow(loop), {.name = "slow"}).get();

    auto const t = asyncio::create_task(deaf(), {.name = "deaf"});
    co_await asyncio::sleep(1s);
    t.cancel();
    co_await asyncio::wait({t});

    asyncio::create_task(failing(), {.name = "failing"}); // its handle is gone

    {
        [[maybe_unused]] auto const both =
            asyncio::gather(failing(), asyncio::sleep(1s)); // never awaited
    }
    co_await asyncio::sleep(1s);
}
// end::debug[]

// tag::graph[]
// Who waits for this task, and where, as far up as that goes.
void print_chain(std::ostream& out, asyncio::call_graph const& g)
{
    out << g.task.get_name() << ' ' << g.state;
    if (g.where.line() != 0)
        out << " in line " << g.where.line();
    out << '\n';
    for (auto const& above : g.awaited_by)
        print_chain(out, above);
}

asio::awaitable<void> query(std::ostream& out)
{
    print_chain(out, *asyncio::capture_call_graph());
    co_return;
}

asio::awaitable<void> page(std::ostream& out)
{
    co_await asyncio::create_task(query(out), {.name = "query"}).get();
}

asio::awaitable<void> request(std::ostream& out)
{
    co_await asyncio::create_task(page(out), {.name = "page"}).get();
}
// end::graph[]

// tag::tree[]
asio::awaitable<void> reader(asyncio::queue<int>& input)
{
    co_await input.get();
}

asio::awaitable<void> session(asyncio::queue<int>& input, asyncio::lock& log)
{
    auto const guard = co_await asyncio::scoped(log);
    co_await asyncio::create_task(reader(input), {.name = "reader"}).get();
}

asio::awaitable<void> serve(std::ostream& out)
{
    asyncio::current_task().set_name("main");
    asyncio::queue<int> input;
    asyncio::lock log("log");
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& g) -> asio::awaitable<void>
        {
            g.create_task(session(input, log), {.name = "session 1"});
            g.create_task(session(input, log), {.name = "session 2"});
            co_await asyncio::sleep(1s);
            asyncio::print_tasks(out);
            g.cancel();
        });
}
// end::tree[]

} // namespace

int main()
{
    asyncio::virtual_loop loop;
    set_handler(loop);
    loop.run_until_complete(mistakes(loop));

    std::cout << "-- chain\n";
    auto const t = loop.create_task(request(std::cout), {.name = "request"});
    loop.run_until_complete(t);

    std::ostringstream out;
    asyncio::run(serve(out), {.loop_factory = asyncio::new_virtual_loop});
    std::cout << "-- tasks\n" << shorten(out.str());
}
