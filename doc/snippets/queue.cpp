// Queues: workers, room, and what comes out first.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

// tag::quick_look[]
asio::awaitable<void>
worker(std::string name, asyncio::queue<std::string>& pages)
{
    while (auto const page = co_await pages.next())
    {
        std::cout << name << " fetches " << *page << '\n';
        co_await asyncio::sleep(10ms);
    }
}

asio::awaitable<void> crawl(std::vector<std::string> all)
{
    asyncio::queue<std::string> pages(2); // when it is full, put waits
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& g) -> asio::awaitable<void>
        {
            g.create_task(worker("first", pages));
            g.create_task(worker("second", pages));
            for (auto& page : all)
                co_await pages.put(std::move(page));
            pages.shutdown(); // the workers end when it is empty
        });
}
// end::quick_look[]

// tag::join[]
asio::awaitable<void> printer(asyncio::queue<std::string>& lines)
{
    for (;;)
    {
        auto const line = co_await lines.get();
        std::cout << line << '\n';
        lines.task_done();
    }
}

asio::awaitable<void> print()
{
    asyncio::queue<std::string> lines;
    auto const background = asyncio::create_task(printer(lines));
    lines.put_nowait("one");
    lines.put_nowait("two");
    co_await lines.join(); // both are printed
    std::cout << "printed\n";
    background.cancel();
}
// end::join[]

// tag::priority[]
struct job
{
    int priority;
    std::string what;
};

struct more_urgent
{
    bool operator()(job const& a, job const& b) const
    {
        return a.priority < b.priority;
    }
};

asio::awaitable<void> by_priority()
{
    asyncio::priority_queue<job, more_urgent> jobs;
    co_await jobs.emplace(2, "write the report");
    co_await jobs.emplace(1, "put out the fire");
    co_await jobs.emplace(2, "send the report");
    jobs.shutdown();
    while (auto const next = co_await jobs.next())
        std::cout << next->priority << ": " << next->what << '\n';
}
// end::priority[]

asio::awaitable<void> show(asyncio::queue<int>& values)
{
    while (auto const value = co_await values.next())
        std::cout << "read " << *value << '\n';
}

// tag::thread[]
// What a thread puts into a queue goes by way of the loop.
void read_sensor(asyncio::event_loop& loop, asyncio::queue<int>& values)
{
    for (int value : {17, 18, 19})
        loop.call_soon_threadsafe([&values, value]
                                  { values.put_nowait(value); });
    loop.call_soon_threadsafe([&values] { values.shutdown(); });
}
// end::thread[]

} // namespace

int main()
{
    asyncio::run(crawl({"/", "/news", "/about", "/contact", "/imprint"}));
    asyncio::run(print());
    asyncio::run(by_priority());

    asyncio::queue<int> values; // outlives the loop
    asyncio::event_loop loop;
    std::jthread const sensor(read_sensor, std::ref(loop), std::ref(values));
    loop.run_until_complete(show(values));
}
